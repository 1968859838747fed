/** A flow (RFC 5626 §3.1): what passes between one address and port of a client and one of a server, with its silences. */
import type { Endpoint, Transport } from "../model/endpoint.js";

/** Someone sent something on the flow. */
export interface Activity {
  readonly atMicros: number;
  readonly fromClient: boolean;
  /** Index of the message, or null for a keep-alive or other signal. */
  readonly message: number | null;
  /** Index into `trace.signals`, or null for a message. */
  readonly signal: number | null;
}

export interface Silence {
  readonly fromMicros: number;
  readonly toMicros: number;
  readonly before: Activity;
  readonly after: Activity;
}

/** Signs that the client is behind a NAT (RFC 3581 §4: `received`, `rport`). */
export interface NatFacts {
  /** Address and port that the server sees. */
  readonly mapped: Endpoint;
  /** Address and port that the client believes to have. */
  readonly local: Endpoint;
  /** Index of the message that shows it. */
  readonly message: number;
}

export interface Flow {
  readonly index: number;
  readonly transport: Transport;
  /** The side that registered, or that sent the first request. */
  readonly client: Endpoint;
  readonly server: Endpoint;
  /** In time order. */
  readonly activities: readonly Activity[];
  /** Undefined when nothing shows a NAT between the two. */
  readonly nat: NatFacts | undefined;
  /** Pauses in both directions of at least so many microseconds. */
  silences(minMicros: number): readonly Silence[];
  /** The longest pause after which a packet still got through from server to client and was answered; 0 when none. */
  readonly longestSurvivedMicros: number;
}
