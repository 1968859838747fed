/** Credentials made for another realm than the one the server asks for. */
import type { Challenge } from "../../sip/digest.js";
import type { Message } from "../../trace/message.js";
import type { Trace } from "../../trace/trace.js";
import { TIMER_F_MICROS, type Transaction } from "../../trace/transaction.js";
import { defineRule, type Mark, type Report, rfc } from "../rule.js";
import { refusalOf, whereIs } from "../wording.js";
import { type DigestAnswer, type DigestSeries, troubledSeries } from "./digest-answers.js";
import { isAka, isFormallyWrong, namesAnotherRealm } from "./digest-faults.js";
import { isFromAnotherServer, isHealed } from "./recovery.js";

export default defineRule({
  id: "realm-mismatch",
  title: "Realm mismatch",
  severity: "error",
  kind: "cause",
  summary: "The credentials name a realm that is not the one of the challenge they answer.",
  why: "The realm is part of the digest, so credentials for another realm are wrong whatever the password.",
  looksLike:
    'The phone says "unauthorized" with the right password. In the request with credentials the `realm` is another word than in the 401 before it: the registrar\'s domain instead of `asterisk`, an old name, or the same word in other letters.',
  confirm: {
    wireshark: 'sip.auth.realm && sip.CSeq.method == "REGISTER"',
    steps: [
      "Show `sip.auth.realm` as a column and compare it letter by letter, upper and lower case too, between a 401 and the request with the same nonce.",
      'Look at the device for a field "realm" or "authentication domain" that is filled in: it should be empty.',
    ],
  },
  notWhen: [
    "The realm is not the domain of the AoR: `asterisk`, `ccmsipline` or `3CXPhoneSystem` are normal, only challenge and credentials must agree.",
    "The request carries several Authorization headers, for several realms on its way, and one of them matches.",
  ],
  remedy:
    "Set the device's realm to exactly what the challenge says, or leave it empty so that the device takes it from there; " +
    "if the server's realm was changed, make its stored HA1 values anew, since they contain the realm.",
  sources: [rfc(3261, "22.1"), rfc(7616, "3.4.2")],
  fixes: { device: ["realm"], registrar: ["realm"] },
  messages: {
    differs: 'Realm "{realm}" does not answer challenge realm "{offered}".',
    caseOnly:
      'Realm "{realm}" differs from challenge realm "{offered}" in upper and lower case, and realms are compared letter for letter.',
    missing: 'The credentials name no realm, the challenge says "{offered}".',
    changed: 'The server changed its realm from "{before}" to "{offered}", and refuses this client since.',
  },
  check(trace, report, context) {
    for (const series of troubledSeries(trace, context)) {
      for (const answer of series.answers) {
        if (isMismatch(trace, series, answer)) report(mismatch(series, answer));
      }
      if (!series.answers.some(({ verdict }) => verdict === "refused" || verdict === "forbidden")) continue;
      for (const change of changesOfRealm(series)) report(change);
    }
  },
});

function isMismatch(trace: Trace, series: DigestSeries, answer: DigestAnswer): boolean {
  if (answer.verdict !== "refused" && answer.verdict !== "stale" && answer.verdict !== "forbidden") return false;
  if (!namesAnotherRealm(answer) || isAka(answer)) return false;
  // The same nonce proves which challenge was meant. Without it the client may have answered another server's, or one
  // from before the capture; then only a client that goes on so has a realm of its own.
  if (answer.by === "nonce") return true;
  if (isFromAnotherServer(answer) || isHealed(series, answer)) return false;
  const next = series.answers[answer.answerIndex + 1];
  if (next) return namesAnotherRealm(next);
  return trace.isTimed && trace.endMicros - answer.request.atMicros > TIMER_F_MICROS;
}

function mismatch(series: DigestSeries, answer: DigestAnswer): Report {
  const { credentials, challenge, challengeMessage, request, final, transaction } = answer;
  const realm = credentials.realm?.value;
  const offered = challenge?.realm?.value ?? "";
  const kind = realm === undefined ? "missing" : realm.toLowerCase() === offered.toLowerCase() ? "caseOnly" : "differs";
  return {
    message: kind,
    values: { realm: realm ?? "", offered },
    at: { message: request, header: credentials.header.name, range: (credentials.realm ?? credentials).range },
    related: challengeMark(challengeMessage, challenge, "the challenge it answers"),
    evidence: [
      ...(challengeMessage ? [`The challenge in ${whereIs(challengeMessage)} says realm="${offered}".`] : []),
      `The credentials in ${whereIs(request)} say realm="${realm ?? ""}".`,
      ...(answer.by === "nonce" ? ["Both name the same nonce, so they belong together."] : []),
      ...(final ? [`They are refused with ${refusalOf(transaction)} in ${whereIs(final)}.`] : []),
    ],
    aor: series.aor,
    strength: answer.by === "nonce" ? "proven" : "likely",
    foldBy: "mismatch",
    explains: [transaction.index],
    registration: series.registration?.index ?? null,
  };
}

function challengeMark(message: Message | undefined, challenge: Challenge | undefined, label: string) {
  return message && challenge ? [{ ...realmMark(message, challenge), label }] : [];
}

function realmMark(message: Message, challenge: Challenge): Mark {
  return { message, header: challenge.header.name, range: (challenge.realm ?? challenge).range };
}

interface Seen {
  readonly message: Message;
  readonly realm: string;
}

/** Refusals of a client that follow a change of realm at one server address. */
function* changesOfRealm(series: DigestSeries): Generator<Report> {
  const latest = new Map<string, Seen>();
  let change: { readonly before: Seen; readonly after: Seen } | undefined;
  for (const { transaction, answer, status } of series.steps) {
    if (change && answer && isRefusedSince(series, change.after, answer)) yield changed(series, change.before, answer);
    if (answer?.verdict === "accepted") change = undefined;
    const { final } = transaction;
    if (!final || (status !== 401 && status !== 407)) continue;
    const realm = onlyRealm(transaction, final);
    if (realm === undefined) continue;
    const key = `${transaction.server.address} ${status}`;
    const before = latest.get(key);
    const seen = { message: final, realm };
    latest.set(key, seen);
    if (before && before.realm !== realm) change = { before, after: seen };
  }
}

/** The realm of a challenge. A response with several realms offers a choice: there nothing has changed. */
function onlyRealm({ keys, finalRow }: Transaction, final: Message): string | undefined {
  const noted = keys.hasDigest(finalRow) ? keys.text(keys.realmNumber(finalRow)) : "";
  if (noted !== "") return noted;
  const [challenge, second] = final.sip.challenges.filter(({ isDigest }) => isDigest);
  return second && second.realm?.value !== challenge?.realm?.value ? undefined : challenge?.realm?.value;
}

function isRefusedSince(series: DigestSeries, after: Seen, answer: DigestAnswer): boolean {
  return (
    (answer.verdict === "refused" || answer.verdict === "forbidden") &&
    answer.credentials.realm?.value === after.realm &&
    answer.age === "fresh" &&
    !isFormallyWrong(answer) &&
    !isHealed(series, answer)
  );
}

function changed(series: DigestSeries, before: Seen, answer: DigestAnswer): Report {
  const challengeBefore = before.message.sip.challenges.find(({ isDigest }) => isDigest)!;
  const { challenge = challengeBefore, challengeMessage = before.message, final, request, transaction } = answer;
  const values = { before: before.realm, offered: challenge.realm?.value ?? "" };
  return {
    message: "changed",
    values,
    at: realmMark(challengeMessage, challenge),
    related: [
      { ...realmMark(before.message, challengeBefore), label: "the realm before" },
      {
        message: request,
        header: answer.credentials.header.name,
        range: answer.credentials.range,
        label: "the refused answer",
      },
    ],
    evidence: [
      `The challenge in ${whereIs(before.message)} says realm="${values.before}".`,
      `The challenge in ${whereIs(challengeMessage)} says realm="${values.offered}".`,
      ...(final ? [`The answer to it is refused with ${refusalOf(transaction)} in ${whereIs(final)}.`] : []),
      "A stored HA1 contains the realm: one made for the old realm matches no answer to the new one.",
    ],
    aor: series.aor,
    strength: "likely",
    foldBy: "changed",
    explains: [transaction.index],
    registration: series.registration?.index ?? null,
  };
}
