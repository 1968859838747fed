/** Messages over TCP of which each says its length: DNS (RFC 1035 §4.2.2) and HEP (version 3). */
import { HEP3_HEADER_OCTETS } from "../../packet/hep.js";
import type { StreamOrigin } from "../../packet/stream-reader.js";
import type { Pseudonyms } from "./pseudonyms.js";
import { redactDns } from "./redact-dns.js";
import { redactHep } from "./redact-hep.js";
import { type ShowOctets, StreamPiece, type StreamRedactor } from "./stream-piece.js";

/** How a protocol tells where its messages end. */
interface Framing {
  /** Octets that tell a message's length. */
  readonly headerOctets: number;
  /** Of the whole message, from its header. */
  lengthOf(header: Uint8Array): number;
  /** @param message its own; the same number of octets comes back. */
  redact(message: Uint8Array, pseudonyms: Pseudonyms): Uint8Array;
}

const DNS_LENGTH_OCTETS = 2;

export const DNS_FRAMING: Framing = {
  headerOctets: DNS_LENGTH_OCTETS,
  lengthOf: (header) => DNS_LENGTH_OCTETS + header[0]! * 256 + header[1]!,
  redact(message, pseudonyms) {
    message.set(redactDns(message.slice(DNS_LENGTH_OCTETS), pseudonyms), DNS_LENGTH_OCTETS);
    return message;
  },
};

export const HEP_FRAMING: Framing = {
  headerOctets: HEP3_HEADER_OCTETS,
  lengthOf: (header) => header[4]! * 256 + header[5]!,
  redact: redactHep,
};

export class FramedStreamRedactor implements StreamRedactor {
  readonly #piece = new StreamPiece();
  #isLost = false;

  constructor(
    private readonly framing: Framing,
    private readonly pseudonyms: Pseudonyms,
    private readonly show: ShowOctets,
  ) {}

  append(octets: Uint8Array, start: number, end: number, origin: StreamOrigin): void {
    const piece = this.#piece;
    const { headerOctets } = this.framing;
    for (let at = start; at < end && !this.#isLost;) {
      const wanted = piece.length < headerOctets ? headerOctets : this.framing.lengthOf(piece.octets);
      const next = Math.min(end, at + wanted - piece.length);
      piece.add(octets, at, next, origin);
      at = next;
      if (piece.length < headerOctets) continue;
      const length = this.framing.lengthOf(piece.octets);
      // A length that ends within its own header is none: nothing behind it can be told apart.
      if (length < headerOctets) this.gap();
      if (this.#isLost || piece.length < length) continue;
      this.show(this.framing.redact(piece.octets.slice(), this.pseudonyms), piece.mapOf(0, piece.length));
      piece.clear();
    }
  }

  gap(): void {
    this.#isLost = true;
    this.#piece.clear();
  }
}
