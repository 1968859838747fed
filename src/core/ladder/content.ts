/** Which messages and signals the ladder of an overview row shows. */
import type { Analysis } from "../analysis.js";
import { keysOf } from "./ladder-keys.js";
import { domainsOfAll, isLookup, lookupsOf } from "./lookups.js";
import type { Shelf } from "./shelves.js";
import { shelvesOf, STRAYS_KEY } from "./shelves.js";
import { signalShelves } from "./signal-shelves.js";
import type { Transaction } from "../trace/transaction.js";
import { findingsByRow } from "./overview.js";

export interface Content {
  /** Message indices in ascending order; further sightings are not among them. */
  readonly messages: readonly number[];
  /** Indices into `trace.signals`, ascending. */
  readonly signals: readonly number[];
  /** Findings that belong to the row. */
  readonly findings: readonly number[];
  /** Messages left out because there are too many. */
  readonly omitted: number;
}

/** Evidence that is not SIP is shown around a call: it may have opened its connection just before. */
const BEFORE_CALL_MICROS = 2_000_000;
/** Timer B: an ICMP message or reset after that is no answer to the call (RFC 3261 §17.1.1.2). */
const AFTER_CALL_MICROS = 32_000_000;

/** Everything of the trace. */
export function contentOfAll({ trace, findings }: Analysis, limit: number): Content {
  const messages: number[] = [];
  let shown = 0;
  for (let message = 0; message < trace.messages.length; message++) {
    if (trace.messages.role(message) === "sighting") continue;
    shown++;
    if (messages.length < limit) messages.push(message);
  }
  const lastMicros = shown > limit ? trace.messages.atMicros(messages.at(-1) ?? 0) : Infinity;
  const lookups = new Set(lookupsOf(trace.transactions, trace, domainsOfAll(trace)));
  const hasMessages = trace.transactions.length > 0;
  const signals = trace.signals
    .map((_, index) => index)
    .filter((index) => {
      const signal = trace.signals[index]!;
      // A network looks up much that has nothing to do with SIP.
      if (hasMessages && isLookup(signal) && !lookups.has(index)) return false;
      return signal.atMicros <= lastMicros;
    });
  return {
    messages,
    signals: signals.slice(0, limit),
    findings: findings.map((_, index) => index),
    omitted: shown - messages.length,
  };
}

/** @returns undefined when a key is no row's. */
export function contentOfKeys(analysis: Analysis, key: string, limit: number): Content | undefined {
  const messages = new Set<number>();
  const signals = new Set<number>();
  const findings = new Set<number>();
  for (const each of keysOf(key)) {
    if (!addRow(analysis, each, messages, signals, findings)) return undefined;
  }
  const ordered = ascending(messages);
  return {
    messages: ordered.slice(0, limit),
    signals: ascending(signals).slice(0, limit),
    findings: ascending(findings),
    omitted: Math.max(ordered.length - limit, 0),
  };
}

/** Adds what the ladder of one row of the overview shows. @returns false for a key that no row has. */
function addRow(
  analysis: Analysis,
  key: string,
  messages: Set<number>,
  signals: Set<number>,
  findings: Set<number>,
): boolean {
  const shelves = shelvesOf(analysis);
  const shelf = shelves.byKey.get(key);
  const ofSignals = shelf ? undefined : signalShelves(analysis).get(key);
  if (!shelf && !ofSignals) return false;
  const own = ofSignals?.findings ?? findingsByRow(analysis).get(key) ?? [];
  for (const index of own) findings.add(index);
  for (const signal of ofSignals?.signals ?? []) signals.add(signal);
  if (shelf) {
    if (key === STRAYS_KEY) for (const stray of shelves.strays) messages.add(stray);
    for (const transaction of [...shelf.transactions, ...callsThatConcern(shelf, own, analysis)])
      addRows(transaction, messages);
    for (const signal of signalsOf(shelf, analysis)) signals.add(signal);
  }
  for (const index of own) addPlaces(analysis, index, messages, signals);
  return true;
}

function ascending(indices: Iterable<number>): number[] {
  return [...indices].sort((a, b) => a - b);
}

function addRows(transaction: Transaction, rows: Set<number>): void {
  // A finding may name many messages of one transaction.
  if (rows.has(transaction.first.index)) return;
  const { requestRows, responseRows, repeatedResponseRows, ackRows } = transaction;
  for (const some of [requestRows, responseRows, repeatedResponseRows, ackRows]) for (const row of some) rows.add(row);
}

/** A finding's places are part of its proof, wherever they belong, and so is what was answered there. */
function addPlaces({ trace, findings }: Analysis, index: number, rows: Set<number>, signals: Set<number>): void {
  const finding = findings[index]!;
  for (const { message, signal } of [finding.location, ...finding.related.map(({ location }) => location)]) {
    if (signal !== undefined) signals.add(signal);
    if (message === null) continue;
    const transaction = trace.transactionOf(message);
    if (transaction) addRows(transaction, rows);
    else rows.add(message);
  }
}

/**
 * A registration is there to be called: calls to the phone over its flow that failed are part of its story, as are those
 * that its findings speak of. The others have rows of their own.
 */
function callsThatConcern(shelf: Shelf, findings: readonly number[], analysis: Analysis): Transaction[] {
  const { registration } = shelf;
  if (!registration) return [];
  const { trace } = analysis;
  const calls = new Set(findings.map((index) => analysis.findings[index]!.call));
  const flows = new Set(registration.bindings.map(({ flow }) => flow.index));
  return trace.calls.flatMap(({ index, state, transactions }) => {
    const isMentioned = calls.has(index);
    if (!isMentioned && state !== "unanswered") return [];
    const invite = transactions.find(({ method }) => method === "INVITE");
    const flow = invite && trace.flowOf(invite.first);
    if (isMentioned) return transactions;
    const isToPhone = flow !== undefined && flows.has(flow.index) && invite?.client.address === flow.server.address;
    return isToPhone ? transactions : [];
  });
}

function signalsOf(shelf: Shelf, { trace }: Analysis): number[] {
  const pairs = new Set<string>();
  for (const { client, server } of shelf.transactions) pairs.add(pairOf(client, server));
  const first = shelf.transactions[0];
  const last = shelf.transactions.at(-1);
  if (!first || !last) return [];
  const [from, to] = shelf.registration
    ? [-Infinity, Infinity]
    : [first.startMicros - BEFORE_CALL_MICROS, last.endMicros + AFTER_CALL_MICROS];
  const chosen: number[] = [];
  for (const [index, signal] of trace.signals.entries()) {
    const { atMicros, source, destination } = signal;
    if (isLookup(signal)) continue;
    if (atMicros < from || atMicros > to || !pairs.has(pairOf(source, destination))) continue;
    chosen.push(index);
  }
  return [...chosen, ...lookupsOf(shelf.transactions, trace)].sort((a, b) => a - b);
}

interface End {
  readonly address: string;
  readonly port: number;
}

function pairOf(a: End, b: End): string {
  const first = `${a.address} ${a.port}`;
  const second = `${b.address} ${b.port}`;
  return first < second ? `${first} ${second}` : `${second} ${first}`;
}
