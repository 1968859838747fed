/** Tells which challenge an Authorization answers. */
import type { Challenge, Credentials } from "../sip/digest.js";
import type { MessageKeys } from "./message-keys.js";
import type { Message, MessageTable } from "./message.js";

/** Answers remembered: a rule asks several times for the same transaction, and then for the next. */
const ANSWERS_KEPT = 128;

/** The challenge that credentials answer, and how that is known. */
export interface AnsweredChallenge {
  /** The 401 or 407 that carries it. */
  readonly message: Message;
  readonly challenge: Challenge;
  /** `nonce`: same nonce; `call-id`: the latest challenge of the same Call-ID; `returned`: the one that the request itself got. */
  readonly by: "nonce" | "call-id" | "returned";
}

/** What is asked about: a transaction. */
interface Asked {
  readonly index: number;
  readonly callIdNumber: number;
  readonly request: Message | undefined;
  readonly final: Message | undefined;
}

export interface Answer {
  readonly credentials: Credentials;
  /** Undefined when the trace holds no challenge at all that it could answer. */
  readonly answered: AnsweredChallenge | undefined;
}

/**
 * Finds answers when they are asked for: most are those of healthy registrations, which nobody looks at. Of several
 * Authorization headers the one that answers a challenge of this server counts: by nonce, else by realm (RFC 3261 §22.3
 * allows one for each realm on the way).
 */
export class CredentialsBook {
  /** Rows of challenges by Call-ID; built at the first question. */
  #byCallId: RowsByKey | undefined;
  /** The same by nonce. Filled when a nonce is not of its own Call-ID, as few are. */
  #byNonce: RowsByKey | undefined;
  /** Answers, each at the rest of the index of its transaction, and those indices. */
  readonly #answers = new Array<Answer | undefined>(ANSWERS_KEPT).fill(undefined);
  readonly #answered = new Int32Array(ANSWERS_KEPT).fill(-1);

  constructor(
    private readonly table: MessageTable,
    private readonly keys: MessageKeys,
  ) {}

  answerOf(transaction: Asked): Answer | undefined {
    const place = transaction.index % ANSWERS_KEPT;
    if (this.#answered[place] !== transaction.index) {
      this.#answers[place] = this.#find(transaction);
      this.#answered[place] = transaction.index;
    }
    return this.#answers[place];
  }

  /**
   * Message index of the challenge whose nonce the one digest of a request names; -1 when there is none, or when one of the
   * challenges is not plain, which leaves it to `answerOf`. Reads no message.
   */
  challengeRowOf({ callIdNumber }: Asked, requestRow: number): number {
    const { keys } = this;
    const nonce = keys.nonceNumber(requestRow);
    const own = this.#challengesOf(callIdNumber, requestRow);
    for (let index = own.length - 1; index >= 0; index--) {
      const row = own[index]!;
      if (!keys.hasDigest(row)) return -1;
      if (keys.nonceNumber(row) === nonce) return row;
    }
    const others = this.#challengesWithNumber(nonce, requestRow);
    const latest = others.at(-1);
    return latest !== undefined && keys.hasDigest(latest) ? latest : -1;
  }

  #find(transaction: Asked): Answer | undefined {
    const { request } = transaction;
    const all = request?.sip.credentials ?? [];
    const [first] = all;
    if (!request || !first) return undefined;
    const own = this.#challengesOf(transaction.callIdNumber, request.index);
    for (const credentials of all) {
      const nonce = credentials.nonce?.value;
      if (nonce === undefined) continue;
      // Some servers give all clients of one second the same nonce: the own Call-ID's challenge comes first.
      const answered =
        this.#byNonceIn(own, nonce) ?? this.#byNonceIn(this.#challengesWith(nonce, request.index), nonce);
      if (answered) return { credentials, answered };
    }
    const latest = own.at(-1);
    const message = latest === undefined ? undefined : this.table.at(latest);
    for (const credentials of all) {
      const challenge = message?.sip.challenges.find(({ realm }) => realm?.value === credentials.realm?.value);
      if (message && challenge) return { credentials, answered: { message, challenge, by: "call-id" } };
    }
    const challenge = message?.sip.challenges[0];
    if (message && challenge) return { credentials: first, answered: { message, challenge, by: "call-id" } };
    const answered = answeredByReturn(transaction);
    const realm = answered?.challenge.realm?.value;
    const ofRealm = all.find((credentials) => credentials.realm?.value === realm);
    if (ofRealm) return { credentials: ofRealm, answered };
    // Which of several is for this server only a challenge could tell.
    return all.length > 1 ? undefined : { credentials: first, answered };
  }

  /** The latest of the messages that offers a nonce. */
  #byNonceIn(rows: readonly number[], nonce: string): AnsweredChallenge | undefined {
    const number = this.keys.nonceNumberOf(nonce);
    for (let index = rows.length - 1; index >= 0; index--) {
      const row = rows[index]!;
      if (this.keys.hasDigest(row) && this.keys.nonceNumber(row) !== number) continue;
      const message = this.table.at(row);
      const challenge = offering(message, nonce);
      if (challenge) return { message, challenge, by: "nonce" };
    }
    return undefined;
  }

  /** Challenges of a Call-ID before a row. */
  #challengesOf(callId: number, before: number): readonly number[] {
    this.#byCallId ??= this.#gather((rows, row) => rows.add(this.keys.callIdNumber(row), row));
    return this.#byCallId.latest(callId, before);
  }

  #challengesWith(nonce: string, before: number): readonly number[] {
    return this.#challengesWithNumber(this.keys.nonceNumberOf(nonce), before);
  }

  #challengesWithNumber(nonce: number, before: number): readonly number[] {
    const { keys, table } = this;
    this.#byNonce ??= this.#gather((rows, row) => {
      if (keys.hasDigest(row)) rows.add(keys.nonceNumber(row), row);
      else
        for (const { nonce: own } of table.sip(row).challenges) if (own) rows.add(keys.nonceNumberOf(own.value), row);
    });
    return this.#byNonce.latest(nonce, before);
  }

  #gather(add: (rows: RowsByKey, row: number) => void): RowsByKey {
    const { keys, table } = this;
    const rows = new RowsByKey(table.length);
    for (let row = 0; row < table.length; row++) {
      if (keys.hasChallenge(row) && !keys.isRequest(row) && table.isOriginal(row)) add(rows, row);
    }
    return rows;
  }
}

/** How far back a nonce is looked for among the challenges of one Call-ID: an attack may send thousands. */
const LOOK_BACK = 64;

/** Rows by numbers, as one sorted list: a list for each of a million nonces would cost more than all else of the book. */
class RowsByKey {
  /** Key times `rowCount`, and the row; below 2^53, since a key has 32 bits and rows are counted in millions. */
  #entries = new Float64Array(1024);
  #length = 0;
  #isSorted = false;

  constructor(private readonly rowCount: number) {}

  add(key: number, row: number): void {
    if (this.#length === this.#entries.length) {
      const larger = new Float64Array(this.#length * 2);
      larger.set(this.#entries);
      this.#entries = larger;
    }
    this.#entries[this.#length++] = key * this.rowCount + row;
  }

  /** The latest rows of a key before a row, in time order. */
  latest(key: number, before: number): readonly number[] {
    if (!this.#isSorted) this.#entries = this.#entries.slice(0, this.#length).sort();
    this.#isSorted = true;
    const first = key * this.rowCount;
    const rows: number[] = [];
    for (let at = this.#firstFrom(first + before) - 1; at >= 0 && rows.length < LOOK_BACK; at--) {
      const row = this.#entries[at]! - first;
      if (row < 0) break;
      rows.push(row);
    }
    return rows.reverse();
  }

  #firstFrom(entry: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#entries[middle]! < entry) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function offering(message: Message, nonce: string): Challenge | undefined {
  return message.sip.challenges.find((challenge) => challenge.nonce?.value === nonce);
}

/** The request of a capture that starts late: the challenge it answers is not there, but the one it gets back is. */
function answeredByReturn(transaction: Asked): AnsweredChallenge | undefined {
  const { final } = transaction;
  const challenge = final?.sip.challenges[0];
  return final && challenge ? { message: final, challenge, by: "returned" } : undefined;
}
