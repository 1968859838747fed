/** Cuts one direction of a TLS stream into records; those that nobody wants are passed over without being held. */
import { type BufferSlice, StreamBuffer } from "../stream-buffer.js";
import type { StreamOrigin } from "../stream-reader.js";
import { fragmentOctets, RECORD_HEADER_OCTETS } from "./record.js";

export interface RecordSink {
  /** Whether a record of this type and fragment length is to be handed on whole. */
  wants(type: number, fragmentLength: number): boolean;
  /** A whole record, with its header. */
  record(record: BufferSlice): void;
  /** The header of one that is not wanted. */
  passed(type: number, fragmentLength: number, header: () => BufferSlice): void;
  /** One record is missing, or it is not known how many are. */
  missing(records: 1 | "unknown"): void;
}

export class RecordCutter {
  /** No record stood at the very beginning. */
  gaveUp = false;
  /** Time of the newest octets. */
  lastMicros = NaN;
  readonly #sink: RecordSink;
  readonly #buffer = new StreamBuffer();
  /** Octets of a record that are passed over. */
  #skip = 0;
  /** It is not known where the next record begins. */
  #isLost = false;
  #hasRecords = false;

  constructor(sink: RecordSink) {
    this.#sink = sink;
  }

  get heldOctets(): number {
    return this.#buffer.heldOctets;
  }

  append(octets: Uint8Array, start: number, end: number, origin: StreamOrigin): void {
    const skipped = Math.min(this.#skip, end - start);
    this.#skip -= skipped;
    const from = start + skipped;
    if (from === end) return;
    if (this.#isLost) {
      // Records mostly begin with a segment.
      if (end - from < RECORD_HEADER_OCTETS || fragmentOctets(octets, from) < 0) return;
      this.#isLost = false;
    }
    this.lastMicros = origin.atMicros;
    this.#buffer.append(octets, from, end, origin);
    this.#read();
    this.#buffer.settle();
  }

  gap(octets: number): void {
    if (this.#skip >= octets) {
      this.#skip -= octets;
      return;
    }
    const buffer = this.#buffer;
    const held = buffer.end - buffer.start;
    const whole = held < RECORD_HEADER_OCTETS ? 0 : RECORD_HEADER_OCTETS + fragmentOctets(buffer.octets, buffer.start);
    const rest = Math.max(0, whole - held);
    buffer.drop(buffer.end);
    buffer.settle();
    this.#isLost = octets > rest;
    this.#skip = this.#isLost ? 0 : rest - octets;
    this.#sink.missing(this.#isLost ? "unknown" : 1);
  }

  /** Hands on the records that are complete. */
  #read(): void {
    const buffer = this.#buffer;
    while (buffer.end - buffer.start >= RECORD_HEADER_OCTETS) {
      const { octets, start } = buffer;
      const type = octets[start]!;
      const fragment = fragmentOctets(octets, start);
      if (fragment < 0) return this.#lose();
      this.#hasRecords = true;
      const end = start + RECORD_HEADER_OCTETS + fragment;
      if (!this.#sink.wants(type, fragment)) {
        this.#sink.passed(type, fragment, () => buffer.slice(start, start + RECORD_HEADER_OCTETS));
        this.#skip = Math.max(0, end - buffer.end);
        buffer.drop(Math.min(end, buffer.end));
        continue;
      }
      if (end > buffer.end) return;
      const record = buffer.slice(start, end);
      buffer.drop(end);
      this.#sink.record(record);
    }
  }

  /** No record begins where one must. */
  #lose(): void {
    this.#buffer.drop(this.#buffer.end);
    this.gaveUp = !this.#hasRecords;
    this.#isLost = true;
    this.#sink.missing("unknown");
  }
}
