/** A nonce that comes again without a higher nonce count. */
import { defineRule, type Report, rfc } from "../rule.js";
import { whereIs } from "../wording.js";
import { type DigestAnswer, type DigestSeries, troubledSeries, nonceCountOf } from "./digest-answers.js";
import { isAka, replaysNonceCount } from "./digest-faults.js";
import { outcomeFacts, refusalMarks } from "./digest-marks.js";

export default defineRule({
  id: "nonce-count-replayed",
  title: "Nonce count replayed",
  severity: "error",
  kind: "cause",
  summary: "An accepted nonce is used again, and its nonce count has not grown or is missing.",
  why: "The nonce count is there to reveal replays: a server that keeps it refuses the request as one.",
  looksLike:
    "Some refreshes pass and some are refused, without a pattern that the password would explain. The `nc` of the refused one is no higher than that of an earlier request with the same nonce.",
  confirm: {
    wireshark: "sip.auth.nc",
    steps: [
      "Show `sip.auth.nonce` and `sip.auth.nc` as columns, sort by nonce: nc must grow by one from line to line.",
      "Look for a second program with the same account, or a proxy that sends a request twice with other headers.",
    ],
  },
  notWhen: [
    "A retransmission repeats everything, nc included; so does the same packet captured on two interfaces.",
    "The server gave the nonce out anew in between, so the count begins at 1 again.",
  ],
  remedy:
    "Update the device, which must count nc up with every request for one nonce; " +
    "give each of two devices or programs a digest session of its own.",
  sources: [rfc(7616, "3.4"), rfc(3261, "22.4")],
  fixes: { registrar: ["nonceCount"] },
  messages: {
    refused: "The nonce comes again with nc={count} after {before}, and the server refuses it as a replay.",
    accepted: "The nonce comes again with nc={count} after {before}; this server does not mind.",
    missing: "The nonce comes again without {missing} although qop asks for it, and the server refuses it.",
    missingAccepted: "The nonce comes again without {missing} although qop asks for it; this server does not mind.",
  },
  check(trace, report, context) {
    for (const series of troubledSeries(trace, context)) {
      let isTolerated = false;
      for (const answer of series.answers) {
        const isAccepted = answer.verdict === "accepted";
        const isRefused = answer.verdict === "refused" || answer.verdict === "stale" || answer.verdict === "forbidden";
        if ((!isAccepted && !isRefused) || !isReplay(answer) || isAka(answer)) continue;
        const earlier = earlierUse(series, answer);
        if (!earlier) continue;
        if (isAccepted) {
          isTolerated = true;
          report({ ...finding(series, answer, earlier), severity: "warning", explains: [] });
        } else if (!isTolerated) report(finding(series, answer, earlier));
      }
    }
  },
});

function isReplay(answer: DigestAnswer): boolean {
  if (!answer.acceptedBefore || answer.isFresh) return false;
  if (replaysNonceCount(answer)) return true;
  const { transaction } = answer;
  if (transaction.hasDigest && transaction.keys.hasCnonce(transaction.requestRow)) return false;
  const { credentials } = answer;
  return credentials.qop !== undefined && credentials.cnonce === undefined;
}

/**
 * The accepted use that this one repeats, by the same client: some servers give all clients of one second the same nonce.
 * The same request forwarded, or seen twice, is no second use.
 */
function earlierUse(series: DigestSeries, answer: DigestAnswer): DigestAnswer | undefined {
  const nonce = answer.credentials.nonce?.value;
  const count = nonceCountOf(answer.credentials) ?? 0;
  const earlier = series.answers
    .slice(0, answer.answerIndex)
    .findLast(
      ({ verdict, credentials }) =>
        verdict === "accepted" && credentials.nonce?.value === nonce && (nonceCountOf(credentials) ?? 0) >= count,
    );
  if (!earlier || !isSameClient(earlier, answer) || isSameRequest(earlier, answer)) return undefined;
  return mayBeIssuedAnew(series, earlier, answer) ? undefined : earlier;
}

/** Whether a challenge between the two cannot be read, as where a poster blotted it out: it may have been the same nonce. */
function mayBeIssuedAnew({ steps }: DigestSeries, earlier: DigestAnswer, answer: DigestAnswer): boolean {
  return steps
    .slice(earlier.stepIndex + 1, answer.stepIndex)
    .some(
      ({ status, transaction }) =>
        (status === 401 || status === 407) && transaction.final?.sip.challenges.every(({ nonce }) => !nonce),
    );
}

function isSameClient(a: DigestAnswer, b: DigestAnswer): boolean {
  return (
    a.transaction.client.address === b.transaction.client.address &&
    a.request.sip.userAgent === b.request.sip.userAgent &&
    a.credentials.username?.value === b.credentials.username?.value
  );
}

function isSameRequest(a: DigestAnswer, b: DigestAnswer): boolean {
  return a.transaction.callId === b.transaction.callId && a.transaction.cseqNumber === b.transaction.cseqNumber;
}

function finding(series: DigestSeries, answer: DigestAnswer, earlier: DigestAnswer): Report {
  const { credentials, request, transaction, verdict } = answer;
  const { nonceCount, cnonce, nonce } = credentials;
  const before = earlier.credentials.nonceCount;
  const missing = [...(nonceCount ? [] : ["nc"]), ...(cnonce ? [] : ["cnonce"])].join(" and ");
  const isAccepted = verdict === "accepted";
  const message = missing === "" ? (isAccepted ? "accepted" : "refused") : isAccepted ? "missingAccepted" : "missing";
  return {
    message,
    values: { count: nonceCount?.value ?? "", before: `nc=${before?.value ?? "(none)"}`, missing },
    at: { message: request, header: credentials.header.name, range: (nonceCount ?? nonce ?? credentials).range },
    related: [
      {
        message: earlier.request,
        header: earlier.credentials.header.name,
        range: (before ?? earlier.credentials).range,
        label: "the earlier use of the nonce",
      },
      ...refusalMarks(answer),
    ],
    evidence: [
      `${whereIs(earlier.request)} uses the nonce with nc=${before?.value ?? "(none)"} and is accepted.`,
      `${whereIs(request)} uses it again with nc=${nonceCount?.value ?? "(none)"}; the server has not issued it anew in between.`,
      ...outcomeFacts(answer),
    ],
    aor: series.aor,
    // Where the server says stale, the nonce may have expired besides.
    strength: isAccepted ? "proven" : "likely",
    foldBy: "nonce count",
    explains: [transaction.index],
    registration: series.registration?.index ?? null,
  };
}
