/** Gathers REGISTER transactions to registrations: one a device and AoR, cut into attempts. */
import { CSEQ_LIMIT } from "../sip/cseq.js";
import { BATCH_ROWS } from "./batch.js";
import type { Binding } from "./binding.js";
import { buildBindings } from "./bindings.js";
import { uint32 } from "./column.js";
import type { Device } from "./device.js";
import type { Devices } from "./devices.js";
import type { Flows } from "./flows.js";
import { Habits } from "./habits.js";
import type { SipMessage } from "../sip/message.js";
import type { PlainGrants } from "./plain-grants.js";
import { registrantOf } from "./registrant.js";
import type { Attempt, Outcome, Registration } from "./registration.js";
import { TIMER_F_MICROS, type Transaction } from "./transaction.js";

/** So many retransmissions over nearly Timer F are all that a client sends (500 ms doubling to 4 s). */
const FULL_RETRANSMISSIONS = 10;

interface Draft {
  readonly index: number;
  readonly aor: string;
  readonly device: Device;
  readonly transactions: Transaction[];
  readonly attemptStarts: Transaction[];
  readonly habits: Habits;
}

/** Yields between batches. */
export function* buildRegistrations(
  transactions: readonly Transaction[],
  devices: Devices,
  flows: Flows,
  endMicros: number,
): Generator<void, Registration[]> {
  const drafts: Draft[] = [];
  const byNumbers = new DraftsByNumbers(drafts);
  const byName = new Map<string, Draft>();
  for (const [index, transaction] of ownHops(transactions).entries()) {
    // A new draft reads its message, which costs more than all else here.
    if (index % (BATCH_ROWS / 16) === 0) yield;
    const { callIdNumber, toUriNumber } = transaction;
    let draft = byNumbers.get(callIdNumber, toUriNumber);
    if (!draft) {
      draft = findDraft(transaction, byName, drafts, devices);
      byNumbers.set(callIdNumber, toUriNumber, draft);
    }
    const previous = draft.transactions[draft.transactions.length - 1];
    if (!previous || !continues(previous, transaction)) draft.attemptStarts.push(transaction);
    draft.transactions.push(transaction);
    draft.habits.add(transaction);
  }
  return drafts.map((draft) => new BuiltRegistration(draft, flows, endMicros));
}

/**
 * Octet-equal Call-ID and To are the same registration without another look; else AoR and device tell. Call-IDs are numbered
 * one after the other and nearly all have one To: two columns hold what a map of each would.
 */
class DraftsByNumbers {
  /** By number of the Call-ID: its first To, and the index of the draft + 1. */
  readonly #toUri = uint32();
  readonly #draft = uint32();
  /** By both numbers, of every further To. */
  readonly #others = new Map<string, Draft>();

  constructor(private readonly drafts: readonly Draft[]) {}

  get(callId: number, toUri: number): Draft | undefined {
    const first = this.#toUri.get(callId);
    // 0 is a To that nobody numbered.
    if (first === 0 || toUri === 0) return undefined;
    return first === toUri ? this.drafts[this.#draft.get(callId) - 1] : this.#others.get(`${callId} ${toUri}`);
  }

  set(callId: number, toUri: number, draft: Draft): void {
    if (toUri === 0) return;
    if (this.#toUri.get(callId) !== 0) {
      this.#others.set(`${callId} ${toUri}`, draft);
      return;
    }
    this.#toUri.set(callId, toUri);
    this.#draft.set(callId, draft.index + 1);
  }
}

function findDraft(transaction: Transaction, byName: Map<string, Draft>, drafts: Draft[], devices: Devices): Draft {
  const { aor, userAgent, ownAddress } = registrantOf(transaction);
  const callKey = `call ${aor} ${transaction.callId}`;
  const deviceKey = `device ${[aor, transaction.client.address, userAgent ?? "", ownAddress].join("\n")}`;
  let draft = byName.get(callKey) ?? byName.get(deviceKey);
  if (!draft) {
    const device = devices.at(transaction.client, userAgent, false);
    draft = { index: drafts.length, aor, device, transactions: [], attemptStarts: [], habits: new Habits() };
    drafts.push(draft);
  }
  byName.set(callKey, draft);
  byName.set(deviceKey, draft);
  return draft;
}

class BuiltRegistration implements Registration {
  readonly index: number;
  readonly aor: string;
  readonly device: Device;
  readonly transactions: readonly Transaction[];
  readonly isSteady: boolean;
  readonly hasPlainContacts: boolean;
  readonly plainGrants: PlainGrants | undefined;
  readonly isQuiet: boolean;
  readonly attemptStarts: readonly Transaction[];
  #attempts: readonly Attempt[] | undefined;
  #bindings: readonly Binding[] | undefined;
  #state: Registration["state"] | undefined;

  constructor(
    draft: Draft,
    private readonly flows: Flows,
    private readonly endMicros: number,
  ) {
    this.index = draft.index;
    this.aor = draft.aor;
    this.device = draft.device;
    this.transactions = draft.transactions;
    this.isSteady = draft.habits.isSteady;
    this.hasPlainContacts = draft.habits.hasPlainContacts;
    this.plainGrants = draft.habits.plainGrants;
    this.isQuiet = draft.habits.isQuiet;
    this.attemptStarts = draft.attemptStarts;
  }

  get attempts(): readonly Attempt[] {
    return (this.#attempts ??= cutAttempts(this.transactions, this.endMicros));
  }

  get bindings(): readonly Binding[] {
    return (this.#bindings ??= buildBindings(this.transactions, this.flows, this.endMicros));
  }

  get state(): Registration["state"] {
    return (this.#state ??= stateOf(this.transactions, this.endMicros));
  }
}

/** The REGISTER transactions at the user agent's own hop, or the nearest to it that the trace saw. */
function ownHops(transactions: readonly Transaction[]): Transaction[] {
  const registers = transactions.filter((transaction) => transaction.isRegister);
  // Most traces hold the device's own hop alone.
  if (registers.every(({ hops }) => hops <= 1)) return registers;
  const fewest = new Map<number, number>();
  const keyOf = ({ callIdNumber, cseqNumber }: Transaction) => callIdNumber * CSEQ_LIMIT + cseqNumber;
  for (const transaction of registers) {
    const key = keyOf(transaction);
    fewest.set(key, Math.min(fewest.get(key) ?? Infinity, transaction.hops));
  }
  return registers.filter((transaction) => transaction.hops === fewest.get(keyOf(transaction)));
}

function cutAttempts(transactions: readonly Transaction[], endMicros: number): Attempt[] {
  const attempts: Attempt[] = [];
  let current: Transaction[] = [];
  const close = (next: Transaction | undefined) => {
    const first = current[0];
    const last = current[current.length - 1];
    if (!first || !last) return;
    const outcome = outcomeOf(last, next, endMicros);
    attempts.push({ transactions: current, outcome, startMicros: first.startMicros, endMicros: last.endMicros });
    current = [];
  };
  for (const transaction of transactions) {
    const previous = current[current.length - 1];
    if (previous && !continues(previous, transaction)) close(transaction);
    current.push(transaction);
  }
  close(undefined);
  return attempts;
}

/** Whether a request goes on with the attempt of the one before: it answers its challenge, or corrects what was refused. */
function continues(previous: Transaction, next: Transaction): boolean {
  if (previous.callIdNumber !== next.callIdNumber || !asksForMore(previous, next)) return false;
  return !(next.startMicros - previous.endMicros > TIMER_F_MICROS);
}

function asksForMore(previous: Transaction, next: Transaction): boolean {
  const { status } = previous;
  switch (status) {
    case 401:
    case 407:
      // Credentials refused without `stale` end the attempt; what follows is a new try.
      if (!next.hasCredentials) return false;
      return !previous.hasCredentials || previous.isStale;
    case 423:
      return true;
    default:
      return status >= 300 && status < 400;
  }
}

function outcomeOf(last: Transaction, next: Transaction | undefined, endMicros: number): Outcome {
  const { status } = last;
  if (status >= 200 && status < 300) return "accepted";
  if (status === 0) return isUnanswered(last, next, endMicros) ? "unanswered" : "open";
  const isFirstChallenge = (status === 401 || status === 407) && !last.hasCredentials;
  if (!isFirstChallenge) return "refused";
  return next !== undefined || endMicros - last.endMicros >= TIMER_F_MICROS ? "challenged" : "open";
}

/** Silence is a result only when the trace would show an answer, or the client itself has given up. */
export function isUnanswered(transaction: Transaction, next: Transaction | undefined, endMicros: number): boolean {
  if (transaction.final || !transaction.request || transaction.isAnswerUnseen) return false;
  if (endMicros - transaction.request.atMicros >= TIMER_F_MICROS) return true;
  if (transaction.retransmissions.length >= FULL_RETRANSMISSIONS) return true;
  return next !== undefined && transaction.retransmissions.length > 0;
}

/** By the last attempt that came to an end: told from its last transaction, and whether another attempt follows. */
function stateOf(transactions: readonly Transaction[], endMicros: number): Registration["state"] {
  for (let index = transactions.length - 1; index >= 0; index--) {
    const transaction = transactions[index]!;
    const next = transactions[index + 1];
    if (next && continues(transaction, next)) continue;
    switch (outcomeOf(transaction, next, endMicros)) {
      case "accepted":
        return isRemoval(transaction) ? "removed" : "registered";
      case "refused":
      case "unanswered":
      case "challenged":
        return "failed";
      case "open":
        break;
    }
  }
  return "unknown";
}

/** Whether a REGISTER removes its bindings, as `isRemovalRequest`; the usual one is told without reading it. */
function isRemoval({ keys, requestRow, request }: Transaction): boolean {
  if (requestRow >= 0 && keys.hasOneContact(requestRow)) return keys.expiresSeconds(requestRow) === 0;
  return request !== undefined && isRemovalRequest(request.sip);
}

/** A REGISTER that removes bindings: `Contact: *`, or an expiry of 0 for every Contact (RFC 3261 §10.2.2). */
export function isRemovalRequest(sip: SipMessage): boolean {
  if (sip.contacts.length === 0) return false;
  return sip.contacts.every((contact) => contact.isStar || (contact.expiresSeconds ?? sip.expiresSeconds) === 0);
}
