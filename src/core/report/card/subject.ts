/** The registration that a card is about, with what several of its lines ask for. */
import type { Analysis } from "../../analysis.js";
import { type Shelf, shelvesOf } from "../../ladder/shelves.js";
import type { Binding } from "../../trace/binding.js";
import type { Flow } from "../../trace/flow.js";
import type { Message } from "../../trace/message.js";
import type { Registration } from "../../trace/registration.js";
import type { Trace } from "../../trace/trace.js";
import type { Transaction } from "../../trace/transaction.js";
import { type Reach, reachOf } from "./reach.js";

/** An accepted REGISTER with its 200. */
export interface Accepted {
  readonly transaction: Transaction;
  readonly request: Message;
  readonly final: Message;
}

export interface CardSubject {
  readonly analysis: Analysis;
  readonly trace: Trace;
  readonly registration: Registration;
  readonly shelf: Shelf | undefined;
  /** The REGISTER of the latest grant, else the latest that the trace holds. */
  readonly transaction: Transaction;
  readonly request: Message;
  readonly flow: Flow;
  readonly reach: Reach;
  /** Whether requests are seen as the device itself sent them. */
  readonly isOwnHop: boolean;
  /** The latest grant; undefined when the trace shows none. */
  readonly binding: Binding | undefined;
  /** The REGISTER of that grant, with its 200. */
  readonly accepted: Accepted | undefined;
}

/** Undefined for a registration of which the trace holds no request, but answers alone. */
export function subjectOf(analysis: Analysis, registration: Registration): CardSubject | undefined {
  const { trace } = analysis;
  const binding = registration.bindings.at(-1);
  const transaction = binding?.transaction ?? registration.transactions.findLast(({ requestRow }) => requestRow >= 0);
  const request = transaction?.request;
  const flow = request && trace.flowOf(request);
  if (!flow) return undefined;
  const isOwnHop = transaction.hops <= 1;
  const { final } = transaction;
  return {
    analysis,
    trace,
    registration,
    shelf: shelvesOf(analysis).byKey.get(`r${registration.index}`),
    transaction,
    request,
    flow,
    reach: reachOf(flow, isOwnHop),
    isOwnHop,
    binding,
    accepted: binding && final ? { transaction, request, final } : undefined,
  };
}
