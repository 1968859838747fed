/** Logs with a blank line behind every line: copies from web pages and mails, and line ends that were converted twice. */

/** A log of fewer lines may print a blank one behind each by itself. */
const MIN_LINES = 16;
const BLANK = /^[ \t\r]*$/;

/** @param head the first lines of a log; the last of them is not looked at, since it may be cut. */
export function areLinesDoubled(head: string): boolean {
  const lines = head.split("\n").slice(0, -1);
  if (lines.length < MIN_LINES) return false;
  const isDoubledFrom = (first: number) => lines.every((line, index) => index % 2 === first || BLANK.test(line));
  return isDoubledFrom(0) || isDoubledFrom(1);
}

/** Tells which lines were added. */
export class AddedLines {
  #mayBeNext = false;

  /** Whether a line, which comes after those asked about before, stands only behind one that was there. */
  isAdded(line: string): boolean {
    const isAdded = this.#mayBeNext && BLANK.test(line);
    this.#mayBeNext = !isAdded;
    return isAdded;
  }
}
