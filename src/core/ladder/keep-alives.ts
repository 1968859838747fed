/** What keeps the flow of a registration open, in words: `OPTIONS every 30 s`, `CRLF every 25 s`. */
import type { Analysis } from "../analysis.js";
import { formatDuration } from "../model/instant.js";
import type { Signal } from "../model/transmission.js";
import type { Activity, Flow } from "../trace/flow.js";
import type { Trace } from "../trace/trace.js";
import type { Shelf } from "./shelves.js";

/** So many are needed before one speaks of a rhythm. */
const FEWEST = 3;

/** A kind of keep-alive that comes in a rhythm. */
export interface Rhythm {
  /** `OPTIONS`, `CRLF`, `STUN`, `ping` */
  readonly name: string;
  /** The middle one of its intervals. */
  readonly everyMicros: number;
  readonly count: number;
  readonly isFromClient: boolean;
  /** Of the first: the index of a message, or of a signal as `-1 - signal`. */
  readonly first: number;
}

export function keepAliveWords(shelf: Shelf, analysis: Analysis): string {
  return keepAlivesOf(shelf, analysis)
    .map(({ name, everyMicros }) => `${name} every ${roundDuration(everyMicros)}`)
    .join(" · ");
}

export function keepAlivesOf(shelf: Shelf, { trace }: Analysis): Rhythm[] {
  const last = shelf.registration?.transactions.at(-1);
  const flow = last && trace.flowOf(last.first);
  const pings = shelf.transactions.filter(({ method }) => method === "OPTIONS");
  const options = rhythm(
    "OPTIONS",
    pings.map(({ startMicros }) => startMicros),
    pings[0]?.first.index,
    pings[0]?.client.address === last?.client.address,
  );
  return [...options, ...(flow ? signalRhythms(flow, trace) : [])];
}

/** Behind an edge proxy thousands of registrations share a flow: it is read once. */
const KNOWN = new WeakMap<Flow, readonly Rhythm[]>();

function signalRhythms(flow: Flow, trace: Trace): readonly Rhythm[] {
  const known = KNOWN.get(flow);
  if (known !== undefined) return known;
  const some: Record<string, Activity[]> = { CRLF: [], STUN: [], ping: [] };
  for (const activity of trace.signals.length === 0 ? [] : flow.activities) {
    const keepAlive = activity.signal === null ? undefined : trace.signals[activity.signal];
    if (keepAlive) some[nameOf(keepAlive)]?.push(activity);
  }
  const rhythms = Object.entries(some).flatMap(([name, activities]) => {
    const instants = activities.map(({ atMicros }) => atMicros);
    const [first] = activities;
    return rhythm(name, instants, first && -1 - (first.signal ?? 0), first?.fromClient === true);
  });
  KNOWN.set(flow, rhythms);
  return rhythms;
}

function nameOf(signal: Signal): string {
  if (signal.kind !== "keep-alive") return "";
  if (signal.form === "stun") return "STUN";
  if (signal.form === "ping") return "ping";
  // A single CRLF over a stream is the answer to a double one (RFC 5626 §4.4.1); datagrams of phones hold either.
  const isPing = signal.form === "double-crlf" || (signal.form === "crlf" && signal.transport === "udp");
  return isPing ? "CRLF" : "";
}

function rhythm(name: string, instants: readonly number[], first: number | undefined, isFromClient: boolean): Rhythm[] {
  const everyMicros = medianInterval(instants);
  if (instants.length < FEWEST || everyMicros === undefined || first === undefined) return [];
  return [{ name, everyMicros, count: instants.length, isFromClient, first }];
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
