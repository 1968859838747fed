/** Hands the messages of a log to the trace, each with the time and the sides that the log tells of it. */
import type { TraceSink } from "../model/transmission.js";
import { contextOf, timeNear } from "./context.js";
import type { DateHints } from "./date-hints.js";
import { ANY_TEXT, PLAIN } from "./formats/plain.js";
import { LogClock } from "./log-clock.js";
import type { LogFormat } from "./log-format.js";
import { missingOctets, type ReadMessage } from "./message-octets.js";
import { OctetSlab } from "./octet-slab.js";
import type { Opening } from "./opening.js";
import { findTime, type PrintedTime, timeSinceStart } from "./printed-time.js";
import { messagesOf } from "./record-messages.js";
import type { LogRecord } from "./record-reader.js";
import { EndpointTable, sidesOf, type OpeningGroups, type Sides } from "./sides.js";
import type { UsualOpening } from "./usual-openings.js";

export interface FormatName {
  readonly id: string;
  readonly title: string;
  readonly carrier?: boolean;
}

/** A format that was met in a log, and how many messages and signals it announces. */
export interface FormatCount {
  readonly id: string;
  readonly title: string;
  readonly messages: number;
}

/** What a message proves of its format: an announcement is made by one program, a carrier's by any, and a start line alone by none. */
const WEIGHT = { announced: 4, carried: 2, bare: 1 } as const;

/** What stands around a message. */
export interface MessageContext {
  /** 1-based line of the start line. */
  readonly line: number;
  readonly opening: Opening | undefined;
  /** What stands before the start line on its line. */
  readonly before: string;
  /** The lines before it, nearest first. */
  readonly previous: readonly string[];
}

export class HandOver {
  readonly #file: number;
  readonly #sink: TraceSink;
  readonly #counts = new Map<FormatName, number>();
  /** What the log said of its time, which all messages of one segment have. */
  #time: PrintedTime | undefined;
  /** The announcement of the last message. */
  #opening: Opening | undefined;

  /** Octets of the last message that was printed as text. */
  #last: Uint8Array | undefined;

  readonly clock: LogClock;
  readonly endpoints = new EndpointTable();
  readonly slab = new OctetSlab();

  constructor(file: number, sink: TraceSink, referenceMicros: number, dateHints: DateHints) {
    this.#file = file;
    this.#sink = sink;
    this.clock = new LogClock(referenceMicros, dateHints);
  }

  /** All formats met, the one that most speaks for first. */
  formats(): FormatCount[] {
    return [...this.#counts]
      .sort(([a, ofA], [b, ofB]) => ofB * weightOf(b) - ofA * weightOf(a))
      .map(([{ id, title }, messages]) => ({ id, title, messages }));
  }

  count(format: FormatName): void {
    this.#counts.set(format, (this.#counts.get(format) ?? 0) + 1);
  }

  problem(offset: number, message: string): void {
    this.#sink.problem({ file: this.#file, offset, message });
  }

  /** @param behind what its line prints behind the message. */
  message(message: ReadMessage, { line, opening, before, previous }: MessageContext, behind: string): void {
    const searches = opening === undefined || opening.format.carrier === true;
    const around = searches ? contextOf(before, [behind, ...previous], this.endpoints) : undefined;
    const stated = opening && sidesOf(opening.groups, this.endpoints);
    const sides = {
      transport: stated?.transport ?? around?.transport,
      source: stated?.source ?? around?.source,
      destination: stated?.destination ?? around?.destination,
    };
    // An announcement may leave the time to what the log prints at the beginning of each line.
    if (opening === undefined || opening !== this.#opening)
      this.#time = opening
        ? (timeOf(opening.groups, opening.format) ??
          timeNear([before, ...previous.slice(0, opening.back), behind]) ??
          around?.time)
        : around?.time;
    this.#opening = opening;
    this.#handOver(message, line, this.#time, sides);
  }

  /** Hands over a message whose announcement told all. */
  announced(message: ReadMessage, line: number, opening: UsualOpening): void {
    this.#opening = undefined;
    this.#handOver(message, line, opening.time, opening);
  }

  #handOver(message: ReadMessage, line: number, time: PrintedTime | undefined, sides: Sides): void {
    this.#last = message.octets;
    this.#sink.transmission({
      atMicros: time ? this.clock.resolve(time) : NaN,
      transport: sides.transport,
      source: sides.source,
      destination: sides.destination,
      octets: message.octets,
      place: { file: this.#file, frame: null, line },
      sourceMap: message.sourceMap,
      isVerbatim: message.isVerbatim,
      missingOctets: message.missingOctets,
      capturePoint: 0,
    });
    this.slab.turn();
  }

  /** Whether the log showed these octets right before as text: only the next octets after a message are compared. */
  isRepeated(octets: Uint8Array): boolean {
    const last = this.#last;
    this.#last = undefined;
    return last?.length === octets.length && last.every((octet, i) => octet === octets[i]);
  }

  /** Hands over the messages of a record that was put together. */
  record({ format, groups, text }: LogRecord): void {
    const sides = sidesOf(groups, this.endpoints);
    const printed = timeOf(groups, format);
    const atMicros = printed ? this.clock.resolve(printed) : NaN;
    for (const { found, octets, sourceMap, line } of messagesOf(text, this.slab)) {
      this.#sink.transmission({
        atMicros,
        ...sides,
        octets,
        place: { file: this.#file, frame: null, line },
        sourceMap,
        missingOctets: found.cut ? missingOctets(found, octets.length) : 0,
        capturePoint: 0,
      });
      this.count(format);
    }
  }
}

function weightOf({ id, carrier }: FormatName): number {
  if (id === PLAIN.id || id === ANY_TEXT.id) return WEIGHT.bare;
  return carrier ? WEIGHT.carried : WEIGHT.announced;
}

/** The time that an announcement tells. */
export function timeOf(groups: OpeningGroups, { dayFirst }: LogFormat): PrintedTime | undefined {
  const time = timeOfGroups(groups);
  if (time?.monthFirstDay === undefined || !dayFirst) return time;
  const { day, microsOfDay, zoneMinutes } = time;
  return { day, microsOfDay, zoneMinutes };
}

function timeOfGroups({ date, year, month, day, time, uptimeMillis }: OpeningGroups): PrintedTime | undefined {
  if (time === undefined) return uptimeMillis === undefined ? undefined : timeSinceStart(Number(uptimeMillis));
  if (year !== undefined && month !== undefined && day !== undefined)
    return findTime(`${year}-${month}-${day} ${time}`);
  return findTime(date === undefined || /\d{4}/.test(time) ? time : `${date} ${time}`);
}
