/** Room to put one message together, kept from message to message. */
export class Scratch {
  octets = new Uint8Array(16 << 10);

  /** Makes room for `more` octets after the first `length`, which are kept. */
  reserve(length: number, more: number): void {
    if (length + more <= this.octets.length) return;
    const grown = new Uint8Array(Math.max(length + more, 2 * this.octets.length));
    grown.set(this.octets.subarray(0, length));
    this.octets = grown;
  }
}
