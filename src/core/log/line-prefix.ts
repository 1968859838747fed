/** What a log prints before each line of a message: learnt from the start line and the line after it, then stripped. */
import type { LinePattern } from "./log-format.js";

/** Longer prefixes are compared no further. */
const MAX_PREFIX_CHARACTERS = 512;

/**
 * Walks along a line as far as it repeats `prefix`, where a number may be another one of any length (a time, a
 * process id, a line counter).
 * @returns how many characters of `prefix` were met and how many of the line that took.
 */
function walk(prefix: string, text: string, from: number, end: number): { met: number; taken: number } {
  let p = 0;
  let i = from;
  while (p < prefix.length && i < end) {
    const a = prefix.charCodeAt(p);
    const b = text.charCodeAt(i);
    if (isDigit(a) && isDigit(b)) {
      while (p < prefix.length && isDigit(prefix.charCodeAt(p))) p++;
      while (i < end && isDigit(text.charCodeAt(i))) i++;
    } else if (a === b) {
      p++;
      i++;
    } else break;
  }
  return { met: p, taken: i - from };
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

const HEADER_OR_BLANK = /^\s*$|^[A-Za-z][\w.!%*+`'~-]{0,63}[ \t]*:/;

export class LinePrefix {
  static readonly none = new LinePrefix("");

  private constructor(readonly text: string) {}

  /** `before` is what stands before the start line; the next line, `text` from `from` to `end`, shows how much of it is repeated. */
  static learn(before: string, text: string, from: number, end: number): LinePrefix {
    if (before === "" || before.length > MAX_PREFIX_CHARACTERS) return LinePrefix.none;
    if (text.startsWith(before, from) && from + before.length <= end) return new LinePrefix(before);
    const { met, taken } = walk(before, text, from, end);
    if (met === 0) return LinePrefix.none;
    if (met === before.length) return new LinePrefix(before);
    // `Nov 22 10:00:00 host app: RX REGISTER …` is followed by `Nov 22 10:00:00 host app: Via: …`.
    if (HEADER_OR_BLANK.test(text.slice(from + taken, Math.min(end, from + taken + 80)))) {
      return new LinePrefix(before.slice(0, met));
    }
    return LinePrefix.none;
  }

  /** Where the line's content begins, or -1 when the line does not begin with the prefix. */
  contentAt(text: string, from: number, end: number): number {
    const prefix = this.text;
    if (prefix === "" || (text.startsWith(prefix, from) && from + prefix.length <= end)) return from + prefix.length;
    const { met, taken } = walk(prefix, text, from, end);
    if (met === prefix.length) return from + taken;
    // Editors cut the blanks at the end of a line, so a blank line may hold the prefix without them.
    return from + taken === end && prefix.slice(met).trim() === "" ? end : -1;
  }
}

/** What is left of a line after the part that repeats the beginning of `before`. */
export function withoutRepeated(before: string, line: string): string {
  if (before === "" || before.length > MAX_PREFIX_CHARACTERS) return line;
  const { taken } = walk(before, line, 0, line.length);
  // Dots alone are octets of a packet printed as text.
  return /[^\s.]/.test(line.slice(0, taken)) ? line.slice(taken) : line;
}

/** Where a line's content begins behind what the format prints before it; -1 when the line is of something else. */
export function afterPrefix(prefix: LinePattern, text: string, start: number, end: number): number {
  const match = prefix.exec(text.slice(start, end));
  return match?.index === 0 ? start + match[0].length : -1;
}
