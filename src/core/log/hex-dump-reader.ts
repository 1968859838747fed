/** Finds hex dumps in a log and puts the octets of each together, with the place of each octet's digits. */
import { SourceMap } from "../model/source-map.js";
import { type HexRow, readHexRow } from "./hex-row.js";
import type { LogLines } from "./lines.js";
import type { LogFormat } from "./log-format.js";
import { RecordText } from "./record-text.js";

/** A dump that has ended, or of a stream what one side sent at a time. */
export interface HexDump {
  readonly format: LogFormat;
  readonly text: RecordText;
  /** 1-based line of the first row. */
  readonly line: number;
  /** The lines before it, nearest first. */
  readonly previous: readonly string[];
  /** Of a stream: it is the second side's, whose rows stand further in. */
  readonly isSecond: boolean;
  /** It begins its stream. */
  readonly isFirst: boolean;
  /** Where its octets are printed, for whoever prints others there; only if that is asked for. */
  readonly rows: DumpRow[];
}

/** A line of a log that prints octets of a dump, once for each time that it counts. */
export interface DumpRow {
  readonly text: string;
  readonly hex: HexRow;
  /** From the line to the file. */
  readonly map: SourceMap;
}

interface OpenDump extends HexDump {
  /** What stands before its rows. */
  readonly before: string;
  /** Offset of the next row. */
  next: number;
  /** The last row, which a line with an asterisk repeats. */
  last: { line: Uint8Array; text: string; at: number; number: number; row: HexRow } | undefined;
  /** Such a line is the last one. */
  isRepeated: boolean;
}

/** Ahead of a dump stand at most a blank line, a title of the octets and a rule. */
const LINES_AHEAD = 3;
/** Of the first row: what is shorter is no packet. */
const LEAST_OCTETS = 8;
/** Datagrams, and reads of a stream, begin a row. */
const FULL_ROW_OCTETS = 16;
/** hexdump and od write so for rows that are equal to the one before; no message has more of them. */
const REPEATED = /^\*\s*$/;
/** And the size of the whole at the end. */
const SIZE = /^[\da-f]{4,8}$/i;
const MAX_REPEATED_OCTETS = 64 << 10;
/** Wireshark shows several views of a packet one after another: what was reassembled or decrypted stands below its frame. */
const TITLE = /^(?:[A-Z][\w .,/()-]{2,60}) \(\d{1,9} bytes?\):\s*$/;
const TITLE_OF_FRAME = /^Frame \(/;

export class HexDumpReader {
  readonly #lines: LogLines;
  readonly #formats: readonly LogFormat[];
  readonly #finished: (dump: HexDump) => void;
  readonly #keepsRows: boolean;
  #open: OpenDump | undefined;
  /** Of a stream: offset of each side's next row. */
  readonly #next = { first: 0, second: 0 };

  /** @param finished is called with each dump when it has ended. */
  constructor(
    lines: LogLines,
    formats: readonly LogFormat[],
    finished: (dump: HexDump) => void,
    { keepsRows = false } = {},
  ) {
    this.#keepsRows = keepsRows;
    this.#lines = lines;
    this.#finished = finished;
    this.#formats = formats.filter(({ dump }) => dump);
  }

  /**
   * Takes the current line if it is one of a dump.
   * @param previous gives the lines before it, nearest first.
   */
  take(previous: () => readonly string[]): boolean {
    const open = this.#open;
    if (open === undefined) return this.#opens(previous);
    const { start, end } = this.#lines;
    const line = this.#lines.slice(start, end);
    if (line.trim() === "") return true;
    if (REPEATED.test(line)) return (open.isRepeated = true);
    const size = SIZE.exec(line)?.[0];
    if (size !== undefined && isAfterRepeated(size, open)) {
      this.#repeat(open, size);
      return true;
    }
    const row = readHexRow(line, (offset) => isAt(offset, open.next) || isAfterRepeated(offset, open));
    if (row && sameBefore(row.before, open.before) && !endsTurn(open)) {
      this.#append(open, row);
      return true;
    }
    this.finish();
    if (row && endsTurn(open)) {
      this.#begin(open.format, row, [], false);
      return true;
    }
    return this.#turns(open, line) || this.#opens(previous);
  }

  /** No dump may go on with the next line. */
  get isIdle(): boolean {
    return this.#open === undefined;
  }

  /** There are formats of dumps to read. */
  get isActive(): boolean {
    return this.#formats.length > 0;
  }

  /** Ends the open dump. */
  finish(): void {
    const open = this.#open;
    this.#open = undefined;
    if (open && !isOtherView(open.previous)) this.#finished(open);
  }

  /** Whether a dump begins below the current line. */
  follows(): boolean {
    const lines = this.#lines;
    const mark = lines.mark();
    lines.hold(mark.start);
    let found = false;
    for (let ahead = 0; ahead < LINES_AHEAD && !found && lines.advance(); ahead++) {
      const line = lines.slice(lines.start, lines.end);
      found = (readHexRow(line, (offset) => isAt(offset, 0))?.octets ?? 0) >= LEAST_OCTETS;
      if (!found && line.trim() !== "" && !TITLE.test(line)) break;
    }
    lines.rewind(mark);
    lines.release();
    return found;
  }

  #opens(previous: () => readonly string[]): boolean {
    const lines = this.#lines;
    if (!this.isActive || !holdsNoughts(lines)) return false;
    const line = lines.slice(lines.start, lines.end);
    for (const format of this.#formats) {
      if (!line.includes(format.hint)) continue;
      if (!format.opening.test(line)) continue;
      const row = readHexRow(line, (offset) => isAt(offset, 0));
      if (!row) continue;
      this.#next.first = this.#next.second = 0;
      this.#begin(format, row, previous(), true);
      return true;
    }
    return false;
  }

  /** The other side of a stream goes on, at its own offset. */
  #turns({ format, isSecond }: OpenDump, line: string): boolean {
    if (format.dump !== "stream") return false;
    const next = isSecond ? this.#next.first : this.#next.second;
    const row = readHexRow(line, (offset) => isAt(offset, next));
    if (row === undefined || isFurtherIn(row) === isSecond) return false;
    this.#begin(format, row, [], false);
    return true;
  }

  #begin(format: LogFormat, row: HexRow, previous: readonly string[], isFirst: boolean): void {
    const isSecond = format.dump === "stream" && isFurtherIn(row);
    const next = isSecond ? this.#next.second : this.#next.first;
    const line = this.#lines.number;
    const kept = { before: row.before, next, last: undefined, isRepeated: false };
    this.#open = { format, text: new RecordText(), line, previous, isSecond, isFirst, rows: [], ...kept };
    this.#append(this.#open, row);
  }

  #append(open: OpenDump, row: HexRow): void {
    const { start, end, number } = this.#lines;
    if (open.isRepeated) this.#repeat(open, row.offset);
    const line = this.#lines.octets(start, end).slice();
    open.last = { line, text: this.#lines.slice(start, end), at: start, number, row };
    this.#take(open, open.last);
    this.#next[open.isSecond ? "second" : "first"] = open.next;
  }

  #take(open: OpenDump, { line, text, at, number, row }: NonNullable<OpenDump["last"]>): void {
    open.text.take(line, at, number, { hex: [row.start, row.end] });
    open.next += row.octets;
    if (this.#keepsRows) open.rows.push({ text, hex: row, map: SourceMap.of(at, line.length) });
  }

  /** Puts the last row again, up to an offset that is a whole number of rows further on. */
  #repeat(open: OpenDump, offset: string): void {
    const { last } = open;
    while (last && !isAt(offset, open.next)) this.#take(open, last);
    open.isRepeated = false;
  }
}

/** Every dump's first line holds it. */
export const DUMP_HINT = "0000";
const NOUGHT = 48;
const NOUGHTS = DUMP_HINT.length;

/** Whether the current line holds four noughts, as the first offset of every dump does and the hint of its format: one octet of four tells. */
function holdsNoughts(lines: LogLines): boolean {
  const { start, end } = lines;
  for (let at = start + NOUGHTS - 1; at < end; at += NOUGHTS) {
    if (lines.octetAt(at) !== NOUGHT) continue;
    let from = at;
    while (from > start && lines.octetAt(from - 1) === NOUGHT) from--;
    let to = at + 1;
    while (to < end && lines.octetAt(to) === NOUGHT) to++;
    if (to - from >= NOUGHTS) return true;
  }
  return false;
}

function endsTurn({ format, last }: OpenDump): boolean {
  return format.dump === "stream" && last !== undefined && last.row.octets < FULL_ROW_OCTETS;
}

function isFurtherIn({ before }: HexRow): boolean {
  return before !== "";
}

function isAfterRepeated(offset: string, { last, next, isRepeated }: OpenDump): boolean {
  const gap = parseInt(offset, 16) - next;
  return isRepeated && last !== undefined && gap > 0 && gap <= MAX_REPEATED_OCTETS && gap % last.row.octets === 0;
}

/** od prints octal offsets unless told otherwise, some programs decimal ones. */
function isAt(offset: string, expected: number): boolean {
  if (parseInt(offset, 16) === expected) return true;
  return (/^[0-7]+$/.test(offset) && parseInt(offset, 8) === expected) || Number(offset) === expected;
}

/** The prefix of a log repeats before each row, but for its numbers: a time goes on. */
function sameBefore(a: string, b: string): boolean {
  return a === b || a.replaceAll(/\d+/g, "0") === b.replaceAll(/\d+/g, "0");
}

function isOtherView([above = ""]: readonly string[]): boolean {
  return TITLE.test(above) && !TITLE_OF_FRAME.test(above);
}
