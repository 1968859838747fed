/** Puts together what formats with `record` print in pieces: hex dumps, dissected packets, records that share a message. */
import { Anchors } from "./anchor.js";
import type { LogLines } from "./lines.js";
import type { LineMatch, LogFormat } from "./log-format.js";
import { RecordText } from "./record-text.js";
import { besides } from "./opening.js";
import type { OpeningGroups } from "./sides.js";

/** A record whose messages may be read. */
export interface LogRecord {
  readonly format: LogFormat;
  readonly groups: OpeningGroups;
  readonly text: RecordText;
  /** 1-based line of the announcement. */
  readonly line: number;
}

/** Records of so many keys are put together at a time: more are not interleaved by one log. */
const MAX_OPEN = 64;
/** What stands further on in a line is no SIP: a message over UDP cannot exceed it. */
const MAX_LINE_CHARACTERS = 64 << 10;

interface OpenRecord extends LogRecord {
  readonly groups: Record<string, string | undefined>;
}

export class RecordReader {
  readonly #lines: LogLines;
  readonly #formats: readonly LogFormat[];
  readonly #anchors: Anchors;
  readonly #previous: () => readonly string[];
  readonly #finished: (record: LogRecord) => void;
  /** By key; a record without a key is the only one of its format. */
  readonly #open = new Map<string, OpenRecord>();
  /** The record of the line before. */
  #current: OpenRecord | undefined;

  /**
   * @param previous gives the lines before the current one that belong to no message, nearest first.
   * @param finished is called with each record when it has ended, those with keys later than what follows them.
   */
  constructor(
    lines: LogLines,
    formats: readonly LogFormat[],
    previous: () => readonly string[],
    finished: (record: LogRecord) => void,
  ) {
    this.#lines = lines;
    this.#previous = previous;
    this.#finished = finished;
    this.#formats = formats.filter((format) => format.record);
    this.#anchors = new Anchors(this.#formats.map(({ hint }) => hint));
  }

  /** The line before was one of a record that has not ended. */
  get isIn(): boolean {
    return this.#current !== undefined;
  }

  /** No record may go on with the next line. */
  get isIdle(): boolean {
    return this.#open.size === 0;
  }

  /** Takes the current line if it is one of a record. */
  take(): boolean {
    if (this.#open.size === 0 && !this.#anchors.mayBeInLine(this.#lines)) return false;
    const lines = this.#lines;
    const line = lines.slice(lines.start, Math.min(lines.end, lines.start + MAX_LINE_CHARACTERS));
    if (this.#goesOn(line) || this.#opens(line)) return true;
    const current = this.#current;
    if (current?.format.record?.loose) return true;
    if (current) this.#leave(current);
    return false;
  }

  /** Ends all records. */
  finish(): void {
    for (const record of this.#open.values()) this.#finish(record);
    this.#open.clear();
    this.#current = undefined;
  }

  /** Whether the line belongs to an open record, which then has taken it. */
  #goesOn(line: string): boolean {
    const current = this.#current;
    if (current) {
      const { until, closing } = current.format;
      if (until?.test(line)) {
        this.#leave(current);
        return false;
      }
      if (typeof closing === "object" && closing.test(line)) {
        this.#leave(current);
        return true;
      }
    }
    for (const record of current ? [current] : this.#open.values()) {
      const rules = record.format.record!;
      for (const pattern of rules.lines) {
        const match = pattern.exec(line);
        // Another record may stand between; then only a key tells whose line it is.
        if (match && (record === current || match.groups?.key !== undefined)) return this.#give(record, match);
      }
      for (const pattern of record === current ? (rules.tells ?? []) : []) {
        const told = pattern.exec(line)?.groups;
        if (!told) continue;
        for (const [name, value] of Object.entries(told)) record.groups[name] ??= value;
        return true;
      }
    }
    return false;
  }

  #give(record: OpenRecord, match: LineMatch): boolean {
    const key = match.groups?.key;
    const owner = key === undefined ? record : this.#open.get(keyOf(record.format, key));
    // A record whose beginning is not in the log.
    if (!owner) return false;
    this.#current = owner;
    this.#take(owner, match);
    return true;
  }

  #opens(line: string): boolean {
    for (const format of this.#formats) {
      if (!line.includes(format.hint)) continue;
      const match = format.opening.exec(line);
      if (!match) continue;
      const groups = format.beside
        ? besides(format, match.groups ?? {}, ["", ...this.#previous()], 0)
        : { ...match.groups };
      const key = keyOf(format, groups.key);
      const before = this.#open.get(key);
      if (before) this.#finish(before);
      this.#open.delete(key);
      if (this.#open.size >= MAX_OPEN) this.#finishOldest();
      const record = {
        format,
        groups,
        text: new RecordText(format.record?.escape, format.record?.loose),
        line: this.#lines.number,
      };
      this.#open.set(key, record);
      this.#current = record;
      this.#take(record, match);
      return true;
    }
    return false;
  }

  #take(record: OpenRecord, match: LineMatch): void {
    const ranges = match.indices?.groups;
    const { start, end, number } = this.#lines;
    if (ranges) record.text.take(this.#lines.octets(start, end), start, number, ranges);
  }

  /** The lines that follow are no longer the record's; one with a key may still go on later. */
  #leave(record: OpenRecord): void {
    this.#current = undefined;
    if (record.groups.key !== undefined) return;
    this.#open.delete(keyOf(record.format, undefined));
    this.#finish(record);
  }

  #finishOldest(): void {
    const [oldest] = this.#open;
    if (!oldest) return;
    this.#open.delete(oldest[0]);
    this.#finish(oldest[1]);
  }

  #finish(record: OpenRecord): void {
    record.text.finish();
    this.#finished(record);
  }
}

function keyOf(format: LogFormat, key: string | undefined): string {
  return key === undefined ? format.id : `${format.id} ${key}`;
}
