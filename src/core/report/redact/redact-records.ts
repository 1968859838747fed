/**
 * TLS records that the keys at hand open: their content stands in memory, at offsets that no file has, until it was replaced
 * there; then it is protected anew, under keys that only the copy has.
 */
import { bytesToHex } from "@noble/hashes/utils.js";
import type { SourceMap } from "../../model/source-map.js";
import type { BufferSlice } from "../../packet/stream-buffer.js";
import { CONTENT } from "../../packet/tls/record.js";
import type { OpenedRecord } from "../../packet/tls/record-opener.js";
import type { DirectionWatch, RecordWatch, SecretLabel } from "../../packet/tls/record-watch.js";
import type { Pseudonyms } from "./pseudonyms.js";
import { HandshakeRedactor } from "./redact-tls-handshake.js";
import type { ShowOctets } from "./stream-piece.js";

/** Behind the end of any file, and exact as a number. */
const FIRST_OFFSET = 2 ** 50;
/** Content that waits for the rest of its message; what waits longer is not shown. */
const MAX_HELD_OCTETS = 16 * 1024 * 1024;
/** In place of what is not shown. */
const FILLING = 0x78;
/** What the tally says of records that cannot be opened. */
export const ENCRYPTED = "encrypted contents of TLS";

/** The lines of the key log that opens the copy. */
export class CopyKeys {
  readonly #lines = new Set<string>();

  constructor(private readonly pseudonyms: Pseudonyms) {}

  /** Another secret, so that the copy opens nothing of the original. */
  secretInstead(label: SecretLabel, clientRandom: Uint8Array, secret: Uint8Array): Uint8Array {
    const name = `${label} ${bytesToHex(clientRandom)}`;
    const instead = this.pseudonyms.stream.octets(`tls ${name}`, secret.length).slice(0, secret.length);
    this.#lines.add(`${name} ${bytesToHex(instead)}\n`);
    return instead;
  }

  get keyLog(): string {
    return Array.from(this.#lines).join("");
  }
}

interface Held {
  /** Where the content counts as standing. */
  readonly offset: number;
  readonly content: Uint8Array;
  readonly record: BufferSlice;
  readonly seal: (content: Uint8Array) => Uint8Array;
}

export class RecordCopies implements RecordWatch {
  /** In the order of their offsets. */
  #held: Held[] = [];
  #heldOctets = 0;
  #offset = FIRST_OFFSET;

  /** @param show writes into the file */
  constructor(
    private readonly keys: CopyKeys,
    private readonly pseudonyms: Pseudonyms,
    private readonly show: ShowOctets,
  ) {}

  secretInstead(label: SecretLabel, clientRandom: Uint8Array, secret: Uint8Array): Uint8Array {
    return this.keys.secretInstead(label, clientRandom, secret);
  }

  watchDirection(): DirectionWatch {
    const handshake = new HandshakeRedactor(this.pseudonyms, (octets, map) => this.#replaceAll(octets, map));
    return { opened: (record, opened, seal) => this.#opened(record, opened, seal, handshake) };
  }

  /** Whether content of a record counts as standing there, and not the file's. */
  holds(offset: number): boolean {
    return offset >= FIRST_OFFSET;
  }

  /** Writes over content from an offset on. */
  replace(offset: number, octets: Uint8Array): void {
    const held = this.#held[this.#indexOf(offset)];
    if (held === undefined || offset < held.offset) return;
    const at = offset - held.offset;
    held.content.set(octets.subarray(0, Math.max(0, held.content.length - at)), at);
  }

  /** Nothing follows. */
  finish(): void {
    this.#writeUntil(0);
  }

  #opened(record: BufferSlice, opened: OpenedRecord, seal: Held["seal"], handshake: HandshakeRedactor): number {
    const offset = this.#offset;
    const { type, octets } = opened;
    const isPlain = type === CONTENT.alert || type === CONTENT.changeCipherSpec;
    const content = isPlain ? octets.slice() : new Uint8Array(octets.length).fill(FILLING);
    this.#held.push({ offset, content, record, seal });
    this.#heldOctets += octets.length;
    this.#offset += octets.length;
    const { frame, atMicros } = record;
    if (type === CONTENT.handshake) {
      handshake.append(octets, 0, octets.length, {
        frame,
        atMicros,
        mapOctets: (map, at, from, to) => map.add(at, offset + from, to - from),
      });
    }
    this.#writeUntil(MAX_HELD_OCTETS);
    return offset;
  }

  #replaceAll(octets: Uint8Array, { runs }: SourceMap): void {
    for (let run = 0; run < runs.length; run += 3)
      this.replace(runs[run + 1]!, octets.subarray(runs[run], runs[run]! + runs[run + 2]!));
  }

  /** Protects the oldest and writes them, until no more octets are held. */
  #writeUntil(octets: number): void {
    if (this.#heldOctets <= octets) return;
    let written = 0;
    while (written < this.#held.length && (octets === 0 || this.#heldOctets > octets / 2)) {
      const { content, record, seal } = this.#held[written++]!;
      this.#heldOctets -= content.length;
      this.show(seal(content), record.sourceMap);
      if (record.octets[0] === CONTENT.applicationData) this.pseudonyms.tally.keep(ENCRYPTED);
    }
    this.#held.splice(0, written);
  }

  /** The last that begins at or before an offset. */
  #indexOf(offset: number): number {
    let low = 0;
    let high = this.#held.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#held[middle]!.offset <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
