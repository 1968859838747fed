/** The lines of a message that its log printed on one line. */
import type { LineForm } from "./escapes.js";
import type { LogLines } from "./lines.js";
import type { LineFeed } from "./line-feed.js";

export class OneLineFeed implements LineFeed {
  readonly #lines: LogLines;
  /** The log's line from the start line on. It may hold many messages, so it is split no further than one is read. */
  readonly #rest: string;
  readonly #at: number;
  readonly #lineEnd: RegExp;
  /** Pairs: start and end of each line within `#rest`; the first is the start line. */
  readonly #ranges: number[] = [];
  /** Where the next line begins; -1 behind the last one. */
  #next = 0;
  #index = -2;

  /** @param at file offset of the start line, in the current line. */
  constructor(lines: LogLines, at: number, { lineEnd }: LineForm) {
    this.#lines = lines;
    this.#at = at;
    this.#rest = lines.slice(at, lines.end);
    this.#lineEnd = lineEnd;
    this.advance();
  }

  get text(): string {
    return this.#lines.text;
  }

  get base(): number {
    return this.#lines.base;
  }

  get start(): number {
    return this.#at + this.#ranges[this.#index]!;
  }

  get end(): number {
    return this.#at + this.#ranges[this.#index + 1]!;
  }

  get cut(): boolean {
    return false;
  }

  advance(): boolean {
    if (this.#index + 2 >= this.#ranges.length && !this.#split()) return false;
    this.#index += 2;
    return true;
  }

  stay(): void {
    this.#index -= 2;
  }

  #split(): boolean {
    if (this.#next < 0) return false;
    this.#lineEnd.lastIndex = this.#next;
    const match = this.#lineEnd.exec(this.#rest);
    this.#ranges.push(this.#next, match ? match.index : this.#rest.length);
    this.#next = match ? match.index + match[0].length : -1;
    return true;
  }
}
