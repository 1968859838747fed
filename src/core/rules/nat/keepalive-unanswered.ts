/** Pings that their peer does not answer any more. */
import { formatEndpoint, sameEndpoint } from "../../model/endpoint.js";
import { formatDuration } from "../../model/instant.js";
import type { Flow } from "../../trace/flow.js";
import type { Registration } from "../../trace/registration.js";
import type { Trace } from "../../trace/trace.js";
import type { Transaction } from "../../trace/transaction.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { countOf, whereIs } from "../wording.js";
import { Owners } from "./owners.js";
import { type PingForm, unansweredOptions, type UnansweredSignals, unansweredSignals } from "./unanswered-pings.js";

export default defineRule({
  id: "keepalive-unanswered",
  title: "Keep-alive unanswered",
  severity: "warning",
  kind: "cause",
  measures: "lengths",
  summary: "Three or more keep-alives in a row get no answer.",
  why: "A ping tells whether its peer is still reached. Without answers the flow or the peer is dead, or the side that pings will take it for dead and drop the registration.",
  looksLike:
    "Pings in a regular beat, and nothing comes back. Soon the side that pings marks the other one as unreachable.",
  confirm: {
    wireshark: 'sip.CSeq.method == "OPTIONS" || stun',
    steps: [
      "When did the last answer come, and what happened then?",
      "Asterisk: `pjsip show contacts` (Avail, Unavail); Kamailio: the nathelper and keepalive modules log what they drop.",
    ],
  },
  notWhen: [
    "A CRLF over UDP expects no answer.",
    "Any answer to OPTIONS, even 404 or 405, shows that the peer is alive.",
  ],
  remedy:
    "Look for what changed when the answers stopped: a firewall, a restarted or overloaded peer, a dead connection. If the peer ignores such pings on purpose, use another kind of keep-alive.",
  sources: [rfc(5626, "4.4"), rfc(3261, "11.2")],
  fixes: { device: ["keepAlive"], registrar: ["keepAlive"] },
  messages: {
    options: "{server} does not answer the OPTIONS pings of {client}: {count} in a row.",
    signals: "{server} does not answer the {form} keep-alives of {client}: {count} in a row.",
  },
  check(trace, report) {
    if (!trace.isTimed || trace.hasInferredSides) return;
    const owners = new Owners(trace);
    for (const pings of unansweredOptions(trace)) {
      const found = optionsReport(trace, owners, pings);
      if (found) report(found);
    }
    for (const series of unansweredSignals(trace)) {
      const found = signalsReport(trace, owners, series);
      if (found) report(found);
    }
  },
});

function optionsReport(trace: Trace, owners: Owners, pings: readonly Transaction[]): Report | undefined {
  const [first, ...others] = pings;
  const last = pings.at(-1);
  if (!first?.request || !last) return undefined;
  const flow = trace.flowOf(first.request);
  if (!flow || !isHeardOf(flow, first) || isServerDead(trace, flow, first)) return undefined;
  const owner = ownerOf(owners, flow, first);
  if (owner === "gone") return undefined;
  const { startLine } = first.request.sip;
  return {
    message: "options",
    values: {
      client: formatEndpoint(first.client),
      server: formatEndpoint(first.server),
      count: pings.length,
    },
    at: { message: first.request, ...(startLine.kind === "request" ? { range: startLine.requestUri.range } : {}) },
    related: others.flatMap(({ request }) => (request ? [{ message: request, label: "not answered either" }] : [])),
    evidence: [
      `${countOf(pings.length, "OPTIONS request")} from ${whereIs(first.request)} on, within ${formatDuration(last.startMicros - first.startMicros)}, without any response.`,
      `The same two addresses exchange other messages, so the trace would show an answer.`,
    ],
    aor: owner?.aor ?? null,
    registration: owner?.index ?? null,
    flow: flow.index,
    foldBy: `${formatEndpoint(first.client)} ${formatEndpoint(first.server)}`,
    strength: "proven",
    explains: pings.map(({ index }) => index),
  };
}

/** Whether the trace shows anything from the side that is pinged: else it holds one direction only, or a wrong address. */
function isHeardOf(flow: Flow, { client }: Transaction): boolean {
  const isClientPinging = sameEndpoint(client, flow.client);
  return flow.activities.some(({ fromClient }) => fromClient !== isClientPinging);
}

/** A REGISTER that stays unanswered meanwhile says more than pings do. */
function isServerDead(trace: Trace, flow: Flow, { startMicros, client }: Transaction): boolean {
  if (!sameEndpoint(client, flow.client)) return false;
  return flow.activities.some(({ atMicros, message }) => {
    const transaction = atMicros >= startMicros && message !== null ? trace.transactionOf(message) : undefined;
    return transaction?.method === "REGISTER" && transaction.responseRows.length === 0;
  });
}

/** The registration that the pings keep alive; `gone` when its device has left this flow before. */
function ownerOf(owners: Owners, flow: Flow, first: Transaction): Registration | "gone" | undefined {
  const bounds = owners.of(flow);
  const isClientPinging = sameEndpoint(first.client, flow.client);
  if (isClientPinging || bounds.length === 0) return bounds[0]?.registration;
  const alive = bounds.findLast(({ binding, registration }) => {
    if (first.startMicros < binding.atMicros || first.startMicros >= binding.endMicros) return false;
    return !registration.bindings.some((later) => later.flow !== flow && later.atMicros > binding.atMicros);
  });
  return alive?.registration ?? "gone";
}

const FORM_NAMES: Readonly<Record<PingForm, string>> = {
  stun: "STUN",
  "double-crlf": "CRLF",
  ping: "WebSocket",
};

function signalsReport(trace: Trace, owners: Owners, series: UnansweredSignals): Report | undefined {
  const { form, pings, client, server, isEverAnswered } = series;
  const [first, ...others] = pings;
  if (first === undefined) return undefined;
  const flow = trace.flows.find((each) => sameEndpoint(each.client, client) || sameEndpoint(each.server, client));
  if (!flow) return undefined;
  const isSameFlow = sameEndpoint(flow.client, server) || sameEndpoint(flow.server, server);
  // Many servers take a double CRLF or a STUN indication in silence; only one that is known to answer owes a pong.
  const isOwed = isEverAnswered || (isSameFlow && (form === "ping" || isOutbound(owners, flow)));
  if (!isOwed) return undefined;
  const owner = owners.at(client) ?? owners.at(server);
  const span = trace.signals[pings.at(-1)!]!.atMicros - trace.signals[first]!.atMicros;
  return {
    message: "signals",
    values: {
      client: formatEndpoint(client),
      server: formatEndpoint(server),
      form: FORM_NAMES[form],
      count: pings.length,
    },
    at: { signal: first },
    related: others.map((signal) => ({ signal, label: "not answered either" })),
    evidence: [
      `${countOf(pings.length, `${FORM_NAMES[form]} keep-alive`)} within ${formatDuration(span)} without an answer.`,
      isEverAnswered ? "Others were answered." : "Both sides agreed to such keep-alives.",
    ],
    aor: owner?.aor ?? null,
    registration: owner?.index ?? null,
    flow: isSameFlow ? flow.index : null,
    foldBy: `${formatEndpoint(client)} ${formatEndpoint(server)}`,
    strength: "proven",
  };
}

/** Whether the registrar agreed to SIP Outbound on this flow, whose keep-alives are owed an answer (RFC 5626 §4.4.1, §6). */
function isOutbound(owners: Owners, flow: Flow): boolean {
  return owners.of(flow).some(({ binding }) => {
    return binding.grant.sip.tokens("Require").some(({ value }) => value.toLowerCase() === "outbound");
  });
}
