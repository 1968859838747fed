/** Sorts the transactions of a trace onto the rows of the overview: each belongs to one registration, call or other group. */
import type { Analysis } from "../analysis.js";
import { canonicalAor } from "../sip/uri.js";
import type { Call } from "../trace/call.js";
import type { Registration } from "../trace/registration.js";
import type { Trace } from "../trace/trace.js";
import type { Transaction } from "../trace/transaction.js";

/** Transactions of one row of the overview. */
export interface Shelf {
  /** `r3`, `c5`, `o7`; `o` alone are the messages that belong to no transaction. */
  readonly key: string;
  readonly registration: Registration | undefined;
  readonly call: Call | undefined;
  /** In the order of their first message. */
  readonly transactions: Transaction[];
}

export interface Shelves {
  readonly all: readonly Shelf[];
  readonly byKey: ReadonlyMap<string, Shelf>;
  /** Key of the row that shows a message. */
  keyOf(message: number): string | undefined;
  /** Messages too broken to belong to a transaction. */
  readonly strays: readonly number[];
}

export const STRAYS_KEY = "o";

const KNOWN = new WeakMap<Trace, Shelves>();

export function shelvesOf({ trace }: Analysis): Shelves {
  const known = KNOWN.get(trace);
  if (known) return known;
  const shelves = sortOut(trace);
  KNOWN.set(trace, shelves);
  return shelves;
}

function sortOut(trace: Trace): Shelves {
  const byKey = new Map<string, Shelf>();
  const shelfOfTransaction: (Shelf | undefined)[] = [];
  const open = (key: string, about: Partial<Shelf>): Shelf => {
    const shelf: Shelf = { key, registration: undefined, call: undefined, transactions: [], ...about };
    byKey.set(key, shelf);
    return shelf;
  };
  const claims = new Claims(trace);
  for (const registration of trace.registrations) open(`r${registration.index}`, { registration });
  for (const call of trace.calls) open(`c${call.index}`, { call });
  const others = new Map<string, Shelf>();
  for (const transaction of trace.transactions) {
    const key = claims.keyOf(transaction);
    let shelf = key === undefined ? undefined : byKey.get(key);
    if (!shelf) {
      const { method, client, server } = transaction;
      const pair = `${method} ${client.address} ${server.address}`;
      shelf = others.get(pair) ?? open(`o${transaction.index}`, {});
      others.set(pair, shelf);
    }
    shelf.transactions.push(transaction);
    shelfOfTransaction[transaction.index] = shelf;
  }
  const strays: number[] = [];
  for (let message = 0; message < trace.messages.length; message++) {
    if (!trace.transactionOf(message)) strays.push(message);
  }
  if (strays.length > 0) open(STRAYS_KEY, {});
  const keyOf = (message: number) => {
    const transaction = trace.transactionOf(message);
    if (transaction) return shelfOfTransaction[transaction.index]?.key;
    return message >= 0 && message < trace.messages.length ? STRAYS_KEY : undefined;
  };
  return { all: [...byKey.values()], byKey, keyOf, strays };
}

/** Which registration or call a transaction belongs to. */
class Claims {
  /** By transaction index. */
  readonly #keys: (string | undefined)[] = [];
  /** A REGISTER that a proxy sends on keeps its Call-ID (RFC 3261 §16.6). */
  readonly #registrationOfCallId = new Map<string, number>();
  /** By flow index: the registrations that were made over it, by AoR. An edge proxy's flow carries thousands. */
  readonly #registrationsOfFlow = new Map<number, Map<string, Registration>>();

  constructor(private readonly trace: Trace) {
    for (const { index, transactions } of trace.calls) {
      for (const transaction of transactions) this.#keys[transaction.index] = `c${index}`;
    }
    for (const registration of trace.registrations) {
      for (const transaction of registration.transactions) {
        this.#keys[transaction.index] = `r${registration.index}`;
        if (transaction.callId !== "") this.#registrationOfCallId.set(transaction.callId, registration.index);
        this.#claimFlow(transaction, registration);
      }
    }
  }

  keyOf(transaction: Transaction): string | undefined {
    const key = this.#keys[transaction.index];
    if (key !== undefined) return key;
    const byCallId = this.#registrationOfCallId.get(transaction.callId);
    if (byCallId !== undefined) return `r${byCallId}`;
    const registration = this.#byFlow(transaction);
    return registration && `r${registration.index}`;
  }

  #claimFlow(transaction: Transaction, registration: Registration): void {
    const flow = this.trace.flowOf(transaction.first);
    if (!flow) return;
    const claimed = this.#registrationsOfFlow.get(flow.index);
    if (!claimed) this.#registrationsOfFlow.set(flow.index, new Map([[registration.aor, registration]]));
    else if (!claimed.has(registration.aor)) claimed.set(registration.aor, registration);
  }

  /** What passes over the flow of one phone is the phone's; of several on one flow the one that From or To names. */
  #byFlow(transaction: Transaction): Registration | undefined {
    const flow = this.trace.flowOf(transaction.first);
    const claimed = flow && this.#registrationsOfFlow.get(flow.index);
    if (!claimed) return undefined;
    if (claimed.size === 1) return [...claimed.values()][0];
    const { from, to } = transaction.first.sip;
    const named = [from, to].flatMap((address) => (address ? [canonicalAor(address.uri)] : []));
    return named.map((aor) => claimed.get(aor)).find((registration) => registration !== undefined);
  }
}
