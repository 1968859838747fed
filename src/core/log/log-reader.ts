/** Walks a text log line by line, and takes each line to the reader that knows what begins there. */
import type { ByteSource } from "../model/byte-source.js";
import type { TraceSink } from "../model/transmission.js";
import { Anchor } from "./anchor.js";
import { readDateHints } from "./date-hints.js";
import { BACKSLASH, type Escape, HTML, oneLineForm } from "./escapes.js";
import type { DumpWatch } from "./dumped-messages.js";
import { ANNOUNCED_FORMATS } from "./formats/index.js";
import { ANY_TEXT, PLAIN } from "./formats/plain.js";
import { RECORD_HINT, SIP_TRACE } from "./formats/siptrace.js";
import { type FormatCount, type FormatName, HandOver, type MessageContext, timeOf } from "./hand-over.js";
import { DUMP_HINT } from "./hex-dump-reader.js";
import { KeepAliveReader } from "./keep-alives.js";
import { LogLines, LOOKBACK_LINES } from "./lines.js";
import type { LineFeed } from "./line-feed.js";
import { Literals } from "./literals.js";
import { readMessageLines } from "./message-line-reader.js";
import type { MessageLines } from "./message-lines.js";
import { buildMessage, type ReadMessage } from "./message-octets.js";
import type { LogFormat } from "./log-format.js";
import { OneLineFeed } from "./one-line-feed.js";
import { mayStandBetween, OpeningFinder, type Opening } from "./opening.js";
import { MAX_PLAIN_OCTETS, printsPlainly, readPlainMessage } from "./plain-message.js";
import { findDate } from "./printed-time.js";
import { RecordedMessages } from "./recorded-messages.js";
import { SipTraceReader } from "./siptrace-reader.js";
import type { OpeningGroups } from "./sides.js";
import { isStartLine, isUsualStartLine, startLineAt } from "./start-line.js";
import { givenUpOf } from "./user-formats.js";
import { UsualOpenings } from "./usual-openings.js";

export interface ReadLogOptions {
  /** Id of the only format to try, besides plain start lines; every format when absent. */
  readonly format?: string;
  /** Formats that a user declared; they go before ours. */
  readonly userFormats?: readonly LogFormat[];
  readonly chunkOctets?: number;
  /** When the log was written (its file's time, or now): the date of times that are printed without one. */
  readonly referenceMicros?: number;
  /** Sees the hex dumps of the log. */
  readonly dumps?: DumpWatch;
}

export interface LogSummary {
  /** The format that most speaks for; `any-text` when there is no message. */
  readonly formatId: string;
  readonly formatTitle: string;
  /** Messages and signals in that format. */
  readonly messages: number;
  /** All formats met, the one that most speaks for first. */
  readonly formats: readonly FormatCount[];
  /** Lines of the file. */
  readonly lines: number;
  /** What the times hold that the log does not print, in sentences. */
  readonly inferred: readonly string[];
}

/** The first date of a log's beginning serves times without a date. */
const BANNER_OCTETS = 16 << 10;
/** The dates of a log's first messages tell how all are meant. */
const HEAD_OCTETS = 64 << 10;

/** Fields that stand before a message in its line. */
const MAX_BEFORE_CHARACTERS = 4096;
/** Fields that follow a message in its line. */
const MAX_BEHIND_CHARACTERS = 300;

/** What `LogReader.#literals` finds in a line: nothing that any reader looks for, or SIP's version alone. */
const NOTHING = 0;
const VERSION = 1;

export class LogReader {
  readonly #lines: LogLines;
  readonly #file: number;
  readonly #sink: TraceSink;
  readonly #out: HandOver;
  readonly #version = new Anchor("SIP/2.0");
  readonly #bracket = new Anchor("&lt;sip");
  readonly #literals: Literals;
  readonly #openings: OpeningFinder;
  readonly #usual: UsualOpenings;
  readonly #keepAlives: KeepAliveReader;
  readonly #records: RecordedMessages;
  readonly #sipTrace: SipTraceReader | undefined;
  readonly #userFormats: readonly LogFormat[];
  /** Where the last message ended: what stands before is its own, not the next one's announcement. */
  #floor = 0;
  #floorLine = 0;
  /** Number of the last line that held nothing that any reader looks for, unless it announces what follows. */
  #lineOfNothing = 0;
  /** The announcement of the last message. */
  #lastOpening: Opening | undefined;

  /** A message told its end by a blank line behind its headers or by a length, as all of such a log do that are whole. */
  #showsEnds = false;
  /** Number of the last line that was told to be read in pieces. */
  #toldCut = 0;

  constructor(source: ByteSource, file: number, sink: TraceSink, options: ReadLogOptions) {
    const only = options.format;
    this.#lines = new LogLines(source, options.chunkOctets);
    this.#file = file;
    this.#sink = sink;
    const head = asciiOf(source.read(0, HEAD_OCTETS));
    this.#out = new HandOver(file, sink, options.referenceMicros ?? 0, readDateHints(head));
    const formats = [...(options.userFormats ?? []), ...ANNOUNCED_FORMATS].filter(
      ({ id }) => only === undefined || id === only,
    );
    this.#userFormats = options.userFormats ?? [];
    const announced = formats.filter((format) => !format.record);
    this.#openings = new OpeningFinder(announced);
    this.#usual = new UsualOpenings(this.#out.endpoints, (time, format) => timeOf({ time }, format));
    const hints = formats
      .filter(({ record, announcesKeepAlives }) => record ?? announcesKeepAlives)
      .map(({ hint }) => hint);
    this.#literals = new Literals(["SIP/2.0"], [DUMP_HINT, RECORD_HINT, ...hints]);
    this.#keepAlives = new KeepAliveReader(this.#lines, this.#openings, announced);
    this.#records = new RecordedMessages(
      file,
      sink,
      this.#lines,
      formats,
      this.#out,
      () => this.#previousLines(),
      options.dumps,
    );
    const date = findDate(head.slice(0, BANNER_OCTETS));
    if (date) this.#out.clock.sawDate(date);
    if (only === undefined || only === SIP_TRACE.id) {
      this.#sipTrace = new SipTraceReader(this.#lines, file, sink, this.#out.clock, (line) =>
        this.#openings.announces(line),
      );
    }
  }

  get readOctets(): number {
    return this.#lines.next;
  }

  summary(): LogSummary {
    const formats = this.#out.formats();
    const most = formats[0] ?? { ...ANY_TEXT, messages: 0 };
    const lines = this.#lines.number;
    const { inferred } = this.#out.clock;
    return { formatId: most.id, formatTitle: most.title, messages: most.messages, formats, lines, inferred };
  }

  /** Goes on by a line, or by a message; false at the end. */
  step(): boolean {
    const lines = this.#lines;
    if (this.#records.isIdle && this.#keepAlives.isIdle) {
      const marks = lines.advanceMarked(this.#literals);
      if (marks === NOTHING) this.#lineOfNothing = lines.number;
      else if (marks > 0 && !(marks === VERSION && this.#announcedAsBefore())) this.#look();
      if (marks >= 0) return true;
    }
    if (!lines.advance()) {
      this.#keepAlives.finish(this.#file, this.#sink, this.#out.clock, this.#out.endpoints);
      this.#records.finish();
      this.#tellGivenUp();
      return false;
    }
    if (lines.cut) this.#tellCut();
    this.#look();
    return true;
  }

  /** Takes what begins in the current line, if anything does. */
  #look(): void {
    const lines = this.#lines;
    if (this.#records.take()) {
      this.#floor = lines.next;
      this.#floorLine = lines.number;
      return;
    }
    if (this.#sipTrace?.read()) {
      this.#ended(SIP_TRACE);
      return;
    }
    const version = this.#version.inLine(lines);
    let read = version >= 0 && this.#message(lines.start, version);
    // A line of JSON may hold several messages, each with its line ends written out.
    for (let at = read ? this.#versionLater() : -1; at >= 0 && read; at = this.#versionLater()) {
      read = this.#message(this.#floor, at);
    }
    // What stands behind the last message may be the beginning of another one.
    if (lines.cut && this.#floor > lines.start && lines.next === lines.end) lines.breakAt(this.#floor);
    if (version < 0 || !read) this.#keepAlives.look(this.#file, this.#sink, this.#out.clock, this.#out.endpoints);
  }

  /** Takes the message that begins with the current line, if it is printed plainly and the line before announces it as one was announced before. */
  #announcedAsBefore(): boolean {
    const lines = this.#lines;
    const { start, end, number, base } = lines;
    if (number - 1 !== this.#lineOfNothing || !isUsualStartLine(lines.window, start - base, end - base)) return false;
    const opening = this.#usual.read(lines, lines.previousStart(1), lines.previousEnd(1), this.#openings.last);
    const message = opening && this.#readPlainly(start, true);
    if (!message) return false;
    this.#showsEnds = true;
    this.#out.announced(message, number, opening);
    this.#ended(opening.format);
    this.#keepAlives.forget();
    this.#lastOpening = undefined;
    return true;
  }

  /** Where SIP's version stands after a message that ended within the current line; -1 when it ended later. */
  #versionLater(): number {
    const lines = this.#lines;
    return this.#floor > lines.start && this.#floor < lines.end
      ? this.#version.inRange(lines, this.#floor, lines.end)
      : -1;
  }

  #tellGivenUp(): void {
    for (const format of this.#userFormats) {
      for (const { key, lines } of givenUpOf(format)) {
        const what = `The ${key} of log format "${format.id}" is ambiguous`;
        this.#out.problem(0, `${what}: ${lines} lines were given up after too many steps.`);
      }
    }
  }

  #tellCut(): void {
    if (this.#toldCut === this.#lines.number) return;
    this.#toldCut = this.#lines.number;
    const message = "A line is longer than 1 MiB and is read in pieces.";
    this.#out.problem(this.#lines.start, message);
  }

  #tellTooLong(offset: number): void {
    const message = `The message at offset ${offset} is longer than 1 MiB; the rest of it is not read.`;
    this.#out.problem(offset, message);
  }

  /** Reads the message whose start line is in the current line from `begin`, if one is. */
  #message(begin: number, version: number): boolean {
    const lines = this.#lines;
    const { text, base } = lines;
    const end = lines.end - base;
    const at = startLineAt(text, begin - base, end, version - base);
    if (at < 0) return false;
    const line = lines.number;
    const before = text.slice(begin - base, at);
    const previous = begin === lines.start ? this.#previousLines() : [];
    const opening = this.#openings.find(before, previous) ?? this.#sameRecord(before);
    if (this.#records.showsOctets(opening?.format)) return false;
    const context = { line, opening, before, previous };
    const form = oneLineForm(text.slice(at, end));
    const startsAt = base + at;
    if (lines.cut && form === undefined && this.#breakBefore(begin, base + at)) return false;
    const plain = form || before !== "" ? undefined : this.#plainMessage(startsAt, opening);
    if (plain) {
      this.#showsEnds = true;
      if (opening?.back === 1) this.#usual.learn(previous[0]!, opening);
      this.#out.message(plain, context, "");
      this.#took(context, lines.next);
      return true;
    }
    const format = opening?.format;
    const octets = opening?.groups.octets;
    lines.hold(lines.start);
    const feed: LineFeed = form ? new OneLineFeed(lines, startsAt, form) : lines;
    const found = readMessageLines(feed, form ? "" : before, startsAt, form ? feed.end : lines.end, {
      format,
      octets: octets === undefined || opening === this.#lastOpening ? undefined : Number(octets),
      announces: (text) => this.#openings.announces(text),
      continues: (text) => opening !== undefined && this.#continues(text, opening),
    });
    if (found.bodyLine >= 0 || found.contentLength !== undefined) this.#showsEnds = true;
    else if (this.#showsEnds) found.cut = true;
    // Any text may mention a start line; only SIP goes on with SIP's headers.
    const isMessage = opening !== undefined || found.sipHeaders > 0;
    if (lines.cut && found.ends.at(-1) === lines.end && this.#breakBefore(begin, startsAt)) {
      lines.release();
      return false;
    }
    if (opening?.groups.copy !== undefined) {
      this.#floor = lines.next;
      this.#lastOpening = undefined;
    } else if (isMessage) {
      if (found.isTooLong) this.#tellTooLong(startsAt);
      const escape = form?.escape ?? this.#escapeOf(found);
      this.#out.message(
        buildMessage(found, lines, escape, this.#out.slab),
        context,
        found.tailTime ?? (form ? this.#behind(found) : ""),
      );
      this.#took(context, form ? feed.end : lines.next);
    }
    lines.release();
    return isMessage;
  }

  /** Of a line in pieces: has the next piece begin before a message that this one does not hold to its end. */
  #breakBefore(begin: number, startsAt: number): boolean {
    const from = Math.max(begin, startsAt - MAX_BEFORE_CHARACTERS);
    if (from <= this.#lines.start) return false;
    this.#lines.breakAt(from);
    return true;
  }

  /** The message that begins at `startsAt`, if it is printed as it was sent. */
  #plainMessage(startsAt: number, opening: Opening | undefined): ReadMessage | undefined {
    if (opening?.groups.copy !== undefined || !printsPlainly(opening?.format)) return undefined;
    return this.#readPlainly(startsAt, opening !== undefined);
  }

  #readPlainly(startsAt: number, isAnnounced: boolean): ReadMessage | undefined {
    const lines = this.#lines;
    if (lines.windowEnd < startsAt + MAX_PLAIN_OCTETS) lines.more();
    const end = Math.min(lines.windowEnd, startsAt + MAX_PLAIN_OCTETS);
    return readPlainMessage(lines, startsAt, end, isAnnounced, this.#out.slab);
  }

  /** Counts a message that was handed over, and remembers what tells the next one's announcement from it. */
  #took({ line, opening, before, previous }: MessageContext, end: number): void {
    const alone =
      before === "" && previous.every((text) => text.trim() === "") && line - this.#floorLine <= LOOKBACK_LINES;
    this.#ended(opening?.format ?? (alone ? PLAIN : ANY_TEXT), end);
    this.#keepAlives.forget();
    this.#lastOpening = opening;
  }

  /** A segment of a stream may hold several messages under one announcement. */
  #sameRecord(before: string): Opening | undefined {
    const last = this.#lastOpening;
    return before === "" && this.#lines.start === this.#floor && last?.format.segments ? last : undefined;
  }

  /** What a line prints behind the message in it. */
  #behind(found: MessageLines): string {
    const lines = this.#lines;
    const end = found.ends.at(-1)!;
    const next = this.#version.inRange(lines, end, lines.end);
    return lines.slice(end, Math.min(next < 0 ? lines.end : next, end + MAX_BEHIND_CHARACTERS));
  }

  /** A web page's source writes the brackets of URIs as entities; a string with its carriage returns written out, its quotes too. */
  #escapeOf(found: MessageLines): Escape | undefined {
    const end = found.ends[0]!;
    if (this.#lines.slice(end, end + 2) === "\\r") return BACKSLASH;
    return this.#bracket.inRange(this.#lines, found.starts[0]!, found.ends.at(-1)!) < 0 ? undefined : HTML;
  }

  /** Whether the current line announces another segment between the same sides, with no message of its own. */
  #continues(text: string, opening: Opening): boolean {
    const next = this.#openings.match(text);
    if (next?.format !== opening.format || !sameSides(next.groups, opening.groups)) return false;
    const lines = this.#lines;
    const mark = lines.mark();
    for (let skipped = 0; skipped < 3 && lines.advance(); skipped++) {
      const line = lines.slice(lines.start, lines.end);
      if (mayStandBetween(line)) continue;
      if (isStartLine(line.trimStart()) || this.#openings.announces(line)) break;
      lines.stay();
      return true;
    }
    lines.rewind(mark);
    return false;
  }

  #previousLines(): string[] {
    const lines = this.#lines;
    const count = lines.previousLines(this.#floor);
    const previous: string[] = [];
    for (let back = 1; back <= count; back++)
      previous.push(lines.slice(lines.previousStart(back), lines.previousEnd(back)));
    return previous;
  }

  #ended(format: FormatName, floor = this.#lines.next): void {
    this.#out.count(format);
    this.#floor = floor;
    this.#floorLine = this.#lines.number;
  }
}

const SIDE_GROUPS = ["way", "transport", "peer", "local", "source", "destination"];

function sameSides(a: OpeningGroups, b: OpeningGroups): boolean {
  return SIDE_GROUPS.every((name) => a[name] === b[name]);
}

function asciiOf(octets: Uint8Array): string {
  return new TextDecoder("latin1").decode(octets);
}
