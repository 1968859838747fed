/** An Outbound flow that is gone, so that the edge proxy cannot reach the device over it. */
import { formatEndpoint, isStream, pairKey } from "../../model/endpoint.js";
import { formatDuration, seconds } from "../../model/instant.js";
import type { Signal } from "../../model/transmission.js";
import { canonicalAor } from "../../sip/uri.js";
import type { Registration } from "../../trace/registration.js";
import { isRemovalRequest } from "../../trace/registrations.js";
import type { Trace } from "../../trace/trace.js";
import type { Transaction } from "../../trace/transaction.js";
import { callOf } from "../nat/undelivered.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { statusOf, whereIs } from "../wording.js";

/** A device should have a new flow by then: its first retries come within 30 s (RFC 5626 §4.5). */
const REPLACED_WITHIN_MICROS = seconds(60);

type TcpSignal = Signal & { readonly kind: "tcp" };
type ByAor = ReadonlyMap<string, readonly Registration[]>;

interface Closing {
  readonly index: number;
  readonly signal: TcpSignal;
}

export default defineRule({
  id: "flow-failed",
  title: "Flow failed",
  severity: "error",
  kind: "cause",
  measures: "lengths",
  summary: "The flow over which an Outbound device is reached is gone, and the device has not replaced it.",
  why: "A device registered by Outbound is reached over its own connection only; without it no call arrives until it registers anew.",
  looksLike:
    'The phone shows "registered", its TLS or TCP connection is gone, and calls get 430 or 480 until it registers again.',
  confirm: {
    wireshark: "sip.Status-Code == 430 || tcp.flags.fin == 1 || tcp.flags.reset == 1",
    steps: [
      "Who closed the connection, and how long had it been silent? A firewall often closes at a round number of minutes.",
      "Look for a REGISTER over a new connection after the end of the old one.",
    ],
  },
  notWhen: [
    "The device removed its registration first: then it means to go.",
    "Another flow of the same device (`reg-id`) is still alive: calls take that one.",
  ],
  remedy:
    "Let the device notice the loss by keep-alives and register anew at once, register a second flow (reg-id 2), and look for what closes the connection.",
  sources: [rfc(5626, "5.3"), rfc(5626, "4.5"), rfc(5626, "11.5")],
  fixes: { device: ["keepAlive"], registrar: ["connectionLifetime"] },
  messages: {
    refused: "{method} for {aor} is refused with {status}: the connection to the device is gone.",
    closed: "The connection {client} of {aor}, an Outbound flow, ends, and no registration replaces it within 60 s.",
  },
  check(trace, report) {
    const closings = closingsOf(trace);
    const reported = new Set<string>();
    const grouped = new Map<string, Transaction[]>();
    for (const transaction of trace.transactions) {
      if (transaction.status !== 430 || transaction.method === "REGISTER") continue;
      const key = `${transaction.callIdNumber} ${transaction.cseqNumber} ${transaction.method}`;
      const own = grouped.get(key);
      if (own) own.push(transaction);
      else grouped.set(key, [transaction]);
    }
    for (const hops of grouped.values()) {
      const found = refusedReport(trace, hops, closings);
      if (!found) continue;
      reported.add(found.aor ?? "");
      report(found);
    }
    if (closings.size === 0 || !trace.isTimed) return;
    const byAor = new Map<string, Registration[]>();
    for (const each of trace.registrations) {
      const own = byAor.get(each.aor);
      if (own) own.push(each);
      else byAor.set(each.aor, [each]);
    }
    for (const registration of trace.registrations) {
      const found = reported.has(registration.aor) ? undefined : closedReport(trace, byAor, registration, closings);
      if (found) report(found);
    }
  },
});

function refusedReport(
  trace: Trace,
  hops: readonly Transaction[],
  closings: ReadonlyMap<string, readonly Closing[]>,
): Report | undefined {
  // The hop that is farthest from the caller says it first.
  const deepest = hops.reduce((a, b) => (b.hops > a.hops ? b : a));
  const { final, request, method, client, server } = deepest;
  if (!final) return undefined;
  const to = (request ?? final).sip.to;
  const aor = to ? canonicalAor(to.uri) : null;
  const registration = trace.registrations.find((candidate) => candidate.aor === aor);
  const flow = registration?.transactions.findLast(({ startMicros }) => !(startMicros > deepest.startMicros));
  const closing =
    flow &&
    closings
      .get(pairKey(flow.client, flow.server))
      ?.find(({ signal }) => signal.atMicros >= flow.endMicros && signal.atMicros <= deepest.startMicros);
  return {
    message: "refused",
    values: { method, aor: aor ?? "an unreadable address", status: statusOf(final) },
    at: { message: final },
    related: [
      ...(request ? [{ message: request, label: "the request that finds no flow" }] : []),
      ...(closing ? [{ signal: closing.index, label: "the connection ends" }] : []),
    ],
    evidence: [
      `${whereIs(final)}: ${formatEndpoint(server)} answers ${statusOf(final)} to ${formatEndpoint(client)}.`,
      ...(closing
        ? [
            `The connection of the REGISTER ended ${formatDuration(deepest.startMicros - closing.signal.atMicros)} before.`,
          ]
        : []),
    ],
    aor,
    strength: "proven",
    foldBy: "430",
    explains: hops.map(({ index }) => index),
    registration: registration?.index ?? null,
    call: callOf(trace, deepest)?.index ?? null,
  };
}

function closedReport(
  trace: Trace,
  byAor: ByAor,
  registration: Registration,
  closings: ReadonlyMap<string, readonly Closing[]>,
): Report | undefined {
  // Further on, the connection is a proxy's and carries many devices.
  const granted = registration.transactions.filter(
    ({ status, transport, hops }) => hops === 1 && status >= 200 && status < 300 && isStream(transport),
  );
  // A device may hold several flows; each ends by itself.
  const lastOfFlow = new Map(
    granted.map((transaction) => [pairKey(transaction.client, transaction.server), transaction]),
  );
  for (const [key, transaction] of lastOfFlow) {
    const closing = closings.get(key)?.find(({ signal }) => signal.atMicros >= transaction.endMicros);
    if (!closing || !transaction.request) continue;
    const { sip } = transaction.request;
    const contact = sip.contacts.find(({ regId }) => regId !== undefined);
    if (!contact || isRemovalRequest(sip)) continue;
    const goneAt = closing.signal.atMicros;
    const binding = registration.bindings.find((candidate) => candidate.transaction.index === transaction.index);
    const isValid = binding !== undefined && binding.expiresAtMicros >= goneAt + REPLACED_WITHIN_MICROS;
    if (!isValid || !trace.covers(goneAt, goneAt + REPLACED_WITHIN_MICROS)) continue;
    if (isReplaced(byAor, registration, transaction.startMicros, goneAt)) continue;
    const client = formatEndpoint(transaction.client);
    return {
      message: "closed",
      values: { client, aor: registration.aor },
      at: { signal: closing.index },
      related: [
        {
          message: transaction.request,
          header: contact.header.name,
          range: contact.range,
          label: "the flow as registered",
        },
      ],
      evidence: [
        `${formatEndpoint(closing.signal.source)} ends the connection (${closing.signal.event}).`,
        `No REGISTER for ${registration.aor} follows within 60 s, although the binding is valid for longer.`,
      ],
      aor: registration.aor,
      strength: "proven",
      foldBy: client,
      registration: registration.index,
    };
  }
  return undefined;
}

/** Any REGISTER for the AoR soon after, or around the end of the connection, may be the device's new flow. */
function isReplaced(byAor: ByAor, { aor, index }: Registration, sinceMicros: number, goneAt: number): boolean {
  return (byAor.get(aor) ?? []).some((other) =>
    other.transactions.some(({ startMicros }) =>
      other.index === index
        ? startMicros > sinceMicros && startMicros <= goneAt + REPLACED_WITHIN_MICROS
        : startMicros > sinceMicros &&
          startMicros > goneAt - REPLACED_WITHIN_MICROS &&
          startMicros <= goneAt + REPLACED_WITHIN_MICROS,
    ),
  );
}

function closingsOf(trace: Trace): Map<string, Closing[]> {
  const closings = new Map<string, Closing[]>();
  for (const [index, signal] of trace.signals.entries()) {
    if (signal.kind !== "tcp" || (signal.event !== "closed" && signal.event !== "reset")) continue;
    const key = pairKey(signal.source, signal.destination);
    const own = closings.get(key);
    if (own) own.push({ index, signal });
    else closings.set(key, [{ index, signal }]);
  }
  return closings;
}
