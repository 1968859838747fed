/** The transport that a device registers over. */
import { rfc } from "../../../rules/rule.js";
import type { CardLine, Judgement } from "../card-line.js";
import { isRemote } from "../reach.js";
import type { CardSubject } from "../subject.js";

/** A request nearer than 200 octets to an unknown path MTU goes over TCP: 1300 octets (RFC 3261 §18.1.1). */
const MOST_OCTETS_OVER_UDP = 1300;

export const transportLine: CardLine = {
  id: "transport",
  label: "Transport",
  sources: [rfc(3261, "26.3.1"), rfc(3261, "18.1.1")],
  rules: [
    "transport-mismatch",
    "message-too-large",
    "tls-handshake-failed",
    "certificate-name-mismatch",
    "certificate-expired",
    "connection-timeout",
    "port-unreachable",
  ],
  judge(subject) {
    const { flow, reach, request, registration } = subject;
    const { transport } = flow;
    const used = [...new Set(registration.transactions.map((each) => each.transport))];
    const others = used.filter((each) => each !== transport).map((each) => each.toUpperCase());
    const seen = [transport.toUpperCase(), others.length > 0 ? `earlier ${others.join(", ")}` : ""];
    return {
      ...verdictOn(subject),
      seen: [...seen, reach.words].filter(Boolean).join(", "),
      places: [{ message: request, label: "the REGISTER" }],
    };
  },
};

function verdictOn(subject: CardSubject): Pick<Judgement, "good" | "verdict" | "reason"> {
  const { flow, reach } = subject;
  const { transport } = flow;
  const good = isRemote(reach) ? "TLS across public networks" : "UDP, TCP or TLS in a LAN";
  if (transport === "tls" || transport === "wss")
    return { good, verdict: "good", reason: "Nobody on the way can read or change the signalling." };
  const octets = largestRegister(subject);
  if (transport === "udp" && octets > MOST_OCTETS_OVER_UDP)
    return {
      good,
      verdict: "fair",
      reason: `A REGISTER of ${octets} octets is more than the ${MOST_OCTETS_OVER_UDP} that may go over UDP, where it is fragmented or lost.`,
    };
  if (isRemote(reach))
    return { good, verdict: "fair", reason: "It works, but who is on the way can read and change the signalling." };
  if (reach.kind === "unknown")
    return {
      good,
      verdict: "unknown",
      reason: "The trace does not tell which network the signalling crosses in clear.",
    };
  return { good, verdict: "good", reason: "Within a network of one's own this is usual." };
}

function largestRegister({ registration, trace }: CardSubject): number {
  let octets = 0;
  for (const { requestRow } of registration.transactions) {
    if (requestRow >= 0) octets = Math.max(octets, trace.messages.octetCount(requestRow));
  }
  return octets;
}
