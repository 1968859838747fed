/** Which messages make up each transaction: chains of rows in typed columns, so that half a million of them stay small. */
import { uint32 } from "./column.js";
import type { MessageKeys } from "./message-keys.js";
import type { MessageTable } from "./message.js";

/** What a row is in its transaction; a sighting is that whatever it shows. */
export type Part = "request" | "response" | "repeated-response" | "ack" | "sighting";

export class TransactionRows {
  /** By transaction. */
  readonly #first = uint32();
  readonly #last = uint32();
  /** By row: the next row of the transaction + 1; 0 at the end. */
  readonly #next = uint32();
  /** By transaction, when all is correlated: row + 1 of the request and of the first final response; 0 for none. */
  readonly #request = uint32();
  readonly #final = uint32();
  #length = 0;

  constructor(
    readonly table: MessageTable,
    readonly keys: MessageKeys,
  ) {}

  get length(): number {
    return this.#length;
  }

  /** Opens a transaction with its first message and returns its index. */
  open(row: number): number {
    const transaction = this.#length++;
    this.#first.set(transaction, row);
    this.#last.set(transaction, row);
    return transaction;
  }

  append(transaction: number, row: number): void {
    this.#next.set(this.#last.get(transaction), row + 1);
    this.#last.set(transaction, row);
  }

  first(transaction: number): number {
    return this.#first.get(transaction);
  }
  last(transaction: number): number {
    return this.#last.get(transaction);
  }
  lastMicros(transaction: number): number {
    return this.table.atMicros(this.#last.get(transaction));
  }

  /** Notes what is asked for most, once no row changes any more. */
  conclude(): void {
    for (let transaction = 0; transaction < this.#length; transaction++) {
      this.#request.set(transaction, this.find(transaction, "request") + 1);
      for (let row = this.first(transaction); row >= 0; row = this.#after(row)) {
        if (this.keys.status(row) < 200 || !this.table.isOriginal(row)) continue;
        this.#final.set(transaction, row + 1);
        break;
      }
    }
  }

  /** The first row of the request; -1 when the capture starts after it. */
  requestRow(transaction: number): number {
    return this.#request.get(transaction) - 1;
  }

  /** The first final response; -1 when there is none. */
  finalRow(transaction: number): number {
    return this.#final.get(transaction) - 1;
  }

  /** The rows that are a part, in time order. */
  select(transaction: number, part: Part): number[] {
    const rows: number[] = [];
    for (let row = this.first(transaction); row >= 0; row = this.#after(row)) {
      if (this.#partOf(transaction, row) === part) rows.push(row);
    }
    return rows;
  }

  /** The first row that is a part; -1 when none is. */
  find(transaction: number, part: Part): number {
    for (let row = this.first(transaction); row >= 0; row = this.#after(row)) {
      if (this.#partOf(transaction, row) === part) return row;
    }
    return -1;
  }

  /** Whether a response from 101 to 199 came besides the final one. */
  hasProgress(transaction: number): boolean {
    for (let row = this.first(transaction); row >= 0; row = this.#after(row)) {
      const status = this.keys.status(row);
      if (status > 100 && status < 200 && this.table.isOriginal(row)) return true;
    }
    return false;
  }

  #after(row: number): number {
    return this.#next.get(row) - 1;
  }

  #partOf(transaction: number, row: number): Part {
    const role = this.table.role(row);
    if (role === "sighting") return "sighting";
    if (!this.keys.isRequest(row)) return role === "original" ? "response" : "repeated-response";
    const isOwnAck = this.keys.isAck(row) && !this.keys.isAck(this.first(transaction));
    return isOwnAck ? "ack" : "request";
  }
}
