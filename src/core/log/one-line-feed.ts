/** The lines of a message that its log printed on one line. */
import type { LogLines } from "./lines.js";
import type { LineFeed } from "./line-feed.js";

export class OneLineFeed implements LineFeed {
  readonly #lines: LogLines;
  readonly #at: number;
  readonly #ranges: readonly number[];
  #index = 0;

  /** `ranges` are pairs of start and end, relative to the file offset `at`; the first is the start line. */
  constructor(lines: LogLines, at: number, ranges: readonly number[]) {
    this.#lines = lines;
    this.#at = at;
    this.#ranges = ranges;
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
    if (this.#index + 2 >= this.#ranges.length) return false;
    this.#index += 2;
    return true;
  }

  stay(): void {
    this.#index -= 2;
  }
}
