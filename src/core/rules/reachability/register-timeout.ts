/** A REGISTER that nobody answers. */
import { formatEndpoint, isStream, sameEndpoint } from "../../model/endpoint.js";
import { formatDuration, seconds } from "../../model/instant.js";
import { isRemovalRequest } from "../../trace/registrations.js";
import type { Trace } from "../../trace/trace.js";
import { TIMER_F_MICROS, type Transaction } from "../../trace/transaction.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { troubledSeries } from "../authentication/digest-answers.js";
import { countOf, statusOf, whereIs } from "../wording.js";
import { ForwardedRegisters, SignalsBetween } from "./silence.js";

/** A client that retransmits on T1 and T2 sends ten copies in this time. */
const FULL_SERIES_MICROS = seconds(31);
const FULL_SERIES = 10;

export default defineRule({
  id: "register-timeout",
  title: "REGISTER unanswered",
  severity: "error",
  kind: "symptom",
  measures: "lengths",
  summary:
    "A REGISTER is sent again and again, or its connection is closed, without an answer; or a proxy answers 408.",
  why: "The registrar is not reached or its answer does not come back, so the device stays unregistered.",
  looksLike:
    'The same REGISTER after 0.5, 1, 2, 4 s and so on, and no answer; after 32 s the phone says "timeout" or "server not reachable".',
  confirm: {
    wireshark: 'sip.Method == "REGISTER" || sip.Status-Code == 408',
    steps: [
      "Capture on the registrar: does the REGISTER arrive, does an answer leave, and where to?",
      "No answer at all to a request the server gets mostly means a firewall, an ACL or a ban that drops it silently.",
    ],
  },
  notWhen: [
    "ICMP, a refused connection, DNS or TLS tell why: then that cause is reported.",
    "The capture ends within 32 s of the first REGISTER: the answer may have come later.",
  ],
  remedy:
    "Check host, port and transport of the registrar, then every firewall and NAT on the way in both directions; " +
    "look on the registrar whether the request arrives and where it answers to.",
  sources: [rfc(3261, "17.1.2.2"), rfc(3261, "21.4.9")],
  fixes: { device: ["registrar"], registrar: ["listen"] },
  messages: {
    silence: "REGISTER to {server} is sent {times} over {duration} and never answered.",
    abandoned: "REGISTER to {server} is sent {times} without an answer, then the client turns to {next}.",
    closed: "The connection to {server} is closed by the {closer} without an answer to REGISTER.",
    proxied: "{server} answers {status} to REGISTER: it got no answer from the registrar behind it.",
  },
  check(trace, report, context) {
    const signals = new SignalsBetween(trace);
    const forwarded = new ForwardedRegisters(trace);
    for (const { registration, steps } of troubledSeries(trace, context)) {
      if (!registration) continue;
      const accepted = steps.filter(({ status }) => status >= 200 && status < 300).map((step) => step.transaction);
      steps.forEach(({ transaction, status }, index) => {
        if (status !== 0 && status !== 408) return;
        const next = steps[index + 1]?.transaction;
        const found =
          status === 408
            ? proxied(transaction, forwarded.of(transaction))
            : (unanswered(trace, transaction, next, signals) ?? closedWithoutAnswer(transaction, signals));
        if (!found) return;
        report({
          ...found,
          aor: registration.aor,
          registration: registration.index,
          foldBy: transaction.server.address,
          ...(isTakenElsewhere(accepted, transaction) ? { severity: "warning" as const } : {}),
        });
      });
    }
  },
});

function unanswered(
  trace: Trace,
  transaction: Transaction,
  next: Transaction | undefined,
  signals: SignalsBetween,
): Report | undefined {
  const { request, final, server, retransmissions } = transaction;
  const last = retransmissions[retransmissions.length - 1];
  if (!request || final || !last) return undefined;
  // An ICMP message is an answer of a kind, and says more than silence. Credentials that the trace's challenges do not
  // explain show that answers came another way.
  if (signals.refuse(transaction) || showsUnseenAnswer(next)) return undefined;
  const turnsTo = next && otherTarget(transaction, next);
  const hasWaited = trace.isTimed && trace.endMicros - request.atMicros >= TIMER_F_MICROS;
  const isFullSeries = retransmissions.length >= FULL_SERIES && last.atMicros - request.atMicros >= FULL_SERIES_MICROS;
  if (!hasWaited && !isFullSeries && turnsTo === undefined) return undefined;
  const times = countOf(retransmissions.length + 1, "time");
  const values = {
    server: server.address === "" ? "the registrar" : formatEndpoint(server),
    times,
    duration: formatDuration(last.atMicros - request.atMicros),
    next: turnsTo ?? "",
  };
  return {
    message: !trace.isTimed || (!hasWaited && !isFullSeries) ? "abandoned" : "silence",
    values,
    at: { message: request },
    related: [{ message: last, label: "the last retransmission" }],
    evidence: [
      `The same REGISTER (Call-ID, CSeq and branch) is sent ${times} from ${whereIs(request)} to ${whereIs(last)}.`,
      "The trace holds no response to it.",
    ],
    strength: "proven",
    explains: [transaction.index],
  };
}

/** Where a client that has given up turns to; undefined when it goes on as before. */
function otherTarget(transaction: Transaction, next: Transaction): string | undefined {
  if (next.server.address !== transaction.server.address) return formatEndpoint(next.server);
  return next.callId === transaction.callId ? undefined : "a new Call-ID";
}

function showsUnseenAnswer(next: Transaction | undefined): boolean {
  return next?.credentials !== undefined && next.answered?.by !== "nonce" && next.callId !== "" && next.status !== 401;
}

function closedWithoutAnswer(transaction: Transaction, signals: SignalsBetween): Report | undefined {
  const { request, final, server, transport } = transaction;
  if (!request || final || !isStream(transport)) return undefined;
  const closing = signals.closingAfter(transaction, request.atMicros);
  // What the capture lacks may be the answer.
  if (!closing || closing.isIncomplete) return undefined;
  const closer = sameEndpoint(closing.source, server) ? "server" : "client";
  // A phone that shuts down does not wait for the answer to its de-registration.
  if (closer === "client" && isRemovalRequest(request.sip)) return undefined;
  const after = formatDuration(closing.atMicros - request.atMicros);
  return {
    message: "closed",
    values: { server: formatEndpoint(server), closer },
    at: { message: request },
    evidence: [`The ${closer} closes the connection ${after} after ${whereIs(request)}; no response came before.`],
    strength: "proven",
    explains: [transaction.index],
  };
}

function proxied(transaction: Transaction, forwarded: readonly Transaction[]): Report | undefined {
  const { final, request, server } = transaction;
  if (!final) return undefined;
  const sent = forwarded[0];
  return {
    message: "proxied",
    values: { server: formatEndpoint(server), status: statusOf(final) },
    at: { message: final },
    related: [
      ...(request ? [{ message: request, label: "the REGISTER" }] : []),
      ...(sent ? [{ message: sent.first, label: "the forwarded REGISTER, never answered" }] : []),
    ],
    evidence: [
      `${whereIs(final)} answers ${statusOf(final)}.`,
      ...(sent
        ? [
            `The proxy sends it on to ${formatEndpoint(sent.server)} ${countOf(sent.requestRows.length, "time")} from ${whereIs(sent.first)} on, without an answer.`,
          ]
        : []),
    ],
    strength: "proven",
    explains: [transaction.index, ...forwarded.map(({ index }) => index)],
  };
}

/** Whether another server takes the registration soon after: then it works, at the price of the wait. */
function isTakenElsewhere(accepted: readonly Transaction[], transaction: Transaction): boolean {
  const next = accepted.find(({ index }) => index > transaction.index);
  return (
    next !== undefined &&
    next.server.address !== transaction.server.address &&
    !(next.startMicros - transaction.startMicros > 2 * TIMER_F_MICROS)
  );
}
