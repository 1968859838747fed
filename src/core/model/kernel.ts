/** The loops over the octets of every message, as WebAssembly (`src/kernel/`): one instance, which keeps what it read last. */
import { KERNEL_CODE } from "./kernel-code.js";
import { FIRST_FACTOR, SECOND_FACTOR } from "./octets-hash.js";

/** As `src/kernel/index.ts` exports them; all but `seed` work on the octets that were put there last. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly MESSAGE: { readonly value: number };
  readonly MOST_OCTETS: { readonly value: number };
  readonly RECORD: { readonly value: number };
  seed(this: void, first: number, second: number): void;
  scan(octets: number): number;
  scanFirst(octets: number): number;
  hash(start: number, end: number): number;
  beginsUsually(): number;
  readonly SENT: { readonly value: number };
  readonly RUNS: { readonly value: number };
  readPrinted(octets: number, isAnnounced: boolean): number;
}

export class Kernel {
  readonly calls: Exports;
  /** What `scan` found, by the numbers of `FIELD`. */
  readonly record: Int32Array;
  /** What `readPrinted` put together, and of which runs: see `src/kernel/printed.ts`. */
  readonly sent: Uint8Array;
  readonly runs: Int32Array;
  readonly #message: Uint8Array;
  /** Length of the message that `record` tells of; 0 when others were put there since. */
  #found = 0;
  #handedOn: Uint8Array | undefined;

  /** @throws {Error} where a page's policy or an old engine does not allow it. */
  constructor() {
    const code = Uint8Array.from(atob(KERNEL_CODE), (character) => character.charCodeAt(0));
    this.calls = new WebAssembly.Instance(new WebAssembly.Module(code)).exports as Exports;
    const { memory, MESSAGE, MOST_OCTETS, RECORD, SENT, RUNS, seed } = this.calls;
    this.#message = new Uint8Array(memory.buffer, MESSAGE.value, MOST_OCTETS.value);
    this.record = new Int32Array(memory.buffer, RECORD.value);
    this.sent = new Uint8Array(memory.buffer, SENT.value);
    this.runs = new Int32Array(memory.buffer, RUNS.value);
    seed(FIRST_FACTOR, SECOND_FACTOR);
  }

  /** More are not put there. */
  get mostOctets(): number {
    return this.#message.length;
  }

  /** Puts octets where the calls look for them. @returns false when they are too many */
  put(octets: Uint8Array): boolean {
    if (octets.length > this.#message.length) return false;
    this.#message.set(octets);
    this.#found = 0;
    this.#handedOn = undefined;
    return true;
  }

  /**
   * Fills `record` from a message, unless it tells of it already, as whoever cut it out has stated.
   * @returns false for what is not as usual
   */
  scan(octets: Uint8Array): boolean {
    const isHandedOn = octets === this.#handedOn;
    // For once: the octets may be others the next time.
    this.#handedOn = undefined;
    if (isHandedOn) return true;
    if (!this.put(octets) || this.calls.scan(octets.length) === 0) return false;
    this.#found = octets.length;
    return true;
  }

  /**
   * Fills `record` from the first message of a stream's octets.
   * @returns its length; -1 when it is as usual as far as it is there; 0 for what is not as usual
   */
  scanFirst(octets: Uint8Array): number {
    if (!this.put(octets)) return 0;
    const length = this.calls.scanFirst(octets.length);
    this.#found = Math.max(0, length);
    return length;
  }

  /** States that these are the octets of the message that was just scanned, and that `scan` will be asked for them. */
  handOn(octets: Uint8Array): void {
    if (octets.length === this.#found) this.#handedOn = octets;
    this.#found = 0;
  }
}

let shared: Kernel | null | undefined;

/** The one instance; null where WebAssembly is not to be had: then each caller takes its slower way, which needs none. */
export function sharedKernel(): Kernel | null {
  if (shared === undefined) {
    try {
      shared = new Kernel();
    } catch {
      shared = null;
    }
  }
  return shared;
}
