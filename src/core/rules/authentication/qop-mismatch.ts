/** Credentials without the quality of protection that the challenge demands. */
import { defineRule, rfc } from "../rule.js";
import { whereIs } from "../wording.js";
import { digestSeries } from "./digest-answers.js";
import { breaksQop, isAka } from "./digest-faults.js";
import { challengeMarks, outcomeFacts, refusalMarks } from "./digest-marks.js";
import { isHealed, isRefusedForForm } from "./recovery.js";
import { TolerantServers } from "./tolerant-servers.js";
import { blamesPassword } from "./refusal-words.js";

export default defineRule({
  id: "qop-mismatch",
  title: "Digest qop differs",
  severity: "error",
  kind: "cause",
  summary: "The challenge demands a qop, and the credentials leave it out or name another one.",
  why: "With qop the digest is computed in another way, so a server that insists on it finds a wrong response.",
  looksLike:
    'Old or very simple devices fail at a server that newer ones pass. Their Authorization has neither `qop` nor `nc` nor `cnonce`, though the challenge says `qop="auth"`.',
  confirm: {
    wireshark: "sip.auth.realm && (sip.auth.qop || sip.Authorization)",
    steps: [
      "Compare `qop` of the challenge with `qop` of the credentials; the challenge may offer a list, the credentials name one of it.",
    ],
  },
  notWhen: [
    "The challenge has no qop: then the old digest of RFC 2069 is right.",
    "The credentials have qop, but `nc` or `cnonce` is missing: nonce-count-replayed.",
  ],
  remedy:
    "Enable qop (RFC 2617 or later) on the device, or update its firmware; " +
    "if that cannot be, let the server challenge this device without qop.",
  sources: [rfc(7616, "3.4.3"), rfc(3261, "22.4"), rfc(8760, "2.6")],
  fixes: { registrar: ["qop"] },
  messages: {
    missing: 'The challenge demands qop="{offered}", the credentials name none.',
    differs: 'The challenge demands qop="{offered}", the credentials say qop={qop}.',
  },
  check(trace, report, context) {
    const allSeries = digestSeries(trace, context);
    const tolerant = new TolerantServers(allSeries, breaksQop);
    for (const series of allSeries) {
      if (series.isQuiet) continue;
      for (const answer of series.answers) {
        if (!isRefusedForForm(answer) || answer.by !== "nonce" || isAka(answer)) continue;
        if (!breaksQop(answer) || isHealed(series, answer) || tolerant.accept(answer)) continue;
        if (answer.final && blamesPassword(answer.final.sip)) continue;
        const { credentials, challenge, challengeMessage, request, transaction } = answer;
        const { qop } = credentials;
        const offered = challenge?.qop?.value ?? "";
        report({
          message: qop ? "differs" : "missing",
          values: { offered, qop: qop?.value ?? "" },
          at: { message: request, header: credentials.header.name, range: (qop ?? credentials).range },
          related: [
            ...challengeMarks(answer, ({ qop: demanded }) => demanded, "what the challenge demands"),
            ...refusalMarks(answer),
          ],
          evidence: [
            ...(challengeMessage ? [`The challenge in ${whereIs(challengeMessage)} says qop="${offered}".`] : []),
            `The credentials in ${whereIs(request)} have ${qop ? `qop=${qop.value}` : "no qop"}; both name the same nonce.`,
            ...outcomeFacts(answer),
          ],
          aor: series.aor,
          strength: "likely",
          foldBy: "qop",
          explains: [transaction.index],
          registration: series.registration?.index ?? null,
        });
      }
    }
  },
});
