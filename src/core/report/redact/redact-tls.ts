/**
 * One direction of TLS in the copy: record headers, the steps of the handshake with names replaced, and alerts. What is encrypted
 * is not shown; where it can be opened, it is written over this (redact-records.ts).
 */
import type { StreamOrigin } from "../../packet/stream-reader.js";
import type { Pseudonyms } from "./pseudonyms.js";
import { ENCRYPTED } from "./redact-records.js";
import { HandshakeRedactor } from "./redact-tls-handshake.js";
import { type ShowOctets, StreamPiece, type StreamRedactor } from "./stream-piece.js";

const HEADER_OCTETS = 5;
const CONTENT = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 } as const;
/** Level and description; an encrypted one is longer. */
const ALERT_OCTETS = 2;

export class TlsRedactor implements StreamRedactor {
  /** The record at hand. */
  readonly #record = new StreamPiece();
  readonly #handshake: HandshakeRedactor;
  #isEncrypted = false;
  #isLost = false;

  constructor(
    private readonly pseudonyms: Pseudonyms,
    private readonly show: ShowOctets,
  ) {
    this.#handshake = new HandshakeRedactor(pseudonyms, show);
  }

  append(octets: Uint8Array, start: number, end: number, origin: StreamOrigin): void {
    for (let at = start; at < end && !this.#isLost;) {
      const record = this.#record;
      const wanted = record.length < HEADER_OCTETS ? HEADER_OCTETS : this.#recordOctets();
      const next = Math.min(end, at + wanted - record.length);
      record.add(octets, at, next, origin);
      at = next;
      if (record.length < HEADER_OCTETS) continue;
      this.#isLost =
        record.octets[0]! < CONTENT.changeCipherSpec ||
        record.octets[0]! > CONTENT.applicationData ||
        record.octets[1] !== 3;
      if (record.length < this.#recordOctets() || this.#isLost) continue;
      this.#read(record);
      record.clear();
    }
  }

  gap(): void {
    this.#isLost = true;
    this.#record.clear();
    this.#handshake.gap();
  }

  #recordOctets(): number {
    return HEADER_OCTETS + this.#record.octets[3]! * 256 + this.#record.octets[4]!;
  }

  #read(record: StreamPiece): void {
    const { octets } = record;
    this.show(octets.slice(0, HEADER_OCTETS), record.mapOf(0, HEADER_OCTETS));
    switch (octets[0]) {
      case CONTENT.changeCipherSpec:
        this.#isEncrypted = true;
        return this.show(octets.slice(HEADER_OCTETS), record.mapOf(HEADER_OCTETS, octets.length));
      case CONTENT.alert:
        if (octets.length !== HEADER_OCTETS + ALERT_OCTETS) return;
        return this.show(octets.slice(HEADER_OCTETS), record.mapOf(HEADER_OCTETS, octets.length));
      case CONTENT.handshake:
        if (!this.#isEncrypted) return this.#handshake.append(octets, HEADER_OCTETS, octets.length, record.origin);
        return this.#noise(record);
      default:
        this.pseudonyms.tally.drop(ENCRYPTED);
    }
  }

  /** Ciphertext looks random; zeros would be read as a message. */
  #noise(record: StreamPiece): void {
    const octets = record.octets.slice(HEADER_OCTETS);
    this.pseudonyms.opaque(octets);
    this.show(octets, record.mapOf(HEADER_OCTETS, record.length));
  }
}
