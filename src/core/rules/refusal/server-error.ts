/** A registrar that fails at a REGISTER. */
import { statusClassOf, statusCodeOf } from "../../sip/status-codes.js";
import type { Message } from "../../trace/message.js";
import { troubledSeries } from "../authentication/digest-answers.js";
import { defineRule, rfc } from "../rule.js";
import { statusOf, whereIs } from "../wording.js";
import { retryAfterOf } from "./retry-after.js";
import { tellingWords, toldReasons } from "./told-reasons.js";

/** Does Not Exist Anywhere speaks of the user, not of the server. */
const UNKNOWN_USER = 604;

export default defineRule({
  id: "server-error",
  title: "Registrar fails",
  severity: "error",
  kind: "cause",
  summary: "The registrar answers a REGISTER with 5xx or 6xx.",
  why: "The request seems valid and the server cannot serve it, so nothing on the device will help.",
  looksLike:
    "REGISTER and 500, 503 or 6xx: all phones at the same time where the registrar or its database is down, a single one where its entry is broken or full.",
  confirm: {
    wireshark: 'sip.CSeq.method == "REGISTER" && sip.Status-Code >= 500',
    steps: [
      "Do other users register at that instant? If so look at the entry of this one.",
      "Read Reason, Warning and Retry-After of the answer, then the registrar's log.",
    ],
  },
  notWhen: ['"Too many registered contacts" is a limit that works, not a crash.'],
  remedy:
    "Look into the registrar's log at this instant: its database, its capacity, the servers behind it; " +
    "if it speaks of contacts, raise the limit for the user or remove stale bindings.",
  sources: [rfc(3261, "21.5"), rfc(3261, "21.6"), rfc(3261, "10.3"), rfc(3261, "20.33")],
  fixes: { registrar: ["overload"] },
  messages: {
    failed: "The registrar answers {status} to the REGISTER of {aor}. {meaning}",
    told: 'The registrar answers {status} to the REGISTER of {aor} and says "{words}".',
    limit: 'The registrar refuses a further contact of {aor} with {status}: "{words}".',
    later: "The registrar answers {status} to the REGISTER of {aor} and asks to come back after {seconds} s.",
  },
  check(trace, report, context) {
    for (const { registration, steps, aor } of troubledSeries(trace, context)) {
      if (!registration) continue;
      for (const { transaction, status } of steps) {
        const { final, request } = transaction;
        if (status < 500 || status > 699 || status === UNKNOWN_USER || !final) continue;
        report({
          ...wordsOf(final, aor),
          at: { message: final },
          related: request ? [{ message: request, label: "the REGISTER" }] : [],
          evidence: [
            `${whereIs(final)} answers ${statusOf(final)}${transaction.hasCredentials ? " to a REGISTER with credentials" : ""}.`,
            ...toldReasons(final),
          ],
          aor,
          strength: "proven",
          foldBy: `${transaction.server.address} ${status}`,
          explains: [transaction.index],
          registration: registration.index,
        });
      }
    }
  },
});

/** `Too many registered contacts`, `Contact limit reached`: a limit, not a crash. */
const SPEAKS_OF_CONTACTS = /\b(?:contacts?|bindings?|registrations?|registered)\b/i;
const SPEAKS_OF_LIMIT = /too many|limit|max|exceed|\bfull\b/i;

function wordsOf(final: Message, aor: string): { message: string; values: Record<string, string | number> } {
  const status = statusOf(final);
  const { sip } = final;
  const words = tellingWords(final) ?? sip.reason;
  if (SPEAKS_OF_CONTACTS.test(words) && SPEAKS_OF_LIMIT.test(words)) {
    return { message: "limit", values: { aor, status, words } };
  }
  if (words !== sip.reason) return { message: "told", values: { aor, status, words } };
  const later = retryAfterOf(sip);
  if (later && later.seconds > 0) return { message: "later", values: { aor, status, seconds: later.seconds } };
  const meaning = statusCodeOf(sip.statusCode)?.meaning ?? statusClassOf(sip.statusCode);
  return { message: "failed", values: { aor, status, meaning } };
}
