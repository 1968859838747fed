/** Announcements that no text follows: keep-alives, in formats that print every packet. */
import type { TraceSink } from "../model/transmission.js";
import { Anchors } from "./anchor.js";
import type { LogClock } from "./log-clock.js";
import { findTime } from "./printed-time.js";
import type { LogFormat } from "./log-format.js";
import type { LogLines } from "./lines.js";
import type { OpeningFinder } from "./opening.js";
import { type EndpointTable, type OpeningGroups, sidesOf } from "./sides.js";

interface Announced {
  readonly groups: OpeningGroups;
  readonly format: LogFormat;
  readonly line: number;
  /** Line ends printed since. */
  lineEnds: number;
}

export class KeepAliveReader {
  readonly #lines: LogLines;
  readonly #openings: OpeningFinder;
  readonly #anchors: Anchors;
  #announced: Announced | undefined;

  constructor(lines: LogLines, openings: OpeningFinder, formats: readonly LogFormat[]) {
    this.#lines = lines;
    this.#openings = openings;
    const hints = formats.filter((format) => format.announcesKeepAlives).map((format) => format.hint);
    this.#anchors = new Anchors(hints);
  }

  /** Nothing was announced that the next line may go on with. */
  get isIdle(): boolean {
    return this.#announced === undefined;
  }

  /** Looks at a line that begins no message; hands over the keep-alive that ends before it. */
  look(file: number, sink: TraceSink, clock: LogClock, endpoints: EndpointTable): void {
    const lines = this.#lines;
    const announced = this.#announced;
    const opens = this.#anchors.mayBeInLine(lines);
    if (announced === undefined && !opens) return;
    const line = lines.slice(lines.start, lines.end);
    const found = opens ? this.#openings.match(line) : undefined;
    if (announced !== undefined) {
      if (
        found !== undefined ||
        (typeof announced.format.closing === "object" && announced.format.closing.test(line))
      ) {
        this.finish(file, sink, clock, endpoints);
      } else if (line === announced.format.lineEnd) {
        announced.lineEnds++;
      } else if (line.trim() !== "") {
        this.#announced = undefined;
      }
    }
    if (found?.format.announcesKeepAlives) {
      this.#announced = { groups: found.groups, format: found.format, line: lines.number, lineEnds: 0 };
    }
  }

  /** A message follows the announcement. */
  forget(): void {
    this.#announced = undefined;
  }

  /** Nothing follows the announcement. */
  finish(file: number, sink: TraceSink, clock: LogClock, endpoints: EndpointTable): void {
    const announced = this.#announced;
    this.#announced = undefined;
    if (announced === undefined || announced.lineEnds === 0) return;
    const { transport, source, destination } = sidesOf(announced.groups, endpoints);
    if (transport === undefined || source === undefined || destination === undefined) return;
    const time = announced.groups.time === undefined ? undefined : findTime(announced.groups.time);
    sink.signal({
      kind: "keep-alive",
      form: announced.lineEnds === 1 ? "crlf" : announced.lineEnds === 2 ? "double-crlf" : "other",
      atMicros: time ? clock.resolve(time) : NaN,
      place: { file, frame: null, line: announced.line },
      transport,
      source,
      destination,
      capturePoint: 0,
    });
  }
}
