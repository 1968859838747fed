/** Finds which lines of a log are a message's own: strips what the log prints around them, and sees where they end. */
import { GrowingMessage } from "./growing-message.js";
import { HeaderFacts } from "./header-facts.js";
import type { LineFeed } from "./line-feed.js";
import { beginsLine, isBlank, isHeader, isSdpLine, skipColour, trimEnd } from "./line-content.js";
import { afterPrefix, LinePrefix } from "./line-prefix.js";
import type { LinePattern, LogFormat } from "./log-format.js";
import { Join, type MessageLines } from "./message-lines.js";
import { isStartLine } from "./start-line.js";
import { isWrapped, joinOfWrapped, WRAP_FROM_COLUMN } from "./wrapped-lines.js";

/** What the caller knows of other lines of the log. */
export interface Surroundings {
  /** The format that announced the message; undefined when its start line was simply found. */
  readonly format: LogFormat | undefined;
  /** The announced length of the message. */
  readonly octets: number | undefined;
  /** Whether a line announces another message, in any format. */
  announces(line: string): boolean;
  /**
   * Whether a line announces the next segment of the same stream, with more of the message; the feed's next line is
   * then the segment's first.
   */
  continues(line: string): boolean;
}

const SDP_BEGIN = /v=0(?![^\s.])/y;
/** Lines that logs print between messages; none can be a header or SDP. */
const NOISE =
  /^(?:\[?(?:\d{4}[-/]\d\d[-/]\d\d|\d\d:\d\d:\d\d|\d{10}\.\d)|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* +(?:\d|[A-Z])|[-=*#~_]{4,}\s*$|<-{2,}|--- |\s+(?:--|==|>) |\S{1,64}CLI> )/;

/**
 * Reads the lines that follow a start line. On return the feed's next line is the first that is not the message's.
 * @param before what stands before the start line on its line; repeated on the next lines, it is their prefix.
 * @param from, to file offsets of the start line.
 */
export function readMessageLines(
  feed: LineFeed,
  before: string,
  from: number,
  to: number,
  around: Surroundings,
): MessageLines {
  return new MessageLineReader(feed, around).read(before, from, to);
}

class MessageLineReader {
  readonly #feed: LineFeed;
  readonly #around: Surroundings;
  readonly #closing: LinePattern | undefined;
  #lineEnd: string | undefined;
  readonly #message: GrowingMessage;
  #prefix = LinePrefix.none;
  readonly #facts = new HeaderFacts();
  /** The line in hand, and the last line taken, ended with the mark that the format prints for a line end. */
  #marked = true;
  #lineEnded = true;
  /** The start line has such a mark, so every line of the message has. */
  #marks = false;
  #recordEnded = false;
  /** The record was closed amid a message; the next one may hold the rest. */
  #awaitsSegment = false;
  /** The line in hand is the last one. */
  #tailed = false;
  /** The next line is the first of another segment. */
  #resumed = false;
  /** The log prints a blank line after every line. */
  #doubled = false;
  #blanks = 0;

  constructor(feed: LineFeed, around: Surroundings) {
    this.#feed = feed;
    this.#message = new GrowingMessage(feed);
    this.#around = around;
    const format = around.format;
    this.#closing = typeof format?.closing === "object" ? format.closing : undefined;
    this.#lineEnd = format?.lineEnd;
  }

  read(before: string, from: number, to: number): MessageLines {
    const feed = this.#feed;
    const first = this.#contentEnd(from - feed.base, to - feed.base) + feed.base;
    this.#marks = this.#lineEnd !== undefined && this.#marked;
    // What stands at the end of a message printed without the mark is its own.
    if (!this.#marks) this.#lineEnd = undefined;
    this.#add(from, first, Join.Line);
    let learnt = false;
    while (!this.#message.lines.cut && feed.advance()) {
      const { text, base } = feed;
      const start = feed.start - base;
      const end = feed.end - base;
      const { format } = this.#around;
      if (format?.until?.test(text.slice(start, end))) {
        feed.stay();
        break;
      }
      if (format?.skip?.test(text.slice(start, end))) continue;
      if (!learnt && !format?.prefix) this.#prefix = LinePrefix.learn(before, text, start, end);
      learnt = true;
      let at = format?.prefix ? afterPrefix(format.prefix, text, start, end) : this.#prefix.contentAt(text, start, end);
      if (at < 0) {
        if (!isBlank(text, start, end)) {
          if (!this.#closing?.test(text.slice(start, end))) feed.stay();
          break;
        }
        at = end;
      }
      at = skipColour(text, at, end);
      const wholeLine = this.#lineEnded;
      const until = this.#contentEnd(at, this.#beforeTail(at, end));
      if (this.#afterRecord(at, until)) {
        if (isBlank(text, at, until)) continue;
        if (!this.#endsHere(text.slice(at, until)) && !this.#resumed) feed.stay();
        if (!this.#resumed) break;
        continue;
      }
      const resumed = this.#resumed;
      this.#resumed = false;
      const goesOn = resumed && this.#brokeOff(wholeLine, at, until);
      const more = goesOn
        ? this.#goOn(at, until)
        : this.#message.inBody
          ? this.#body(at, until)
          : this.#header(at, until);
      if (!more || this.#tailed) break;
      this.#message.cutIfTooLong();
    }
    return this.#message.finish(this.#facts);
  }

  /** Where the line's content ends: before what closes the message within its last line. */
  #beforeTail(at: number, end: number): number {
    const tail = this.#around.format?.tail?.exec(this.#feed.text.slice(at, end));
    this.#tailed = tail !== null && tail !== undefined;
    if (tail) this.#message.lines.tailTime = tail.groups?.time;
    return tail ? at + tail.index : end;
  }

  /** Whether the record ended: in a format that marks line ends, a blank line without the mark is none of the message. */
  #afterRecord(at: number, until: number): boolean {
    this.#awaitsSegment = false;
    if (this.#resumed) this.#recordEnded = false;
    else if (this.#marks && !this.#marked && isBlank(this.#feed.text, at, until)) this.#recordEnded = true;
    return this.#recordEnded;
  }

  /** Whether a segment's first line goes on with the last line of the segment before. */
  #brokeOff(wholeLine: boolean, at: number, until: number): boolean {
    const mark = this.#lineEnd;
    if (mark === undefined) return !beginsLine(this.#feed.text, at, until);
    if (!wholeLine) return true;
    // Text of a body may begin with anything; then the mark alone tells.
    if (this.#facts.bodyKind === "text" && this.#message.inBody) return false;
    if (beginsLine(this.#feed.text, at, until)) return false;
    // The segment was cut behind a dot of the message itself.
    this.#message.extend(mark.length);
    return true;
  }

  /** Takes what is left of a line that the segment before broke off. */
  #goOn(at: number, until: number): boolean {
    const { text, base } = this.#feed;
    const begun = this.#message.lastLine();
    this.#add(at + base, until + base, Join.Direct);
    this.#message.doubtful = -1;
    if (this.#message.inBody) return this.#message.countBody(until - at);
    const whole = begun + text.slice(at, until);
    if (isHeader(whole, 0, whole.length)) this.#facts.read(whole, 0, whole.length);
    return true;
  }

  /** Takes a line of the header section; false when the message ended. */
  #header(at: number, until: number): boolean {
    const { text } = this.#feed;
    const { lines } = this.#message;
    if (isBlank(text, at, until)) {
      if (lines.starts.length === 1) this.#doubled = true;
      if (this.#doubled && ++this.#blanks < 2) return true;
      this.#message.doubtful = -1;
      return this.#endHeaders(at, true);
    }
    const first = text.charCodeAt(at);
    if (isHeader(text, at, until)) {
      this.#blanks = 0;
      this.#message.doubtful = -1;
      this.#facts.read(text, at, until);
      this.#add(at + this.#feed.base, until + this.#feed.base, Join.Line);
      return true;
    }
    SDP_BEGIN.lastIndex = at;
    if (first === 118 && SDP_BEGIN.test(text) && lines.starts.length > 1) {
      this.#message.dropDoubtful();
      return this.#endHeaders(at, false) && this.#body(at, until);
    }
    const line = text.slice(at, until);
    if (this.#endsHere(line)) return false;
    if (this.#resumed || this.#awaitsSegment) return true;
    const blank = first === 32 || first === 9;
    if (this.#message.doubtful >= 0 && (blank || !isWrapped(this.#message.lastLine(), line))) {
      this.#feed.stay();
      return false;
    }
    if (lines.starts.length === 1 && !blank) {
      this.#feed.stay();
      return false;
    }
    const base = this.#feed.base;
    this.#blanks = 0;
    if (blank) {
      this.#add(at + base, until + base, Join.Line);
      return true;
    }
    const join = joinOfWrapped(this.#message.lastLine(), line);
    if (this.#message.doubtful < 0) this.#message.doubtful = lines.starts.length;
    this.#add(at + base, until + base, join);
    return true;
  }

  /** @returns whether a body may follow. */
  #endHeaders(at: number, shown: boolean): boolean {
    const { lines } = this.#message;
    lines.bodyLine = lines.starts.length;
    lines.blankShown = shown;
    const announced = this.#around.octets;
    const headerOctets = this.#message.octets + 2;
    if (shown) this.#add(at + this.#feed.base, at + this.#feed.base, Join.Line);
    if (this.#facts.contentLength !== undefined) this.#message.bodyLength = this.#facts.contentLength;
    else if (announced !== undefined && announced >= headerOctets) this.#message.bodyLength = announced - headerOctets;
    else if (this.#facts.bodyKind === undefined && shown) return false;
    this.#blanks = 0;
    return this.#message.bodyLength !== 0;
  }

  /** Takes a line of the body; false when the message ended. */
  #body(at: number, until: number): boolean {
    const { text, base } = this.#feed;
    const empty = this.#message.bodyLines === 0;
    if (isBlank(text, at, until)) return this.#blankInBody(at, empty);
    const sdp = isSdpLine(text, at);
    if (empty && this.#facts.bodyKind === undefined) this.#facts.bodyKind = sdp ? "sdp" : "text";
    if (this.#facts.bodyKind === "sdp" && sdp) {
      this.#blanks = 0;
      this.#add(at + base, until + base, Join.Line);
      return this.#message.countBody(until - at + 2);
    }
    const line = text.slice(at, until);
    if (this.#facts.bodyKind === "sip" && isStartLine(line)) {
      this.#add(at + base, until + base, Join.Line);
      return this.#message.countBody(until - at + 2);
    }
    if (this.#endsHere(line)) return false;
    if (this.#resumed || this.#awaitsSegment) return true;
    // A line without the format's mark is what a segment's end left of it.
    const brokenOff = this.#marks && !this.#marked;
    if (this.#facts.bodyKind === "sdp" && !brokenOff) {
      const wrapped =
        !empty &&
        this.#blanks === 0 &&
        !Number.isNaN(this.#message.bodyLength) &&
        this.#message.lastLength() >= WRAP_FROM_COLUMN;
      if (!wrapped) {
        this.#feed.stay();
        return false;
      }
      this.#add(at + base, until + base, Join.Direct);
      return this.#message.countBody(until - at);
    }
    this.#add(at + base, until + base, Join.Line);
    return this.#message.countBody(until - at + 2);
  }

  #blankInBody(at: number, empty: boolean): boolean {
    this.#blanks++;
    if (this.#facts.bodyKind === "sdp" || (empty && this.#facts.bodyKind === undefined)) {
      // No SDP has a single line: a browser's console prints a blank line behind each line of a body.
      if (this.#message.bodyLines === 1 && this.#message.isUnfinished) this.#doubled = true;
      if (empty || (this.#doubled && this.#blanks < 2)) return this.#blanks < 3;
      return false;
    }
    // Without a length nothing tells a blank line of the body from the one after it.
    if (Number.isNaN(this.#message.bodyLength)) return empty && this.#blanks < 3;
    this.#add(at + this.#feed.base, at + this.#feed.base, Join.Line);
    return this.#message.countBody(2);
  }

  /** A line that is neither header nor SDP: whether the message ends before it. The closing line is consumed. */
  #endsHere(line: string): boolean {
    const { text, base, start, end } = this.#feed;
    const whole = text.slice(start - base, end - base);
    // A rule inside a body that is not SDP closes nothing as long as the body's length is not met.
    const inText = this.#message.inBody && this.#facts.bodyKind === "text" && !Number.isNaN(this.#message.bodyLength);
    const { isUnfinished } = this.#message;
    const mayGoOn = isUnfinished && this.#around.format?.segments === true;
    if (this.#closing?.test(whole) && !inText) {
      if (this.#around.announces(whole)) this.#feed.stay();
      else if (mayGoOn && !this.#recordEnded) this.#recordEnded = this.#awaitsSegment = true;
      return !this.#awaitsSegment;
    }
    if (mayGoOn && this.#around.continues(whole)) {
      this.#resumed = true;
      return false;
    }
    if (this.#around.announces(whole) || isStartLine(line) || (NOISE.test(line) && !inText)) {
      this.#feed.stay();
      return true;
    }
    return false;
  }

  #add(start: number, end: number, join: Join): void {
    this.#message.add(start, end, join);
    this.#lineEnded = this.#marked;
  }

  #contentEnd(at: number, end: number): number {
    const { text } = this.#feed;
    const until = trimEnd(text, at, end);
    const mark = this.#lineEnd;
    if (mark === undefined) return until;
    this.#marked = until - mark.length >= at && text.startsWith(mark, until - mark.length);
    return this.#marked ? until - mark.length : until;
  }
}
