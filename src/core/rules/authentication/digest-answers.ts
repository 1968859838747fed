/** Requests with digest credentials, client by client: which challenge each answers, and what the server made of it. */
import { seconds } from "../../model/instant.js";
import type { Challenge, Credentials } from "../../sip/digest.js";
import type { SipMessage } from "../../sip/message.js";
import { canonicalAor, parseUri } from "../../sip/uri.js";
import { uint8 } from "../../trace/column.js";
import type { Message } from "../../trace/message.js";
import { Quiet } from "../../trace/quiet.js";
import type { Registration } from "../../trace/registration.js";
import type { Trace } from "../../trace/trace.js";
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
  /** `age` is `fresh`; the question that costs least. */
  readonly isFresh: boolean;
  /** Equal for equal nonces, and for equal user names of the credentials. */
  readonly nonceNumber: number;
  readonly usernameNumber: number;
  /** The user name is the user of To, letter for letter; false where only a closer look can tell. */
  readonly isUserOfTo: boolean;
  /** What `digest-faults` found wrong with its form, once it has been asked; -1 before. */
  faults: number;
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
  /** Of the steps; at hand without making them. */
  readonly transactions: readonly Transaction[];
  /** Nothing goes wrong in it, as `Quiet` tells: rules that look for failures pass it over. */
  readonly isQuiet: boolean;
  readonly steps: readonly DigestStep[];
  readonly answers: readonly DigestAnswer[];
}

const KNOWN = new WeakMap<RuleContext, readonly DigestSeries[]>();

/**
 * The series of every registration, then those of other requests that carry credentials. Each rule of this family asks,
 * so they are made once a run. What is in them is told from what was noted while reading; only credentials and
 * challenges themselves are parsed when a rule asks for them, which it should for failures alone.
 */
export function digestSeries(trace: Trace, context: RuleContext): readonly DigestSeries[] {
  const known = KNOWN.get(context);
  if (known) return known;
  const series = [...trace.registrations.map(ofRegistration), ...ofOtherRequests(trace)];
  KNOWN.set(context, series);
  return series;
}

/** The series in which anything goes wrong: few of a large trace, while a healthy one costs a glance. */
export function troubledSeries(trace: Trace, context: RuleContext): readonly DigestSeries[] {
  return digestSeries(trace, context).filter(({ isQuiet }) => !isQuiet);
}

function ofRegistration(registration: Registration): DigestSeries {
  return new ReadSeries(registration.aor, registration, registration.transactions, registration.isQuiet);
}

/** Whether its credentials say nothing of their own: they repeat those of the INVITE (RFC 3261 §22.1). */
function repeatsInvite({ method }: Transaction): boolean {
  return method === "ACK" || method === "CANCEL";
}

/** INVITE, SUBSCRIBE and the like, at the client's own hop, by client and identity (From). */
function* ofOtherRequests(trace: Trace): Generator<DigestSeries> {
  const others: Transaction[] = [];
  // By the number of a Call-ID: whether any of its requests carries credentials.
  const isInvolved = uint8();
  for (const transaction of trace.transactions) {
    if (transaction.isRegister || repeatsInvite(transaction)) continue;
    others.push(transaction);
    if (transaction.hasDigest || transaction.credentials) isInvolved.set(transaction.callIdNumber, 1);
  }
  const involved = others.filter(({ callIdNumber }) => isInvolved.get(callIdNumber) !== 0);
  const groups = new Map<string, Group>();
  // The same by the numbers of client and From, where both were noted: a few thousand people make all the calls.
  const byNumbers = new Map<number, Group>();
  for (const transaction of atOwnHop(involved)) {
    const { keys, clientNumber, requestRow } = transaction;
    const from = requestRow < 0 ? 0 : keys.fromUriNumber(requestRow);
    const numbers = from * trace.messages.endpointCount + clientNumber;
    const group = (from === 0 ? undefined : byNumbers.get(numbers)) ?? groupOf(transaction, groups);
    if (from !== 0) byNumbers.set(numbers, group);
    group.transactions.push(transaction);
    group.quiet.add(transaction);
  }
  for (const { aor, transactions, quiet } of groups.values())
    yield new ReadSeries(aor, undefined, transactions, quiet.isQuiet);
}

interface Group {
  readonly aor: string;
  readonly transactions: Transaction[];
  readonly quiet: Quiet;
}

function groupOf(transaction: Transaction, groups: Map<string, Group>): Group {
  const aor = identityOf(transaction);
  const key = `${transaction.client.address} ${aor}`;
  const group = groups.get(key) ?? { aor, transactions: [], quiet: new Quiet(false) };
  groups.set(key, group);
  return group;
}

/** What was seen at several hops, at the first of them. */
function atOwnHop(transactions: readonly Transaction[]): readonly Transaction[] {
  if (transactions.every(({ hops }) => hops <= 1)) return transactions;
  const fewest = new Map<string, number>();
  const keyOf = ({ callIdNumber, cseqNumber, method }: Transaction) => `${cseqNumber} ${method} ${callIdNumber}`;
  for (const transaction of transactions) {
    const key = keyOf(transaction);
    fewest.set(key, Math.min(fewest.get(key) ?? Infinity, transaction.hops));
  }
  return transactions.filter((transaction) => transaction.hops === fewest.get(keyOf(transaction)));
}

/** Canonical URI of From. */
function identityOf({ first, keys }: Transaction): string {
  const number = keys.fromUriNumber(first.index);
  const text = keys.text(number);
  const uri = number === 0 ? first.sip.from?.uri : parseUri(text, 0, text.length);
  return uri ? canonicalAor(uri) : "";
}

/** What a client is known to hold while its series is read. */
interface Memory {
  /** Message index of the latest 401 or 407 that no accepted answer followed; -1 for none. */
  latestRow: number;
  /** Highest nonce count by the number of each accepted nonce; the last few are enough, a client keeps one or two. */
  readonly accepted: Map<number, number>;
}

const ACCEPTED_NONCES_KEPT = 8;

class ReadSeries implements DigestSeries {
  #steps: DigestStep[] | undefined;
  readonly #answers: DigestAnswer[] = [];

  constructor(
    readonly aor: string,
    readonly registration: Registration | undefined,
    readonly transactions: readonly Transaction[],
    readonly isQuiet: boolean,
  ) {}

  get steps(): readonly DigestStep[] {
    return (this.#steps ??= this.#read());
  }
  get answers(): readonly DigestAnswer[] {
    this.#steps ??= this.#read();
    return this.#answers;
  }

  #read(): DigestStep[] {
    const memory: Memory = { latestRow: -1, accepted: new Map() };
    const steps: DigestStep[] = [];
    for (const transaction of this.transactions) {
      const { status } = transaction;
      const isAnswer = transaction.hasDigest || transaction.credentials?.isDigest === true;
      const answer = isAnswer ? readAnswer(transaction, memory, steps.length, this.#answers.length) : undefined;
      steps.push({ transaction, answer, status });
      if (answer) this.#answers.push(answer);
      if (status === 401 || status === 407) memory.latestRow = transaction.finalRow;
    }
    return steps;
  }
}

function readAnswer(transaction: Transaction, memory: Memory, stepIndex: number, answerIndex: number): DigestAnswer {
  const { accepted } = memory;
  const nonce = nonceNumberOf(transaction);
  const countBefore = accepted.get(nonce);
  const isAccepted = isSuccess(transaction.status) || transaction.hasProgress;
  const answer = new ReadAnswer(stepIndex, answerIndex, transaction, memory.latestRow, countBefore, isAccepted);
  if (!isAccepted) return answer;
  // The challenge has done its work: what comes with its nonce from now on is a reuse.
  memory.latestRow = -1;
  const count = transaction.hasDigest
    ? transaction.keys.nonceCount(transaction.requestRow)
    : transaction.credentials && nonceCountOf(transaction.credentials);
  accepted.delete(nonce);
  accepted.set(nonce, Math.max(count ?? 0, countBefore ?? 0));
  if (accepted.size > ACCEPTED_NONCES_KEPT) {
    const oldest = accepted.keys().next();
    if (!oldest.done) accepted.delete(oldest.value);
  }
  return answer;
}

/** Equal for equal nonces. */
function nonceNumberOf(transaction: Transaction): number {
  const { keys } = transaction;
  if (transaction.hasDigest) return keys.nonceNumber(transaction.requestRow);
  return keys.nonceNumberOf(transaction.credentials?.nonce?.value ?? "");
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** Numbers and what follows from them: the credentials of a million answers are not kept, but read again when asked for. */
class ReadAnswer implements DigestAnswer {
  #verdict: Verdict | undefined;
  #age: NonceAge | undefined;
  #challengeRow: number | undefined;
  faults = -1;

  constructor(
    readonly stepIndex: number,
    readonly answerIndex: number,
    readonly transaction: Transaction,
    private readonly latestRow: number,
    readonly nonceCountBefore: number | undefined,
    isAccepted: boolean,
  ) {
    // Ringing comes after authentication, whatever becomes of the call.
    if (isAccepted) this.#verdict = "accepted";
  }

  get request(): Message {
    return this.transaction.message(this.transaction.requestRow);
  }
  get final(): Message | undefined {
    return this.transaction.final;
  }
  get credentials(): Credentials {
    return this.transaction.credentials!;
  }
  get challenge(): Challenge | undefined {
    const row = this.challengeRow;
    return row >= 0 ? this.transaction.message(row).sip.challenges[0] : this.transaction.answered?.challenge;
  }
  get challengeMessage(): Message | undefined {
    const row = this.challengeRow;
    return row >= 0 ? this.transaction.message(row) : this.transaction.answered?.message;
  }
  get by(): DigestAnswer["by"] {
    return this.challengeRow >= 0 ? "nonce" : this.transaction.answered?.by;
  }

  /** Message index of the challenge with the same nonce; -1 where only the parser can tell. */
  get challengeRow(): number {
    return (this.#challengeRow ??= this.transaction.challengeRow);
  }
  get acceptedBefore(): boolean {
    return this.nonceCountBefore !== undefined;
  }
  get returned(): Challenge | undefined {
    const { status, final } = this.transaction;
    return final && (status === 401 || status === 407) ? returnedChallenge(final.sip, this.credentials) : undefined;
  }
  get verdict(): Verdict {
    return (this.#verdict ??= verdictOf(this));
  }
  get age(): NonceAge {
    return (this.#age ??= this.isFresh ? "fresh" : this.by === "nonce" ? "reused" : "unknown");
  }
  get nonceNumber(): number {
    return nonceNumberOf(this.transaction);
  }
  get usernameNumber(): number {
    const { keys, requestRow, hasDigest } = this.transaction;
    return hasDigest ? keys.usernameNumber(requestRow) : keys.numberOf(this.credentials.username?.value ?? "");
  }
  get isUserOfTo(): boolean {
    const { keys, requestRow, hasDigest } = this.transaction;
    return hasDigest && keys.isUserOfTo(requestRow);
  }

  /** Whether the nonce stands in the latest challenge. */
  get isFresh(): boolean {
    const { transaction, latestRow } = this;
    if (latestRow < 0) return false;
    const { keys, requestRow } = transaction;
    if (transaction.hasDigest && keys.hasDigest(latestRow)) {
      return keys.nonceNumber(requestRow) === keys.nonceNumber(latestRow);
    }
    const nonce = this.credentials.nonce?.value ?? "";
    return transaction.message(latestRow).sip.challenges.some((challenge) => challenge.nonce?.value === nonce);
  }
}

/** The nonce count as a number; undefined when absent or not hexadecimal (RFC 7616 §3.4). */
export function nonceCountOf(credentials: Credentials): number | undefined {
  const text = credentials.nonceCount?.value ?? "";
  return /^[0-9a-f]{1,8}$/i.test(text) ? Number.parseInt(text, 16) : undefined;
}

/** Of the challenges in a refusal the one that stands for these credentials: same kind of header, realm, algorithm. */
function returnedChallenge(sip: SipMessage, credentials: Credentials): Challenge | undefined {
  const ofKind = sip.challenges.filter(({ proxy, isDigest }) => isDigest && proxy === credentials.proxy);
  const ofRealm = ofKind.filter(({ realm }) => realm?.value === credentials.realm?.value);
  const sameAlgorithm = ofRealm.find((challenge) => algorithmOf(challenge) === algorithmOf(credentials));
  return sameAlgorithm ?? ofRealm[0] ?? ofKind[0];
}

/** Of an answer that was not accepted. */
function verdictOf(answer: ReadAnswer): Verdict {
  const { transaction, challengeRow } = answer;
  const { status, keys, requestRow, finalRow } = transaction;
  if (finalRow < 0) return "open";
  if (status === 403) return "forbidden";
  if (status !== 401 && status !== 407) return "other";
  if (transaction.hasDigest && keys.hasDigest(finalRow)) {
    if (keys.isProxyDigest(requestRow) !== keys.isProxyDigest(finalRow)) return "other";
    // The usual refusal is told without parsing: an attack is half a million of them.
    const isOfRealm = (row: number) => row >= 0 && keys.realmNumber(row) === keys.realmNumber(finalRow);
    if (isOfRealm(requestRow) || isOfRealm(challengeRow)) {
      return keys.isStale(finalRow) || BLAMES_NONCE.test(keys.reason(finalRow)) ? "stale" : "refused";
    }
  }
  // A challenge of the other kind, or for a realm that is neither the challenge's nor the credentials', comes from
  // another server on the way: these credentials did their work (RFC 3261 §22.3).
  const { returned, credentials, challenge, final } = answer;
  if (!returned) return "other";
  const realm = returned.realm?.value;
  const isSameChallenger = realm === credentials.realm?.value || !challenge || realm === challenge.realm?.value;
  if (!isSameChallenger) return "other";
  return returned.stale === true || BLAMES_NONCE.test(final?.sip.reason ?? "") ? "stale" : "refused";
}

/** `nonce has changed`, `Stale nonce`: some servers say it in the reason phrase only. */
const BLAMES_NONCE = /\bnonce\b|\bstale\b/i;

/** A client answers a challenge at once; an answer that comes later may find even a new nonce expired. */
export const ANSWERED_AT_ONCE_MICROS = seconds(10);

/** False also where times are missing: then nothing tells how old the nonce was. */
export function isAnsweredAtOnce({ request, challengeMessage }: DigestAnswer): boolean {
  return challengeMessage !== undefined && request.atMicros - challengeMessage.atMicros <= ANSWERED_AT_ONCE_MICROS;
}

/** In upper case; MD5 where none is named (RFC 7616 §3.3). */
export function algorithmOf({ algorithm }: Challenge | Credentials): string {
  return algorithm?.value.toUpperCase() ?? "MD5";
}
