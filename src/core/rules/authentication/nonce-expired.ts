/** An old nonce that the client uses again at each refresh, and that the server has let expire. */
import type { Trace } from "../../trace/trace.js";
import { seconds } from "../../model/instant.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { statusOf, whereIs } from "../wording.js";
import { type DigestAnswer, type DigestSeries, digestSeries } from "./digest-answers.js";
import { isAka, isFormallyWrong } from "./digest-faults.js";
import { isHealed } from "./recovery.js";

/** Timer F: a client that has not answered the new nonce by then will not (RFC 3261 §17.1.2.2). */
const GIVEN_UP_MICROS = seconds(32);

export default defineRule({
  id: "nonce-expired",
  title: "Expired nonce reused",
  severity: "warning",
  kind: "cause",
  summary: "An expired nonce is used again and costs a round trip at each refresh, or is taken for a wrong password.",
  why: "Each refresh is refused once and sent again, and a client that does not understand why stops registering.",
  remedy:
    "Let the nonce live longer than the refresh interval, or have the server offer the next one by nextnonce; " +
    "the server must say stale=true to an old nonce, and the device must answer the new nonce at once.",
  sources: [rfc(7616, "3.3"), rfc(7616, "3.5"), rfc(3261, "22.4")],
  fixes: {
    kamailio: {
      setting: "nonce_expire",
      detail: 'modparam("auth", "nonce_expire", …): longer than the refresh interval of the devices.',
    },
    opensips: {
      setting: "nonce_expire",
      detail: 'modparam("auth", "nonce_expire", …): longer than the refresh interval of the devices.',
    },
    "asterisk-pjsip": {
      setting: "nonce_lifetime",
      detail: "`nonce_lifetime` of the `type=auth` section (32 s by default): longer than the refresh interval.",
    },
    asterisk: {
      setting: "nonce_lifetime",
      detail: "chan_pjsip: `nonce_lifetime` of the `type=auth` section: longer than the refresh interval.",
    },
    freeswitch: { setting: "nonce-ttl", detail: "`nonce-ttl` of the Sofia profile: longer than the refresh interval." },
  },
  messages: {
    everyTime:
      "Each refresh uses an expired nonce first: refused with {status}, answered anew with the next nonce, and so on.",
    givenUp: "The server refuses an expired nonce with {status}, and the client never answers the new one.",
  },
  check(trace, report, context) {
    for (const series of digestSeries(trace, context)) {
      for (const answer of wastedRefreshes(series)) report(finding(series, answer, "everyTime"));
      // What comes before an accepted answer, or before one to the new nonce, was not the end.
      const lastAnswered = series.answers.findLastIndex(
        ({ age, verdict }) => age === "fresh" || verdict === "accepted",
      );
      for (const answer of series.answers.slice(lastAnswered + 1)) {
        if (isGivenUp(trace, series, answer)) report({ ...finding(series, answer, "givenUp"), severity: "error" });
      }
    }
  },
});

/** A nonce that was accepted before, or whose challenge is older than the trace while the server itself calls it stale. */
function isOldNonceRefused(answer: DigestAnswer): boolean {
  const { age, acceptedBefore, verdict, returned, credentials } = answer;
  if (verdict !== "stale" && verdict !== "refused") return false;
  const isOld = age === "reused" ? acceptedBefore : age === "unknown" && verdict === "stale";
  const hasNext = returned?.nonce !== undefined && returned.nonce.value !== credentials.nonce?.value;
  return isOld && hasNext && !isAka(answer) && !isFormallyWrong(answer);
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
    else if (answer.verdict === "accepted" && answer.age !== "fresh") close();
  }
  close();
  return wasted;
}

function isGivenUp(trace: Trace, series: DigestSeries, answer: DigestAnswer): boolean {
  if (!isOldNonceRefused(answer)) return false;
  if (answer.stepIndex + 1 < series.steps.length) return true;
  const end = answer.final?.atMicros ?? NaN;
  return trace.covers(end, end + GIVEN_UP_MICROS);
}

function finding(series: DigestSeries, answer: DigestAnswer, message: string): Report {
  const { credentials, challenge, challengeMessage, by, request, final, returned, transaction, acceptedBefore } =
    answer;
  return {
    message,
    values: { status: final ? `${statusOf(final)}${answer.verdict === "stale" ? ", stale=true" : ""}` : "" },
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
    evidence: [
      acceptedBefore
        ? `The nonce in ${whereIs(request)} was accepted before, and its nonce count has grown.`
        : `The nonce in ${whereIs(request)} is older than the trace.`,
      ...(final ? [`${whereIs(final)} refuses it and gives a new one.`] : []),
    ],
    aor: series.aor,
    strength: answer.verdict === "stale" ? "proven" : "likely",
    foldBy: "old nonce",
    explains: [transaction.index],
    registration: series.registration?.index ?? null,
  };
}
