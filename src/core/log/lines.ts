/** The lines of a log, read by ranges: a window of the file is in memory, and no object is made for a line. */
import { CR, LF } from "../model/ascii.js";
import type { ByteSource } from "../model/byte-source.js";
import type { Literals } from "./literals.js";

/** A longer line is cut into pieces of this length: one line may not hold the memory of a whole file. */
const MAX_LINE_OCTETS = 1 << 20;
/** How many lines before the current one can be asked for; formats announce a message at most four lines ahead. */
export const LOOKBACK_LINES = 6;
/** Lines further back than this are out of reach, so the window stays small whatever the lines' lengths. */
const LOOKBACK_OCTETS = 64 << 10;
const DEFAULT_CHUNK_OCTETS = 1 << 20;

const UTF8_BOM = [0xef, 0xbb, 0xbf];

export interface LineMark {
  readonly start: number;
  readonly end: number;
  readonly number: number;
  readonly cut: boolean;
  readonly next: number;
}

/** All positions are file offsets. The text holds one UTF-16 unit per octet, so offsets in text and file run in step. */
export class LogLines {
  readonly #source: ByteSource;
  readonly #chunkOctets: number;
  readonly #ascii = new TextDecoder();
  readonly #latin1 = new TextDecoder("latin1");
  #octets: Uint8Array = new Uint8Array(0);
  #filled = 0;
  #ended = false;
  #next = 0;
  #repeat = false;
  #held = Infinity;
  readonly #previousStarts = new Float64Array(LOOKBACK_LINES);
  readonly #previousEnds = new Float64Array(LOOKBACK_LINES);
  #previousCount = 0;

  #text: string | undefined = "";

  base = 0;
  /** The current line without its line end. */
  start = 0;
  end = 0;
  /** 1-based number of the current line. */
  number = 0;
  /** The current line is a piece: its line goes on in the next. */
  cut = false;

  constructor(source: ByteSource, chunkOctets = DEFAULT_CHUNK_OCTETS) {
    this.#source = source;
    this.#chunkOctets = Math.max(1, chunkOctets);
  }

  get size(): number {
    return this.#source.size;
  }

  /** The window; `text[i]` is the octet at file offset `base + i`. Changes with `advance` and `more`; made when it is asked for. */
  get text(): string {
    return (this.#text ??= this.#decode(this.#octets.subarray(0, this.#filled)));
  }

  /** Octets of the window, the first of them at file offset `base`, and others behind it; valid as long as `text`. */
  get window(): Uint8Array {
    return this.#octets;
  }

  /** Where the line after the current one begins. */
  get next(): number {
    return this.#repeat ? this.start : this.#next;
  }

  get windowEnd(): number {
    return this.base + this.#filled;
  }

  /** Goes to the next line; false at the end of the file. */
  advance(): boolean {
    if (this.#repeat) {
      this.#repeat = false;
      return true;
    }
    const start = this.#next;
    let from = start;
    let newline: number;
    for (;;) {
      newline = this.#newlineFrom(from - this.base);
      if (newline >= 0 || this.windowEnd - start > MAX_LINE_OCTETS) break;
      from = this.windowEnd;
      if (!this.#fill(start)) break;
    }
    if (this.windowEnd <= start) return false;
    if (this.number > 0) this.#remember();
    if (!this.cut) this.number++;
    const found = newline >= 0 ? this.base + newline : this.windowEnd;
    this.start = start === 0 && UTF8_BOM.every((octet, i) => this.octetAt(i) === octet) ? 3 : start;
    this.cut = found - start > MAX_LINE_OCTETS;
    if (this.cut) {
      this.end = this.#next = start + MAX_LINE_OCTETS;
    } else {
      this.#next = newline >= 0 ? found + 1 : found;
      this.end = found;
      while (this.end > start && this.octetAt(this.end - 1) === CR) this.end--;
    }
    return true;
  }

  /**
   * Goes to the next line and tells which literals it holds, for less than `advance` costs.
   * @returns -1, at the line as it was, if the next one does not end in the window or is out of the ordinary.
   */
  advanceMarked(literals: Literals): number {
    const start = this.#next;
    if (this.#repeat || this.cut || start === 0) return -1;
    let newline = literals.lineEnd(this.#octets, start - this.base, this.#filled);
    if (newline === this.#filled && this.#fill(start))
      newline = literals.lineEnd(this.#octets, start - this.base, this.#filled);
    const from = start - this.base;
    if (newline === this.#filled || newline - from > MAX_LINE_OCTETS) return -1;
    const octets = this.#octets;
    this.#remember();
    this.number++;
    let end = newline;
    while (end > from && octets[end - 1] === CR) end--;
    this.start = start;
    this.end = this.base + end;
    this.#next = this.base + newline + 1;
    return literals.marks;
  }

  /** Has the window reach further behind the current line by a chunk; false at the end of the file. */
  more(): boolean {
    return this.#fill(this.start);
  }

  /** Makes the next `advance` give the current line again. */
  stay(): void {
    this.#repeat = true;
  }

  /** Remembers the current line, to come back to it with `rewind`; what lies between must be held. */
  mark(): LineMark {
    return { start: this.start, end: this.end, number: this.number, cut: this.cut, next: this.#next };
  }

  rewind(mark: LineMark): void {
    this.start = mark.start;
    this.end = mark.end;
    this.number = mark.number;
    this.cut = mark.cut;
    this.#next = mark.next;
    this.#repeat = false;
  }

  /** Goes on by `count` lines, to one in the window whose place is known; the lines between cannot be asked for any more. */
  goTo(start: number, end: number, next: number, count: number): void {
    this.start = start;
    this.end = end;
    this.number += count;
    this.#next = next;
    this.#previousCount = 0;
  }

  /** Makes the next piece of a line that is read in pieces begin here, within the current one. */
  breakAt(offset: number): void {
    this.#next = offset;
  }

  /** Keeps everything from this file offset in the window until `release`. The caller bounds how far that grows. */
  hold(from: number): void {
    this.#held = from;
  }

  release(): void {
    this.#held = Infinity;
  }

  /** How many lines before the current one can be read, none of them beginning before `floor`. */
  previousLines(floor: number): number {
    let count = 0;
    while (count < Math.min(this.#previousCount, LOOKBACK_LINES)) {
      const start = this.previousStart(count + 1);
      if (start < floor || start >= this.start || start < this.base || this.start - start > LOOKBACK_OCTETS) break;
      count++;
    }
    return count;
  }

  previousStart(back: number): number {
    return this.#previousStarts[(this.#previousCount - back) % LOOKBACK_LINES]!;
  }

  previousEnd(back: number): number {
    return this.#previousEnds[(this.#previousCount - back) % LOOKBACK_LINES]!;
  }

  /** Text of a range inside the window. It shares the window's memory: copy what is kept for longer. */
  slice(start: number, end: number): string {
    return this.text.slice(start - this.base, end - this.base);
  }

  octetAt(offset: number): number {
    return this.#octets[offset - this.base]!;
  }

  /** The octets of the window from `start` to `end`; valid until the next `advance`. */
  octets(start: number, end: number): Uint8Array {
    return this.#octets.subarray(start - this.base, end - this.base);
  }

  /** Index in the window, or -1. */
  #newlineFrom(index: number): number {
    // Engines search texts faster than octets.
    if (this.#text !== undefined) return this.#text.indexOf("\n", index);
    const newline = this.#octets.indexOf(LF, index);
    return newline < this.#filled ? newline : -1;
  }

  #remember(): void {
    const slot = this.#previousCount % LOOKBACK_LINES;
    this.#previousStarts[slot] = this.start;
    this.#previousEnds[slot] = this.end;
    this.#previousCount++;
  }

  #fill(lineStart: number): boolean {
    if (this.#ended) return false;
    const chunk = this.#source.read(this.windowEnd, this.#chunkOctets);
    if (chunk.length === 0) {
      this.#ended = true;
      return false;
    }
    const keepFrom = Math.max(this.base, Math.min(lineStart - LOOKBACK_OCTETS, this.#held));
    const dropped = keepFrom - this.base;
    const kept = this.#filled - dropped;
    if (kept + chunk.length > this.#octets.length) {
      const grown = new Uint8Array(Math.max(kept + chunk.length, Math.min(2 * this.#octets.length, 8 << 20)));
      grown.set(this.#octets.subarray(dropped, this.#filled));
      this.#octets = grown;
    } else {
      this.#octets.copyWithin(0, dropped, this.#filled);
    }
    this.#octets.set(chunk, kept);
    this.base = keepFrom;
    this.#filled = kept + chunk.length;
    // Made anew as a whole when it is asked for: engines make one text of two by copying both.
    this.#text = undefined;
    return true;
  }

  /** One character per octet, whatever the log's encoding: patterns are ASCII, and contents are taken from the octets. */
  #decode(octets: Uint8Array): string {
    // Engines decode UTF-8 three times as fast; it is the same as Latin-1 where nothing shrinks and nothing is replaced.
    const text = this.#ascii.decode(octets);
    return text.length === octets.length && !text.includes("\ufffd") ? text : this.#latin1.decode(octets);
  }
}
