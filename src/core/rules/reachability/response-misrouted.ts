/** A response that goes to another place than its request came from, and so never arrives. */
import { type Endpoint, formatEndpoint, sameEndpoint } from "../../model/endpoint.js";
import type { Message } from "../../trace/message.js";
import type { Trace } from "../../trace/trace.js";
import { TIMER_F_MICROS, type Transaction } from "../../trace/transaction.js";
import { ownerOf } from "../message/message-context.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { countOf, statusOf, whereIs } from "../wording.js";

/** A client that gets an answer sends its request no more; one that is already on its way crosses it. */
const CROSSING_MICROS = 200_000;

export default defineRule({
  id: "response-misrouted",
  title: "Response misrouted",
  severity: "error",
  kind: "cause",
  measures: "lengths",
  summary: "A response goes to another address or port than its request came from, and the client goes on asking.",
  why: "Without `rport` a server answers to the port that the Via names. A NAT gave the request another port and lets nothing through to that one.",
  looksLike:
    "The server answers each REGISTER, and the phone sends it again as if it had heard nothing. The answers go to port 5060 of the router, the requests came from another port.",
  confirm: {
    wireshark: 'sip.CSeq.method == "REGISTER" && udp',
    steps: [
      "Compare the source port of the REGISTER with the destination port of its answer.",
      "Does the topmost Via of the request have `;rport`?",
    ],
  },
  notWhen: [
    "The phone goes on after the answer: it came through all the same.",
    "No answer leaves the server: register-timeout.",
  ],
  remedy: "Let the device send `rport` in its Via (RFC 3581), or let the server answer to the source of every request.",
  sources: [rfc(3581, "4"), rfc(3261, "18.2.2")],
  fixes: { device: ["rport"], registrar: ["rport"] },
  messages: {
    misrouted: "The {status} goes to {to} although the {method} came from {from}; the client sends it again {times}.",
  },
  check(trace, report) {
    for (const transaction of trace.transactions) {
      if (!transaction.isRepeated || transaction.transport !== "udp") continue;
      const found = judge(trace, transaction);
      if (found) report(found);
    }
  },
});

function judge(trace: Trace, transaction: Transaction): Report | undefined {
  const { request, method } = transaction;
  const response = transaction.responses[0];
  if (!request || !response || isUnknown(response.destination)) return undefined;
  // Seen on both sides of a NAT, the request came from either.
  const sources = [request, ...transaction.sightings.filter(({ of }) => of.sip.isRequest).map(({ seen }) => seen)];
  if (sources.some(({ source }) => isUnknown(source) || sameEndpoint(source, response.destination))) return undefined;
  if (!sources.some(({ destination }) => sameEndpoint(destination, response.source))) return undefined;
  const again = transaction.retransmissions.filter(({ atMicros }) => atMicros > response.atMicros + CROSSING_MICROS);
  if (again.length === 0 || transaction.ackRows.length > 0 || goesOn(trace, transaction)) return undefined;
  // Another response of the transaction may have come through.
  const others = [...transaction.responses, ...repeated(trace, transaction)];
  if (others.some(({ destination }) => sources.some(({ source }) => sameEndpoint(source, destination))))
    return undefined;
  const via = request.sip.topVia;
  const { aor, registration } = ownerOf(trace, request);
  return {
    message: "misrouted",
    values: {
      status: statusOf(response),
      to: formatEndpoint(response.destination),
      method,
      from: formatEndpoint(request.source),
      times: countOf(again.length, "time"),
    },
    at: { message: request, ...(via ? { header: via.header.name, range: via.header.valueRange } : {}) },
    related: [
      { message: response, label: "the response" },
      { message: again[0]!, label: "sent again" },
    ],
    evidence: [
      `${whereIs(request)} comes from ${formatEndpoint(request.source)}, the response in ${whereIs(response)} goes to ${formatEndpoint(response.destination)}.`,
      ...(via
        ? [
            `The Via names ${request.sip.text.slice(via.sentBy.start, via.sentBy.end)} ${via.rport ? "with" : "without"} rport.`,
          ]
        : []),
      `After the response the request is sent ${countOf(again.length, "more time", "more times")}.`,
    ],
    aor: aor ?? null,
    registration: registration ?? null,
    foldBy: `${method} ${response.destination.address}`,
    strength: again.length > 1 ? "proven" : "likely",
    explains: [transaction.index],
  };
}

function isUnknown({ address, port }: Endpoint): boolean {
  return address === "" || port === 0;
}

function repeated(trace: Trace, { repeatedResponseRows }: Transaction): Message[] {
  return repeatedResponseRows.map((row) => trace.messages.at(row));
}

/** Whether the client goes on as one does that got the answer: a later request of the dialog or with credentials. */
function goesOn(trace: Trace, transaction: Transaction): boolean {
  const { callIdNumber, cseqNumber, startMicros, client } = transaction;
  for (let index = transaction.index + 1; index < trace.transactions.length; index++) {
    const next = trace.transactions[index]!;
    if (next.startMicros - startMicros > TIMER_F_MICROS) return false;
    if (next.callIdNumber !== callIdNumber || next.client.address !== client.address) continue;
    if (next.cseqNumber > cseqNumber || next.hasCredentials) return true;
  }
  return false;
}
