/** A registrar that refuses a REGISTER with 403. */
import { defineRule, rfc } from "../rule.js";
import { printable, statusOf, whereIs } from "../wording.js";
import { type DigestStep, troubledSeries } from "./digest-answers.js";
import { authenticationWords } from "./refusal-words.js";

export default defineRule({
  id: "register-forbidden",
  title: "Registration forbidden",
  severity: "error",
  kind: "cause",
  summary: "The registrar understands the REGISTER and refuses it with 403.",
  why: "A 403 is a decision, not a challenge: the same request will be refused again.",
  looksLike:
    'REGISTER, 403, often without any challenge. The phone shows "forbidden" and, if it is well made, stops trying.',
  confirm: {
    wireshark: 'sip.CSeq.method == "REGISTER" && sip.Status-Code == 403',
    steps: [
      "Read the reason phrase, and the Reason and Warning headers of the 403.",
      "Look in the server's log for the source address: an ACL, a ban (fail2ban or the PBX's own), an endpoint that only some address may use.",
    ],
  },
  notWhen: [
    "The reason speaks of the password or of authentication: digest-failed.",
    "The registrar's domain is wrong, and the server refuses foreign domains so: registrar-domain-wrong.",
  ],
  remedy:
    "Enable the user on the registrar and look there for what forbids it: an access list, a policy for the source address, " +
    "a limit of contacts, or a block after failed attempts; some servers answer 403 to a wrong password, so check that too.",
  sources: [rfc(3261, "21.4.4"), rfc(3261, "10.3")],
  fixes: { registrar: ["permission"] },
  messages: {
    forbidden: "The registrar refuses to register {aor}: {status}.",
    afterCredentials:
      "The registrar refuses to register {aor} after it got credentials: {status}. Some servers answer a wrong password so.",
  },
  check(trace, report, context) {
    for (const series of troubledSeries(trace, context)) {
      if (!series.registration) continue;
      for (const step of series.steps) {
        const { transaction, answer } = step;
        const { final, request } = transaction;
        if (step.status !== 403 || !final || speaksOfPassword(step)) continue;
        const warning = final.sip.header("Warning");
        report({
          message: answer ? "afterCredentials" : "forbidden",
          values: { aor: series.aor, status: statusOf(final) },
          at: { message: final },
          related: request ? [{ message: request, label: "the refused REGISTER" }] : [],
          evidence: [
            `${whereIs(final)} answers ${statusOf(final)}.`,
            answer
              ? "The refused REGISTER carries credentials."
              : "The refused REGISTER carries no credentials, and none were asked for.",
            ...(warning ? [`Its Warning says ${printable(warning.value)}.`] : []),
          ],
          aor: series.aor,
          strength: "proven",
          foldBy: "403",
          explains: [transaction.index],
          registration: series.registration.index,
        });
      }
    }
  },
});

/** Then the password is the cause, if one was sent at all. */
function speaksOfPassword({ transaction, answer }: DigestStep): boolean {
  return (
    answer !== undefined && transaction.final !== undefined && authenticationWords(transaction.final.sip) !== undefined
  );
}
