/** Finds literals in a log line by line, at the price of one search per occurrence. */
import type { LogLines } from "./lines.js";

export class Anchor {
  readonly #literal: string;
  /** From `#from` to `#at` the literal does not begin; at `#at` it does if `#found`. */
  #from = 0;
  #at = 0;
  #found = false;

  constructor(literal: string) {
    this.#literal = literal;
  }

  /** File offset of the first occurrence in the current line, or -1. */
  inLine(lines: LogLines): number {
    return this.inRange(lines, lines.start, lines.end);
  }

  /** File offset of the first occurrence within a range of the window, or -1. */
  inRange(lines: LogLines, start: number, end: number): number {
    if (start < this.#from || this.#at < start || (!this.#found && this.#at < end)) this.#search(lines, start);
    return this.#found && this.#at + this.#literal.length <= end ? this.#at : -1;
  }

  /** Up to which file offset the literal does not begin, looked for from `start` in the window. */
  absentUntil(lines: LogLines, start: number): number {
    if (start < this.#from || this.#at < start) this.#search(lines, start);
    return this.#at;
  }

  #search(lines: LogLines, start: number): void {
    const index = lines.text.indexOf(this.#literal, start - lines.base);
    this.#from = start;
    this.#found = index >= 0;
    // An occurrence may begin in the last characters of the window and end in what is not read yet.
    this.#at = index >= 0 ? lines.base + index : Math.max(start, lines.windowEnd - this.#literal.length + 1);
  }
}

/** Characters that logs of SIP are full of, the most frequent first. */
const FREQUENT = " 0123456789-.:aetnoirscdlmpuhfgbvwyxkq,;=/@SIP<>";
/** Of longer literals, engines make a table with each search. */
const MOST_CHARACTERS = 6;

/** What of a literal is searched in its place: engines look for the first character, which had better be a rare one. */
function rarest(literal: string): string {
  const ranks = [...literal].map((character) =>
    FREQUENT.includes(character) ? FREQUENT.indexOf(character) : Infinity,
  );
  const from = ranks.indexOf(Math.max(...ranks));
  return literal.slice(from, from + MOST_CHARACTERS);
}

/** Several literals: most lines hold none of them, which one comparison tells. */
export class Anchors {
  readonly #anchors: readonly Anchor[];
  /** From `#from` to `#until` none of them begins. */
  #from = 0;
  #until = 0;

  constructor(literals: readonly string[]) {
    this.#anchors = [...new Set(literals.map(rarest))].map((literal) => new Anchor(literal));
  }

  /** Whether the current line may hold one of them. */
  mayBeInLine(lines: LogLines): boolean {
    const { start, end } = lines;
    if (end <= this.#until && start >= this.#from) return false;
    this.#from = start;
    this.#until = this.#anchors.reduce((least, anchor) => Math.min(least, anchor.absentUntil(lines, start)), Infinity);
    return end > this.#until;
  }
}
