/** Room for the octets of messages, used again and again: a buffer for each costs more than its contents. */

const SLAB_OCTETS = 256 << 10;

export class OctetSlab {
  octets = new Uint8Array(SLAB_OCTETS);
  /** Where the message in work begins. */
  start = 0;
  #other = new Uint8Array(SLAB_OCTETS);

  /** Makes room for `more` octets after the first `length` of the message in work, which are kept. */
  reserve(length: number, more: number): void {
    if (this.start + length + more <= this.octets.length) return;
    const next = new Uint8Array(Math.max(SLAB_OCTETS, 2 * (length + more)));
    next.set(this.octets.subarray(this.start, this.start + length));
    this.octets = next;
    this.start = 0;
  }

  /** Ends the message in work. */
  take(length: number): Uint8Array {
    const taken = this.octets.subarray(this.start, this.start + length);
    this.start += length;
    return taken;
  }

  /** What was taken until now was handed over; it is written over after the next call. */
  turn(): void {
    [this.octets, this.#other] = [this.#other, this.octets];
    this.start = 0;
  }
}
