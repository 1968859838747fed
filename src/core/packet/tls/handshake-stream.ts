/** The handshake messages in the records of one side: several in a record, or one over many (RFC 8446 §5.1). */

const MESSAGE_HEADER_OCTETS = 4;
/** Certificate lists of many kilobytes exist; ones beyond this are an attack on readers. */
const MAX_HANDSHAKE_OCTETS = 256 * 1024;

export const HANDSHAKE = {
  helloRequest: 0,
  clientHello: 1,
  serverHello: 2,
  newSessionTicket: 4,
  endOfEarlyData: 5,
  encryptedExtensions: 8,
  certificate: 11,
  certificateRequest: 13,
  clientKeyExchange: 16,
  finished: 20,
  keyUpdate: 24,
} as const;

export interface HandshakeMessage {
  readonly type: number;
  readonly body: Uint8Array;
  /** With its header, as it enters the transcript. */
  readonly octets: Uint8Array;
}

export class HandshakeStream {
  #octets = new Uint8Array(0);
  #length = 0;
  #isBroken = false;

  get heldOctets(): number {
    return this.#octets.length;
  }

  /** Adds the content of a record. @returns the messages that are complete. */
  append(content: Uint8Array): HandshakeMessage[] {
    const messages: HandshakeMessage[] = [];
    if (this.#isBroken) return messages;
    this.#add(content);
    let at = 0;
    while (this.#length - at >= MESSAGE_HEADER_OCTETS) {
      const bodyOctets = this.#octets[at + 1]! * 65_536 + this.#octets[at + 2]! * 256 + this.#octets[at + 3]!;
      const end = at + MESSAGE_HEADER_OCTETS + bodyOctets;
      if (bodyOctets > MAX_HANDSHAKE_OCTETS) {
        this.breakOff();
        return messages;
      }
      if (end > this.#length) break;
      const octets = this.#octets.slice(at, end);
      at = end;
      messages.push({ type: octets[0]!, body: octets.subarray(MESSAGE_HEADER_OCTETS), octets });
    }
    this.#drop(at);
    return messages;
  }

  /** Octets are missing: no message can be found any more. */
  breakOff(): void {
    this.#isBroken = true;
    this.#octets = new Uint8Array(0);
    this.#length = 0;
  }

  /** Other keys protect what follows, and messages never reach over that. */
  restart(): void {
    this.#isBroken = false;
    this.#length = 0;
    this.#octets = new Uint8Array(0);
  }

  #add(content: Uint8Array): void {
    const needed = this.#length + content.length;
    if (needed > this.#octets.length) {
      const larger = new Uint8Array(Math.max(needed, 2 * this.#length));
      larger.set(this.#octets.subarray(0, this.#length));
      this.#octets = larger;
    }
    this.#octets.set(content, this.#length);
    this.#length = needed;
  }

  #drop(octets: number): void {
    if (octets === 0) return;
    if (octets === this.#length) return this.restart();
    this.#octets.copyWithin(0, octets, this.#length);
    this.#length -= octets;
  }
}
