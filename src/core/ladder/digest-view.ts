/** The challenge of a 401 or 407 beside the credentials that answer it (RFC 7616 §3.3, §3.4; RFC 3261 §22). */
import type { Analysis } from "../analysis.js";
import type { Challenge, Credentials } from "../sip/digest.js";
import type { Value } from "../sip/value.js";
import type { AnsweredChallenge } from "../trace/credentials.js";
import type { Transaction } from "../trace/transaction.js";
import type { DigestPlace, DigestValueView, DigestView } from "../../view/digest.js";
import { shortened, whereOf } from "./place-words.js";
import { shelvesOf } from "./shelves.js";
import { quoteOf } from "./visible.js";

/** Characters of a value; a nonce has under a hundred as a rule. */
const LONGEST_VALUE = 400;
/** How far on the answer to a challenge is looked for: it is the next transaction as a rule. */
const LOOK_AHEAD = 64;

/** Hexadecimal digits of a response, by algorithm in lower case (RFC 7616 §3.2, RFC 8760 §2.4). */
const RESPONSE_DIGITS: Readonly<Record<string, number>> = {
  md5: 32,
  "md5-sess": 32,
  "sha-256": 64,
  "sha-256-sess": 64,
  "sha-512-256": 64,
  "sha-512-256-sess": 64,
};

/** Null for a message that neither challenges nor carries a digest, or whose challenge nobody answered. */
export function digestView(analysis: Analysis, message: number): DigestView | null {
  const { trace } = analysis;
  const own = trace.transactionOf(message);
  if (!own) return null;
  const original = trace.messages.original(message);
  const isRequest = trace.messages.sip(original).isRequest;
  const transaction = isRequest ? own : answerTo(analysis, own, original);
  const { credentials, request, answered, final } = transaction ?? {};
  if (!transaction || !credentials?.isDigest || !request) return null;
  const placeOf = (index: number): DigestPlace => ({ message: index, where: whereOf(trace.messages.at(index), trace) });
  return {
    challenge: answered ? placeOf(answered.message.index) : null,
    answer: placeOf(request.index),
    outcome: final ? placeOf(final.index) : null,
    isReturned: answered?.by === "returned",
    values: valuesOf(credentials, answered, transaction),
  };
}

/** The transaction whose credentials answer the challenge of a message. */
function answerTo(analysis: Analysis, own: Transaction, challenge: number): Transaction | undefined {
  const { trace } = analysis;
  if (trace.messages.sip(challenge).challenges.length === 0) return undefined;
  const shelves = shelvesOf(analysis);
  const transactions = shelves.byKey.get(shelves.keyOf(challenge) ?? "")?.transactions ?? [];
  const from = transactions.indexOf(own) + 1;
  return transactions
    .slice(from, from + LOOK_AHEAD)
    .find(({ answered }) => answered?.message.index === challenge && answered.by !== "returned");
}

function valuesOf(
  credentials: Credentials,
  answered: AnsweredChallenge | undefined,
  transaction: Transaction,
): readonly DigestValueView[] {
  const sides = { credentials, challenge: answered?.challenge, isReturned: answered?.by === "returned" };
  return [
    usernameOf(sides, transaction),
    equal(sides, "realm", "The hash covers the realm, so no password can match another one."),
    equal(sides, "nonce", "The registrar knows its own nonce only."),
    algorithmOf(sides),
    qopOf(sides),
    opaqueOf(sides),
    uriOf(sides, transaction),
    neededWithQop(sides, "nc", countNote(credentials.nonceCount?.value)),
    neededWithQop(sides, "cnonce", ""),
    responseOf(sides),
    staleOf(sides),
  ].flatMap((value) => (value && (value.offered !== null || value.answered !== null) ? value : []));
}

interface Sides {
  readonly credentials: Credentials;
  /** Undefined where the trace holds none. */
  readonly challenge: Challenge | undefined;
  /** The challenge came after: what is new in it says nothing about the answer. */
  readonly isReturned: boolean;
}

function textOf(value: Value<string> | undefined): string | null {
  return value === undefined ? null : shortened(value.value, LONGEST_VALUE);
}

function valueOf(name: string, { challenge, credentials }: Sides): DigestValueView {
  const offered = textOf(challenge?.param(name));
  return { name, offered, answered: textOf(credentials.param(name)), verdict: "neutral", note: "" };
}

/** Has to be repeated as it was offered. */
function equal(sides: Sides, name: "realm" | "nonce", note: string): DigestValueView {
  const value = valueOf(name, sides);
  const isSame = sides.challenge?.param(name)?.value === sides.credentials.param(name)?.value;
  if (!sides.challenge || (sides.isReturned && name === "nonce")) return value;
  return { ...value, verdict: isSame ? "good" : "bad", note: isSame ? "" : note };
}

function usernameOf({ credentials }: Sides, { first }: Transaction): DigestValueView {
  const user = first.sip.to?.uri.user?.value;
  const answered = textOf(credentials.username);
  const isOther = user !== undefined && credentials.username !== undefined && credentials.username.value !== user;
  const note = isOther ? "Not the user of To, which is right where the registrar has it so." : "";
  return { name: "username", offered: null, answered, verdict: "neutral", note };
}

/** Absent is MD5 (RFC 7616 §3.3). */
function algorithmOf(sides: Sides): DigestValueView {
  const value = valueOf("algorithm", sides);
  if (!sides.challenge) return value;
  const [offered, answered] = [value.offered ?? "MD5", value.answered ?? "MD5"];
  const isSame = offered.toLowerCase() === answered.toLowerCase();
  const note = value.offered === null || value.answered === null ? "Absent means MD5." : "";
  return { ...value, verdict: isSame ? "good" : "bad", note };
}

function qopOf(sides: Sides): DigestValueView {
  const value = valueOf("qop", sides);
  const { offered, answered } = value;
  if (!sides.challenge || (offered === null && answered === null)) return value;
  if (offered === null) return { ...value, verdict: "bad", note: "Chosen, though the challenge offers none." };
  // RFC 2617 §3.2.2 leaves it to clients of RFC 2069.
  if (answered === null) return { ...value, note: "Not chosen: the answer is computed as in RFC 2069." };
  const offers = offered.split(",").map((each) => each.trim().toLowerCase());
  const isOffered = offers.includes(answered.toLowerCase());
  return { ...value, verdict: isOffered ? "good" : "bad", note: isOffered ? "" : "Not among those offered." };
}

function opaqueOf(sides: Sides): DigestValueView {
  const value = valueOf("opaque", sides);
  if (value.offered === null || sides.isReturned) return value;
  const isSame = sides.challenge?.opaque?.value === sides.credentials.opaque?.value;
  return { ...value, verdict: isSame ? "good" : "bad", note: isSame ? "" : "Has to be returned unchanged." };
}

function uriOf({ credentials }: Sides, { request, hops }: Transaction): DigestValueView {
  const line = request?.sip.startLine;
  const requestUri =
    line?.kind === "request" && request
      ? request.sip.text.slice(line.requestUri.range.start, line.requestUri.range.end)
      : undefined;
  const value = {
    name: "uri",
    offered: requestUri === undefined ? null : quoteOf(requestUri, LONGEST_VALUE),
    answered: textOf(credentials.uri),
  };
  const isSame = requestUri !== undefined && credentials.uri?.value === requestUri;
  if (isSame) return { ...value, verdict: "good", note: "" };
  // A proxy may change the Request-URI on the way, but not what the user agent hashed.
  return { ...value, verdict: hops === 1 ? "bad" : "neutral", note: "Not the Request-URI, with which it is compared." };
}

function neededWithQop(sides: Sides, name: "nc" | "cnonce", note: string): DigestValueView {
  const value = valueOf(name, sides);
  const isMissing = sides.credentials.qop !== undefined && value.answered === null;
  return isMissing
    ? { ...value, answered: "", verdict: "bad", note: "Has to be there when qop is chosen." }
    : { ...value, note };
}

function countNote(nonceCount: string | undefined): string {
  const count = Number.parseInt(nonceCount ?? "", 16);
  if (!(count > 0)) return "";
  return count === 1 ? "The first request with this nonce." : `Request ${count} with this nonce.`;
}

function responseOf(sides: Sides): DigestValueView {
  const value = valueOf("response", sides);
  const digits = RESPONSE_DIGITS[(sides.credentials.algorithm?.value ?? "MD5").toLowerCase()];
  const length = sides.credentials.response?.value.length;
  if (digits === undefined || length === undefined || length === digits) return value;
  return { ...value, verdict: "bad", note: `Has ${length} digits; this algorithm gives ${digits}.` };
}

function staleOf(sides: Sides): DigestValueView {
  const value = valueOf("stale", sides);
  const isStale = sides.challenge?.stale === true;
  return {
    ...value,
    note: isStale ? "The nonce before had run out: the same credentials computed with this one may do." : "",
  };
}
