/** A message without a header that every such message needs. */
import type { GrammarFault } from "../../sip/verdict.js";
import type { Message } from "../../trace/message.js";
import type { Transaction } from "../../trace/transaction.js";
import type { Trace } from "../../trace/trace.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { statusOf } from "../wording.js";
import { BrokenRequests, isExact, judgedMessages, ownerOf, receptionOf, refusalWords } from "./message-context.js";

export default defineRule({
  id: "mandatory-header-missing",
  title: "Mandatory header missing",
  severity: "error",
  kind: "cause",
  summary: "A message lacks a header that every such message needs.",
  why: "Without Via, From, To, Call-ID and CSeq a message cannot be matched to its transaction; without Contact an INVITE opens a dialog that leads nowhere. Servers answer 400 or discard it.",
  looksLike:
    "A request disappears without answer, or gets 400 with the name of a header in its reason. Mostly a script, a test tool or a young stack sent it.",
  confirm: {
    wireshark: "sip.Method && (!sip.Via || !sip.From || !sip.To || !sip.Call-ID || !sip.CSeq || !sip.Max-Forwards)",
    steps: ["Compare with a request of another device to the same server, header by header."],
  },
  notWhen: [
    "The message is cut: message-truncated.",
    "Only Max-Forwards is missing and the server answers: that is told as a remark.",
  ],
  remedy: "Update or repair the software that composes the message, or the proxy that removes the header on the way.",
  sources: [rfc(3261, "8.1.1"), rfc(3261, "21.4.2"), rfc(3261, "16.3"), rfc(4475, "3.3.1")],
  fixes: { registrar: ["sanity"] },
  messages: {
    missing: "{subject} has no {headers} header.",
    tolerated: "{subject} has no {headers} header; {peer} reads over it.",
  },
  check(trace, report) {
    const broken = new BrokenRequests();
    for (const { message, faults } of judgedMessages(trace)) {
      const missing = faults.filter(({ kind }) => kind === "missing-header");
      if (missing.length === 0) continue;
      // A response copies these headers, so it cannot have one that its request lacks.
      if (message.sip.isRequest) broken.add(message.sip);
      else if (broken.isCopiedBy(message.sip)) continue;
      const found = reportOf(trace, message, missing);
      if (found) report(found);
    }
  },
});

function reportOf(trace: Trace, message: Message, faults: readonly GrammarFault[]): Report | undefined {
  const { sip } = message;
  const missing = faults.flatMap((fault) => fault.missing ?? []);
  const transaction = trace.transactionOf(message.index);
  const reception = receptionOf(trace, message);
  // Logs are shortened; there only the peer's refusal proves that the header was not sent.
  if (!isExact(trace, message) && reception !== "refused") return undefined;
  // A proxy adds a missing Max-Forwards (RFC 3261 §16.6), and pings of some servers never had one: only an answer that
  // names it was provoked by it. Clients of RFC 2543 send no Contact either.
  const isNamed = transaction !== undefined && /max-forwards/i.test(refusalWords(transaction));
  const isMinor = faults.every(({ severity }) => severity === "tolerated") && !isNamed;
  const owner = ownerOf(trace, message);
  // A ping that is refused without a challenge has done its work.
  if (missing.some((name) => name.endsWith("-Authenticate")) && !transaction?.isRegister) return undefined;
  const isHarmless = isMinor || (reception === "accepted" && !locksOut(trace, transaction, owner.registration ?? -1));
  const subject = sip.isRequest ? `The ${sip.method}` : `The response ${statusOf(message)}`;
  const final = sip.isRequest ? transaction?.final : undefined;
  return {
    message: isMinor ? "tolerated" : "missing",
    values: { subject, headers: inWords(missing), peer: reception === "accepted" ? "this peer" : "nearly every peer" },
    at: { message },
    related: reception === "refused" && final ? [{ message: final, label: "the refusal" }] : [],
    evidence: [
      `Headers it has: ${[...new Set(sip.fields.map(({ canonical }) => canonical))].slice(0, 20).join(", ")}.`,
      ...(final ? [`The answer is ${statusOf(final)}.`] : []),
    ],
    ...owner,
    severity: isHarmless ? "info" : "error",
    strength: reception === "refused" ? "proven" : "likely",
    foldBy: isMinor ? "Max-Forwards" : `${sip.method} ${sip.statusCode} ${missing.join()}`,
    explains: transaction && !isHarmless ? [transaction.index] : [],
  };
}

/** A REGISTER refused without a challenge, by a registrar that never takes it later either. */
function locksOut(trace: Trace, transaction: Transaction | undefined, registration: number): boolean {
  if (!transaction?.isRegister || (transaction.status !== 401 && transaction.status !== 407)) return false;
  const later = trace.registrations[registration]?.transactions ?? [];
  return !later.some(({ index, status }) => index > transaction.index && status >= 200 && status < 300);
}

function inWords(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}
