/** Transactions by what the rules on Outbound and forking look for again and again; each index is made once a trace. */
import { type Endpoint, formatEndpoint } from "../../model/endpoint.js";
import type { Trace } from "../../trace/trace.js";
import type { Transaction } from "../../trace/transaction.js";

type Index = ReadonlyMap<string, readonly Transaction[]>;

const registersOf = new WeakMap<Trace, Index>();
const requestsOf = new WeakMap<Trace, Index>();

/** The REGISTERs of the same To that went to the same server. */
export function registersLike(trace: Trace, { toUriNumber, server }: Transaction): readonly Transaction[] {
  let index = registersOf.get(trace);
  if (!index) {
    const registers = trace.transactions.filter(({ method }) => method === "REGISTER");
    index = groupBy(registers, (each) => `${each.toUriNumber} ${each.server.address}`);
    registersOf.set(trace, index);
  }
  return index.get(`${toUriNumber} ${server.address}`) ?? [];
}

/** The requests to an endpoint that ask for an answer; REGISTERs left out. */
export function requestsTo(trace: Trace, endpoint: Endpoint): readonly Transaction[] {
  let index = requestsOf.get(trace);
  if (!index) {
    const requests = trace.transactions.filter(({ method }) => method !== "REGISTER" && method !== "ACK");
    index = groupBy(requests, ({ server }) => formatEndpoint(server));
    requestsOf.set(trace, index);
  }
  return index.get(formatEndpoint(endpoint)) ?? [];
}

function groupBy(transactions: readonly Transaction[], keyOf: (transaction: Transaction) => string): Index {
  const index = new Map<string, Transaction[]>();
  for (const transaction of transactions) {
    const key = keyOf(transaction);
    const own = index.get(key);
    if (own) own.push(transaction);
    else index.set(key, [transaction]);
  }
  return index;
}
