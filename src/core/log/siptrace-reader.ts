/** Reads the records of a `.siptrace` text: exact where it was written by us, lenient where a person wrote it. */
import type { Endpoint, Transport } from "../model/endpoint.js";
import { SourceMap } from "../model/source-map.js";
import type { Place, Signal, TraceSink } from "../model/transmission.js";
import { findTime, type LogClock } from "./clock.js";
import { DETAIL, RECORD, RECORD_HINT } from "./formats/siptrace.js";
import { Anchor, type LineMark, type LogLines } from "./lines.js";
import { EndpointTable, transportOf } from "./sides.js";
import { unescapeWord } from "./siptrace-escape.js";

/** A record's text is read no further; written by us, it holds a message of at least a quarter of this. */
const MAX_RECORD_OCTETS = 16 << 20;

export interface SipTraceRecord {
  readonly time: string | undefined;
  readonly transport: Transport | undefined;
  readonly source: string;
  readonly destination: string;
  readonly details: Readonly<Record<string, string | undefined>>;
}

/** Reads a record line; undefined when the line is something else, such as a line of a message. */
export function parseRecord(line: string): SipTraceRecord | undefined {
  if (!line.includes(RECORD_HINT)) return undefined;
  const groups = RECORD.exec(line)?.groups;
  if (!groups) return undefined;
  const rest = groups.details ?? "";
  const details: Record<string, string | undefined> = {};
  let at = 0;
  while (at < rest.length && /\S/.test(rest.slice(at))) {
    DETAIL.lastIndex = at;
    const match = DETAIL.exec(rest);
    if (!match) return undefined;
    for (const [name, value] of Object.entries(match.groups!)) if (value !== undefined) details[name] = value;
    at = DETAIL.lastIndex;
  }
  const endpoint = /^(?:\?|[^\s"]*[^\s",])$/;
  if (!endpoint.test(groups.source!) || !endpoint.test(groups.destination!)) return undefined;
  return {
    time: groups.time,
    transport: transportOf(groups.transport),
    source: groups.source!,
    destination: groups.destination!,
    details,
  };
}

export class SipTraceReader {
  readonly #lines: LogLines;
  readonly #file: number;
  readonly #sink: TraceSink;
  readonly #clock: LogClock;
  readonly #announces: (line: string) => boolean;
  readonly #anchor = new Anchor(RECORD_HINT);
  readonly #endpoints = new EndpointTable(true);

  /** `announces` tells the opening lines of other formats, which end a record that states no length. */
  constructor(lines: LogLines, file: number, sink: TraceSink, clock: LogClock, announces: (line: string) => boolean) {
    this.#lines = lines;
    this.#file = file;
    this.#sink = sink;
    this.#clock = clock;
    this.#announces = announces;
  }

  /** Reads the record that begins at the current line, if one does; the next line is then the first after it. */
  read(): boolean {
    const lines = this.#lines;
    if (this.#anchor.inLine(lines) < 0) return false;
    const record = parseRecord(lines.slice(lines.start, lines.end));
    if (!record) return false;
    const time = record.time === undefined ? undefined : findTime(record.time);
    const atMicros = time ? this.#clock.resolve(time) : NaN;
    const source = this.#endpoint(record.source);
    const destination = this.#endpoint(record.destination);
    const { details } = record;
    const capturePoint = Number(details.point ?? 0);
    const { form, reason, mapped, event } = details;
    if (form !== undefined || reason !== undefined || mapped !== undefined || event !== undefined) {
      const signal = this.#signal(record, source, destination);
      if (signal) this.#sink.signal({ ...signal, atMicros, capturePoint } as Signal);
      return true;
    }
    lines.hold(lines.start);
    const message = this.#message(details.octets === undefined ? undefined : Number(details.octets));
    lines.release();
    this.#sink.transmission({
      atMicros,
      transport: record.transport,
      source,
      destination,
      octets: message.octets,
      place: this.#place(message.line),
      sourceMap: message.sourceMap,
      missingOctets: Number(details.missing ?? 0),
      ...(details.garbage === undefined ? {} : { garbageBefore: unescapeWord(details.garbage) }),
      capturePoint,
      ...(details.frame === undefined ? {} : { statedFrame: Number(details.frame) }),
    });
    return true;
  }

  #endpoint(text: string): Endpoint | undefined {
    if (text === "?") return undefined;
    const plain = text.includes("\\") ? new TextDecoder().decode(unescapeWord(text)) : text;
    return this.#endpoints.read(plain);
  }

  #place(line: number): Place {
    return { file: this.#file, frame: null, line };
  }

  #signal(record: SipTraceRecord, source: Endpoint | undefined, destination: Endpoint | undefined): object | undefined {
    const { form, reason, reporter, quoted, mapped, event } = record.details;
    if (source === undefined || destination === undefined || record.transport === undefined) return undefined;
    const base = { place: this.#place(this.#lines.number), transport: record.transport, source, destination };
    if (form !== undefined) return { ...base, kind: "keep-alive", form };
    if (event !== undefined) return { ...base, kind: "tcp", event };
    if (mapped !== undefined) {
      const endpoint = this.#endpoint(mapped);
      return endpoint && { ...base, kind: "stun-mapping", mapped: endpoint };
    }
    const text = (word: string | undefined) => new TextDecoder().decode(unescapeWord(word ?? ""));
    return {
      ...base,
      kind: "unreachable",
      reason: text(reason),
      reporter: text(reporter),
      quoted: unescapeWord(quoted ?? ""),
    };
  }

  /** Reads the lines after a record line, up to the stated length or to the next record. */
  #message(octets: number | undefined): { octets: Uint8Array; sourceMap: SourceMap; line: number } {
    const lines = this.#lines;
    const built = new RecordOctets(lines);
    const begin = lines.start;
    let firstLine = lines.number;
    let any = false;
    let exact: { mark: LineMark; octets: Uint8Array } | undefined;
    while (exact === undefined) {
      if (octets === built.length) {
        // The stated length counts only if the record ends there; a hand may have changed the lines since.
        const mark = lines.mark();
        const ends =
          !lines.advance() || this.#endsRecord() || /^(?:\s*|#.*)$/.test(lines.slice(lines.start, lines.end));
        lines.rewind(mark);
        if (ends) return { octets: built.take(), sourceMap: built.sourceMap, line: firstLine };
      }
      if (!lines.advance()) break;
      if (this.#endsRecord() || lines.start - begin > MAX_RECORD_OCTETS) {
        lines.stay();
        break;
      }
      if (lines.octetAt(lines.start) === 35 /* # */ && lines.end > lines.start) continue;
      if (!any) firstLine = lines.number;
      any = true;
      built.addLine(lines.start, lines.end);
    }
    built.dropTrailingBlankLines();
    built.supplyBlankLine();
    return { octets: built.take(), sourceMap: built.sourceMap, line: firstLine };
  }

  #endsRecord(): boolean {
    const line = this.#lines.slice(this.#lines.start, Math.min(this.#lines.end, this.#lines.start + 4096));
    return parseRecord(line) !== undefined || this.#announces(line);
  }
}

const HEX = "0123456789abcdef";

/** The octets that the lines of a record stand for. */
class RecordOctets {
  readonly #lines: LogLines;
  #octets = new Uint8Array(1024);
  /** Length before each of the blank lines at the end; and whether a blank line stands before them. */
  #trailing = -1;
  #hasBlank = false;
  length = 0;
  readonly sourceMap = new SourceMap();

  constructor(lines: LogLines) {
    this.#lines = lines;
  }

  addLine(start: number, end: number): void {
    const lines = this.#lines;
    const text = lines.slice(start, end);
    if (text === "") {
      if (this.#trailing < 0) this.#trailing = this.length;
    } else {
      if (this.#trailing >= 0) this.#hasBlank = true;
      this.#trailing = -1;
    }
    this.#reserve(end - start + 2);
    const joined = text.endsWith("\\");
    const until = joined ? end - 1 : end;
    let from = start;
    for (let at = text.indexOf("\\x"); at >= 0; at = text.indexOf("\\x", at + 1)) {
      const high = HEX.indexOf((text[at + 2] ?? " ").toLowerCase());
      const low = HEX.indexOf((text[at + 3] ?? " ").toLowerCase());
      if (high < 0 || low < 0) continue;
      this.#copy(from, start + at);
      this.sourceMap.add(this.length, start + at, 1);
      this.#octets[this.length++] = high * 16 + low;
      from = start + at + 4;
    }
    this.#copy(from, until);
    if (joined) return;
    this.#octets[this.length++] = 13;
    this.#octets[this.length++] = 10;
  }

  dropTrailingBlankLines(): void {
    if (this.#trailing >= 0) this.length = this.#trailing;
  }

  supplyBlankLine(): void {
    if (this.#hasBlank) return;
    this.#reserve(2);
    this.#octets[this.length++] = 13;
    this.#octets[this.length++] = 10;
  }

  take(): Uint8Array {
    return this.#octets.slice(0, this.length);
  }

  #copy(from: number, to: number): void {
    if (to <= from) return;
    this.#octets.set(this.#lines.octets(from, to), this.length);
    this.sourceMap.add(this.length, from, to - from);
    this.length += to - from;
  }

  #reserve(more: number): void {
    if (this.length + more <= this.#octets.length) return;
    const grown = new Uint8Array(Math.max(this.length + more, 2 * this.#octets.length));
    grown.set(this.#octets);
    this.#octets = grown;
  }
}
