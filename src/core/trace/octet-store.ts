/** Octets kept by row, in large pieces of memory: a buffer for each would cost more than what is in it. */
import { float64 } from "./column.js";

/** A position is the number of its piece times this, and the offset in the piece. */
const PIECE_OCTETS = 1 << 20;

export class OctetStore {
  readonly #pieces: Uint8Array[] = [];
  /** Of the last piece. */
  #used = PIECE_OCTETS;
  /** By row: position + 1; 0 for a row that nothing is kept of. */
  readonly #position = float64();
  #octets = 0;

  /** Octets of all rows. */
  get octets(): number {
    return this.#octets;
  }

  has(row: number): boolean {
    return this.#position.get(row) !== 0;
  }

  /** Keeps a copy. */
  set(row: number, octets: Uint8Array): void {
    const { length } = octets;
    if (this.#used === PIECE_OCTETS || this.#used + length > PIECE_OCTETS) {
      this.#pieces.push(new Uint8Array(Math.max(PIECE_OCTETS, length)));
      this.#used = 0;
    }
    const last = this.#pieces.length - 1;
    this.#pieces[last]!.set(octets, this.#used);
    this.#position.set(row, last * PIECE_OCTETS + this.#used + 1);
    this.#used += length;
    this.#octets += length;
  }

  /** What is kept of a row, and of rows kept after it: who asks knows the length. Undefined for a row that has nothing. */
  from(row: number): Uint8Array | undefined {
    const position = this.#position.get(row) - 1;
    if (position < 0) return undefined;
    return this.#pieces[Math.floor(position / PIECE_OCTETS)]!.subarray(position % PIECE_OCTETS);
  }

  permute(order: Uint32Array): void {
    this.#position.permute(order);
  }
}
