/** A message that breaks the grammar of SIP in a way that peers refuse. */
import type { GrammarFault } from "../../sip/verdict.js";
import type { Message } from "../../trace/message.js";
import type { Trace } from "../../trace/trace.js";
import { isMasked } from "../../model/masked.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { statusOf } from "../wording.js";
import {
  BrokenRequests,
  isExact,
  judgedMessages,
  ownerOf,
  type Reception,
  receptionOf,
  refusalWords,
} from "./message-context.js";

export default defineRule({
  id: "malformed-message",
  title: "Malformed message",
  severity: "error",
  kind: "cause",
  summary: "A message breaks the grammar of SIP where its receiver cannot read over it.",
  why: "A server answers 400 Bad Request to what it cannot parse, or says nothing; a client discards such a response and goes on waiting.",
  looksLike:
    "The server answers 400 Bad Request, or nothing at all. Often it began with a change of a display name, with a quote or a special character in it.",
  confirm: {
    wireshark: "_ws.malformed || sip.Status-Code == 400",
    steps: [
      "Look at the character that is underlined, and read what the server's log says of the message (Asterisk: `pjsip set logger on`; Kamailio: `debug=3`).",
    ],
  },
  notWhen: ["Unusual but legal: folded lines, compact names, odd spacing and escapes (RFC 4475 §3.1.1)."],
  remedy:
    "Repair the text at the place marked: a display name or parameter from the device's settings, a script of the proxy, or the firmware that composes it.",
  sources: [rfc(3261, "25.1"), rfc(3261, "21.4.1"), rfc(4475, "3.1.2")],
  fixes: { registrar: ["sanity"] },
  messages: {
    broken: "{explanation} ({rule})",
  },
  check(trace, report) {
    const broken = new BrokenRequests();
    for (const { message, faults } of judgedMessages(trace)) {
      const aboutForm = faults.filter(isAboutForm);
      if (aboutForm.length === 0) continue;
      if (message.sip.isRequest) broken.add(message.sip);
      else if (broken.isCopiedBy(message.sip)) continue;
      const found = faultOf(trace, message, aboutForm);
      if (found) report(reportOf(trace, message, found));
    }
  },
});

interface Found {
  readonly fault: GrammarFault;
  readonly others: readonly GrammarFault[];
  readonly reception: Reception;
}

function faultOf(trace: Trace, message: Message, faults: readonly GrammarFault[]): Found | undefined {
  const { sip } = message;
  const reception = receptionOf(trace, message);
  // A log may have been re-wrapped or masked; there only the peer's own refusal proves that it was sent so.
  if (!isExact(trace, message) && reception !== "refused") return undefined;
  const refused = faults.filter(
    (fault) =>
      fault.severity === "refused" &&
      (isExact(trace, message) ||
        !(
          isBlotted(message, fault) ||
          (fault.explanation.includes(NEVER_CLOSED) && mayBeLineLimit(trace, message, fault))
        )),
  );
  const [first, ...rest] = refused;
  if (first) return { fault: first, others: rest, reception };
  // What peers read over as a rule explains a refusal only where the peer names that header.
  const transaction = trace.transactionOf(message.index);
  if (reception !== "refused" || sip.isResponse || !transaction) return undefined;
  const words = refusalWords(transaction).toLowerCase();
  const named = faults.find(({ header }) => header !== null && words.includes(header.toLowerCase()));
  return named && { fault: named, others: [], reception };
}

/** `<redacted>` or `<IP>` within an address ends it for a parser. */
const MASK_IN_BRACKETS = /<[a-z][\w .-]{0,40}>/i;

/** Whether the poster of a log blotted out what is wrong. */
function isBlotted({ sip }: Message, { header, range, explanation }: GrammarFault): boolean {
  const quoted = /“([^”]{1,200})”/.exec(explanation)?.[1];
  const value = header === null ? sip.requestUri?.text : sip.header(header)?.value;
  if (value !== undefined && MASK_IN_BRACKETS.test(value)) return true;
  return [sip.text.slice(range.start, range.end), quoted, value].some((text) => text !== undefined && isMasked(text));
}

/** What a line cut short lacks is what closes a quotation or bracket. */
const NEVER_CLOSED = "never closed";
/** Messages of a log that show how long its lines are. */
const MESSAGES_SHOWING_LIMIT = 100;

/** Whether the line with the fault is the longest of its log: one that prints so much of a line and no more may have cut it. */
function mayBeLineLimit(trace: Trace, { sip, place }: Message, { range }: GrammarFault): boolean {
  const start = sip.text.lastIndexOf("\n", range.start - 1) + 1;
  const end = sip.text.indexOf("\r", start);
  const length = (end < 0 ? sip.text.length : end) - start;
  const last = Math.min(trace.messages.length, MESSAGES_SHOWING_LIMIT);
  for (let row = 0; row < last; row++) {
    if (trace.messages.fileOf(row) !== place.file) continue;
    if (
      trace.messages
        .at(row)
        .sip.text.split("\r\n")
        .some((line) => line.length > length)
    )
      return false;
  }
  return true;
}

/** Missing headers, lengths and preferences have rules of their own. */
function isAboutForm({ kind, severity, explanation }: GrammarFault): boolean {
  if (kind === "missing-header" || kind === "q-value") return false;
  // A length that is no number is a matter of grammar, one that does not fit is not.
  if (kind === "content-length") return severity === "refused" && explanation.includes("no number");
  return true;
}

function reportOf(trace: Trace, message: Message, { fault, others, reception }: Found): Report {
  const transaction = trace.transactionOf(message.index);
  const isHarmless = reception === "accepted";
  const final = message.sip.isRequest ? transaction?.final : undefined;
  return {
    message: "broken",
    values: { explanation: fault.explanation.replace(/\.$/, ""), rule: fault.rule },
    at: { message, header: fault.header, range: fault.range },
    related: reception === "refused" && final ? [{ message: final, label: "the refusal" }] : [],
    evidence: [
      ...others.slice(0, 4).map(({ explanation, rule }) => `${explanation} (${rule})`),
      receptionInWords(reception, message, final),
    ],
    ...ownerOf(trace, message),
    severity: isHarmless ? "info" : "error",
    strength: reception === "refused" ? "proven" : "likely",
    foldBy: `${message.sip.method} ${message.sip.statusCode} ${fault.header ?? ""} ${fault.kind}`,
    explains: transaction && !isHarmless ? [transaction.index] : [],
  };
}

function receptionInWords(reception: Reception, { sip }: Message, final: Message | undefined): string {
  switch (reception) {
    case "refused":
      return final ? `The answer is ${statusOf(final)}.` : "It is refused.";
    case "lost":
      return sip.isRequest ? "Nothing answers it." : "The request is sent again, as if this response had not come.";
    case "accepted":
      return "This peer reads over it; others need not.";
    case "unknown":
      return "The trace does not show what its receiver makes of it.";
  }
}
