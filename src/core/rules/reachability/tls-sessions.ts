/** TLS sessions of a trace: what each side said in the handshake, and how a handshake that failed ended. */
import { pairKey, sameEndpoint } from "../../model/endpoint.js";
import { seconds } from "../../model/instant.js";
import type { TlsAlert, TlsStep } from "../../model/tls.js";
import type { Trace } from "../../trace/trace.js";
import { type Connection, connectionsOf, type Seen, type TlsSignal } from "./connections.js";
import { sipPeersOf } from "./sip-peers.js";

export type TlsSide = "client" | "server";

export interface TlsFailure {
  readonly by: TlsSide;
  /** Index of the alert, or of the end of the connection. */
  readonly signal: number;
  readonly how: "alert" | "closed" | "reset";
  /** Undefined when no alert was sent, or when it is encrypted. */
  readonly alert: TlsAlert | undefined;
  readonly isEncrypted: boolean;
}

export interface TlsSession {
  readonly connection: Connection;
  readonly hello: Seen<TlsSignal> | undefined;
  readonly serverHello: Seen<TlsSignal> | undefined;
  /** The server's, where it can be read. */
  readonly certificate: Seen<TlsSignal> | undefined;
  readonly clientCertificate: Seen<TlsSignal> | undefined;
  readonly certificateRequest: Seen<TlsSignal> | undefined;
  readonly failure: TlsFailure | undefined;
  /** The client has accepted the server: it finished the handshake or sent something over it. */
  readonly isAccepted: boolean;
}

/** A server that turns down the client's part of a TLS 1.3 handshake does so at once. */
const VERDICT_MICROS = seconds(5);
/** Alerts that end nothing, or end a session as it should (RFC 8446 §6.1). */
const PEACEFUL: ReadonlySet<string> = new Set(["close_notify", "user_canceled", "no_renegotiation"]);

const KNOWN = new WeakMap<Trace, readonly TlsSession[]>();

/** Sessions that are meant for SIP, as far as the trace tells. */
export function tlsSessionsOf(trace: Trace): readonly TlsSession[] {
  const known = KNOWN.get(trace);
  if (known) return known;
  const withTls = connectionsOf(trace).filter(({ tls }) => tls.length > 0);
  // Most traces have none, and to know who speaks SIP costs a look at every REGISTER.
  if (withTls.length === 0) return [];
  const peers = sipPeersOf(trace);
  const overTls = new Set(
    trace.flows
      .filter(({ transport }) => transport === "tls" || transport === "wss")
      .map(({ client, server }) => pairKey(client, server)),
  );
  const sessions = withTls
    .map((connection) => {
      const { client, server } = connection;
      const carriesSip = overTls.has(pairKey(client, server));
      return sessionOf(connection, carriesSip);
    })
    .filter(({ connection, hello }) => peers.isSip(connection.server, hello?.signal.details.sni));
  KNOWN.set(trace, sessions);
  return sessions;
}

class Steps {
  constructor(private readonly connection: Connection) {}

  sideOf({ signal }: Seen<TlsSignal>): TlsSide {
    return sameEndpoint(signal.source, this.connection.client) ? "client" : "server";
  }

  find(step: TlsStep, side: TlsSide): Seen<TlsSignal> | undefined {
    return this.connection.tls.find((seen) => seen.signal.step === step && this.sideOf(seen) === side);
  }

  /** Whether the side said this before a signal of the trace. */
  has(step: TlsStep, side: TlsSide, before = Infinity): boolean {
    const found = this.find(step, side);
    return found !== undefined && found.index < before;
  }
}

function sessionOf(connection: Connection, carriesSip: boolean): TlsSession {
  const steps = new Steps(connection);
  const serverHello = steps.find("server-hello", "server");
  const isAccepted = carriesSip || steps.has("finished", "client") || steps.has("application-data", "client");
  return {
    connection,
    hello: steps.find("client-hello", "client"),
    serverHello,
    certificate: steps.find("certificate", "server"),
    clientCertificate: steps.find("certificate", "client"),
    certificateRequest: steps.find("certificate-request", "server"),
    failure: carriesSip ? undefined : failureOf(connection, steps, serverHello),
    isAccepted,
  };
}

function failureOf(
  connection: Connection,
  steps: Steps,
  serverHello: Seen<TlsSignal> | undefined,
): TlsFailure | undefined {
  // A trace that begins within the session shows no handshake that could fail.
  if (!serverHello && !steps.find("client-hello", "client")) return undefined;
  for (const seen of connection.tls) {
    if (seen.signal.step !== "alert") continue;
    const by = steps.sideOf(seen);
    const { alert, isEncrypted } = seen.signal.details;
    // Who has sent something over the session has accepted it.
    if (steps.has("application-data", by, seen.index)) return undefined;
    if (alert) {
      if (alert.level === "warning" || PEACEFUL.has(alert.description)) {
        if (alert.description === "close_notify") break;
        continue;
      }
      return { by, signal: seen.index, how: "alert", alert, isEncrypted: false };
    }
    if (isEncrypted && endsHandshake(seen, by, steps, serverHello)) {
      return { by, signal: seen.index, how: "alert", alert: undefined, isEncrypted: true };
    }
    return undefined;
  }
  return endWithoutAlert(connection, steps, serverHello);
}

/** An encrypted alert may be a close_notify: only one that a side sends instead of its part of the handshake is taken for more. */
function endsHandshake(
  { index, signal }: Seen<TlsSignal>,
  by: TlsSide,
  steps: Steps,
  serverHello: Seen<TlsSignal> | undefined,
): boolean {
  if (serverHello?.signal.details.version !== "TLS 1.3") return !steps.has("finished", by, index);
  if (by === "client") return true;
  const finished = steps.find("finished", "client");
  return finished !== undefined && signal.atMicros - finished.signal.atMicros <= VERDICT_MICROS;
}

/** A side that closes or resets the connection amid the handshake. Of TLS 1.3 too little is seen behind ServerHello. */
function endWithoutAlert(
  connection: Connection,
  steps: Steps,
  serverHello: Seen<TlsSignal> | undefined,
): TlsFailure | undefined {
  const end = connection.ends[0];
  const hello = steps.find("client-hello", "client");
  if (!end || !hello || end.index < hello.index || end.signal.isIncomplete) return undefined;
  if (serverHello?.signal.details.version === "TLS 1.3") return undefined;
  const isUnderWay =
    !(steps.has("finished", "client") && steps.has("finished", "server")) &&
    !steps.has("application-data", "client") &&
    !steps.has("application-data", "server");
  if (!isUnderWay) return undefined;
  // A client whose Finished follows an unseen ServerHello shows that one direction is missing.
  if (!serverHello && steps.has("finished", "client")) return undefined;
  const by = sameEndpoint(end.signal.source, connection.client) ? "client" : "server";
  // A client that goes away before the server has said anything may have changed its mind, or seen nothing.
  if (by === "client" && !serverHello) return undefined;
  const how = end.signal.event === "reset" ? "reset" : "closed";
  return { by, signal: end.index, how, alert: undefined, isEncrypted: false };
}

/** Whether a later connection of the same client to the same server was accepted soon after. */
export function succeedsSoon(trace: Trace, { connection }: TlsSession, withinMicros: number): boolean {
  const { client, server, atMicros, first } = connection;
  return tlsSessionsOf(trace).some(
    (other) =>
      other.connection.first > first &&
      other.connection.atMicros - atMicros <= withinMicros &&
      other.connection.client.address === client.address &&
      sameEndpoint(other.connection.server, server) &&
      other.isAccepted &&
      !other.failure,
  );
}
