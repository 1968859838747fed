/** Lines that a collector of logs put around those of a program: Docker, Kubernetes (CRI), journald, Loki. */
import { LogClock } from "./log-clock.js";
import { findTime } from "./printed-time.js";
import { type JsonField, readJsonFields } from "./json-fields.js";

export interface WrappedLine {
  /** What the program wrote: a range of the line as it stands, or a field of JSON. */
  readonly text: JsonField;
  /** When the collector took it; NaN when it does not say. */
  readonly atMicros: number;
  /** The program's line ends with it; else the next one goes on right behind, unless the text has a line end itself. */
  readonly isWhole: boolean;
}

const CRI = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)) (?:stdout|stderr) ([FP])(?:$| )/;
/** The fields of JSON that name the text, those that name its time, and one more that tells it from any JSON. */
const COLLECTORS: readonly { readonly text: string; readonly times: readonly string[]; readonly mark: string }[] = [
  { text: "log", times: ["time", "@timestamp", "timestamp"], mark: "stream" },
  { text: "MESSAGE", times: ["__REALTIME_TIMESTAMP"], mark: "__REALTIME_TIMESTAMP" },
  { text: "line", times: ["timestamp"], mark: "timestamp" },
];
/** More fields are no collector's. */
const MAX_FIELDS = 200;

/** Undefined for a line that no collector wrote. */
export function readWrappedLine(line: string): WrappedLine | undefined {
  const cri = CRI.exec(line);
  if (cri) {
    const text = { kind: "plain", start: cri[0].length, end: line.length } as const;
    return { text, atMicros: instantOf(cri[1]!), isWhole: cri[2] === "F" };
  }
  if (!line.startsWith("{")) return undefined;
  const fields = readJsonFields(line, MAX_FIELDS);
  for (const { text, times, mark } of COLLECTORS) {
    const field = fields?.get(text);
    if (!fields?.has(mark) || (field?.kind !== "string" && field?.kind !== "array")) continue;
    const time = times.map((name) => fields.get(name)).find((each) => each?.kind === "string");
    // Docker keeps the program's own line ends; the others take a line at a time.
    return { text: field, atMicros: time ? instantOf(line.slice(time.start, time.end)) : NaN, isWhole: text !== "log" };
  }
  return undefined;
}

/** ISO 8601, or digits since the epoch: microseconds of journald, nanoseconds of Loki. */
function instantOf(text: string): number {
  if (/^1\d{15}$/.test(text)) return Number(text);
  if (/^1\d{18}$/.test(text)) return Number(text) / 1000;
  const time = findTime(text.slice(0, 40));
  return time?.day === undefined ? NaN : new LogClock(0).resolve(time);
}
