/** Life lines on the lanes: how long a binding lived, and how long a NAT kept the flow open through which it is reached. */
import type { Analysis } from "../analysis.js";
import type { Endpoint } from "../model/endpoint.js";
import { formatDuration } from "../model/instant.js";
import { translationOf } from "../rules/nat/translation.js";
import type { Binding } from "../trace/binding.js";
import type { Flow } from "../trace/flow.js";
import type { Registration } from "../trace/registration.js";
import type { LadderRow, LifeLine } from "../../view/ladder.js";
import { natTimeoutOf } from "./nat-timeout.js";
import { RowClock } from "./row-clock.js";

/** More than this on one ladder are no lines any more but a pattern. */
const MOST_LINES = 400;
/** Lines of one lane that stand side by side; of more none could be told apart. */
const MOST_TRACKS = 4;

interface Stretch {
  readonly lane: number;
  readonly fromMicros: number;
  readonly toMicros: number;
  readonly kind: LifeLine["kind"];
  readonly label: string;
  readonly short: string;
}

/** @param laneOf lane of a host; undefined for one that the ladder does not show. */
export function lifeLines(
  analysis: Analysis,
  registrations: readonly Registration[],
  rows: readonly LadderRow[],
  laneOf: (endpoint: Endpoint) => number | undefined,
): LifeLine[] {
  if (registrations.length === 0 || !analysis.trace.isTimed) return [];
  const clock = new RowClock(rows);
  const tracks = new Map<number, number[]>();
  const lines: LifeLine[] = [];
  for (const stretch of stretchesOf(analysis, registrations, laneOf)) {
    if (lines.length >= MOST_LINES) break;
    const from = clock.at(stretch.fromMicros);
    const to = clock.at(stretch.toMicros);
    const track = trackOf(stretch, tracks);
    if (!from || !to || track === undefined) continue;
    const { lane, kind, label, short } = stretch;
    lines.push({ lane, from, to, kind, track, label, short });
  }
  return lines;
}

/** The first track that is free; what follows at the same instant stands on the same one. */
function trackOf({ lane, fromMicros, toMicros }: Stretch, tracks: Map<number, number[]>): number | undefined {
  const ends = tracks.get(lane) ?? [];
  tracks.set(lane, ends);
  const free = ends.findIndex((end) => end <= fromMicros);
  const track = free < 0 ? ends.length : free;
  if (track >= MOST_TRACKS) return undefined;
  ends[track] = toMicros;
  return track;
}

function* stretchesOf(
  analysis: Analysis,
  registrations: readonly Registration[],
  laneOf: (endpoint: Endpoint) => number | undefined,
): Generator<Stretch> {
  const flows = new Map<Flow, Registration>();
  for (const registration of registrations) {
    for (const chain of chainsOf(registration.bindings)) {
      const lane = laneOf(chain[0]!.grant.source);
      if (lane !== undefined) yield* lifeOf(chain, registration.bindings, lane, analysis);
    }
    for (const { flow } of registration.bindings) flows.set(flow, registration);
  }
  for (const [flow, registration] of flows) {
    const lane = laneOf(flow.client);
    if (lane !== undefined) yield* pinholesOf(flow, registration, lane, analysis);
  }
}

/** Bindings that follow each other by refresh are one life. */
function chainsOf(bindings: readonly Binding[]): Binding[][] {
  const chains: Binding[][] = [];
  const open = new Map<string, Binding[]>();
  for (const binding of bindings) {
    const key = contactKey(binding);
    const known = open.get(key);
    const chain = known ?? [];
    if (!known) chains.push(chain);
    chain.push(binding);
    if (binding.endedBy === "refresh") open.set(key, chain);
    else open.delete(key);
  }
  return chains;
}

function contactKey({ contact }: Binding): string {
  return `${contact.uri.text} ${contact.instanceId?.value ?? ""}`;
}

function* lifeOf(
  chain: readonly Binding[],
  bindings: readonly Binding[],
  lane: number,
  { trace }: Analysis,
): Generator<Stretch> {
  const first = chain[0]!;
  const last = chain.at(-1)!;
  const refreshed = chain.length > 1 ? `, refreshed ${chain.length - 1} ×` : "";
  const label = `binding valid, ${first.grantedSeconds} s${refreshed}`;
  yield { lane, fromMicros: first.atMicros, toMicros: last.endMicros, kind: "alive", label, short: "binding valid" };
  if (last.endedBy !== "expiry") return;
  const next = bindings.find((later) => later.atMicros > last.endMicros && contactKey(later) === contactKey(last));
  const toMicros = next?.atMicros ?? trace.endMicros;
  const late = next ? `, refreshed ${formatDuration(toMicros - last.endMicros)} too late` : "";
  yield {
    lane,
    fromMicros: last.endMicros,
    toMicros,
    kind: "lapsed",
    label: `binding expired${late}`,
    short: "expired",
  };
}

/** A NAT forgets an idle UDP flow; packets of its inside open it anew, those from outside are lost. */
function* pinholesOf(flow: Flow, registration: Registration, lane: number, analysis: Analysis): Generator<Stretch> {
  if (flow.transport !== "udp" || !translationOf(flow)) return;
  const { trace } = analysis;
  const { micros: timeoutMicros, loss } = natTimeoutOf(flow, registration, analysis);
  const open = { lane, kind: "open", label: "NAT pinhole open", short: "NAT open" } as const;
  const shut = loss
    ? {
        label: `pinhole closed after at most ${formatDuration(loss.silenceMicros)} of silence`,
        short: "pinhole closed",
      }
    : {
        label: `idle for ${formatDuration(timeoutMicros)}: the NAT may have closed the pinhole`,
        short: `idle for ${formatDuration(timeoutMicros)}`,
      };
  let fromMicros: number | undefined;
  let lastMicros = 0;
  for (const { atMicros, fromClient } of flow.activities) {
    const isShut = fromMicros === undefined || atMicros > lastMicros + timeoutMicros;
    if (isShut && !fromClient) continue;
    if (isShut && fromMicros !== undefined) {
      const shutMicros = lastMicros + timeoutMicros;
      yield { ...open, fromMicros, toMicros: shutMicros };
      yield { ...shut, lane, fromMicros: shutMicros, toMicros: atMicros, kind: "shut" };
    }
    if (isShut) fromMicros = atMicros;
    lastMicros = atMicros;
  }
  if (fromMicros === undefined) return;
  const shutMicros = Math.min(lastMicros + timeoutMicros, trace.endMicros);
  yield { ...open, fromMicros, toMicros: shutMicros };
  if (shutMicros < trace.endMicros)
    yield { ...shut, lane, fromMicros: shutMicros, toMicros: trace.endMicros, kind: "shut" };
}
