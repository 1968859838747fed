/** Correlates messages to transactions, and tells retransmissions from repeated sightings. */
import type { MessageKeys } from "./message-keys.js";
import type { MessageTable } from "./message.js";
import { Transaction } from "./transaction.js";

/**
 * Two equal packets between the same endpoints closer than this are one packet seen twice (an `any` interface, a mirror
 * port): a retransmission timer never fires so soon (T1 is 500 ms, RFC 3261 §17.1.1.1).
 */
const SAME_PACKET_MICROS = 20_000;

/** A request and its response may be no further apart than this to be one transaction; Call-IDs and branches do get reused. */
const TRANSACTION_LIFE_MICROS = 600_000_000;

export interface Correlated {
  readonly transactions: Transaction[];
  /** Transaction index + 1 by message row; 0 for a message that belongs to none. */
  readonly transactionOfRow: Uint32Array;
}

/** Rows of one request, or of one response, as one observer saw them. */
interface Copies {
  readonly vantage: string;
  readonly rows: number[];
}

interface Draft {
  readonly transaction: Transaction;
  /** By request ("request", "ack") or response key: the copies that each observer saw. */
  readonly copies: Map<string | number, Copies[]>;
  lastMicros: number;
}

export function correlateTransactions(table: MessageTable, keys: MessageKeys): Correlated {
  const transactions: Transaction[] = [];
  const transactionOfRow = new Uint32Array(table.length);
  const drafts = new Map<string, Draft>();
  for (let row = 0; row < table.length; row++) {
    if (keys.method(row) === "" || (keys.callId(row) === "" && keys.branch(row) === "")) continue;
    const key = keys.transactionKey(row);
    let draft = drafts.get(key);
    const at = table.atMicros(row);
    if (!draft || at - draft.lastMicros > TRANSACTION_LIFE_MICROS) {
      const transaction = open(table, keys, row, transactions.length);
      transactions.push(transaction);
      draft = { transaction, copies: new Map(), lastMicros: at };
      drafts.set(key, draft);
    }
    draft.lastMicros = at;
    transactionOfRow[row] = draft.transaction.index + 1;
    join(table, keys, row, draft);
  }
  return { transactions, transactionOfRow };
}

function open(table: MessageTable, keys: MessageKeys, row: number, index: number): Transaction {
  const isRequest = keys.isRequest(row);
  const [client, server] = isRequest
    ? [table.source(row), table.destination(row)]
    : [table.destination(row), table.source(row)];
  const method = keys.method(row);
  return new Transaction(
    table,
    index,
    method,
    keys.callId(row),
    keys.cseq(row),
    keys.branch(row),
    client,
    server,
    table.transport(row),
    keys.hops(row),
  );
}

function join(table: MessageTable, keys: MessageKeys, row: number, draft: Draft): void {
  const { transaction } = draft;
  const isRequest = keys.isRequest(row);
  const isAck = isRequest && keys.method(row) === "ACK" && transaction.method !== "ACK";
  const what = isRequest ? (isAck ? "ack" : "request") : keys.responseKey(row);
  const seen = draft.copies.get(what) ?? [];
  draft.copies.set(what, seen);
  const vantage = vantageOf(table, row);
  const copies = seen.find((candidate) => candidate.vantage === vantage);
  const primary = seen[0];

  if (!primary) {
    seen.push({ vantage, rows: [row] });
    if (isAck) transaction.ackRows.push(row);
    else (isRequest ? transaction.requestRows : transaction.responseRows).push(row);
    return;
  }
  if (copies) {
    const last = copies.rows[copies.rows.length - 1]!;
    if (isSamePacket(table, last, row)) {
      markSighting(table, transaction, table.original(last), row);
      return;
    }
  }
  if (copies === primary) {
    primary.rows.push(row);
    table.markRepeat(row, "retransmission", primary.rows[0]!);
    if (isAck) transaction.ackRows.push(row);
    else (isRequest ? transaction.requestRows : transaction.repeatedResponseRows).push(row);
    return;
  }
  // Another observer saw it: its n-th copy is a sighting of the n-th one that the first observer saw.
  const other = copies ?? { vantage, rows: [] };
  if (!copies) seen.push(other);
  other.rows.push(row);
  markSighting(table, transaction, primary.rows[Math.min(other.rows.length, primary.rows.length) - 1]!, row);
}

function markSighting(table: MessageTable, transaction: Transaction, of: number, row: number): void {
  table.markRepeat(row, "sighting", of);
  transaction.sightingRows.push([of, row]);
}

/** Who saw it between whom: a NAT changes the endpoints, a second interface or file the observer. */
function vantageOf(table: MessageTable, row: number): string {
  const source = table.source(row);
  const destination = table.destination(row);
  return `${table.fileOf(row)} ${table.capturePoint(row)} ${source.address} ${source.port} ${destination.address} ${destination.port}`;
}

function isSamePacket(table: MessageTable, earlier: number, later: number): boolean {
  // Streams deliver once: what comes again there was sent again, or the capture itself is doubled and TCP dropped it.
  if (!(table.atMicros(later) - table.atMicros(earlier) < SAME_PACKET_MICROS)) return false;
  if (table.octetCount(earlier) !== table.octetCount(later)) return false;
  const a = table.octets(earlier);
  const b = table.octets(later);
  return a.every((octet, index) => octet === b[index]);
}
