/** HEP packets over TCP, one after the other, each with its length (HEP version 3). */
import { HEP3_HEADER_OCTETS } from "../../packet/hep.js";
import type { StreamOrigin } from "../../packet/stream-reader.js";
import type { Pseudonyms } from "./pseudonyms.js";
import { redactHep } from "./redact-hep.js";
import { type ShowOctets, StreamPiece, type StreamRedactor } from "./stream-piece.js";

export class HepStreamRedactor implements StreamRedactor {
  readonly #piece = new StreamPiece();
  #isLost = false;

  constructor(
    private readonly pseudonyms: Pseudonyms,
    private readonly show: ShowOctets,
  ) {}

  append(octets: Uint8Array, start: number, end: number, origin: StreamOrigin): void {
    const piece = this.#piece;
    for (let at = start; at < end && !this.#isLost;) {
      const wanted = piece.length < HEP3_HEADER_OCTETS ? HEP3_HEADER_OCTETS : this.#packetOctets();
      const next = Math.min(end, at + wanted - piece.length);
      piece.add(octets, at, next, origin);
      at = next;
      if (piece.length < HEP3_HEADER_OCTETS) continue;
      if (this.#packetOctets() <= HEP3_HEADER_OCTETS) this.#isLost = true;
      if (piece.length < this.#packetOctets()) continue;
      this.show(redactHep(piece.octets.slice(), this.pseudonyms), piece.mapOf(0, piece.length));
      piece.clear();
    }
  }

  gap(): void {
    this.#isLost = true;
  }

  #packetOctets(): number {
    return this.#piece.octets[4]! * 256 + this.#piece.octets[5]!;
  }
}
