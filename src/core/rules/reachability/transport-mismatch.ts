/** Two sides that speak different transports: TLS against clear SIP, or a Via or Contact that names another one than is used. */
import { formatEndpoint, isStream, sameEndpoint, type Transport } from "../../model/endpoint.js";
import { seconds } from "../../model/instant.js";
import { isMasked } from "../../model/masked.js";
import { parseUri } from "../../sip/uri.js";
import type { Binding } from "../../trace/binding.js";
import type { Registration } from "../../trace/registration.js";
import type { Trace } from "../../trace/trace.js";
import { TIMER_F_MICROS, type Transaction } from "../../trace/transaction.js";
import { isExact } from "../message/message-context.js";
import { SENDS_WITHOUT_ANSWER } from "../nat/undelivered.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { whereIs } from "../wording.js";
import { connectionsOf } from "./connections.js";
import { SignalsBetween } from "./silence.js";
import { CLEAR_PORT, sipPeersOf, TLS_PORT } from "./sip-peers.js";
import { sharedOf, whereIsSignal } from "./tls-reports.js";
import { type TlsSession, tlsSessionsOf } from "./tls-sessions.js";

/** A server that speaks TLS answers a ClientHello at once. */
const PATIENCE_MICROS = seconds(4);

export default defineRule({
  id: "transport-mismatch",
  title: "Transport mismatch",
  severity: "error",
  kind: "cause",
  summary: "Two sides use different transports on one port, or a Via or Contact names another transport than is used.",
  why: "TLS and clear SIP do not understand each other; and calls go where the Contact says, to a port and transport on which the device may not listen.",
  looksLike:
    "TLS to port 5060, or clear SIP to 5061: the connection opens and dies. Or the phone registers over TLS and calls to it go over UDP, since its Contact says nothing else.",
  confirm: {
    wireshark: "tcp.port == 5060 || tcp.port == 5061 || sip.Via.transport",
    steps: [
      "Look at the first octet that each side sends: 0x16 begins TLS, a letter begins SIP.",
      "On the server: which port speaks what? Asterisk `pjsip show transports`, FreeSWITCH `sofia status`.",
      "Compare the `transport` of the Contact with the transport of the registration.",
    ],
  },
  notWhen: [
    "`transport=ws` in a Contact over WSS, and hosts under `.invalid`, are as RFC 7118 wants them.",
    "A Via below the topmost belongs to an earlier hop with a transport of its own.",
  ],
  remedy:
    "Make transport and port agree: TLS with 5061, UDP and TCP with 5060, or what the server listens on; and let the Contact name the transport of the registration.",
  sources: [rfc(3261, "18.1.1"), rfc(3261, "19.1.1"), rfc(3263, "4.1")],
  fixes: { device: ["transport", "registrar"], registrar: ["listen"] },
  messages: {
    "tls-to-clear": "{client} begins TLS at {server}, which {proof}.",
    "clear-to-tls":
      "{client} sends SIP in the clear to {server}, which {proof}, and the connection is closed without an answer.",
    via: "The Via of the {method} names {named}, but it is sent over {used}.",
    contact: "{contact} names {named}, but the device registers over {used}: calls go to another transport.",
    "contact-default": "{contact} names no transport, which means UDP, but the device registers over {used}.",
    "contact-failed":
      "{contact} names {named} although the device registered over {used}, and the {method} that follows it fails.",
  },
  check(trace, report) {
    const tlsServers = new Set<string>();
    for (const session of tlsSessionsOf(trace)) {
      const { connection, serverHello } = session;
      if (serverHello) tlsServers.add(formatEndpoint(connection.server));
      const found = tlsToClear(trace, session);
      if (found) report(found);
    }
    const signals = new SignalsBetween(trace);
    for (const registration of trace.registrations) {
      const [first] = registration.transactions;
      const suspects = registration.isSteady && first?.transport !== "tcp" ? [] : registration.transactions;
      for (const transaction of suspects) {
        const found = clearToTls(trace, registration, transaction, signals, tlsServers);
        if (found) report(found);
      }
      for (const found of namedOtherwise(trace, registration)) report(found);
    }
  },
});

function tlsToClear(trace: Trace, session: TlsSession): Report | undefined {
  const { connection, hello, serverHello } = session;
  const { client, server, tls, ends } = connection;
  if (!hello || serverHello) return undefined;
  // What else the two say shows that the server does speak TLS, or that one direction is missing in the trace.
  if (tls.some(({ signal }) => signal.step !== "client-hello" && signal.step !== "alert")) return undefined;
  if (tls.some(({ signal }) => signal.step === "alert" && sameEndpoint(signal.source, server))) {
    return undefined;
  }
  const atMicros = hello.signal.atMicros;
  if (ends.length === 0 && !trace.covers(atMicros, atMicros + PATIENCE_MICROS)) return undefined;
  const isClear = sipPeersOf(trace).speaksClear(server);
  if (!isClear && server.port !== CLEAR_PORT) return undefined;
  const end = ends[0];
  return {
    message: "tls-to-clear",
    values: {
      client: client.address,
      server: formatEndpoint(server),
      proof: isClear ? "speaks SIP in the clear there" : "is the port of clear SIP and answers no ServerHello",
    },
    at: { signal: hello.index },
    ...sharedOf(trace, { ...session, failure: session.failure ?? unansweredHello(hello.index) }, "error", [
      `The ClientHello in ${whereIsSignal(hello.signal)} gets no ServerHello.`,
      ...(isClear ? [`SIP over plain TCP passes at ${formatEndpoint(server)} in this trace.`] : []),
      ...(end ? [`The connection is ${end.signal.event} in ${whereIsSignal(end.signal)}.`] : []),
    ]),
    strength: isClear ? "proven" : "likely",
  };
}

function unansweredHello(signal: number) {
  return { by: "server", signal, how: "closed", alert: undefined, isEncrypted: false } as const;
}

function clearToTls(
  trace: Trace,
  registration: Registration,
  transaction: Transaction,
  signals: SignalsBetween,
  tlsServers: ReadonlySet<string>,
): Report | undefined {
  if (transaction.hasResponse || transaction.transport !== "tcp") return undefined;
  const { request, server, client } = transaction;
  if (!request) return undefined;
  const speaksTls = tlsServers.has(formatEndpoint(server));
  if (!speaksTls && server.port !== TLS_PORT) return undefined;
  const alert = connectionsOf(trace)
    .filter((each) => sameEndpoint(each.client, client) && sameEndpoint(each.server, server))
    .flatMap(({ tls }) => tls)
    .find(({ signal }) => signal.step === "alert" && sameEndpoint(signal.source, server));
  const closing = signals.closingAfter(transaction, request.atMicros);
  const isEndedByServer = closing !== undefined && !closing.isIncomplete && sameEndpoint(closing.source, server);
  if (!alert && !isEndedByServer) return undefined;
  // A server that has answered anything on this connection understands it.
  const flow = trace.flowOf(request);
  if (flow?.activities.some(({ fromClient }) => !fromClient)) return undefined;
  return {
    message: "clear-to-tls",
    values: {
      client: client.address,
      server: formatEndpoint(server),
      proof: speaksTls ? "speaks TLS there" : "is the port of SIP over TLS",
    },
    at: { message: request },
    related: alert ? [{ signal: alert.index, label: "the answer, a TLS alert" }] : [],
    evidence: [
      `The ${transaction.method} in ${whereIs(request)} is readable: it is not encrypted.`,
      alert
        ? `The server answers with a TLS alert in ${whereIsSignal(alert.signal)}.`
        : `The server closes the connection in ${closing ? whereIsSignal(closing) : "?"} without one octet of an answer.`,
    ],
    aor: registration.aor,
    registration: registration.index,
    foldBy: `clear ${formatEndpoint(server)}`,
    strength: speaksTls || alert ? "proven" : "likely",
    explains: [transaction.index],
  };
}

/** Via and Contact are the same in every REGISTER of a registration: one of each transport is read. */
function* namedOtherwise(trace: Trace, registration: Registration): Generator<Report> {
  const seen = new Set<Transport>();
  for (const transaction of registration.transactions) {
    if (seen.has(transaction.transport) || transaction.hops !== 1) continue;
    const { request } = transaction;
    if (!request) continue;
    seen.add(transaction.transport);
    const found = viaReport(trace, registration, transaction);
    if (found) yield found;
    if (registration.isSteady) break;
  }
  if (!mayName(registration)) return;
  const judged = new Set<Transport>();
  for (const binding of accepted(registration, seen)) {
    if (judged.has(binding.transaction.transport)) continue;
    judged.add(binding.transaction.transport);
    const found = contactReport(trace, registration, binding);
    if (found) yield found;
  }
}

/** Whether a Contact of an accepted REGISTER, one of each transport, names another: bindings cost more to read. */
function mayName({ transactions, isSteady }: Registration): boolean {
  const read = new Set<Transport>();
  for (const transaction of transactions) {
    const { transport } = transaction;
    if (read.has(transport) || transaction.hops !== 1) continue;
    const { status, request, requestRow, keys } = transaction;
    if (status < 200 || status >= 300 || !request) continue;
    read.add(transport);
    // The usual Contact is one in plain form, and not read again for it.
    const text = keys.hasOneContact(requestRow) ? keys.text(keys.contactUriNumber(requestRow)) : undefined;
    const uris =
      text === undefined
        ? request.sip.contacts.filter(({ isStar }) => !isStar).map(({ uri }) => uri)
        : [parseUri(text, 0, text.length)];
    if (uris.some((uri) => !fits(transportParam(uri.text) ?? "udp", transport, uri.scheme))) return true;
    if (isSteady) break;
  }
  return false;
}

/** The transport that the Via names, in lower case. */
function namedByVia({ keys, requestRow, request }: Transaction): string | undefined {
  return keys.via.transport(requestRow) ?? request?.sip.topVia?.transport.value;
}

function viaReport(trace: Trace, registration: Registration, transaction: Transaction): Report | undefined {
  const { request, transport, status } = transaction;
  const named = namedByVia(transaction);
  if (!request || !named) return undefined;
  // A log that prints no transport has it from the Via, which then proves nothing.
  if (named === transport && !isExact(trace, request)) return undefined;
  // TLS may end at a proxy before this observer: only datagrams and streams are told apart for certain.
  const isStreamNamed = ["tcp", "tls", "ws", "wss"].includes(named);
  if ((named !== "udp" && !isStreamNamed) || isStreamNamed === isStream(transport)) return undefined;
  const via = request.sip.topVia;
  if (!via) return undefined;
  const fails = status === 0 || status === 408;
  return {
    message: "via",
    values: { method: transaction.method, named: named.toUpperCase(), used: transport.toUpperCase() },
    at: { message: request, header: via.header.name, range: via.transport.range },
    evidence: [
      `The packet in ${whereIs(request)} goes over ${transport.toUpperCase()}; a server answers by the transport of the Via (RFC 3261 §18.2.2).`,
    ],
    aor: registration.aor,
    registration: registration.index,
    foldBy: `via ${named} ${transport}`,
    severity: fails ? "error" : "warning",
    strength: "proven",
    explains: fails ? [transaction.index] : [],
  };
}

/** The bindings that the trace shows to be granted; a refused Contact is followed by nobody. */
function accepted({ transactions, bindings }: Registration, transports: ReadonlySet<Transport>): readonly Binding[] {
  const isGranted = transactions.some(
    ({ status, transport }) => status >= 200 && status < 300 && transports.has(transport),
  );
  return isGranted ? bindings : [];
}

function contactReport(trace: Trace, registration: Registration, binding: Binding): Report | undefined {
  const { contact, transaction, request, grant } = binding;
  const { uri } = contact;
  const used = transaction.transport;
  if (transaction.hops !== 1 || contact.isStar || used === "sctp") return undefined;
  const host = uri.host?.value.toLowerCase() ?? "";
  if (host.endsWith(".invalid")) return undefined;
  // Where all of it was blotted out, or the mark ends the URI, its parameters are gone.
  if (isMasked(uri.text) || isMasked(contact.header.value) || host.startsWith("<")) return undefined;
  const named = transportParam(uri.text);
  const expected = uri.scheme.toLowerCase() === "sips" ? "tls" : (named ?? "udp");
  if (fits(expected, used, uri.scheme)) return undefined;
  // Outbound, Path and a registrar that rewrites the Contact lead calls over the flow of the registration.
  if (contact.regId || grant.sip.header("Path")) return undefined;
  const listed = binding.listed;
  if (listed && fits(transportParam(listed.uri.text) ?? "udp", used, listed.uri.scheme)) return undefined;
  const failed = inboundFailure(trace, binding);
  const range = { ...contact.uriRange };
  return {
    message: failed ? "contact-failed" : named === undefined ? "contact-default" : "contact",
    values: {
      contact: uri.text,
      named: named === undefined ? "UDP (no transport)" : named.toUpperCase(),
      used: used.toUpperCase(),
      method: failed?.method ?? "",
    },
    at: { message: request, header: contact.header.name, range },
    related: [
      { message: grant, label: "accepted" },
      ...(failed ? [{ message: failed.first, label: `the ${failed.method} that fails` }] : []),
    ],
    evidence: [
      `${whereIs(request)} goes over ${used.toUpperCase()} from ${formatEndpoint(request.source)}.`,
      ...(failed
        ? [`The ${failed.method} goes over ${failed.transport.toUpperCase()} to ${formatEndpoint(failed.server)}.`]
        : []),
    ],
    aor: registration.aor,
    registration: registration.index,
    foldBy: `contact ${named ?? ""} ${used}`,
    severity: failed ? "error" : named === undefined ? "info" : "warning",
    strength: "proven",
    explains: failed ? [failed.index] : [],
  };
}

function transportParam(uri: string): string | undefined {
  return /;\s*transport\s*=\s*([a-z0-9.-]+)/i.exec(uri)?.[1]?.toLowerCase();
}

/** WSS is called `ws` in a URI (RFC 7118 §5.5), and `sips` with `tcp` means TLS (RFC 3261 §26.2.2). */
function fits(named: string, used: Transport, scheme: string): boolean {
  if (named === used) return true;
  if (used === "wss" || used === "ws") return named === "ws" || named === "wss";
  return used === "tls" && scheme.toLowerCase() === "sips" && named === "tcp";
}

/** A request to the Contact over the transport that it names, which nobody answers. */
function inboundFailure(
  trace: Trace,
  { request, transaction, atMicros, expiresAtMicros }: Binding,
): Transaction | undefined {
  const { address } = request.source;
  return inboundFailures(trace)
    .get(address)
    ?.find(
      (each) =>
        each.transport !== transaction.transport && each.startMicros >= atMicros && each.startMicros < expiresAtMicros,
    );
}

const KNOWN = new WeakMap<Trace, ReadonlyMap<string, readonly Transaction[]>>();

/** By the address they go to: INVITEs that are repeated and never answered. */
function inboundFailures(trace: Trace): ReadonlyMap<string, readonly Transaction[]> {
  const known = KNOWN.get(trace);
  if (known) return known;
  const failures = new Map<string, Transaction[]>();
  for (const { transactions } of trace.calls) {
    for (const transaction of transactions) {
      if (transaction.hasResponse || transaction.method !== "INVITE") continue;
      const isOver = trace.covers(transaction.startMicros, transaction.startMicros + TIMER_F_MICROS);
      if (transaction.requestRows.length < SENDS_WITHOUT_ANSWER && !isOver) continue;
      const { address } = transaction.server;
      const own = failures.get(address);
      if (own) own.push(transaction);
      else failures.set(address, [transaction]);
    }
  }
  KNOWN.set(trace, failures);
  return failures;
}
