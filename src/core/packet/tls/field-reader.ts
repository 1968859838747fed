/** Reads the fields of a TLS structure one after another: big-endian numbers, and vectors with their length before them (RFC 8446 §3). */

export class FieldReader {
  readonly #octets: Uint8Array;
  #at = 0;
  /** A field was asked for that is not there; all fields from then on are zero or empty. */
  isShort = false;

  constructor(octets: Uint8Array) {
    this.#octets = octets;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#octets.length;
  }

  /** An unsigned number of one to three octets. */
  number(width: 1 | 2 | 3): number {
    let value = 0;
    for (const octet of this.octets(width)) value = value * 256 + octet;
    return value;
  }

  octets(length: number): Uint8Array {
    if (this.isShort || length > this.#octets.length - this.#at) {
      this.isShort = true;
      return this.#octets.subarray(0, 0);
    }
    const start = this.#at;
    this.#at += length;
    return this.#octets.subarray(start, this.#at);
  }

  /** Octets after a length of `width` octets. */
  vector(width: 1 | 2 | 3): Uint8Array {
    return this.octets(this.number(width));
  }

  /** All that is left. */
  rest(): Uint8Array {
    return this.octets(this.#octets.length - this.#at);
  }
}

/** A vector's content as numbers of two octets; an odd octet at the end is left. */
export function numbersOf(vector: Uint8Array): number[] {
  const numbers: number[] = [];
  for (let at = 0; at + 1 < vector.length; at += 2) numbers.push(vector[at]! * 256 + vector[at + 1]!);
  return numbers;
}
