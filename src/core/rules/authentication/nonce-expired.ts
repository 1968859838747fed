/** An old nonce that the client uses again at each refresh, and that the server has let expire. */
import type { Trace } from "../../trace/trace.js";
import { formatDuration } from "../../model/instant.js";
import { TIMER_F_MICROS } from "../../trace/transaction.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { statusOf, whereIs } from "../wording.js";
import {
  ANSWERED_AT_ONCE_MICROS,
  type DigestAnswer,
  type DigestSeries,
  troubledSeries,
  isAnsweredAtOnce,
} from "./digest-answers.js";
import { hasBlottedNonce, isAka, isFormallyWrong, replaysNonceCount } from "./digest-faults.js";
import { isHealed } from "./recovery.js";

export default defineRule({
  id: "nonce-expired",
  title: "Expired nonce reused",
  severity: "warning",
  kind: "cause",
  measures: "lengths",
  summary: "An expired nonce is used again and costs a round trip at each refresh, or is taken for a wrong password.",
  why: "Each refresh is refused once and sent again, and a client that does not understand why stops registering.",
  looksLike:
    "Every refresh takes two round trips: refused, then accepted with a new nonce. Or the phone registers once and, at the first refresh, gives up as if the password were wrong.",
  confirm: {
    wireshark: 'sip.auth.stale || (sip.CSeq.method == "REGISTER" && sip.auth.nonce)',
    steps: [
      "Measure from the 401 that gave the nonce to the request that is refused for it, and compare with the server's nonce life (Kamailio `nonce_expire`, OpenSIPS `nonce_expire`, chan_pjsip `nonce_lifetime`).",
    ],
  },
  notWhen: [
    "One stale round trip after hours of idling is what the protocol intends.",
    "A nonce refused within seconds of being issued is not old: clock-skew-nonce.",
  ],
  remedy:
    "Let the nonce live longer than the refresh interval, or have the server offer the next one by nextnonce; " +
    "the server must say stale=true to an old nonce, and the device must answer the new nonce at once.",
  sources: [rfc(7616, "3.3"), rfc(7616, "3.5"), rfc(3261, "22.4")],
  fixes: { registrar: ["nonceLifetime"] },
  messages: {
    everyTime:
      "Each refresh uses an expired nonce first: refused with {status}, answered anew with the next nonce, and so on.",
    givenUp: "The server refuses an expired nonce with {status}, and the client does not answer the new one.",
  },
  check(trace, report, context) {
    for (const series of troubledSeries(trace, context)) {
      // A call that begins with an old nonce costs the same round trip once; only a refresh repeats it without end.
      if (!series.registration) continue;
      for (const answer of wastedRefreshes(series)) report(finding(series, answer, "everyTime"));
      const lastAccepted = series.answers.findLastIndex(({ verdict }) => verdict === "accepted");
      for (const answer of series.answers) {
        if (!isGivenUp(trace, series, answer)) continue;
        const hasRecovered = answer.answerIndex < lastAccepted;
        report({ ...finding(series, answer, "givenUp"), severity: hasRecovered ? "warning" : "error" });
      }
    }
  },
});

/**
 * A nonce that was accepted before, whose challenge is older than the trace while the server itself blames it, or that the
 * client took so long to answer. A refusal that gives no new nonce is another matter.
 */
function isOldNonceRefused(answer: DigestAnswer): boolean {
  const { verdict } = answer;
  if (verdict !== "stale" && verdict !== "refused") return false;
  const { age, acceptedBefore, request } = answer;
  const isBlamed = verdict === "stale";
  const isLate = !Number.isNaN(request.atMicros) && !isAnsweredAtOnce(answer);
  const isOld = age === "reused" ? acceptedBefore : isBlamed && (age === "unknown" || isLate);
  if (!isOld || !hasNextNonce(answer) || isAka(answer) || hasBlottedNonce(answer)) return false;
  // A server that blames the nonce has found the rest right (RFC 7616 §3.3), but may say so of a replayed nonce count.
  return isBlamed ? !replaysNonceCount(answer) : !isFormallyWrong(answer);
}

function hasNextNonce({ returned, credentials }: DigestAnswer): boolean {
  return returned?.nonce !== undefined && returned.nonce.value !== credentials.nonce?.value;
}

/** Two or more refreshes in a row that begin with an old nonce; one after a long pause is how digest is meant to work. */
function wastedRefreshes(series: DigestSeries): DigestAnswer[] {
  let wasted: DigestAnswer[] = [];
  let run: DigestAnswer[] = [];
  const close = () => {
    if (run.length >= 2) wasted = wasted.concat(run);
    run = [];
  };
  for (const answer of series.answers) {
    if (isOldNonceRefused(answer) && isHealed(series, answer)) run.push(answer);
    else if (answer.verdict === "accepted" && !answer.isFresh) close();
  }
  close();
  return wasted;
}

/** The client goes on without answering the new nonce, or falls silent. */
function isGivenUp(trace: Trace, series: DigestSeries, answer: DigestAnswer): boolean {
  if (!isOldNonceRefused(answer) || isHealed(series, answer) || mayBeFresh(trace, answer)) return false;
  const next = series.steps[answer.stepIndex + 1];
  if (next?.answer && hasBlottedNonce(next.answer)) return false;
  if (next) return next.answer === undefined || next.answer.credentials.nonce?.value !== answer.returned?.nonce?.value;
  const end = answer.final?.atMicros ?? NaN;
  return trace.covers(end, end + TIMER_F_MICROS);
}

/** At the very beginning of the trace: the challenge may have come just before it. */
function mayBeFresh(trace: Trace, { age, stepIndex, request }: DigestAnswer): boolean {
  return age === "unknown" && stepIndex === 0 && !(request.atMicros - trace.startMicros > ANSWERED_AT_ONCE_MICROS);
}

function finding(series: DigestSeries, answer: DigestAnswer, message: string): Report {
  const { credentials, challenge, challengeMessage, by, request, final, returned, transaction } = answer;
  return {
    message,
    values: { status: final ? `${statusOf(final)}${returned?.stale === true ? ", stale=true" : ""}` : "" },
    at: { message: request, header: credentials.header.name, range: (credentials.nonce ?? credentials).range },
    related: [
      ...(by === "nonce" && challengeMessage && challenge
        ? [
            {
              message: challengeMessage,
              header: challenge.header.name,
              range: (challenge.nonce ?? challenge).range,
              label: "where the nonce comes from",
            },
          ]
        : []),
      ...(final && returned
        ? [
            {
              message: final,
              header: returned.header.name,
              range: (returned.param("stale") ?? returned).range,
              label: "the refusal with a new nonce",
            },
          ]
        : []),
    ],
    evidence: [ageFact(answer), ...(final ? [`${whereIs(final)} refuses it and gives a new one.`] : [])],
    aor: series.aor,
    strength: answer.verdict === "stale" ? "proven" : "likely",
    foldBy: "old nonce",
    explains: [transaction.index],
    registration: series.registration?.index ?? null,
  };
}

function ageFact({ acceptedBefore, age, request, challengeMessage }: DigestAnswer): string {
  if (acceptedBefore) return `The nonce in ${whereIs(request)} was accepted before, and its nonce count has grown.`;
  if (age === "unknown" || !challengeMessage) return `The nonce in ${whereIs(request)} is older than the trace.`;
  const pause = formatDuration(request.atMicros - challengeMessage.atMicros);
  return `${whereIs(request)} answers the challenge in ${whereIs(challengeMessage)} ${pause} after it.`;
}
