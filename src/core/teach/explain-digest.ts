/** Explains challenges and credentials: which challenge was answered, whether its values agree, when its nonce was made. */
import { formatDuration } from "../model/instant.js";
import { algorithmOf, nonceCountOf } from "../rules/authentication/digest-answers.js";
import { rfc } from "../rules/rule.js";
import { whereIs } from "../rules/wording.js";
import { Challenge, type Credentials } from "../sip/digest.js";
import { digestInputsOf } from "../sip/digest-inputs.js";
import { digestResponse } from "../sip/digest-response.js";
import type { KnownPasswords } from "../sip/known-passwords.js";
import { isPlausible, nonceTime } from "../sip/nonce.js";
import { parseUri, sameUri } from "../sip/uri.js";
import type { Word } from "../sip/word-at.js";
import type { AnsweredChallenge } from "../trace/credentials.js";
import { type Around, dateWords } from "./around.js";
import { type Explanation, say, type Sentence } from "./explanation.js";
import { DIGEST_PARAMS } from "./texts/params.js";
import { lookUp } from "./texts/text.js";

type Digest = Challenge | Credentials;

export function explainScheme(
  { digest, range }: Extract<Word, { kind: "scheme" }>,
  around: Around,
  passwords: KnownPasswords,
): Explanation {
  return {
    range,
    title: say`${digest.scheme} · authentication scheme`,
    what: digest.isDigest
      ? "Digest: the password itself is never sent, only a hash over it and the server's nonce."
      : "Not Digest, which is what SIP uses.",
    here: isCredentials(digest) ? checkWords(digest, around, passwords) : challengeWords(digest, around),
    sources: [rfc(3261, "22.4"), rfc(7616)],
  };
}

export function digestParamText(name: string) {
  return lookUp(DIGEST_PARAMS, name);
}

/** What one parameter means here. */
export function digestParamWords(name: string, digest: Digest, around: Around, passwords: KnownPasswords): Sentence[] {
  const answered = isCredentials(digest) ? answeredBy(digest, around) : undefined;
  switch (name) {
    case "nonce":
      return [...nonceWords(digest, around), ...useWords(digest, around)];
    case "response":
      return isCredentials(digest) ? checkWords(digest, around, passwords) : [];
    case "nc":
      return isCredentials(digest) ? countWords(digest) : [];
    case "stale":
      return isCredentials(digest) ? [] : staleWords(digest);
    case "uri":
      return isCredentials(digest) ? uriWords(digest, around) : [];
    case "realm":
    case "algorithm":
    case "qop":
    case "opaque":
      return isCredentials(digest) && answered ? [agreement(name, digest, answered)] : [];
    default:
      return [];
  }
}

function isCredentials(digest: Digest): digest is Credentials {
  return !(digest instanceof Challenge);
}

/** The challenge that credentials of this message answer. */
export function answeredBy(credentials: Credentials, { transaction }: Around): AnsweredChallenge | undefined {
  const answered = transaction?.answered;
  // Of several credentials only one answers what the trace shows.
  return transaction?.credentials?.range.start === credentials.range.start ? answered : undefined;
}

function nonceWords({ nonce }: Digest, { message }: Around): Sentence[] {
  const time = nonce && nonceTime(nonce.value);
  if (!time || !isPlausible(time, message.atMicros)) return [];
  const { issuedSeconds, expiresSeconds, title } = time;
  const words: Sentence[] = [];
  if (issuedSeconds !== undefined) {
    const age = message.atMicros - issuedSeconds * 1e6;
    const off = `${formatDuration(Math.abs(age))} ${age < 0 ? "after" : "before"} this message`;
    words.push([`In the layout of ${title}: made ${dateWords(issuedSeconds)}, ${off} by the clock of the trace.`]);
  }
  if (expiresSeconds !== undefined) {
    const left = expiresSeconds * 1e6 - message.atMicros;
    const state = left < 0 ? `${formatDuration(-left)} ago` : `in ${formatDuration(left)}`;
    words.push([
      `${issuedSeconds === undefined ? `In the layout of ${title}: good` : "Good"} until ${dateWords(expiresSeconds)}, ${state} seen from this message.`,
    ]);
  }
  return words;
}

/** Whose nonce it is. */
function useWords(digest: Digest, around: Around): Sentence[] {
  if (!isCredentials(digest)) return challengeWords(digest, around);
  const answered = answeredBy(digest, around);
  if (!answered) return [["The trace holds no challenge that these credentials could answer."]];
  const where = whereIs(answered.message);
  if (answered.by === "nonce") return [say`It is the nonce of the challenge in ${[where]}.`];
  return [say`No challenge in the trace has this nonce; the one that it most likely answers is in ${[where]}.`];
}

function challengeWords(challenge: Challenge, { sip }: Around): Sentence[] {
  const offers = sip.challenges.length;
  const words: Sentence[] = challenge.stale === undefined ? [] : staleWords(challenge);
  if (offers > 1)
    words.push([`One of ${offers} challenges in this response: the client answers one that it understands.`]);
  return words;
}

function staleWords({ stale }: Challenge): Sentence[] {
  if (stale === undefined) return [];
  return stale
    ? [["Only the nonce was too old; the password need not be asked for again."]]
    : [["It is not because of an old nonce: no credentials came, or they were wrong."]];
}

function countWords(credentials: Credentials): Sentence[] {
  const count = nonceCountOf(credentials);
  if (count === undefined) return [["It is no number of eight hexadecimal digits."]];
  return [[count === 1 ? "The first use of this nonce." : `Use ${count} of this nonce, as the client counts.`]];
}

function uriWords({ uri }: Credentials, { sip, transaction }: Around): Sentence[] {
  const { requestUri } = sip;
  if (!uri || !requestUri) return [];
  if (sameUri(parseUri(uri.value, 0, uri.value.length), requestUri))
    return [["The uri is the Request-URI, as it should be."]];
  return (transaction?.hops ?? 1) > 1
    ? [say`The Request-URI is ${requestUri.text} now: a proxy may have rewritten it on the way.`]
    : [say`The Request-URI is ${requestUri.text}: strict servers refuse this with 400.`];
}

const NAMES = { realm: "realm", algorithm: "algorithm", qop: "qop", opaque: "opaque" } as const;

function agreement(name: keyof typeof NAMES, credentials: Credentials, answered: AnsweredChallenge): Sentence {
  const { challenge, message } = answered;
  const asked = name === "algorithm" ? algorithmOf(challenge) : challenge[name]?.value;
  const given = name === "algorithm" ? algorithmOf(credentials) : (credentials[name]?.value ?? "");
  const where = whereIs(message);
  if (asked === undefined) return say`The challenge in ${[where]} names no ${NAMES[name]}.`;
  const isOffered =
    name === "qop"
      ? asked
          .toLowerCase()
          .split(/[\s,]+/)
          .includes(given.toLowerCase())
      : asked === given;
  return isOffered
    ? say`Agrees with the challenge in ${[where]}.`
    : say`The challenge in ${[where]} says ${asked}: the two do not agree.`;
}

/** Each value that the server checks, and with a password that the person gave the response itself. */
function checkWords(credentials: Credentials, around: Around, passwords: KnownPasswords): Sentence[] {
  const answered = answeredBy(credentials, around);
  const words: Sentence[] = [];
  if (answered) {
    const wrong = (["realm", "algorithm", "qop", "opaque"] as const).filter(
      (name) =>
        isThere(name, credentials, answered.challenge) &&
        !agreement(name, credentials, answered)[0]?.startsWith("Agrees"),
    );
    const where = whereIs(answered.message);
    words.push(
      wrong.length === 0
        ? say`Realm, algorithm, qop and opaque agree with the challenge in ${[where]}.`
        : [`Different from the challenge in ${where}: ${wrong.join(", ")}.`],
    );
  }
  words.push(...uriWords(credentials, around), ...proofWords(credentials, around, passwords));
  const final = around.transaction?.final;
  if (final)
    words.push(say`The server answered ${`${final.sip.statusCode} ${final.sip.reason}`} in ${[whereIs(final)]}.`);
  return words;
}

function isThere(
  name: "realm" | "algorithm" | "qop" | "opaque",
  credentials: Credentials,
  challenge: Challenge,
): boolean {
  return challenge[name] !== undefined || (name !== "qop" && credentials[name] !== undefined);
}

/** The password enters the hash and nothing else: no sentence holds it. */
function proofWords(credentials: Credentials, { sip, message }: Around, passwords: KnownPasswords): Sentence[] {
  const { username, realm, response } = credentials;
  const password = username && passwords.passwordFor(username.value, realm?.value ?? "");
  if (password === undefined) return [];
  const computed = digestResponse({ ...digestInputsOf(sip, credentials, message.missingOctets === 0), password });
  if (computed === undefined) return [["The response cannot be computed from the password that is known."]];
  return computed === response?.value.toLowerCase()
    ? [["Proved: this response is made with the password that you gave."]]
    : [["This response is not made with the password that you gave."]];
}
