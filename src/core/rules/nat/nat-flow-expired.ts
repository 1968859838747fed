/** A NAT that forgot the UDP flow of a user agent while its binding was valid. */
import { formatEndpoint } from "../../model/endpoint.js";
import { formatDuration } from "../../model/instant.js";
import type { Message } from "../../trace/message.js";
import type { Trace } from "../../trace/trace.js";
import { defineRule, type Mark, type Report, rfc } from "../rule.js";
import { type LostFlow, lostFlows, type LostRequest, type Mapping, type NewPort } from "./lost-flows.js";
import { callOf, failedWith } from "./undelivered.js";

export default defineRule({
  id: "nat-flow-expired",
  title: "NAT flow expired",
  severity: "error",
  kind: "cause",
  measures: "lengths",
  summary: "The NAT forgot the flow of a registered device after too long a silence.",
  why: "A NAT keeps a UDP flow only while packets pass. Once it is forgotten, calls to the registered address reach nobody until the device sends again.",
  looksLike:
    '"Calls reach me in the first minute after the phone registers, then no more." The INVITE is sent again and again to the registered address without an answer, after a long silence; at the next refresh all is well again, from another port.',
  confirm: {
    wireshark: "sip && udp",
    steps: [
      "Measure the silence on the flow before the lost INVITE; the ladder draws it as a gap.",
      "Compare the source port of the REGISTER before and after (`udp.srcport`, or `rport` in the Via of the 200).",
      "Shorten the keep-alive to 20 s for a test: the fault must go.",
    ],
  },
  notWhen: [
    "The device was restarted: a new Call-ID, and mostly a new Contact.",
    "ICMP port unreachable from the phone itself: it does not listen there (port-unreachable).",
    "Over TCP and TLS the connection would have been closed or reset.",
  ],
  remedy:
    "Let the device or the registrar send something every 30 s (CRLF, STUN or OPTIONS), register for a shorter time, or use TLS or SIP Outbound.",
  sources: [rfc(4787, "4.3"), rfc(5626, "3.5"), rfc(5626, "4.4")],
  fixes: { device: ["keepAlive"], registrar: ["keepAlive"] },
  messages: {
    undelivered:
      "The {method} to {mapped} reaches nobody: after {silence} of silence the NAT has forgotten the flow of {local}, though the binding is valid for another {left}.",
    "new-port":
      "After {silence} of silence the NAT gives {local} another port: {before} became {after}. Until then calls went to a port that led nowhere.",
  },
  check(trace, report, { natTimeoutSeconds }) {
    for (const loss of lostFlows(trace, natTimeoutSeconds)) {
      report(loss.kind === "undelivered" ? requestReport(trace, loss) : portReport(loss));
    }
  },
});

function shared({ registration, local }: LostFlow) {
  return { aor: registration.aor, registration: registration.index, foldBy: formatEndpoint(local) };
}

function requestReport(trace: Trace, loss: LostRequest): Report {
  const { binding, transaction, request, proof, silenceMicros, local } = loss;
  const { startLine } = request.sip;
  return {
    ...shared(loss),
    message: "undelivered",
    values: {
      method: transaction.method,
      mapped: formatEndpoint(request.destination),
      silence: formatDuration(silenceMicros),
      local: formatEndpoint(local),
      left: formatDuration(binding.expiresAtMicros - request.atMicros),
    },
    at: { message: request, ...(startLine.kind === "request" ? { range: startLine.requestUri.range } : {}) },
    related: [{ message: binding.grant, label: "the 200 that granted the binding" }],
    evidence: [
      `Nothing passed in either direction for ${formatDuration(silenceMicros)} before the request.`,
      `The binding was granted for ${binding.grantedSeconds} s and ends ${formatDuration(binding.expiresAtMicros - request.atMicros)} after the request.`,
      proof.fact,
      `The device calls itself ${formatEndpoint(local)}, the server sees ${formatEndpoint(request.destination)}.`,
    ],
    // The NAT's own ICMP says that it has no such mapping; without it the device may also have been switched off.
    strength: proof.unreachable ? "proven" : "likely",
    explains: failedWith(trace, transaction),
    call: callOf(trace, transaction)?.index ?? null,
  };
}

function portReport(loss: NewPort): Report {
  const { before, after, silenceMicros, local } = loss;
  return {
    ...shared(loss),
    message: "new-port",
    values: {
      silence: formatDuration(silenceMicros),
      local: formatEndpoint(local),
      before: formatEndpoint(before.endpoint),
      after: formatEndpoint(after.endpoint),
    },
    at: markOf(after),
    related: [{ ...markOf(before), label: `the port before: ${before.endpoint.port}` }],
    evidence: [
      `Nothing passed in either direction for ${formatDuration(silenceMicros)}.`,
      `Same Call-ID, same Contact and same local port ${local.port} before and after: the device did not restart.`,
      `The server saw ${formatEndpoint(before.endpoint)} before and sees ${formatEndpoint(after.endpoint)} now.`,
    ],
    strength: "proven",
  };
}

/** The `rport` that tells the port; of a request, which does not know it, the Contact that cannot be reached. */
function markOf({ message }: Mapping): Mark {
  const { sip }: Message = message;
  const via = sip.vias[0];
  if (sip.isResponse && via?.rport) return { message, header: via.header.name, range: via.rport.range };
  const contact = sip.contacts[0];
  return contact ? { message, header: contact.header.name, range: contact.uriRange } : { message };
}
