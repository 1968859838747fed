/** A challenge in digest algorithms that the client does not know. */
import { isMasked } from "../../model/masked.js";
import type { Challenge } from "../../sip/digest.js";
import type { Message } from "../../trace/message.js";
import { isRemovalRequest } from "../../trace/registrations.js";
import type { Trace } from "../../trace/trace.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { statusOf, whereIs } from "../wording.js";
import { algorithmOf, type DigestAnswer, type DigestSeries, troubledSeries } from "./digest-answers.js";
import { isAka, usesAnotherAlgorithm } from "./digest-faults.js";
import { challengeMarks, outcomeFacts, refusalMarks } from "./digest-marks.js";
import { isHealed, isRefusedForForm } from "./recovery.js";
import { isLeftUnanswered } from "./unanswered-challenges.js";
import { blamesPassword } from "./refusal-words.js";

export default defineRule({
  id: "digest-algorithm-unsupported",
  title: "Digest algorithm unsupported",
  severity: "error",
  kind: "cause",
  summary: "The client answers a challenge in another algorithm than the server offers, or not at all.",
  why: "Many devices know MD5 only; they ignore a challenge in SHA-256, or answer it in a way the server must refuse.",
  looksLike:
    "It began when the server was updated or SHA-256 was switched on: new phones register, old ones stop at the challenge or are refused.",
  confirm: {
    wireshark: "sip.auth.algorithm && (sip.WWW-Authenticate || sip.Authorization)",
    steps: [
      "Compare the `algorithm` of all challenges in the 401 with that of the credentials; where it is left out it means MD5.",
      "Look up in the device's release notes whether it knows RFC 8760.",
    ],
  },
  notWhen: [
    "The 401 offers several algorithms and the client answers one of them: that is how it should be.",
    "The client sends no credentials to an MD5 challenge either: credentials-not-sent.",
  ],
  remedy:
    "Offer MD5 beside SHA-256, in a challenge of its own below the stronger one, until every device knows RFC 8760; " +
    "or update the device's firmware.",
  sources: [rfc(8760, "2.1"), rfc(8760, "2.4"), rfc(7616, "3.7")],
  fixes: { registrar: ["algorithm"] },
  messages: {
    differs: "The challenge offers {offered}, the credentials use {used}, and the server refuses them.",
    ignored: "The challenge offers only {offered}, and the client starts anew without answering it.",
    silent: "The challenge offers only {offered}, and the client never answers it.",
  },
  check(trace, report, context) {
    for (const series of troubledSeries(trace, context)) {
      for (const answer of series.answers) {
        if (!isRefusedForForm(answer) || answer.by !== "nonce" || isAka(answer)) continue;
        if (!usesAnotherAlgorithm(answer) || (answer.final && blamesPassword(answer.final.sip))) continue;
        if (!isHealed(series, answer)) report(differing(series, answer));
      }
      if (!series.registration) continue;
      for (let index = 0; index < series.steps.length; index++) {
        const found = ignored(trace, series, index);
        if (found) report(found);
      }
    }
  },
});

function differing(series: DigestSeries, answer: DigestAnswer): Report {
  const { credentials, challenge, challengeMessage, request, transaction } = answer;
  const offers = challengeMessage?.sip.challenges.filter(({ realm }) => realm?.value === challenge?.realm?.value) ?? [];
  const offered = listOf(offers);
  const used = algorithmOf(credentials);
  return {
    message: "differs",
    values: { offered, used },
    at: { message: request, header: credentials.header.name, range: (credentials.algorithm ?? credentials).range },
    related: [
      ...challengeMarks(answer, ({ algorithm }) => algorithm, "what the challenge offers"),
      ...refusalMarks(answer),
    ],
    evidence: [
      ...(challengeMessage ? [`The challenge in ${whereIs(challengeMessage)} offers ${offered}.`] : []),
      `The credentials in ${whereIs(request)} ${credentials.algorithm ? `say algorithm=${credentials.algorithm.value}` : "name no algorithm, which means MD5"}.`,
      ...outcomeFacts(answer),
    ],
    aor: series.aor,
    strength: "proven",
    foldBy: "algorithm",
    explains: [transaction.index],
    registration: series.registration?.index ?? null,
  };
}

/** A 401 or 407 without MD5 that a client leaves unanswered, which never used any of its algorithms. */
function ignored(trace: Trace, series: DigestSeries, index: number): Report | undefined {
  const step = series.steps[index];
  if (!step || (step.status !== 401 && step.status !== 407)) return undefined;
  const { transaction } = step;
  // Nearly every challenge is answered, and then needs no look.
  if (series.steps[index + 1]?.transaction.hasCredentials) return undefined;
  const { final, request } = transaction;
  const [first, ...others] = final ? digestChallengesOf(final) : [];
  if (!final || !request || !first) return undefined;
  const algorithms = new Set([first, ...others].map(algorithmOf));
  // What a log cut or a poster blotted out may be any.
  if ([...algorithms].some((name) => name === "MD5" || name.startsWith("AKA") || name === "" || isMasked(name)))
    return undefined;
  const next = series.steps[index + 1];
  if (knowsAny(series, algorithms)) return undefined;
  // A phone that shuts down does not wait for the answer to its de-registration.
  if (isRemovalRequest(request.sip) || !isLeftUnanswered(trace, series, index)) return undefined;
  const offered = [...algorithms].join(", ");
  return {
    message: next ? "ignored" : "silent",
    values: { offered },
    at: { message: final, header: first.header.name, range: (first.algorithm ?? first).range },
    related: next?.transaction.request
      ? [{ message: next.transaction.request, label: "the next REGISTER, without credentials" }]
      : [],
    evidence: [
      `${whereIs(final)} challenges with ${statusOf(final)} and offers ${offered}, not MD5.`,
      next
        ? `The next REGISTER of this device, ${whereIs(next.transaction.first)}, has no credentials for it.`
        : "Nothing follows from this device for more than 32 s.",
      `The device uses ${offered} nowhere in the trace.`,
    ],
    aor: series.aor,
    strength: "likely",
    foldBy: "algorithm",
    explains: [transaction.index],
    registration: series.registration?.index ?? null,
  };
}

function digestChallengesOf({ sip }: Message): Challenge[] {
  return sip.challenges.filter(({ isDigest, nonce }) => isDigest && nonce !== undefined);
}

function knowsAny({ answers }: DigestSeries, algorithms: ReadonlySet<string>): boolean {
  return answers.some(({ credentials }) => credentials.nonce === undefined || algorithms.has(algorithmOf(credentials)));
}

function listOf(challenges: readonly Challenge[]): string {
  return [...new Set(challenges.map(algorithmOf))].join(", ");
}
