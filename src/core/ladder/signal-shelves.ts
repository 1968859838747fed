/** Rows of the overview for findings that no SIP message shows: one for each pair of hosts whose signals are flagged. */
import type { Analysis } from "../analysis.js";
import type { Signal } from "../model/transmission.js";

export interface SignalShelf {
  /** `s4`: the first flagged signal. */
  readonly key: string;
  /** Addresses of the side that asks, and of the one asked. */
  readonly client: string;
  readonly server: string;
  readonly transport: string;
  /** Indices into `trace.signals`, ascending: all that passes between the two. */
  readonly signals: readonly number[];
  /** Indices of the findings. */
  readonly findings: readonly number[];
}

const KNOWN = new WeakMap<Analysis["findings"], ReadonlyMap<string, SignalShelf>>();

/** By key, in the order of the findings. */
export function signalShelves(analysis: Analysis): ReadonlyMap<string, SignalShelf> {
  const known = KNOWN.get(analysis.findings);
  if (known) return known;
  const shelves = sortOut(analysis);
  KNOWN.set(analysis.findings, shelves);
  return shelves;
}

interface Draft extends SignalShelf {
  readonly signals: number[];
  readonly findings: number[];
}

function sortOut({ trace, findings }: Analysis): ReadonlyMap<string, SignalShelf> {
  const byKey = new Map<string, SignalShelf>();
  const byPair = new Map<string, Draft>();
  for (const [index, { registration, call, location }] of findings.entries()) {
    const signal = trace.signals[location.signal ?? -1];
    if (!signal || registration !== null || call !== null) continue;
    const pair = pairOf(signal);
    let draft = byPair.get(pair);
    if (!draft) {
      const [client, server] = sidesOf(signal);
      const transport = signal.transport.toUpperCase();
      draft = { key: `s${location.signal}`, client, server, transport, signals: [], findings: [] };
      byPair.set(pair, draft);
      byKey.set(draft.key, draft);
    }
    draft.findings.push(index);
  }
  if (byPair.size === 0) return byKey;
  for (const [index, signal] of trace.signals.entries()) byPair.get(pairOf(signal))?.signals.push(index);
  return byKey;
}

/** An answer of DNS and what a server says in TLS go back to the side that asked. */
function sidesOf(signal: Signal): [string, string] {
  const { source, destination } = signal;
  const isBack =
    (signal.kind === "dns" && signal.dns.answer !== undefined) ||
    (signal.kind === "tls" && source.port < destination.port) ||
    (signal.kind === "tcp" &&
      (signal.event === "closed" || signal.event === "reset") &&
      source.port < destination.port);
  return isBack ? [destination.address, source.address] : [source.address, destination.address];
}

function pairOf({ source, destination }: Signal): string {
  return [source.address, destination.address].sort().join(" ");
}
