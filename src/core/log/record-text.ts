/** The octets of a message that its log does not print as lines of their own, put together piece by piece with their places. */
import { SourceMap } from "../model/source-map.js";
import type { Escape } from "./escapes.js";

/** A record is cut here, as a message is. */
const MAX_OCTETS = 1 << 20;
const FIRST_OCTETS = 1024;
/** One character an octet, so that offsets in text and octets run in step. */
const LATIN1 = new TextDecoder("latin1");

/** Offsets of a group of a match with the flag `d`, within the line. */
export type GroupRange = readonly [start: number, end: number];

export class RecordText {
  readonly sourceMap = new SourceMap();
  /** Pairs: octet at which a line of the log begins to give, and the number of that line. */
  readonly #lines: number[] = [];
  #octets = new Uint8Array(FIRST_OCTETS);
  #length = 0;
  /** A line of the message is open: the next one is preceded by a line end. */
  #inLine = false;
  readonly #escape: Escape | undefined;
  /** The first digit of a pair that the next one completes. */
  #high: { readonly digit: number; readonly fileOffset: number } | undefined;
  /** Octets were left out, or may have been. */
  cut: boolean;

  constructor(escape?: Escape, cut = false) {
    this.#escape = escape;
    this.cut = cut;
  }

  get octets(): Uint8Array {
    return this.#octets.subarray(0, this.#length);
  }

  /** Number of the line of the log that gave an octet. */
  lineAt(offset: number): number {
    let line = this.#lines[1] ?? 0;
    for (let i = 0; i < this.#lines.length && this.#lines[i]! <= offset; i += 2) line = this.#lines[i + 1]!;
    return line;
  }

  /**
   * Takes what a line gives.
   * @param line its octets, which begin at `fileOffset`.
   */
  take(line: Uint8Array, fileOffset: number, number: number, groups: Readonly<Record<string, GroupRange | undefined>>) {
    const { text, more, type, value, blank, hex } = groups;
    if (text || type || blank) this.#endLine();
    if (text || more || type || hex) this.#lines.push(this.#length, number);
    if (blank) this.#endLine(true);
    if (text) this.#append(line, fileOffset, text);
    if (more) this.#append(line, fileOffset, more);
    if (type && value) {
      this.#append(line, fileOffset, type);
      this.#put(61 /* = */);
      this.#append(line, fileOffset, value);
    }
    if (hex) this.#appendHex(line, fileOffset, hex);
    else if (text || more || type) this.#inLine = true;
  }

  /** Ends the last line, and headers that no body follows. */
  finish(): void {
    this.#endLine();
    this.#endLine(true);
  }

  #endLine(always = false): void {
    if (this.#inLine || always) {
      this.#put(13);
      this.#put(10);
    }
    this.#inLine = false;
  }

  #append(line: Uint8Array, fileOffset: number, [start, end]: GroupRange): void {
    let from = start;
    if (this.#escape) {
      const text = LATIN1.decode(line.subarray(start, end));
      for (const { 0: escaped, index } of text.matchAll(this.#escape.pattern)) {
        const octet = this.#escape.decode(escaped);
        if (octet === undefined) continue;
        this.#copy(line, fileOffset, from, start + index);
        this.sourceMap.add(this.#length, fileOffset + start + index, 1);
        this.#put(octet);
        from = start + index + escaped.length;
      }
    }
    this.#copy(line, fileOffset, from, end);
  }

  #copy(line: Uint8Array, fileOffset: number, start: number, end: number): void {
    const length = Math.min(end - start, MAX_OCTETS - this.#length);
    if (length < end - start) this.cut = true;
    this.#reserve(length);
    this.#octets.set(line.subarray(start, start + length), this.#length);
    if (length > 0) this.sourceMap.add(this.#length, fileOffset + start, length);
    this.#length += length;
  }

  /** Pairs of digits with anything but digits between them; a wrapped line may end amid a pair. */
  #appendHex(line: Uint8Array, fileOffset: number, [start, end]: GroupRange): void {
    for (let at = start; at < end; at++) {
      const digit = digitOf(line[at]!);
      if (digit < 0) continue;
      if (this.#high === undefined) {
        this.#high = { digit, fileOffset: fileOffset + at };
        continue;
      }
      this.sourceMap.add(this.#length, this.#high.fileOffset, 1);
      this.#put(16 * this.#high.digit + digit);
      this.#high = undefined;
    }
  }

  #put(octet: number): void {
    if (this.#length >= MAX_OCTETS) {
      this.cut = true;
      return;
    }
    this.#reserve(1);
    this.#octets[this.#length++] = octet;
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#octets.length) return;
    const grown = new Uint8Array(2 * (this.#length + more));
    grown.set(this.#octets);
    this.#octets = grown;
  }
}

function digitOf(octet: number): number {
  if (octet >= 48 && octet <= 57) return octet - 48;
  const letter = octet | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}
