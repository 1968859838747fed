/** A request over UDP that is too large for one packet. */
import { directionKey, sameEndpoint } from "../../model/endpoint.js";
import type { Signal } from "../../model/transmission.js";
import type { Message } from "../../trace/message.js";
import type { Trace } from "../../trace/trace.js";
import { TIMER_F_MICROS, type Transaction } from "../../trace/transaction.js";
import { ownerOf } from "../message/message-context.js";
import { SENDS_SPAN_MICROS, SENDS_WITHOUT_ANSWER } from "../nat/undelivered.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { countOf, whereIs } from "../wording.js";
import type { Seen } from "./connections.js";

/** Larger requests must go over a stream where the path's MTU is not known (RFC 3261 §18.1.1). */
const LARGEST_OCTETS = 1300;

type Unreachable = Extract<Signal, { kind: "unreachable" }>;

export default defineRule({
  id: "message-too-large",
  title: "Too large for UDP",
  severity: "warning",
  kind: "practice",
  measures: "lengths",
  summary: "A request over UDP is larger than 1300 octets, or comes in IP fragments.",
  why: "Firewalls and NATs drop fragments, since only the first has ports. Then a part is lost and the whole request with it.",
  looksLike:
    "Registering works, but calls with video or many codecs get no answer; or a call works over one access and not over another. The request comes in two IP fragments.",
  confirm: {
    wireshark: "sip && udp.length > 1300 || ip.flags.mf == 1 || ip.frag_offset > 0",
    steps: ["Capture on the server: does the second fragment arrive?", "Switch the phone to TCP for a test."],
  },
  notWhen: ["TCP and TLS split and join by themselves."],
  remedy: "Use TCP or TLS, or make the request smaller: fewer codecs, Contact parameters and proprietary headers.",
  sources: [rfc(3261, "18.1.1"), rfc(8900, "3")],
  fixes: { device: ["transport"] },
  messages: {
    large: "The {method} over UDP has {octets} octets{pieces}: too many for one packet.",
    lost: "The {method} over UDP has {octets} octets{pieces} and is never answered: {proof}.",
  },
  check(trace, report) {
    const { messages } = trace;
    const tooLong = fragmentErrors(trace);
    const told = new Set<string>();
    for (let row = 0; row < messages.length; row++) {
      const isLarge = messages.octetCount(row) + messages.missingOctets(row) > LARGEST_OCTETS;
      if (
        (!isLarge && messages.fragments(row) === 1 && !messages.lacksFragments(row)) ||
        messages.role(row) !== "original"
      )
        continue;
      if (messages.transport(row) !== "udp") continue;
      const message = messages.at(row);
      const transaction = trace.transactionOf(row);
      if (!message.sip.isRequest || !transaction || message.sip.method === "ACK") continue;
      // What a proxy sends on is as large; the first hop tells it.
      const key = `${transaction.method} ${transaction.cseqNumber} ${transaction.callIdNumber}`;
      if (told.has(key)) continue;
      told.add(key);
      report(
        reportOf(trace, message, transaction, tooLong.get(directionKey(message.source, message.destination)) ?? []),
      );
    }
  },
});

function fragmentErrors({ signals }: Trace): ReadonlyMap<string, readonly Seen<Unreachable>[]> {
  const byPair = new Map<string, Seen<Unreachable>[]>();
  for (const [index, signal] of signals.entries()) {
    if (signal.kind !== "unreachable" || signal.transport !== "udp") continue;
    const key = directionKey(signal.source, signal.destination);
    const own = byPair.get(key);
    if (own) own.push({ index, signal });
    else byPair.set(key, [{ index, signal }]);
  }
  return byPair;
}

function reportOf(
  trace: Trace,
  message: Message,
  transaction: Transaction,
  unreachables: readonly Seen<Unreachable>[],
): Report {
  const { missingOctets, fragments, lacksFragments, sip } = message;
  const octets = sip.text.length + missingOctets;
  const error = unreachables.find(
    ({ signal }) => /fragment|too big/.test(signal.reason) && !(signal.atMicros < message.atMicros),
  );
  const isElsewhere = unreachables.length > 0 && error === undefined;
  const isLost =
    !isElsewhere && isUnanswered(trace, transaction) && (error !== undefined || !areSmallLost(trace, transaction));
  const { aor, registration } = ownerOf(trace, message);
  const sends = transaction.requestRows.length;
  const proof = error
    ? `${error.signal.reporter} says "${error.signal.reason}"`
    : lacksFragments
      ? "a fragment is missing"
      : `${countOf(sends, "send")} without an answer`;
  return {
    message: isLost ? "lost" : "large",
    values: {
      method: sip.method,
      octets: lacksFragments ? `over ${sip.text.length}` : octets,
      pieces: fragments > 1 ? ` in ${fragments} IP fragments` : "",
      proof,
    },
    at: { message },
    related: isLost && error ? [{ signal: error.index, label: "the ICMP message" }] : [],
    evidence: [
      `${whereIs(message)} carries ${sip.text.length} octets of SIP; 1300 is the most for a path whose MTU is not known.`,
      ...(fragments > 1 ? [`The datagram came in ${fragments} IP fragments.`] : []),
      ...(lacksFragments ? ["The trace does not hold all of its fragments."] : []),
      ...(isLost ? [`It is sent ${countOf(sends, "time")}; nothing comes back.`] : []),
      ...(error ? [`${error.signal.reporter} answers with ICMP "${error.signal.reason}".`] : []),
    ],
    aor: aor ?? null,
    registration: registration ?? null,
    foldBy: `${sip.method} ${transaction.client.address}`,
    severity: isLost ? "error" : "warning",
    strength: error ? "proven" : isLost ? "likely" : "proven",
    explains: isLost ? [transaction.index] : [],
  };
}

function isUnanswered(trace: Trace, { responseRows, requestRows, startMicros }: Transaction): boolean {
  if (responseRows.length > 0) return false;
  if (trace.covers(startMicros, startMicros + TIMER_F_MICROS)) return true;
  const span = trace.messages.atMicros(requestRows.at(-1) ?? 0) - startMicros;
  return requestRows.length >= SENDS_WITHOUT_ANSWER && span >= SENDS_SPAN_MICROS;
}

/** Whether small requests of the client do not arrive at that server either: then size is not the reason. */
function areSmallLost(trace: Trace, { client, server }: Transaction): boolean {
  const { messages } = trace;
  const between = trace.transactions.filter(
    (each) =>
      each.transport === "udp" &&
      each.status === 0 &&
      each.method !== "ACK" &&
      each.client.address === client.address &&
      sameEndpoint(each.server, server),
  );
  return between.some(({ requestRows, responseRows }) => {
    const row = requestRows[0];
    return (
      row !== undefined &&
      responseRows.length === 0 &&
      messages.octetCount(row) + messages.missingOctets(row) <= LARGEST_OCTETS
    );
  });
}
