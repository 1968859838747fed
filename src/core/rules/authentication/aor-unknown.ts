/** A registrar that does not know the user of the REGISTER. */
import { defineRule, rfc } from "../rule.js";
import { statusOf, whereIs } from "../wording.js";
import { digestSeries } from "./digest-answers.js";
import { registeredDomains } from "./registered-domains.js";

/** Not Found, Gone, Does Not Exist Anywhere. */
const UNKNOWN: ReadonlySet<number> = new Set([404, 410, 604]);

export default defineRule({
  id: "aor-unknown",
  title: "Unknown user",
  severity: "error",
  kind: "cause",
  summary: "The registrar answers that it does not know the AoR.",
  why: "A registrar binds Contacts only to users it knows, so this device can never register as this one.",
  looksLike:
    'The phone says that registration failed, or "not found". The ladder is short: REGISTER, then 404 (or 410, 604), often before any challenge.',
  confirm: {
    wireshark:
      'sip.CSeq.method == "REGISTER" && (sip.Status-Code == 404 || sip.Status-Code == 410 || sip.Status-Code == 604)',
    steps: [
      "Compare user and domain of the To header with the registrar's list of users, letter by letter.",
      "Asterisk: `pjsip show aors`; FreeSWITCH: `user_exists id NAME DOMAIN`; Kamailio: `kamctl db show subscriber`.",
    ],
  },
  notWhen: [
    "The AoR's domain is not one that the registrar serves: that is registrar-domain-wrong, and creating the user would not help.",
    "A 404 to INVITE says that the called user has no binding, not that the caller is unknown.",
  ],
  remedy:
    "Create the user on the registrar, or correct the user name on the device; " +
    "check the domain part too, since a registrar knows its users by domain.",
  sources: [rfc(3261, "10.3"), rfc(3261, "21.4.5")],
  fixes: { registrar: ["users"] },
  messages: {
    unknown: "The registrar does not know {aor}: {status}.",
  },
  check(trace, report, context) {
    const allSeries = digestSeries(trace, context);
    const domains = registeredDomains(allSeries);
    for (const series of allSeries) {
      if (series.isQuiet) continue;
      const { registration, steps, aor } = series;
      if (!registration || !steps.some(({ status }) => UNKNOWN.has(status)) || domains.isForeign(series)) continue;
      for (const { transaction, status } of steps) {
        const { final, request } = transaction;
        if (!final || !UNKNOWN.has(status)) continue;
        const to = request?.sip.to;
        report({
          message: "unknown",
          values: { aor, status: statusOf(final) },
          at: request && to ? { message: request, header: to.header.name, range: to.uriRange } : { message: final },
          related: [{ message: final, label: "the refusal" }],
          evidence: [`${whereIs(final)} answers ${statusOf(final)} to the REGISTER for ${aor}.`],
          aor,
          strength: "proven",
          foldBy: "unknown",
          explains: [transaction.index],
          registration: registration.index,
        });
      }
    }
  },
});
