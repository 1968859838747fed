/** A file under writing, of which what was written can be read and changed. Synchronous, as `ByteSource` is. */
import type { ByteSource } from "./byte-source.js";

export interface ByteTarget extends ByteSource {
  /** Writes over what stands from `offset` on, or behind the end. */
  write(offset: number, octets: Uint8Array): void;
}

const FIRST_OCTETS = 64 * 1024;

/** A file in memory. */
export class MemoryTarget implements ByteTarget {
  size = 0;
  #octets = new Uint8Array(FIRST_OCTETS);

  constructor(readonly name: string) {}

  /** All of it; valid until the next writing. */
  get octets(): Uint8Array<ArrayBuffer> {
    return this.#octets.subarray(0, this.size);
  }

  read(offset: number, length: number): Uint8Array {
    return this.octets.subarray(offset, offset + length);
  }

  write(offset: number, octets: Uint8Array): void {
    const end = offset + octets.length;
    if (end > this.#octets.length) {
      const larger = new Uint8Array(Math.max(end, 2 * this.#octets.length));
      larger.set(this.octets);
      this.#octets = larger;
    }
    this.#octets.set(octets, offset);
    this.size = Math.max(this.size, end);
  }
}
