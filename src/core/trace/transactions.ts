/** Correlates messages to transactions, and tells retransmissions from repeated sightings. */
import { BATCH_ROWS } from "./batch.js";
import { float64, uint32 } from "./column.js";
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
  const rows = new TransactionRows(table, keys, unseen);
  const transactionOfRow = new Uint32Array(table.length);
  const known = new KnownTransactions(rows, keys, table.length);
  const copies = new Copies(table, keys);
  for (let row = 0; row < table.length; row++) {
    if (row % BATCH_ROWS === 0) yield;
    if (keys.isStray(row)) continue;
    const transaction = known.find(row, table.atMicros(row));
    transactionOfRow[row] = transaction + 1;
    copies.join(row, transaction, isAckOfInvite(keys, rows, row, transaction));
  }
  yield* rows.conclude();
  const transactions = Array.from({ length: rows.length }, (_, index) => new Transaction(rows, credentials, index));
  return { transactions, transactionOfRow };
}

/** An ACK that joined the INVITE it acknowledges; that to a 2xx has a branch, and so a transaction, of its own. */
function isAckOfInvite(keys: MessageKeys, rows: TransactionRows, row: number, transaction: number): boolean {
  return keys.isAck(row) && !keys.isAck(rows.first(transaction));
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
 * The copies of each message of a transaction, a series for every observer that saw it: rows of columns, chained by
 * transaction in the order in which they began.
 */
class Copies {
  /** By transaction: first and last series + 1; 0 for none. */
  readonly #head = uint32();
  readonly #tail = uint32();
  /** By series: the next of the transaction + 1, what it is a series of, its last row, and how many series came before it. */
  readonly #next = uint32();
  readonly #key = float64();
  readonly #lastRow = uint32();
  /** Hash of the octets of the last row + 1; 0 while nobody has asked. */
  readonly #lastHash = float64();
  readonly #place = uint32();
  #length = 0;

  constructor(
    private readonly table: MessageTable,
    private readonly keys: MessageKeys,
  ) {}

  /** Marks the row as the repeat it is, if it is one. */
  join(row: number, transaction: number, isAck: boolean): void {
    const { table, keys } = this;
    const key = isAck ? ACK_KEY : keys.isRequest(row) ? REQUEST_KEY : keys.responseKey(row);
    let primary = -1;
    let own = -1;
    for (let series = this.#head.get(transaction) - 1; series >= 0 && own < 0; series = this.#next.get(series) - 1) {
      const isLast = this.#place.get(series) === MOST_SERIES;
      if (this.#key.get(series) !== key && !isLast) continue;
      if (primary < 0) primary = series;
      if (isLast || isSameVantage(table, this.#lastRow.get(series), row)) own = series;
    }
    if (own < 0) {
      this.#open(transaction, key, row);
      // Another observer saw it: what it sees is what the first observer saw last.
      if (primary >= 0) table.markRepeat(row, "sighting", this.#lastRow.get(primary));
      return;
    }
    const last = this.#lastRow.get(own);
    if (this.#isSamePacket(own, row)) {
      // What is seen again may itself be a retransmission; another observer's row stands for what the first one saw.
      return table.markRepeat(row, "sighting", own === primary ? last : table.original(last));
    }
    this.#lastRow.set(own, row);
    this.#lastHash.set(own, 0);
    if (own === primary) table.markRepeat(row, "retransmission", table.original(last));
    else table.markRepeat(row, "sighting", this.#lastRow.get(primary));
  }

  /** Each message is read once for it, however often it was captured. */
  #isSamePacket(series: number, row: number): boolean {
    const { table } = this;
    const last = this.#lastRow.get(series);
    if (!(table.atMicros(row) - table.atMicros(last) < SAME_PACKET_MICROS)) return false;
    if (table.octetCount(last) !== table.octetCount(row)) return false;
    if (this.#lastHash.get(series) === 0) this.#lastHash.set(series, table.octetsHash(last) + 1);
    return this.#lastHash.get(series) === table.octetsHash(row) + 1;
  }

  #open(transaction: number, key: number, row: number): void {
    const series = this.#length++;
    const tail = this.#tail.get(transaction) - 1;
    if (tail < 0) this.#head.set(transaction, series + 1);
    else this.#next.set(tail, series + 1);
    this.#tail.set(transaction, series + 1);
    this.#key.set(series, key);
    this.#lastRow.set(series, row);
    const place = tail < 0 ? 0 : this.#place.get(tail) + 1;
    this.#place.set(series, Math.min(place, MOST_SERIES));
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
