/** What keeps the flow of a registration open, in words: `OPTIONS every 30 s`, `CRLF every 25 s`. */
import type { Analysis } from "../analysis.js";
import { formatDuration } from "../model/instant.js";
import type { Signal } from "../model/transmission.js";
import type { Flow } from "../trace/flow.js";
import type { Trace } from "../trace/trace.js";
import type { Shelf } from "./shelves.js";

/** So many are needed before one speaks of a rhythm. */
const FEWEST = 3;

export function keepAliveWords(shelf: Shelf, { trace }: Analysis): string {
  const options = shelf.transactions.filter(({ method }) => method === "OPTIONS").map(({ startMicros }) => startMicros);
  const last = shelf.registration?.transactions.at(-1);
  const flow = last && trace.flowOf(last.first);
  return [rhythm("OPTIONS", options), flow ? signalWords(flow, trace) : ""].filter(Boolean).join(" · ");
}

/** Behind an edge proxy thousands of registrations share a flow: it is read once. */
const KNOWN = new WeakMap<Flow, string>();

function signalWords(flow: Flow, trace: Trace): string {
  const known = KNOWN.get(flow);
  if (known !== undefined) return known;
  const instants: Record<string, number[]> = { CRLF: [], STUN: [], ping: [] };
  for (const { signal } of trace.signals.length === 0 ? [] : flow.activities) {
    const keepAlive = signal === null ? undefined : trace.signals[signal];
    if (keepAlive) instants[nameOf(keepAlive)]?.push(keepAlive.atMicros);
  }
  const words = Object.entries(instants).map(([name, some]) => rhythm(name, some));
  const joined = words.filter(Boolean).join(" · ");
  KNOWN.set(flow, joined);
  return joined;
}

function nameOf(signal: Signal): string {
  if (signal.kind !== "keep-alive") return "";
  if (signal.form === "stun") return "STUN";
  if (signal.form === "ping") return "ping";
  return signal.form === "double-crlf" ? "CRLF" : "";
}

function rhythm(name: string, instants: readonly number[]): string {
  const median = medianInterval(instants);
  return instants.length < FEWEST || median === undefined ? "" : `${name} every ${roundDuration(median)}`;
}

/** The middle one of the intervals between instants in ascending order; undefined when there is none with a length. */
export function medianInterval(instants: readonly number[]): number | undefined {
  const intervals: number[] = [];
  for (let index = 1; index < instants.length; index++) {
    const interval = instants[index]! - instants[index - 1]!;
    if (Number.isFinite(interval)) intervals.push(interval);
  }
  intervals.sort((a, b) => a - b);
  return intervals[intervals.length >> 1];
}

/** A rhythm is meant in whole seconds; packets come some milliseconds early or late. */
export function roundDuration(micros: number): string {
  return formatDuration(micros >= 2_000_000 ? Math.round(micros / 1e6) * 1e6 : micros);
}
