/**
 * One direction of TLS in the copy: record headers, the steps of the handshake with names replaced, and alerts. What is encrypted
 * cannot be rewritten and is not shown.
 */
import type { StreamOrigin } from "../../packet/stream-reader.js";
import type { Pseudonyms } from "./pseudonyms.js";
import { redactHandshakeMessage } from "./redact-tls-handshake.js";
import { type ShowOctets, StreamPiece, type StreamRedactor } from "./stream-piece.js";

const HEADER_OCTETS = 5;
const CONTENT = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 } as const;
/** Level and description; an encrypted one is longer. */
const ALERT_OCTETS = 2;
const MESSAGE_HEADER_OCTETS = 4;
/** A certificate chain has a few thousand octets. */
const MAX_MESSAGE_OCTETS = 256 * 1024;

export class TlsRedactor implements StreamRedactor {
  /** The record at hand. */
  readonly #record = new StreamPiece();
  /** The handshake message at hand, over records. */
  readonly #message = new StreamPiece();
  #isEncrypted = false;
  #isLost = false;

  constructor(
    private readonly pseudonyms: Pseudonyms,
    private readonly show: ShowOctets,
  ) {}

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
    this.#message.clear();
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
        if (!this.#isEncrypted) return this.#handshake(record);
        return this.#noise(record);
      default:
        this.pseudonyms.tally.drop("encrypted contents of TLS");
    }
  }

  /** Ciphertext looks random; zeros would be read as a message. */
  #noise(record: StreamPiece): void {
    const octets = record.octets.slice(HEADER_OCTETS);
    this.pseudonyms.opaque(octets);
    this.show(octets, record.mapOf(HEADER_OCTETS, record.length));
  }

  #handshake(record: StreamPiece): void {
    const { octets } = record;
    const mapOctets: StreamOrigin["mapOctets"] = (map, offset, from, to) => {
      const runs = record.mapOf(from, to).runs;
      for (let run = 0; run < runs.length; run += 3) map.add(offset + runs[run]!, runs[run + 1]!, runs[run + 2]!);
    };
    const message = this.#message;
    for (let at = HEADER_OCTETS; at < octets.length;) {
      const wanted = message.length < MESSAGE_HEADER_OCTETS ? MESSAGE_HEADER_OCTETS : this.#messageOctets();
      const next = Math.min(octets.length, at + wanted - message.length);
      message.add(octets, at, next, { frame: 0, atMicros: 0, mapOctets });
      at = next;
      if (message.length < MESSAGE_HEADER_OCTETS) continue;
      if (this.#messageOctets() > MAX_MESSAGE_OCTETS) return this.gap();
      if (message.length < this.#messageOctets()) continue;
      this.show(redactHandshakeMessage(message.octets.slice(), this.pseudonyms), message.mapOf(0, message.length));
      message.clear();
    }
  }

  #messageOctets(): number {
    const { octets } = this.#message;
    return MESSAGE_HEADER_OCTETS + octets[1]! * 65_536 + octets[2]! * 256 + octets[3]!;
  }
}
