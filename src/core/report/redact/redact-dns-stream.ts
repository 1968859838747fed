/** DNS messages over TCP, each behind its length (RFC 1035 §4.2.2). */
import type { StreamOrigin } from "../../packet/stream-reader.js";
import type { Pseudonyms } from "./pseudonyms.js";
import { redactDns } from "./redact-dns.js";
import { type ShowOctets, StreamPiece, type StreamRedactor } from "./stream-piece.js";

const LENGTH_OCTETS = 2;

export class DnsStreamRedactor implements StreamRedactor {
  readonly #piece = new StreamPiece();
  #isLost = false;

  constructor(
    private readonly pseudonyms: Pseudonyms,
    private readonly show: ShowOctets,
  ) {}

  append(octets: Uint8Array, start: number, end: number, origin: StreamOrigin): void {
    const piece = this.#piece;
    for (let at = start; at < end && !this.#isLost;) {
      const wanted = piece.length < LENGTH_OCTETS ? LENGTH_OCTETS : this.#messageOctets();
      const next = Math.min(end, at + wanted - piece.length);
      piece.add(octets, at, next, origin);
      at = next;
      if (piece.length < LENGTH_OCTETS || piece.length < this.#messageOctets()) continue;
      const shown = piece.octets.slice();
      shown.set(redactDns(piece.octets.slice(LENGTH_OCTETS), this.pseudonyms), LENGTH_OCTETS);
      this.show(shown, piece.mapOf(0, piece.length));
      piece.clear();
    }
  }

  gap(): void {
    this.#isLost = true;
    this.#piece.clear();
  }

  #messageOctets(): number {
    return LENGTH_OCTETS + this.#piece.octets[0]! * 256 + this.#piece.octets[1]!;
  }
}
