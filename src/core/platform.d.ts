/** What every host of core has: Node, a worker and a browser. Nothing else of a host may be used in core. */
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: Uint8Array, options?: { stream?: boolean }): string;
}
declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}
declare function atob(base64: string): string;
declare namespace WebAssembly {
  class Module {
    constructor(octets: Uint8Array<ArrayBuffer>);
  }
  class Instance {
    constructor(module: Module, imports?: Readonly<Record<string, Readonly<Record<string, unknown>>>>);
    readonly exports: unknown;
  }
}
declare class CompressionStream {
  constructor(format: "deflate");
  readonly readable: { getReader(): { read(): Promise<{ value?: Uint8Array }> } };
  readonly writable: { getWriter(): { write(octets: Uint8Array): Promise<void>; close(): Promise<void> } };
}
