/** Requests with digest credentials, client by client: which challenge each answers, and what the server made of it. */
import { seconds } from "../../model/instant.js";
import type { Challenge, Credentials } from "../../sip/digest.js";
import type { SipMessage } from "../../sip/message.js";
import { canonicalAor } from "../../sip/uri.js";
import type { Message } from "../../trace/message.js";
import type { Registration } from "../../trace/registration.js";
import type { Trace } from "../../trace/trace.js";
import type { AnsweredChallenge } from "../../trace/credentials.js";
import type { Transaction } from "../../trace/transaction.js";
import type { RuleContext } from "../rule.js";

/**
 * `accepted` 2xx, or a ringing or answered call; `refused` 401 or 407 by the same challenger; `stale` the same, with
 * `stale=true` or words that blame the nonce; `forbidden` 403; `other` another refusal, or another challenger further on; `open` no final answer.
 */
export type Verdict = "accepted" | "refused" | "stale" | "forbidden" | "other" | "open";

/**
 * `fresh`: of the latest challenge that this client got, and not accepted since; `reused`: of an earlier one, whether
 * accepted before or overtaken; `unknown`: of a challenge that the trace does not hold.
 */
export type NonceAge = "fresh" | "reused" | "unknown";

export interface DigestAnswer {
  /** Its place among the steps and among the answers of its series. */
  readonly stepIndex: number;
  readonly answerIndex: number;
  readonly transaction: Transaction;
  readonly request: Message;
  readonly credentials: Credentials;
  /** The challenge that the credentials answer; undefined when the trace holds none. */
  readonly challenge: Challenge | undefined;
  readonly challengeMessage: Message | undefined;
  /** How the challenge was found: by its nonce for certain, else by the order of messages. */
  readonly by: "nonce" | "call-id" | "returned" | undefined;
  readonly age: NonceAge;
  /** Whether this client's use of the nonce was accepted before. */
  readonly acceptedBefore: boolean;
  /** The highest nonce count that this client used before with an accepted nonce; undefined for a first use. */
  readonly nonceCountBefore: number | undefined;
  readonly verdict: Verdict;
  readonly final: Message | undefined;
  /** The challenge that the refusal carries instead; undefined when it is no 401 or 407. */
  readonly returned: Challenge | undefined;
}

/** A REGISTER or other request of the series without credentials counts too: it shows what the client does next. */
export interface DigestStep {
  readonly transaction: Transaction;
  readonly answer: DigestAnswer | undefined;
  /** Of the final response; 0 when there is none. */
  readonly status: number;
}

/** What one client does with the challenges for one AoR, in order. */
export interface DigestSeries {
  readonly aor: string;
  /** Undefined for the series of other requests than REGISTER. */
  readonly registration: Registration | undefined;
  readonly steps: readonly DigestStep[];
  readonly answers: readonly DigestAnswer[];
}

const KNOWN = new WeakMap<RuleContext, readonly DigestSeries[]>();

/**
 * The series of every registration, then those of other requests that carry credentials. Each rule of this family asks,
 * so they are made once a run.
 */
export function digestSeries(trace: Trace, context: RuleContext): readonly DigestSeries[] {
  const known = KNOWN.get(context);
  if (known) return known;
  const series = [...trace.registrations.map(ofRegistration), ...ofOtherRequests(trace)];
  KNOWN.set(context, series);
  return series;
}

function ofRegistration(registration: Registration): DigestSeries {
  return readSeries(registration.aor, registration, registration.transactions);
}

/** Requests whose credentials say nothing: they repeat those of the INVITE (RFC 3261 §22.1). */
const WITHOUT_ANSWER: ReadonlySet<string> = new Set(["REGISTER", "ACK", "CANCEL"]);

/** INVITE, SUBSCRIBE and the like, at the client's own hop, by client and identity (From). */
function* ofOtherRequests(trace: Trace): Generator<DigestSeries> {
  const fewestHops = new Map<string, number>();
  const candidates = trace.transactions.filter(({ method }) => !WITHOUT_ANSWER.has(method));
  const callIds = new Set(candidates.filter(({ credentials }) => credentials).map(({ callId }) => callId));
  const involved = candidates.filter(({ callId }) => callIds.has(callId));
  const keyOf = ({ callId, cseqNumber, method }: Transaction) => `${cseqNumber} ${method} ${callId}`;
  for (const transaction of involved) {
    const key = keyOf(transaction);
    fewestHops.set(key, Math.min(fewestHops.get(key) ?? Infinity, transaction.hops));
  }
  const groups = new Map<string, { aor: string; transactions: Transaction[] }>();
  for (const transaction of involved) {
    if (transaction.hops !== fewestHops.get(keyOf(transaction))) continue;
    const { sip } = transaction.first;
    const aor = sip.from ? canonicalAor(sip.from.uri) : "";
    const key = `${transaction.client.address} ${aor}`;
    const group = groups.get(key) ?? { aor, transactions: [] };
    groups.set(key, group);
    group.transactions.push(transaction);
  }
  for (const { aor, transactions } of groups.values()) yield readSeries(aor, undefined, transactions);
}

/** What a client is known to hold while its series is read. */
interface Memory {
  /** The latest 401 or 407 that no accepted answer followed. */
  latest: Message | undefined;
  /** Highest nonce count by accepted nonce; the last few are enough, a client keeps one or two. */
  readonly accepted: Map<string, number>;
}

const ACCEPTED_NONCES_KEPT = 8;

function readSeries(
  aor: string,
  registration: Registration | undefined,
  transactions: readonly Transaction[],
): DigestSeries {
  const memory: Memory = { latest: undefined, accepted: new Map() };
  const steps: DigestStep[] = [];
  const answers: DigestAnswer[] = [];
  for (const transaction of transactions) {
    const { final, status } = transaction;
    const answer = readAnswer(transaction, final, memory, steps.length, answers.length);
    steps.push({ transaction, answer, status });
    if (answer) {
      answers.push(answer);
      remember(answer, memory);
    }
    if (final && (status === 401 || status === 407)) memory.latest = final;
  }
  return { aor, registration, steps, answers };
}

function readAnswer(
  transaction: Transaction,
  final: Message | undefined,
  memory: Memory,
  stepIndex: number,
  answerIndex: number,
): DigestAnswer | undefined {
  const { credentials, request, answered } = transaction;
  if (!credentials?.isDigest || !request) return undefined;
  const nonce = credentials.nonce?.value ?? "";
  const challenge = answered?.challenge;
  const isChallenged = transaction.status === 401 || transaction.status === 407;
  const returned = final && isChallenged ? returnedChallenge(final.sip, credentials) : undefined;
  return {
    stepIndex,
    answerIndex,
    transaction,
    request,
    credentials,
    challenge,
    challengeMessage: answered?.message,
    by: answered?.by,
    age: isOf(memory.latest, nonce, answered) ? "fresh" : answered?.by === "nonce" ? "reused" : "unknown",
    acceptedBefore: memory.accepted.has(nonce),
    nonceCountBefore: memory.accepted.get(nonce),
    verdict: verdictOf(transaction, final, credentials, challenge, returned),
    final,
    returned,
  };
}

function remember({ verdict, credentials }: DigestAnswer, memory: Memory): void {
  if (verdict !== "accepted") return;
  // The challenge has done its work: what comes with its nonce from now on is a reuse.
  memory.latest = undefined;
  const { accepted } = memory;
  const nonce = credentials.nonce?.value ?? "";
  const count = nonceCountOf(credentials) ?? 0;
  const highest = Math.max(count, accepted.get(nonce) ?? 0);
  accepted.delete(nonce);
  accepted.set(nonce, highest);
  if (accepted.size > ACCEPTED_NONCES_KEPT) {
    const oldest = accepted.keys().next();
    if (!oldest.done) accepted.delete(oldest.value);
  }
}

/** The nonce count as a number; undefined when absent or not hexadecimal (RFC 7616 §3.4). */
export function nonceCountOf(credentials: Credentials): number | undefined {
  const text = credentials.nonceCount?.value ?? "";
  return /^[0-9a-f]{1,8}$/i.test(text) ? Number.parseInt(text, 16) : undefined;
}

/** Whether a nonce stands in the latest challenge. */
function isOf(latest: Message | undefined, nonce: string, answered: AnsweredChallenge | undefined): boolean {
  if (!latest) return false;
  // The usual case costs no reading of the message.
  if (answered?.by === "nonce" && answered.message.index === latest.index) return true;
  return latest.sip.challenges.some((challenge) => challenge.nonce?.value === nonce);
}

/** Of the challenges in a refusal the one that stands for these credentials: same kind of header, realm, algorithm. */
function returnedChallenge(sip: SipMessage, credentials: Credentials): Challenge | undefined {
  const ofKind = sip.challenges.filter(({ proxy, isDigest }) => isDigest && proxy === credentials.proxy);
  const ofRealm = ofKind.filter(({ realm }) => realm?.value === credentials.realm?.value);
  const sameAlgorithm = ofRealm.find((challenge) => algorithmOf(challenge) === algorithmOf(credentials));
  return sameAlgorithm ?? ofRealm[0] ?? ofKind[0];
}

function verdictOf(
  transaction: Transaction,
  final: Message | undefined,
  credentials: Credentials,
  challenge: Challenge | undefined,
  returned: Challenge | undefined,
): Verdict {
  const { status } = transaction;
  if (status >= 200 && status < 300) return "accepted";
  // Ringing comes after authentication, whatever becomes of the call.
  if (transaction.responses.some((message) => message.index !== final?.index && isProgress(message))) return "accepted";
  if (!final) return "open";
  if (status === 403) return "forbidden";
  if (status !== 401 && status !== 407) return "other";
  // A challenge of the other kind, or for a realm that is neither the challenge's nor the credentials', comes from
  // another server on the way: these credentials did their work (RFC 3261 §22.3).
  if (!returned) return "other";
  const realm = returned.realm?.value;
  const isSameChallenger = realm === credentials.realm?.value || !challenge || realm === challenge.realm?.value;
  if (!isSameChallenger) return "other";
  return returned.stale === true || BLAMES_NONCE.test(final.sip.reason) ? "stale" : "refused";
}

/** `nonce has changed`, `Stale nonce`: some servers say it in the reason phrase only. */
const BLAMES_NONCE = /\bnonce\b|\bstale\b/i;

/** A client answers a challenge at once; an answer that comes later may find even a new nonce expired. */
const AT_ONCE_MICROS = seconds(10);

/** False also where times are missing: then nothing tells how old the nonce was. */
export function isAnsweredAtOnce({ request, challengeMessage }: DigestAnswer): boolean {
  return challengeMessage !== undefined && request.atMicros - challengeMessage.atMicros <= AT_ONCE_MICROS;
}

function isProgress({ sip }: Message): boolean {
  return sip.statusCode > 100 && sip.statusCode < 200;
}

/** In upper case; MD5 where none is named (RFC 7616 §3.3). */
export function algorithmOf({ algorithm }: Challenge | Credentials): string {
  return algorithm?.value.toUpperCase() ?? "MD5";
}
