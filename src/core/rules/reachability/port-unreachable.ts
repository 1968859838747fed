/** Nobody listens where a request or connection goes: ICMP or TCP says so. */
import { isPrivateAddress } from "../../model/address.js";
import { directionKey, type Endpoint, formatEndpoint } from "../../model/endpoint.js";
import { formatDuration } from "../../model/instant.js";
import type { Signal } from "../../model/transmission.js";
import type { Trace } from "../../trace/trace.js";
import { TIMER_F_MICROS, type Transaction } from "../../trace/transaction.js";
import { ownerOf } from "../message/message-context.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { countOf, whereIs } from "../wording.js";
import { type Connection, connectionsOf, type Seen } from "./connections.js";
import { type SipPeers, sipPeersOf, type Takeover } from "./sip-peers.js";

type Unreachable = Extract<Signal, { kind: "unreachable" }>;

export default defineRule({
  id: "port-unreachable",
  title: "Port not reachable",
  severity: "error",
  kind: "cause",
  summary: "A host or router answers a request with ICMP unreachable, or refuses its TCP connection.",
  why: "Nothing receives SIP at that address, port and transport, so the device cannot register or call there.",
  looksLike:
    'The phone says "server not reachable" at once, without the usual half minute of waiting. ICMP "port unreachable", or a RST to each SYN.',
  confirm: {
    wireshark: "icmp.type == 3 || icmpv6.type == 1 || tcp.flags.reset == 1",
    steps: [
      "On the server: `ss -lunp` and `ss -ltnp`; does it listen at this address, port and transport?",
      "Who sends the ICMP: the server itself (nothing listens) or a router before it (a firewall, or no way to the host)?",
    ],
  },
  notWhen: [
    "A RST after the connection has been used and closed is normal.",
    "Another target of the same name takes the registration: then one of several servers is down.",
  ],
  remedy:
    "Make port and transport of the device match what the server listens on; start the listener, or let the firewall pass it.",
  sources: [rfc(3261, "18.4"), rfc(3261, "8.1.3.1"), rfc(3263, "4.3")],
  fixes: { device: ["registrar"], registrar: ["listen"] },
  messages: {
    icmp: '{method} to {server} over UDP is answered with ICMP "{reason}" by {reporter}.',
    "icmp-tcp": 'The TCP connection to {server} is answered with ICMP "{reason}" by {reporter}.',
    refused: "{server} refuses the TCP connection of {client} (RST): nothing listens there for TCP.",
  },
  check(trace, report) {
    const unreachables = trace.signals.flatMap((signal, index): Seen<Unreachable>[] =>
      signal.kind === "unreachable" && isUndelivered(signal) ? [{ index, signal }] : [],
    );
    const connections = connectionsOf(trace);
    if (unreachables.length === 0 && connections.length === 0) return;
    const peers = sipPeersOf(trace);
    if (unreachables.length > 0) {
      for (const found of unreachableRequests(trace, unreachables, peers)) report(found);
    }
    for (const found of unreachableConnections(unreachables, connections, peers)) report(found);
    for (const connection of connections) {
      if (connection.began === "refused" && peers.isSip(connection.server)) report(refusal(connection, peers));
    }
  },
});

/** Too large, or lacking fragments, is another fault than not reachable. */
function isUndelivered({ reason }: Unreachable): boolean {
  return !/fragment|too big/.test(reason);
}

function* unreachableRequests(
  trace: Trace,
  unreachables: readonly Seen<Unreachable>[],
  peers: SipPeers,
): Generator<Report> {
  const byPair = new Map<string, Seen<Unreachable>[]>();
  for (const seen of unreachables) {
    const { transport, source, destination, quoted } = seen.signal;
    if (transport !== "udp" || !mayQuoteRequest(quoted)) continue;
    const key = directionKey(source, destination);
    const own = byPair.get(key);
    if (own) own.push(seen);
    else byPair.set(key, [seen]);
  }
  if (byPair.size === 0) return;
  const registered = new Set(
    trace.registrations.flatMap(({ transactions }) => transactions.map(({ client }) => client.address)),
  );
  for (const transaction of trace.transactions) {
    if (transaction.transport !== "udp") continue;
    const seen = byPair.get(directionKey(transaction.client, transaction.server));
    const { request } = transaction;
    if (!seen || !request || transaction.responseRows.length > 0) continue;
    if (transaction.method !== "REGISTER" && isAboutBinding(transaction, registered)) continue;
    const last = trace.messages.atMicros(transaction.requestRows.at(-1)!);
    const own = seen.filter(
      ({ signal }) => !(signal.atMicros < request.atMicros) && !(signal.atMicros > last + TIMER_F_MICROS),
    );
    const first = own[0];
    if (!first) continue;
    const { aor, registration } = ownerOf(trace, request);
    const takeover = peers.takeover(transaction.client, request.atMicros, TIMER_F_MICROS, aor ?? undefined);
    const { startLine } = request.sip;
    yield {
      message: "icmp",
      values: {
        method: transaction.method,
        server: formatEndpoint(transaction.server),
        reason: first.signal.reason,
        reporter: first.signal.reporter,
      },
      at: { message: request, ...(startLine.kind === "request" ? { range: startLine.requestUri.range } : {}) },
      related: [{ signal: first.index, label: "the ICMP message" }],
      evidence: [
        `${countOf(own.length, "ICMP message")} for ${countOf(transaction.requestRows.length, "send")} of the request from ${whereIs(request)} on; no response comes.`,
        ...takeoverWords(takeover, request.atMicros),
      ],
      aor: aor ?? null,
      registration: registration ?? null,
      foldBy: `${transaction.client.address} ${formatEndpoint(transaction.server)}`,
      strength: "proven",
      ...(takeover ? { severity: "info" as const } : {}),
      explains: [transaction.index, ...upstreamOf(trace, transaction)],
    };
  }
}

/** An octet or two may be all that is quoted; a response or keep-alive that bounces is no request. */
function mayQuoteRequest(quoted: Uint8Array): boolean {
  const text = String.fromCharCode(...quoted.subarray(0, 8));
  return quoted.length === 0 || (/^[A-Z]/.test(text) && !text.startsWith("SIP/"));
}

/**
 * A request to a registered device that does not arrive tells of its binding: a NAT that forgot it, a private Contact, a
 * device that restarted. Those have rules of their own. OPTIONS asks whether anybody is there.
 */
function isAboutBinding({ method, server, client }: Transaction, registered: ReadonlySet<string>): boolean {
  if (method === "OPTIONS" || method === "ACK" || registered.has(server.address)) return true;
  return isPrivateAddress(server.address) && !isPrivateAddress(client.address);
}

/** A REGISTER that a proxy could not send on fails at the hops before for the same reason (RFC 3261 §16.9). */
function upstreamOf(trace: Trace, { method, hops, callId, cseqNumber, index }: Transaction): number[] {
  if (hops < 2 || callId === "") return [];
  return trace.transactions
    .filter(
      (other) =>
        other.index !== index &&
        other.method === method &&
        other.hops < hops &&
        other.cseqNumber === cseqNumber &&
        other.callId === callId &&
        (other.status === 0 || other.status === 408 || other.status >= 500),
    )
    .map((other) => other.index);
}

function* unreachableConnections(
  unreachables: readonly Seen<Unreachable>[],
  connections: readonly Connection[],
  peers: SipPeers,
): Generator<Report> {
  const byPair = new Map(connections.map((each) => [directionKey(each.client, each.server), each]));
  const told = new Set<string>();
  for (const { index, signal } of unreachables) {
    const { source, destination, transport } = signal;
    const key = directionKey(source, destination);
    const connection = byPair.get(key);
    const wasOpen = connection !== undefined && connection.began !== "unanswered";
    if (transport !== "tcp" || wasOpen || told.has(key) || !peers.isSip(destination)) continue;
    told.add(key);
    yield {
      message: "icmp-tcp",
      values: { server: formatEndpoint(destination), reason: signal.reason, reporter: signal.reporter },
      at: { signal: index },
      ...shared(source, destination, signal.atMicros, peers),
      connection: connection?.first ?? null,
    };
  }
}

function refusal({ first, client, server, atMicros }: Connection, peers: SipPeers): Report {
  return {
    message: "refused",
    values: { server: formatEndpoint(server), client: client.address },
    at: { signal: first },
    ...shared(client, server, atMicros, peers),
    connection: first,
  };
}

function shared(client: Endpoint, server: Endpoint, atMicros: number, peers: SipPeers): Omit<Report, "message" | "at"> {
  const takeover = peers.takeover(client, atMicros);
  return {
    ...peers.ownerOf(client.address),
    evidence: [
      "No SIP message passes on this connection; the request that it was opened for is not in the trace.",
      ...takeoverWords(takeover, atMicros),
    ],
    foldBy: `${client.address} ${formatEndpoint(server)}`,
    strength: "proven",
    ...(takeover ? { severity: "info" as const } : {}),
  };
}

export function takeoverWords(takeover: Takeover | undefined, atMicros: number): string[] {
  if (!takeover) return [];
  const after = formatDuration(takeover.atMicros - atMicros);
  return [
    `The device registers at ${formatEndpoint(takeover.server)} ${after} later: this was one of several targets.`,
  ];
}
