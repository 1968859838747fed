/** Correlates messages to transactions, and tells retransmissions from repeated sightings. */
import { BATCH_ROWS } from "./batch.js";
import type { CredentialsBook } from "./credentials.js";
import type { MessageKeys } from "./message-keys.js";
import type { MessageTable } from "./message.js";
import { TransactionRows, type UnseenAnswers } from "./transaction-rows.js";
import { Transaction } from "./transaction.js";

/**
 * Two equal packets between the same endpoints closer than this are one packet seen twice (an `any` interface, a mirror
 * port): a retransmission timer never fires so soon (T1 is 500 ms, RFC 3261 §17.1.1.1).
 */
const SAME_PACKET_MICROS = 20_000;

/** A request and its response may be no further apart than this to be one transaction; Call-IDs and branches do get reused. */
const TRANSACTION_LIFE_MICROS = 600_000_000;

/**
 * Different messages looked through in one transaction: a request, its ACK, and the responses of so many forks. An attack
 * may send more; they are taken for copies of the last.
 */
const MOST_SERIES = 64;

const REQUEST_KEY = -1;
const ACK_KEY = -2;

export interface Correlated {
  readonly transactions: readonly Transaction[];
  /** Transaction index + 1 by message row; 0 for a message that belongs to none. */
  readonly transactionOfRow: Uint32Array;
}

/** Yields between batches. */
export function* correlateTransactions(
  table: MessageTable,
  keys: MessageKeys,
  credentials: CredentialsBook,
  unseen: UnseenAnswers,
): Generator<void, Correlated> {
  const rows = new TransactionRows(table, keys, credentials, unseen);
  const transactionOfRow = new Uint32Array(table.length);
  const known = new KnownTransactions(rows, keys, table.length);
  const copies = new Copies(table, keys);
  for (let row = 0; row < table.length; row++) {
    if (row % BATCH_ROWS === 0) yield;
    if (keys.isStray(row)) continue;
    const transaction = known.find(row, table.atMicros(row));
    transactionOfRow[row] = transaction + 1;
    copies.join(row, rows.first(transaction));
    rows.note(transaction, row);
  }
  const transactions: Transaction[] = [];
  for (let index = 0; index < rows.length; index++) transactions.push(new Transaction(rows, index));
  return { transactions, transactionOfRow };
}

/** Finds the transaction of a message by what identifies it, or opens one: a hash table of numbers. */
class KnownTransactions {
  #slots: Uint32Array;
  #taken = 0;
  constructor(
    private readonly rows: TransactionRows,
    private readonly keys: MessageKeys,
    messageCount: number,
  ) {
    // Few transactions are one message alone, so it seldom grows: every place would be looked for anew.
    this.#slots = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(messageCount, 16))));
  }

  find(row: number, atMicros: number): number {
    const slot = this.#slotOf(row);
    const known = this.#slots[slot]! - 1;
    if (known >= 0 && !(atMicros - this.rows.lastMicros(known) > TRANSACTION_LIFE_MICROS)) {
      this.rows.append(known, row);
      return known;
    }
    const transaction = this.rows.open(row);
    this.#slots[slot] = transaction + 1;
    if (known < 0 && ++this.#taken > this.#slots.length / 2) this.#grow();
    return transaction;
  }

  #slotOf(row: number): number {
    const mask = this.#slots.length - 1;
    let slot = this.keys.transactionHash(row) & mask;
    for (let held = this.#slots[slot]!; held !== 0; held = this.#slots[slot]!) {
      if (this.keys.isSameTransaction(this.rows.first(held - 1), row)) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    const held = this.#slots.filter((slot) => slot !== 0);
    this.#slots = new Uint32Array(this.#slots.length * 2);
    for (const transaction of held) this.#slots[this.#slotOf(this.rows.first(transaction - 1))] = transaction;
  }
}

/**
 * The copies of each message of a transaction, a series for every observer that saw it. A series is named by its first row;
 * those of a transaction are chained in the order in which they began, so that a message without copies takes one word.
 */
class Copies {
  /** By series: the next of the transaction + 1; 0 at the end. */
  readonly #next: Uint32Array;
  /** By series: its last row + 1; 0 while it is the first one. */
  readonly #last: Uint32Array;
  /** By series: hash of the octets of its last row + 1; 0 while nobody has asked. */
  readonly #lastHash: Float64Array;

  constructor(
    private readonly table: MessageTable,
    private readonly keys: MessageKeys,
  ) {
    this.#next = new Uint32Array(table.length);
    this.#last = new Uint32Array(table.length);
    this.#lastHash = new Float64Array(table.length);
  }

  /** Marks the row as the repeat it is, if it is one. @param first row of its transaction */
  join(row: number, first: number): void {
    if (row === first) return;
    const { table } = this;
    const key = this.#keyOf(row, first);
    let primary = -1;
    let own = -1;
    let tail = first;
    for (let series = first, place = 0; series >= 0 && own < 0; series = this.#next[series]! - 1, place++) {
      tail = series;
      const isLast = place === MOST_SERIES;
      if (!isLast && this.#keyOf(series, first) !== key) continue;
      if (primary < 0) primary = series;
      if (isLast || isSameVantage(table, this.#lastOf(series), row)) own = series;
    }
    if (own < 0) {
      this.#next[tail] = row + 1;
      // Another observer saw it: what it sees is what the first observer saw last.
      if (primary >= 0) table.markRepeat(row, "sighting", this.#lastOf(primary));
      return;
    }
    const last = this.#lastOf(own);
    if (this.#isSamePacket(own, row)) {
      // What is seen again may itself be a retransmission; another observer's row stands for what the first one saw.
      return table.markRepeat(row, "sighting", own === primary ? last : table.original(last));
    }
    this.#last[own] = row + 1;
    this.#lastHash[own] = 0;
    if (own === primary) table.markRepeat(row, "retransmission", table.original(last));
    else table.markRepeat(row, "sighting", this.#lastOf(primary));
  }

  #lastOf(series: number): number {
    const last = this.#last[series]!;
    return last === 0 ? series : last - 1;
  }

  /** What a row is a copy of. An ACK to a 2xx has a transaction of its own; others join the INVITE that they acknowledge. */
  #keyOf(row: number, first: number): number {
    const { keys } = this;
    if (!keys.isRequest(row)) return keys.responseKey(row);
    return keys.isAck(row) && !keys.isAck(first) ? ACK_KEY : REQUEST_KEY;
  }

  /** Each message is read once for it, however often it was captured. */
  #isSamePacket(series: number, row: number): boolean {
    const { table } = this;
    const last = this.#lastOf(series);
    if (!(table.atMicros(row) - table.atMicros(last) < SAME_PACKET_MICROS)) return false;
    if (table.octetCount(last) !== table.octetCount(row)) return false;
    if (this.#lastHash[series] === 0) this.#lastHash[series] = table.octetsHash(last) + 1;
    return this.#lastHash[series] === table.octetsHash(row) + 1;
  }
}

/** Same observer, same way: a NAT changes the endpoints, a second interface or file the observer. */
function isSameVantage(table: MessageTable, a: number, b: number): boolean {
  return (
    table.sourceNumber(a) === table.sourceNumber(b) &&
    table.destinationNumber(a) === table.destinationNumber(b) &&
    table.capturePoint(a) === table.capturePoint(b) &&
    table.fileOf(a) === table.fileOf(b)
  );
}
