/** TCP connections as signals tell them: how each began and ended, and what TLS said on it. */
import { type Endpoint, pairKey, sameEndpoint } from "../../model/endpoint.js";
import type { Signal } from "../../model/transmission.js";
import type { Trace } from "../../trace/trace.js";

export type TlsSignal = Extract<Signal, { kind: "tls" }>;
export type TcpSignal = Extract<Signal, { kind: "tcp" }>;

/** A signal and its index in the trace. */
export interface Seen<S> {
  readonly index: number;
  readonly signal: S;
}

export interface Connection {
  /** Index of its first signal: names the connection. */
  readonly first: number;
  readonly atMicros: number;
  readonly client: Endpoint;
  readonly server: Endpoint;
  /** `joined` when the trace does not show how it began. */
  readonly began: "open" | "refused" | "unanswered" | "joined";
  readonly tls: readonly Seen<TlsSignal>[];
  /** Ends of its two sides, and resets. */
  readonly ends: readonly Seen<TcpSignal>[];
}

interface Draft extends Connection {
  readonly tls: Seen<TlsSignal>[];
  readonly ends: Seen<TcpSignal>[];
}

const KNOWN = new WeakMap<Trace, readonly Connection[]>();

/** In the order in which they began. Several rules ask, so they are gathered once a trace. */
export function connectionsOf(trace: Trace): readonly Connection[] {
  const known = KNOWN.get(trace);
  if (known) return known;
  const connections = gather(trace);
  KNOWN.set(trace, connections);
  return connections;
}

function gather(trace: Trace): readonly Connection[] {
  const connections: Draft[] = [];
  const current = new Map<string, Draft>();
  const begin = (index: number, signal: Signal, client: Endpoint, server: Endpoint, began: Draft["began"]) => {
    const draft: Draft = { first: index, atMicros: signal.atMicros, client, server, began, tls: [], ends: [] };
    connections.push(draft);
    current.set(pairKey(client, server), draft);
    return draft;
  };
  for (const [index, signal] of trace.signals.entries()) {
    if (signal.kind !== "tcp" && signal.kind !== "tls") continue;
    const { source, destination } = signal;
    const known = current.get(pairKey(source, destination));
    if (signal.kind === "tls") {
      const isFromClient = isSaidByClient(signal, known);
      const [client, server] = isFromClient ? [source, destination] : [destination, source];
      (known ?? begin(index, signal, client, server, "joined")).tls.push({ index, signal });
    } else if (signal.event === "closed" || signal.event === "reset") {
      known?.ends.push({ index, signal });
    } else if (!known || known.ends.length > 0 || known.began !== signal.event) {
      // The same beginning again, with nothing in between, is another sighting of it.
      begin(index, signal, source, destination, signal.event);
    } else if (signal.event !== "open" && signal.atMicros - known.atMicros > SAME_PACKET_MICROS) {
      begin(index, signal, source, destination, signal.event);
    }
  }
  return connections;
}

/** Two observers see one packet within this; a client does not ask again from the same port so soon. */
const SAME_PACKET_MICROS = 100_000;

function isSaidByClient({ step, source, destination }: TlsSignal, known: Connection | undefined): boolean {
  if (step === "client-hello") return true;
  if (step === "server-hello" || step === "hello-retry-request") return false;
  return known ? sameEndpoint(known.client, source) : source.port > destination.port;
}
