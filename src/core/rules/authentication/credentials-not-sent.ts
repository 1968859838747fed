/** A challenge to REGISTER that the client never answers with credentials. */
import type { Challenge } from "../../sip/digest.js";
import { isRemovalRequest } from "../../trace/registrations.js";
import { defineRule, rfc } from "../rule.js";
import { statusOf, whereIs } from "../wording.js";
import { algorithmOf, type DigestSeries, type DigestStep, troubledSeries } from "./digest-answers.js";
import { isLeftUnanswered } from "./unanswered-challenges.js";

export default defineRule({
  id: "credentials-not-sent",
  title: "No credentials sent",
  severity: "error",
  kind: "cause",
  measures: "lengths",
  summary: "A challenge is never answered with credentials, although the client goes on.",
  why: "Without credentials the registrar can only repeat its challenge, so the device stays unregistered.",
  looksLike:
    "The phone never gets past the challenge: REGISTER, 401, and then the same REGISTER without Authorization again, or silence.",
  confirm: {
    wireshark:
      'sip.CSeq.method == "REGISTER" && (sip.Status-Code == 401 || sip.Status-Code == 407 || (sip.Method && !sip.auth.digest.response))',
    steps: [
      "Read the account page of the device: is there a password, and does the line use this account?",
      "Capture at the device: if the 401 does not arrive there, the challenge is lost on the way (response-misrouted, a firewall).",
    ],
  },
  notWhen: [
    "The challenge offers only an algorithm that the device does not know: digest-algorithm-unsupported.",
    "The capture ends right after the challenge, or the request was an OPTIONS probe that needs no answer.",
  ],
  remedy:
    "Enter Auth ID and password on the device and save them; if they are there, check on the device that the challenge arrives " +
    "and that its scheme and algorithm are known to it.",
  sources: [rfc(3261, "22.2"), rfc(3261, "10.2")],
  fixes: { device: ["password", "authId"] },
  messages: {
    again: 'The client does not answer the challenge for realm "{realm}" and sends REGISTER without credentials again.',
    silent: 'The client never answers the challenge for realm "{realm}".',
  },
  check(trace, report, context) {
    for (const series of troubledSeries(trace, context)) {
      if (!series.registration || hasSentAny(series)) continue;
      series.steps.forEach((step, index) => {
        const { transaction } = step;
        const { final, request } = transaction;
        const challenge = final && answerableChallenge(step);
        if (!final || !request || !challenge) return;
        const next = series.steps[index + 1];
        if (!isLeftUnanswered(trace, series, index)) return;
        report({
          message: next ? "again" : "silent",
          values: { realm: challenge.realm?.value ?? "" },
          at: { message: final, header: challenge.header.name, range: challenge.range },
          related: next?.transaction.request
            ? [{ message: next.transaction.request, label: "the next REGISTER, without credentials" }]
            : [],
          evidence: [
            `${whereIs(final)} challenges with ${statusOf(final)}.`,
            next
              ? `The next REGISTER of this device, ${whereIs(next.transaction.first)}, has no Authorization.`
              : "Nothing follows from this device for more than 32 s.",
            "No REGISTER of this device in the trace carries credentials.",
          ],
          aor: series.aor,
          strength: "likely",
          foldBy: "no credentials",
          explains: [transaction.index],
          registration: series.registration?.index ?? null,
        });
      });
    }
  },
});

/** A client that has sent credentials once has some: what goes wrong then has another reason. */
function hasSentAny({ steps }: DigestSeries): boolean {
  // Header fields that were blotted out before the trace was posted are no digest any more, and a log may have cut them.
  return steps.some(({ transaction }) => transaction.hasCredentials || transaction.request?.lacksHeaders);
}

/** The MD5 challenge of a 401 or 407 to a bare REGISTER; clients that know no other algorithm are another rule's matter. */
function answerableChallenge({ transaction, status }: DigestStep): Challenge | undefined {
  if (status !== 401 && status !== 407) return undefined;
  const sip = transaction.request?.sip;
  // A phone that shuts down does not wait for the answer to its de-registration.
  if (!sip || isRemovalRequest(sip)) return undefined;
  return transaction.final?.sip.challenges.find(
    (challenge) => challenge.isDigest && algorithmOf(challenge) === "MD5" && challenge.nonce !== undefined,
  );
}
