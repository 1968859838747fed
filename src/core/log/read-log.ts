/** Reads a text log: finds the SIP messages in it whatever printed them, with their times, sides and exact places. */
import type { ByteSource } from "../model/byte-source.js";
import type { Progress, StopReading } from "../model/progress.js";
import type { TraceSink } from "../model/transmission.js";
import { BoundedPattern } from "./bounded-pattern.js";
import { findDate, findTime, LogClock, type PrintedTime } from "./clock.js";
import { contextOf, timeNear } from "./context.js";
import { BACKSLASH, type Escape, HTML, splitOneLine } from "./escapes.js";
import { ANNOUNCED_FORMATS } from "./formats/index.js";
import { ANY_TEXT, PLAIN } from "./formats/plain.js";
import { SIP_TRACE } from "./formats/siptrace.js";
import { KeepAliveReader } from "./keep-alives.js";
import { Anchor, LogLines, LOOKBACK_LINES } from "./lines.js";
import type { LineFeed } from "./line-feed.js";
import { readMessageLines } from "./message-line-reader.js";
import type { MessageLines } from "./message-lines.js";
import { buildMessage, missingOctets, type ReadMessage } from "./message-octets.js";
import type { LogFormat } from "./log-format.js";
import { OneLineFeed } from "./one-line-feed.js";
import { mayStandBetween, OpeningFinder, type Opening } from "./opening.js";
import { MAX_PLAIN_OCTETS, printsPlainly, readPlainMessage } from "./plain-message.js";
import { messagesOf } from "./record-messages.js";
import { type LogRecord, RecordReader } from "./record-reader.js";
import { OctetSlab } from "./octet-slab.js";
import { EndpointTable, sidesOf, type OpeningGroups } from "./sides.js";
import { SipTraceReader } from "./siptrace-reader.js";
import { isStartLine, startLineAt } from "./start-line.js";

export interface ReadLogOptions {
  /** Id of the only format to try, besides plain start lines; every format when absent. */
  readonly format?: string;
  /** Formats that a user declared; they go before ours. */
  readonly userFormats?: readonly LogFormat[];
  readonly chunkOctets?: number;
  /** When the log was written (its file's time, or now): the date of times that are printed without one. */
  readonly referenceMicros?: number;
}

export interface LogSummary {
  /** The format of most messages; `any-text` when there is none. */
  readonly formatId: string;
  readonly formatTitle: string;
  /** Messages and signals in that format. */
  readonly messages: number;
  /** All formats met, those of most messages first. */
  readonly formats: readonly (FormatName & { readonly messages: number })[];
  /** Lines of the file. */
  readonly lines: number;
}

export interface FormatName {
  readonly id: string;
  readonly title: string;
}

/** Everything that can be read, for lists; detection needs no choice among them. */
export const LOG_FORMATS: readonly FormatName[] = [SIP_TRACE, ...ANNOUNCED_FORMATS, PLAIN, ANY_TEXT];

const PROGRESS_OCTETS = 1 << 20;
/** The dates of a log's first lines serve times without a date. */
const HEAD_OCTETS = 16 << 10;

/** Fields that follow a message in its line. */
const MAX_BEHIND_CHARACTERS = 300;

const UTF16_MARKS = ["\xff\xfe", "\xfe\xff"];

/**
 * Hands each message and signal of a log to the sink, in the order of the file. Times without a zone are taken as UTC;
 * a message without any time gets NaN. Nothing in the file makes it fail: what cannot be read is told as a problem.
 */
export function* readLog(
  source: ByteSource,
  fileIndex: number,
  sink: TraceSink,
  options: ReadLogOptions = {},
): Generator<Progress, LogSummary, StopReading | undefined> {
  const reader = new LogReader(source, fileIndex, sink, options);
  let told = 0;
  while (reader.step()) {
    if (reader.readOctets - told < PROGRESS_OCTETS) continue;
    told = reader.readOctets;
    if ((yield { readOctets: told, totalOctets: source.size, frames: 0 }) === "stop") break;
  }
  return reader.summary();
}

/** What stands around a message. */
interface MessageContext {
  /** 1-based line of the start line. */
  readonly line: number;
  readonly opening: Opening | undefined;
  /** What stands before the start line on its line. */
  readonly before: string;
  /** The lines before it, nearest first. */
  readonly previous: readonly string[];
}

class LogReader {
  readonly #lines: LogLines;
  readonly #file: number;
  readonly #sink: TraceSink;
  readonly #clock: LogClock;
  readonly #endpoints = new EndpointTable();
  readonly #slab = new OctetSlab();
  readonly #version = new Anchor("SIP/2.0");
  readonly #bracket = new Anchor("&lt;sip");
  readonly #openings: OpeningFinder;
  readonly #keepAlives: KeepAliveReader;
  readonly #records: RecordReader;
  readonly #sipTrace: SipTraceReader | undefined;
  readonly #userFormats: readonly LogFormat[];
  readonly #counts = new Map<FormatName, number>();
  /** Where the last message ended: what stands before is its own, not the next one's announcement. */
  #floor = 0;
  #floorLine = 0;
  /** The announcement of the last message. */
  #lastOpening: Opening | undefined;
  /** What the log said of its time, which all messages of one segment have. */
  #time: PrintedTime | undefined;

  constructor(source: ByteSource, file: number, sink: TraceSink, options: ReadLogOptions) {
    const only = options.format;
    this.#lines = new LogLines(source, options.chunkOctets);
    this.#file = file;
    this.#sink = sink;
    this.#clock = new LogClock(options.referenceMicros ?? 0);
    const formats = [...(options.userFormats ?? []), ...ANNOUNCED_FORMATS].filter(
      ({ id }) => only === undefined || id === only,
    );
    this.#userFormats = options.userFormats ?? [];
    const announced = formats.filter((format) => !format.record);
    this.#openings = new OpeningFinder(announced);
    this.#keepAlives = new KeepAliveReader(this.#lines, this.#openings, announced);
    this.#records = new RecordReader(this.#lines, formats, (record) => this.#record(record));
    const head = asciiOf(source.read(0, HEAD_OCTETS));
    const date = findDate(head);
    if (date) this.#clock.sawDate(date);
    if (UTF16_MARKS.some((mark) => head.startsWith(mark))) {
      sink.problem({ file, offset: 0, message: "The text is UTF-16; save it as UTF-8 to have it read." });
    }
    if (only === undefined || only === SIP_TRACE.id) {
      this.#sipTrace = new SipTraceReader(this.#lines, file, sink, this.#clock, (line) =>
        this.#openings.announces(line),
      );
    }
  }

  get readOctets(): number {
    return this.#lines.next;
  }

  summary(): LogSummary {
    const formats = [...this.#counts]
      .map(([{ id, title }, messages]) => ({ id, title, messages }))
      .sort((a, b) => b.messages - a.messages);
    const most = formats[0] ?? { ...ANY_TEXT, messages: 0 };
    const lines = this.#lines.number;
    return { formatId: most.id, formatTitle: most.title, messages: most.messages, formats, lines };
  }

  /** Goes on by a line, or by a message; false at the end. */
  step(): boolean {
    const lines = this.#lines;
    if (!lines.advance()) {
      this.#keepAlives.finish(this.#file, this.#sink, this.#clock, this.#endpoints);
      this.#records.finish();
      this.#tellGivenUp();
      return false;
    }
    if (lines.cut) this.#tellCut();
    if (this.#records.take()) {
      this.#floor = lines.next;
      this.#floorLine = lines.number;
      return true;
    }
    if (this.#sipTrace?.read()) {
      this.#ended(SIP_TRACE);
      return true;
    }
    const version = this.#version.inLine(lines);
    let read = version >= 0 && this.#message(lines.start, version);
    // A line of JSON may hold several messages, each with its line ends written out.
    for (let at = read ? this.#versionLater() : -1; at >= 0 && read; at = this.#versionLater()) {
      read = this.#message(this.#floor, at);
    }
    if (version < 0 || !read) this.#keepAlives.look(this.#file, this.#sink, this.#clock, this.#endpoints);
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
    for (const { id, opening } of this.#userFormats) {
      if (!(opening instanceof BoundedPattern) || opening.givenUp === 0) continue;
      const message = `The header of log format "${id}" is ambiguous: ${opening.givenUp} lines were given up after too many steps.`;
      this.#sink.problem({ file: this.#file, offset: 0, message });
    }
  }

  #tellCut(): void {
    const message = "A line is longer than 1 MiB and is read in pieces.";
    this.#sink.problem({ file: this.#file, offset: this.#lines.start, message });
  }

  #tellTooLong(offset: number): void {
    const message = `The message at offset ${offset} is longer than 1 MiB; the rest of it is not read.`;
    this.#sink.problem({ file: this.#file, offset, message });
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
    const context = { line, opening, before, previous };
    const whole = splitOneLine(text.slice(at, end));
    const startsAt = base + at;
    const plain = whole || before !== "" ? undefined : this.#plainMessage(startsAt, opening);
    if (plain) {
      this.#emit(plain, context, "");
      this.#took(context, lines.next);
      return true;
    }
    const format = opening?.format;
    const octets = opening?.groups.octets;
    lines.hold(lines.start);
    const feed: LineFeed = whole ? new OneLineFeed(lines, startsAt, whole.ranges) : lines;
    const found = readMessageLines(feed, whole ? "" : before, startsAt, whole ? feed.end : lines.end, {
      format,
      octets: octets === undefined || opening === this.#lastOpening ? undefined : Number(octets),
      announces: (text) => this.#openings.announces(text),
      continues: (text) => opening !== undefined && this.#continues(text, opening),
    });
    // Any text may mention a start line; only SIP goes on with SIP's headers.
    const isMessage = opening !== undefined || found.sipHeaders > 0;
    if (opening?.groups.copy !== undefined) {
      this.#floor = lines.next;
      this.#lastOpening = undefined;
    } else if (isMessage) {
      if (found.isTooLong) this.#tellTooLong(startsAt);
      const escape = whole?.escape ?? this.#escapeOf(found);
      this.#emit(
        buildMessage(found, lines, escape, this.#slab),
        context,
        found.tailTime ?? (whole ? this.#behind(found) : ""),
      );
      this.#took(context, whole ? feed.end : lines.next);
    }
    lines.release();
    return isMessage;
  }

  /** The message that begins at `startsAt`, if it is printed as it was sent. */
  #plainMessage(startsAt: number, opening: Opening | undefined): ReadMessage | undefined {
    if (opening?.groups.copy !== undefined || !printsPlainly(opening?.format)) return undefined;
    const lines = this.#lines;
    const end = Math.min(lines.windowEnd, startsAt + MAX_PLAIN_OCTETS);
    if (this.#bracket.inRange(lines, startsAt, end) >= 0) return undefined;
    return readPlainMessage(lines, startsAt, end, opening !== undefined, this.#slab);
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

  /** @param behind what its line prints behind the message. */
  #emit(message: ReadMessage, { line, opening, before, previous }: MessageContext, behind: string): void {
    const searches = opening === undefined || opening.format.carrier === true;
    const around = searches ? contextOf(before, [behind, ...previous], this.#endpoints) : undefined;
    const stated = opening && sidesOf(opening.groups, this.#endpoints);
    const sides = {
      transport: stated?.transport ?? around?.transport,
      source: stated?.source ?? around?.source,
      destination: stated?.destination ?? around?.destination,
    };
    // An announcement may leave the time to what the log prints at the beginning of each line.
    if (opening === undefined || opening !== this.#lastOpening)
      this.#time = opening
        ? (timeOf(opening.groups) ?? timeNear([before, ...previous.slice(0, opening.back), behind]) ?? around?.time)
        : around?.time;
    const time = this.#time;
    this.#sink.transmission({
      atMicros: time ? this.#clock.resolve(time) : NaN,
      ...sides,
      octets: message.octets,
      place: { file: this.#file, frame: null, line },
      sourceMap: message.sourceMap,
      isVerbatim: message.isVerbatim,
      missingOctets: message.missingOctets,
      capturePoint: 0,
    });
  }

  /** Hands over the messages of a record that was put together. */
  #record({ format, groups, text }: LogRecord): void {
    const sides = sidesOf(groups, this.#endpoints);
    const printed = timeOf(groups);
    const atMicros = printed ? this.#clock.resolve(printed) : NaN;
    for (const { found, octets, sourceMap, line } of messagesOf(text, this.#slab)) {
      this.#sink.transmission({
        atMicros,
        ...sides,
        octets,
        place: { file: this.#file, frame: null, line },
        sourceMap,
        missingOctets: found.cut ? missingOctets(found, octets.length) : 0,
        capturePoint: 0,
      });
      this.#counts.set(format, (this.#counts.get(format) ?? 0) + 1);
    }
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
    this.#counts.set(format, (this.#counts.get(format) ?? 0) + 1);
    this.#floor = floor;
    this.#floorLine = this.#lines.number;
  }
}

const SIDE_GROUPS = ["way", "transport", "peer", "local", "source", "destination"];

function sameSides(a: OpeningGroups, b: OpeningGroups): boolean {
  return SIDE_GROUPS.every((name) => a[name] === b[name]);
}

function timeOf({ date, year, month, day, time }: OpeningGroups): PrintedTime | undefined {
  if (time === undefined) return undefined;
  if (year !== undefined && month !== undefined && day !== undefined)
    return findTime(`${year}-${month}-${day} ${time}`);
  return findTime(date === undefined || /\d{4}/.test(time) ? time : `${date} ${time}`);
}

function asciiOf(octets: Uint8Array): string {
  return new TextDecoder("latin1").decode(octets);
}
