/** Tells which challenge every Authorization answers, for all transactions of a trace. */
import type { Challenge, Credentials } from "../sip/digest.js";
import type { MessageKeys } from "./message-keys.js";
import type { Message, MessageTable } from "./message.js";
import type { AnsweredChallenge, Transaction } from "./transaction.js";

/** Nonces remembered: far more than a registrar keeps alive at once; the oldest are forgotten first. */
const NONCES_KEPT = 200_000;

interface Offer {
  readonly row: number;
  readonly challenge: number;
}

/**
 * Fills in `credentials` and `answered` of every transaction. Of several Authorization headers the one that answers a
 * challenge of this server counts: by nonce, else by realm (RFC 3261 §22.3 allows one for each realm on the way).
 */
export function correlateCredentials(
  table: MessageTable,
  keys: MessageKeys,
  transactions: readonly Transaction[],
): void {
  const byNonce = new Map<string, Offer[]>();
  const byCallId = new Map<string, Offer[]>();
  const steps = transactions
    .filter(({ requestRows }) => requestRows.length > 0)
    .map((transaction) => ({ transaction, row: transaction.requestRows[0]! }));
  let next = 0;
  const learnUntil = (row: number) => {
    for (; next < row; next++) {
      if (keys.isRequest(next) || !keys.hasChallenge(next) || table.role(next) !== "original") continue;
      learn(table.at(next), keys.callId(next), byNonce, byCallId);
    }
  };
  for (const { transaction, row } of steps) {
    learnUntil(row);
    if (!keys.hasCredentials(row)) continue;
    const all = table.sip(row).credentials;
    const earlier = byCallId.get(transaction.callId) ?? [];
    const chosen = choose(table, transaction, all, byNonce, earlier);
    transaction.credentials = chosen?.credentials ?? all[0];
    transaction.answered = chosen?.answered ?? answeredByReturn(transaction);
  }
}

function learn(message: Message, callId: string, byNonce: Map<string, Offer[]>, byCallId: Map<string, Offer[]>): void {
  const offers = message.sip.challenges.map((_, challenge) => ({ row: message.index, challenge }));
  // Only the latest challenges of a Call-ID matter: the answer follows within the transaction's life.
  if (offers.length > 0) byCallId.set(callId, offers);
  for (const offer of offers) {
    const nonce = message.sip.challenges[offer.challenge]?.nonce?.value;
    if (nonce === undefined) continue;
    const known = byNonce.get(nonce);
    if (known) known.push(offer);
    else byNonce.set(nonce, [offer]);
    if (byNonce.size > NONCES_KEPT) {
      const oldest = byNonce.keys().next();
      if (!oldest.done) byNonce.delete(oldest.value);
    }
  }
}

function choose(
  table: MessageTable,
  transaction: Transaction,
  all: readonly Credentials[],
  byNonce: ReadonlyMap<string, readonly Offer[]>,
  earlier: readonly Offer[],
): { credentials: Credentials; answered: AnsweredChallenge } | undefined {
  for (const credentials of all) {
    const offers = byNonce.get(credentials.nonce?.value ?? "") ?? [];
    // Some servers give all clients of one second the same nonce: the own Call-ID's challenge comes first.
    const own = offers.filter(({ row }) => table.sip(row).callId?.value === transaction.callId);
    const offer = own.at(-1) ?? offers.at(-1);
    if (offer) return { credentials, answered: answered(table, offer, "nonce") };
  }
  for (const credentials of all) {
    const offer = earlier.find(({ row, challenge }) => {
      const offered = table.sip(row).challenges[challenge];
      return offered?.realm?.value === credentials.realm?.value;
    });
    if (offer) return { credentials, answered: answered(table, offer, "call-id") };
  }
  const credentials = all[0];
  const offer = earlier[0];
  return credentials && offer ? { credentials, answered: answered(table, offer, "call-id") } : undefined;
}

function answered(table: MessageTable, offer: Offer, by: AnsweredChallenge["by"]): AnsweredChallenge {
  const message = table.at(offer.row);
  return { message, challenge: challengeAt(message, offer.challenge), by };
}

function challengeAt(message: Message, index: number): Challenge {
  const challenge = message.sip.challenges[index];
  if (!challenge) throw new RangeError(`no challenge ${index} in message ${message.index}`);
  return challenge;
}

/** The request of a capture that starts late: the challenge it answers is not there, but the one it gets back is. */
function answeredByReturn(transaction: Transaction): AnsweredChallenge | undefined {
  const final = transaction.final;
  const challenge = final?.sip.challenges[0];
  return final && challenge ? { message: final, challenge, by: "returned" } : undefined;
}
