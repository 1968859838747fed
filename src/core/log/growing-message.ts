/** The message in work while its lines are read: what was taken, and how much of it is still due. */
import type { HeaderFacts } from "./header-facts.js";
import { endsCut, stopsWithin } from "./line-content.js";
import type { LineFeed } from "./line-feed.js";
import { type Join, type MessageLines } from "./message-lines.js";

/** A message is cut here: SIP over UDP cannot exceed 64 KiB, and no real message over a stream comes near this. */
const MAX_MESSAGE_OCTETS = 1 << 20;

export class GrowingMessage {
  readonly #feed: LineFeed;
  readonly lines: Omit<MessageLines, "contentLength" | "sipHeaders"> = {
    starts: [],
    ends: [],
    joins: [],
    bodyLine: -1,
    blankShown: false,
    openEnd: false,
    cut: false,
    isTooLong: false,
    tailTime: undefined,
  };
  /** Octets of the lines so far, each with its CRLF. */
  octets = 0;
  #bodyOctets = 0;
  /** Octets that the body has by Content-Length; NaN when that is unknown or proved wrong. */
  bodyLength = NaN;
  /** A line that can only be a message's if the next one goes on with headers; its index. */
  doubtful = -1;

  constructor(feed: LineFeed) {
    this.#feed = feed;
  }

  /** Takes a range of the file as a line, or as more of the last one. */
  add(start: number, end: number, join: Join): void {
    const { starts, ends, joins } = this.lines;
    starts.push(start);
    ends.push(end);
    joins.push(join);
    this.octets += end - start + 2;
  }

  /** Lengthens the last line. */
  extend(octets: number): void {
    const { ends, bodyLine } = this.lines;
    ends[ends.length - 1]! += octets;
    this.octets += octets;
    if (bodyLine >= 0) this.#bodyOctets += octets;
  }

  get inBody(): boolean {
    return this.lines.bodyLine >= 0;
  }

  get bodyLines(): number {
    return this.lines.starts.length - this.#firstBodyLine;
  }

  /** Whether Content-Length says that there is more. */
  get isUnfinished(): boolean {
    return !this.inBody || this.#bodyOctets < this.bodyLength;
  }

  get #firstBodyLine(): number {
    return this.lines.bodyLine + (this.lines.blankShown ? 1 : 0);
  }

  lastLine(): string {
    return this.#line(this.lines.starts.length - 1);
  }

  #line(index: number): string {
    const { text, base } = this.#feed;
    const { starts, ends } = this.lines;
    return text.slice(Math.max(starts[index]! - base, 0), ends[index]! - base);
  }

  lastLength(): number {
    return this.lines.ends.at(-1)! - this.lines.starts.at(-1)!;
  }

  /** Counts octets of the body; false when Content-Length is met. */
  countBody(octets: number): boolean {
    this.#bodyOctets += octets;
    if (this.#bodyOctets === this.bodyLength) return false;
    if (this.#bodyOctets - 2 === this.bodyLength) {
      this.lines.openEnd = true;
      return false;
    }
    // The length ends inside a line: the log was edited or wrapped, so the length no longer tells the end.
    if (this.#bodyOctets - 2 > this.bodyLength) this.bodyLength = NaN;
    return true;
  }

  cutIfTooLong(): void {
    if (this.octets > MAX_MESSAGE_OCTETS) this.lines.cut = this.lines.isTooLong = true;
  }

  dropDoubtful(): void {
    if (this.doubtful < 0) return;
    const { starts, ends, joins } = this.lines;
    starts.length = ends.length = joins.length = this.doubtful;
    this.doubtful = -1;
  }

  /** A blank line behind a header that stops within a quotation is the log's, which cut the header and all that followed. */
  #dropBlankBehindCut(): void {
    const { lines } = this;
    const headers = this.inBody ? lines.bodyLine : lines.starts.length;
    if (headers < 2 || !stopsWithin(this.#line(headers - 1))) return;
    lines.starts.length = lines.ends.length = lines.joins.length = headers;
    lines.bodyLine = -1;
    lines.blankShown = false;
    lines.cut = true;
  }

  finish({ contentLength, sipHeaders }: HeaderFacts): MessageLines {
    const { lines } = this;
    if (!this.inBody) this.dropDoubtful();
    // Blank lines at the end of an unfinished body are the log's.
    while (this.inBody && this.#bodyOctets !== this.bodyLength && !lines.openEnd) {
      const last = lines.starts.length - 1;
      if (last < this.#firstBodyLine || lines.starts[last] !== lines.ends[last]) break;
      lines.starts.pop();
      lines.ends.pop();
      lines.joins.pop();
    }
    if (this.#feed.cut || endsCut(this.lastLine())) lines.cut = true;
    const body = this.inBody ? this.bodyLines : 0;
    if (body === 0 && contentLength === undefined && lines.starts.length > 1) this.#dropBlankBehindCut();
    return { ...lines, contentLength, sipHeaders };
  }
}
