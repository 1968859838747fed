/** What the registrar knows of an AoR when a message has passed: bindings, nonces and running clocks, in one pass over its REGISTERs. */
import type { Analysis } from "../../analysis.js";
import type { Binding } from "../../trace/binding.js";
import type { Registration } from "../../trace/registration.js";
import type { Transaction } from "../../trace/transaction.js";
import { BindingTable, type KnownBinding } from "./binding-table.js";
import { type KnownNonce, NonceBook } from "./nonce-book.js";
import { type RunningTimer, RunningTimers } from "./running-timers.js";

/** REGISTER transactions looked at before the message: what is older has been refreshed, removed or has expired since. */
const MOST_TRANSACTIONS = 1000;

/** An instant of the trace: all messages up to an index have passed. */
export interface Moment {
  readonly message: number;
  /** NaN where nothing tells the time. */
  readonly atMicros: number;
}

export interface RegistrarState {
  readonly bindings: readonly KnownBinding[];
  readonly nonces: readonly KnownNonce[];
  readonly timers: readonly RunningTimer[];
}

interface Event {
  readonly row: number;
  readonly kind: "request" | "final";
  readonly transaction: Transaction;
  readonly registration: Registration;
}

/**
 * @param registrations of one AoR, one a device
 * @param since what changed after it is marked; undefined marks everything as it comes
 */
export function registrarStateAt(
  analysis: Analysis,
  registrations: readonly Registration[],
  now: Moment,
  since: Moment | undefined,
): RegistrarState {
  const table = new BindingTable();
  const nonces = new NonceBook();
  const timers = new RunningTimers(analysis);
  const run = (atMicros: number) => {
    table.expire(atMicros);
    timers.run(atMicros);
  };
  let isSettled = since === undefined;
  const settleBefore = (row: number) => {
    if (isSettled || !since || row <= since.message) return;
    run(since.atMicros);
    for (const part of [table, nonces, timers]) part.settle();
    isSettled = true;
  };
  const granted = new Map(registrations.map((registration) => [registration, grantsOf(registration)]));
  for (const { row, kind, transaction, registration } of eventsUntil(registrations, now.message)) {
    settleBefore(row);
    run(transaction.atMicros(row));
    const message = transaction.message(row);
    timers.watch(analysis.trace.flowOf(message), registration);
    if (kind === "request") {
      timers.send(transaction, row);
      if (row === transaction.requestRow) nonces.use(message);
      continue;
    }
    timers.answer(transaction);
    nonces.challenge(message, transaction.request);
    const own = granted.get(registration)?.get(transaction.index) ?? [];
    if (transaction.status < 300) table.accept(transaction, own, registration.device.title);
  }
  settleBefore(Infinity);
  run(now.atMicros);
  return { bindings: table.all, nonces: nonces.all, timers: timers.all };
}

/** Requests, their retransmissions and final responses, in order. */
function eventsUntil(registrations: readonly Registration[], message: number): Event[] {
  const events: Event[] = [];
  for (const registration of registrations) {
    const { transactions } = registration;
    const begun = transactions.filter(({ first }) => first.index <= message).slice(-MOST_TRANSACTIONS);
    for (const transaction of begun) {
      for (const row of transaction.requestRows) events.push({ row, kind: "request", transaction, registration });
      const { finalRow } = transaction;
      if (finalRow >= 0) events.push({ row: finalRow, kind: "final", transaction, registration });
    }
  }
  return events.filter(({ row }) => row <= message).sort((a, b) => a.row - b.row);
}

/** Bindings by the transaction that made them. */
function grantsOf({ bindings }: Registration): ReadonlyMap<number, readonly Binding[]> {
  const byTransaction = new Map<number, Binding[]>();
  for (const binding of bindings) {
    const { index } = binding.transaction;
    const known = byTransaction.get(index);
    if (known) known.push(binding);
    else byTransaction.set(index, [binding]);
  }
  return byTransaction;
}
