/** The independent reader of classic captures that ours is compared with; it has no types of its own. */
declare module "pcap-parser" {
  import type { Readable } from "node:stream";

  interface PacketHeader {
    readonly timestampSeconds: number;
    readonly timestampMicroseconds: number;
    readonly capturedLength: number;
    readonly originalLength: number;
  }

  interface Parser {
    on(event: "packet", listener: (packet: { readonly header: PacketHeader; readonly data: Buffer }) => void): this;
    on(event: "end", listener: () => void): this;
    on(event: "error", listener: (error: Error) => void): this;
  }

  export function parse(input: Readable): Parser;
}
