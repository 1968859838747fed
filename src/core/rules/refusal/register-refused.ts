/** A registrar that refuses a REGISTER with a code that tells no cause by itself. */
import { statusClassOf, statusCodeOf } from "../../sip/status-codes.js";
import { TIMER_F_MICROS } from "../../trace/transaction.js";
import { troubledSeries, type DigestStep } from "../authentication/digest-answers.js";
import { defineRule, rfc } from "../rule.js";
import { statusOf, whereIs } from "../wording.js";
import { tellingWords, toldReasons } from "./told-reasons.js";

/** Codes that are answered by another request, or that have a rule of their own. */
const ELSEWHERE: ReadonlySet<number> = new Set([401, 403, 404, 407, 408, 410, 420, 421, 423, 430, 439]);
/** Security Agreement Required: the first answer of a negotiation (RFC 3329 §2.3.1). */
const NEGOTIATION = 494;
/** Their registered meaning speaks of calls. */
const ABOUT_CALLS: ReadonlySet<number> = new Set([486, 487, 488, 491]);

export default defineRule({
  id: "register-refused",
  title: "Registration refused",
  severity: "error",
  kind: "symptom",
  summary: "The registrar refuses a REGISTER with a code that names no cause by itself.",
  why: "The same request will be refused again, so the device stays unregistered.",
  looksLike: "REGISTER and a final answer that is neither a challenge nor 200: 400, 405, 416, 480, 494 and others.",
  confirm: {
    wireshark: 'sip.CSeq.method == "REGISTER" && sip.Status-Code >= 300',
    steps: ["Read reason phrase, Warning and Reason of the answer, and the server's log at that instant."],
  },
  notWhen: ["A rule that knows the cause of this code (423, 403, 404, 420, 5xx) takes its place."],
  remedy:
    "Compare the refused REGISTER with one that the same server accepts, header by header, " +
    "and look into the server's log at this instant.",
  sources: [rfc(3261, "10.3"), rfc(3261, "21.4"), rfc(3261, "21.3")],
  fixes: { registrar: ["messageLog"] },
  messages: {
    refused: "The registrar answers {status} to the REGISTER of {aor}. {meaning}",
    told: 'The registrar answers {status} to the REGISTER of {aor} and says "{words}".',
    redirected: "The registrar redirects the REGISTER of {aor} with {status}, and the client does not follow.",
  },
  check(trace, report, context) {
    for (const { registration, steps, aor } of troubledSeries(trace, context)) {
      if (!registration) continue;
      steps.forEach(({ transaction, status }, index) => {
        const { final, request } = transaction;
        if (status < 300 || status >= 500 || ELSEWHERE.has(status) || !final) return;
        const isRedirection = status < 400;
        const end = final.atMicros;
        if (isRedirection && !(steps[index + 1] === undefined && trace.covers(end, end + TIMER_F_MICROS))) return;
        if (status === NEGOTIATION && goesOnBetter(steps[index + 1])) return;
        const words = tellingWords(final);
        const known = ABOUT_CALLS.has(status) ? undefined : statusCodeOf(status);
        const meaning = known?.meaning ?? statusClassOf(status);
        report({
          message: isRedirection ? "redirected" : words === undefined ? "refused" : "told",
          values: { aor: aor || "an unnamed AoR", status: statusOf(final), meaning, words: words ?? "" },
          at: { message: final },
          related: request ? [{ message: request, label: "the refused REGISTER" }] : [],
          evidence: [
            `${whereIs(final)} answers ${statusOf(final)}.`,
            ...(words === undefined ? [] : [meaning]),
            ...toldReasons(final),
          ],
          aor,
          strength: "proven",
          foldBy: `${transaction.server.address} ${status}`,
          explains: [transaction.index],
          registration: registration.index,
        });
      });
    }
  },
});

function goesOnBetter(next: DigestStep | undefined): boolean {
  return next !== undefined && next.status !== NEGOTIATION;
}
