/** Which messages make up each transaction: chains of rows in typed columns, so that half a million of them stay small. */
import type { Transport } from "../model/endpoint.js";
import type { CredentialsBook } from "./credentials.js";
import type { MessageKeys } from "./message-keys.js";
import { type MessageTable, TRANSPORTS } from "./message.js";

/** What a row is in its transaction; a sighting is that whatever it shows. */
export type Part = "request" | "response" | "repeated-response" | "ack" | "sighting";

const IS_REGISTER = 1;
const HAS_CREDENTIALS = 2;
const HAS_DIGEST = 4;
const HAS_SIGHTINGS = 8;
const HAS_RESPONSE = 16;
const HAS_PROGRESS = 32;
const IS_REPEATED = 64;
const HAS_LATER_RESPONSE = 128;

/**
 * Words noted of a transaction, side by side: rules go through the transactions of one registration after the other, which lie
 * far apart in memory, and each column of its own would be waited for.
 */
const FACTS = 8;
const FIRST = 0;
const LAST = 1;
const REQUEST = 2;
const FINAL = 3;
const TRAITS = 4;
const CALL_ID = 5;
const CLIENT = 6;
const SERVER = 7;
/** Above the traits stand the number of Vias, the transport, and the status of the first final response, which has three digits. */
const HOPS_SHIFT = 8;
const MOST_HOPS = 0xff;
const TRANSPORT_SHIFT = 16;
const MOST_TRANSPORT = 7;
const STATUS_SHIFT = 19;

/** Of longer transactions the parts are kept: a flood of one is asked for them as often as it has messages. */
const LONG_ROWS = 32;

/** Responses that came, or may have come, although no request has them. */
export interface UnseenAnswers {
  /** Files that print one direction only. */
  readonly oneWay: ReadonlySet<number>;
  /** CSeq number and method of responses of which was blotted out what would tell their requests. */
  readonly unmatched: ReadonlySet<string>;
}

export class TransactionRows {
  /** By row: the next row of the transaction + 1; 0 at the end. */
  readonly #next: Uint32Array;
  /** By transaction: what sixty rules ask of each, noted as its rows come. */
  readonly #facts: Int32Array;
  readonly #startMicros: Float64Array;
  /** By transaction of more than `LONG_ROWS` rows, once asked for; of all together no more rows than there are messages. */
  readonly #parts = new Map<number, Map<Part, number[]>>();
  #length = 0;

  constructor(
    readonly table: MessageTable,
    readonly keys: MessageKeys,
    readonly credentials: CredentialsBook,
    private readonly unseen: UnseenAnswers,
  ) {
    // As many as there can be: what is not filled takes no memory, and growing would copy what is.
    this.#facts = new Int32Array(table.length * FACTS);
    this.#startMicros = new Float64Array(table.length);
    this.#next = new Uint32Array(table.length);
  }

  /** Whether a transaction without response may have had one that the trace does not show. */
  isAnswerUnseen(transaction: number): boolean {
    const { oneWay, unmatched } = this.unseen;
    if (oneWay.size === 0 && unmatched.size === 0) return false;
    if (this.hasResponse(transaction)) return false;
    const first = this.first(transaction);
    return oneWay.has(this.table.fileOf(first)) || unmatched.has(`${this.keys.cseq(first)} ${this.keys.method(first)}`);
  }

  get length(): number {
    return this.#length;
  }

  /** Opens a transaction with its first message and returns its index. */
  open(row: number): number {
    const { table, keys } = this;
    const transaction = this.#length++;
    this.#startMicros[transaction] = table.atMicros(row);
    const at = transaction * FACTS;
    const facts = this.#facts;
    const [source, destination] = [table.sourceNumber(row), table.destinationNumber(row)];
    const isFromClient = keys.isRequest(row);
    const transport = TRANSPORTS.indexOf(table.transport(row));
    facts[at + FIRST] = row;
    facts[at + LAST] = row;
    facts[at + REQUEST] = -1;
    facts[at + FINAL] = -1;
    facts[at + TRAITS] =
      (keys.isRegister(row) ? IS_REGISTER : 0) | (keys.via.hops(row) << HOPS_SHIFT) | (transport << TRANSPORT_SHIFT);
    facts[at + CALL_ID] = keys.callIdNumber(row);
    facts[at + CLIENT] = isFromClient ? source : destination;
    facts[at + SERVER] = isFromClient ? destination : source;
    return transaction;
  }

  append(transaction: number, row: number): void {
    this.#next[this.last(transaction)] = row + 1;
    this.#facts[transaction * FACTS + LAST] = row;
  }

  first(transaction: number): number {
    return this.#facts[transaction * FACTS + FIRST]!;
  }
  last(transaction: number): number {
    return this.#facts[transaction * FACTS + LAST]!;
  }
  lastMicros(transaction: number): number {
    return this.table.atMicros(this.last(transaction));
  }

  /** Notes what a row tells of its transaction, once it is known whether it repeats another one. */
  note(transaction: number, row: number): void {
    const { keys } = this;
    const facts = this.#facts;
    const at = transaction * FACTS;
    const traits = facts[at + TRAITS]!;
    const status = keys.status(row);
    switch (this.#partOf(transaction, row)) {
      case "request":
        if (facts[at + REQUEST]! >= 0) {
          facts[at + TRAITS] = traits | IS_REPEATED;
        } else {
          facts[at + REQUEST] = row;
          if (!keys.hasCredentials(row)) break;
          facts[at + TRAITS] = traits | HAS_CREDENTIALS | (keys.hasDigest(row) ? HAS_DIGEST : 0);
        }
        break;
      case "response": {
        const isProgress = status > 100 && status < 200;
        const isLater = facts[at + FINAL]! >= 0;
        facts[at + TRAITS] =
          traits | HAS_RESPONSE | (isProgress ? HAS_PROGRESS : 0) | (isLater ? HAS_LATER_RESPONSE : 0);
        if (status < 200 || isLater) break;
        facts[at + FINAL] = row;
        facts[at + TRAITS]! |= status << STATUS_SHIFT;
        break;
      }
      case "sighting":
        facts[at + TRAITS] = traits | HAS_SIGHTINGS;
        break;
      case "repeated-response":
      case "ack":
        break;
    }
  }

  /** The first row of the request; -1 when the capture starts after it. */
  requestRow(transaction: number): number {
    return this.#facts[transaction * FACTS + REQUEST]!;
  }
  /** The first final response; -1 when there is none. */
  finalRow(transaction: number): number {
    return this.#facts[transaction * FACTS + FINAL]!;
  }
  /** Of the first final response; 0 when there is none. */
  status(transaction: number): number {
    return this.#facts[transaction * FACTS + TRAITS]! >> STATUS_SHIFT;
  }
  startMicros(transaction: number): number {
    return this.#startMicros[transaction]!;
  }
  callIdNumber(transaction: number): number {
    return this.#facts[transaction * FACTS + CALL_ID]! >>> 0;
  }
  /** Number of the endpoint that sent the request, as `MessageTable.endpoint` takes it; and that of the other side. */
  clientNumber(transaction: number): number {
    return this.#facts[transaction * FACTS + CLIENT]! >>> 0;
  }
  serverNumber(transaction: number): number {
    return this.#facts[transaction * FACTS + SERVER]! >>> 0;
  }
  /** Vias of its first message, 255 for more. */
  hops(transaction: number): number {
    return (this.#facts[transaction * FACTS + TRAITS]! >> HOPS_SHIFT) & MOST_HOPS;
  }
  transport(transaction: number): Transport {
    return TRANSPORTS[(this.#facts[transaction * FACTS + TRAITS]! >> TRANSPORT_SHIFT) & MOST_TRANSPORT]!;
  }
  isRegister(transaction: number): boolean {
    return (this.#facts[transaction * FACTS + TRAITS]! & IS_REGISTER) !== 0;
  }
  /** The request carries any Authorization. */
  hasCredentials(transaction: number): boolean {
    return (this.#facts[transaction * FACTS + TRAITS]! & HAS_CREDENTIALS) !== 0;
  }
  /** The request carries just one, of a digest in plain form. */
  hasDigest(transaction: number): boolean {
    return (this.#facts[transaction * FACTS + TRAITS]! & HAS_DIGEST) !== 0;
  }
  hasSightings(transaction: number): boolean {
    return (this.#facts[transaction * FACTS + TRAITS]! & HAS_SIGHTINGS) !== 0;
  }
  hasResponse(transaction: number): boolean {
    return (this.#facts[transaction * FACTS + TRAITS]! & HAS_RESPONSE) !== 0;
  }
  /** A response from 101 to 199 came. */
  hasProgress(transaction: number): boolean {
    return (this.#facts[transaction * FACTS + TRAITS]! & HAS_PROGRESS) !== 0;
  }
  /** The request was sent more than once. */
  isRepeated(transaction: number): boolean {
    return (this.#facts[transaction * FACTS + TRAITS]! & IS_REPEATED) !== 0;
  }
  /** Another response came after the first final one. */
  hasLaterResponse(transaction: number): boolean {
    return (this.#facts[transaction * FACTS + TRAITS]! & HAS_LATER_RESPONSE) !== 0;
  }

  /** The rows that are a part, in time order. */
  select(transaction: number, part: Part): readonly number[] {
    const kept = this.#parts.get(transaction);
    if (kept) return kept.get(part) ?? [];
    const rows: number[] = [];
    let count = 0;
    for (let row = this.first(transaction); row >= 0; row = this.#after(row), count++) {
      if (this.#partOf(transaction, row) === part) rows.push(row);
    }
    if (count > LONG_ROWS) this.#parts.set(transaction, this.#allParts(transaction));
    return rows;
  }

  #allParts(transaction: number): Map<Part, number[]> {
    const parts = new Map<Part, number[]>();
    for (let row = this.first(transaction); row >= 0; row = this.#after(row)) {
      const part = this.#partOf(transaction, row);
      const rows = parts.get(part);
      if (rows) rows.push(row);
      else parts.set(part, [row]);
    }
    return parts;
  }

  #after(row: number): number {
    return this.#next[row]! - 1;
  }

  #partOf(transaction: number, row: number): Part {
    const role = this.table.role(row);
    if (role === "sighting") return "sighting";
    if (!this.keys.isRequest(row)) return role === "original" ? "response" : "repeated-response";
    const isOwnAck = this.keys.isAck(row) && !this.keys.isAck(this.first(transaction));
    return isOwnAck ? "ack" : "request";
  }
}
