/** Keep-alives that got no answer, in a row: OPTIONS requests, and the pings of STUN, CRLF and WebSocket. */
import { directionKey, type Endpoint } from "../../model/endpoint.js";
import { seconds } from "../../model/instant.js";
import type { KeepAliveForm, Signal } from "../../model/transmission.js";
import type { Trace } from "../../trace/trace.js";
import { TIMER_F_MICROS, type Transaction } from "../../trace/transaction.js";
import { undelivered } from "./undelivered.js";

/** One lost ping is chance, three in a row are not. */
const LEAST_IN_A_ROW = 3;
/** Who pings again has given up the ping before; answers take no longer than this (RFC 5626 §4.4.1). */
const ANSWER_MICROS = seconds(10);

/** Rows of OPTIONS requests by one side of a flow to the other that got no response at all. */
export function* unansweredOptions(trace: Trace): Generator<readonly Transaction[]> {
  // By the two endpoints, which are one object each in a trace: a large one may hold a ping a second of thousands.
  const open = new Map<Endpoint, Map<Endpoint, Transaction[]>>();
  for (const transaction of trace.transactions) {
    if (transaction.method !== "OPTIONS" || transaction.hops !== 1) continue;
    const { client, server } = transaction;
    const ofClient = open.get(client);
    const row = ofClient?.get(server);
    if (transaction.status !== 0 || transaction.responseRows.length > 0) {
      if (!row) continue;
      yield* longEnough(trace, row, transaction.startMicros);
      ofClient?.delete(server);
    } else if (row) row.push(transaction);
    else if (ofClient) ofClient.set(server, [transaction]);
    else open.set(client, new Map([[server, [transaction]]]));
  }
  for (const rows of open.values()) for (const row of rows.values()) yield* longEnough(trace, row, undefined);
}

function* longEnough(
  trace: Trace,
  row: readonly Transaction[],
  nextMicros: number | undefined,
): Generator<readonly Transaction[]> {
  if (row.length < LEAST_IN_A_ROW) return;
  const lost = row.filter((ping, index) => isLost(trace, ping, row[index + 1]?.startMicros ?? nextMicros));
  if (lost.length >= LEAST_IN_A_ROW) yield lost;
}

function isLost(trace: Trace, ping: Transaction, nextMicros: number | undefined): boolean {
  const { startMicros } = ping;
  if (nextMicros !== undefined && nextMicros - startMicros >= ANSWER_MICROS) return true;
  return trace.covers(startMicros, startMicros + TIMER_F_MICROS) || undelivered(trace, ping) !== undefined;
}

export type PingForm = "stun" | "double-crlf" | "ping";
const ANSWERS: Readonly<Record<PingForm, KeepAliveForm>> = {
  stun: "stun-response",
  "double-crlf": "crlf",
  ping: "pong",
};

export interface UnansweredSignals {
  readonly form: PingForm;
  /** Indices into `trace.signals`. */
  readonly pings: readonly number[];
  readonly client: Endpoint;
  readonly server: Endpoint;
  /** Whether the peer answered such pings before or after: then it knows them, and the trace shows its answers. */
  readonly isEverAnswered: boolean;
}

interface Row {
  readonly form: PingForm;
  readonly client: Endpoint;
  readonly server: Endpoint;
  pings: number[];
  isEverAnswered: boolean;
  /** Rows that were long enough. */
  readonly found: (readonly number[])[];
}

type KeepAlive = Signal & { readonly kind: "keep-alive" };

/** Rows of pings below SIP without an answer. */
export function unansweredSignals(trace: Trace): UnansweredSignals[] {
  const rows = new Map<string, Row>();
  trace.signals.forEach((signal, index) => {
    if (signal.kind !== "keep-alive") return;
    const { form, source, destination, transport } = signal;
    // A CRLF over UDP is answered by nobody.
    if (isPing(form) && !(form === "double-crlf" && transport === "udp")) addPing(trace, rows, form, signal, index);
    const answered = rows.get(directionKey(destination, source));
    if (answered && ANSWERS[answered.form] === form) close(answered, signal.atMicros, trace);
  });
  const found: UnansweredSignals[] = [];
  for (const row of rows.values()) {
    const lost = row.pings.filter((ping) => {
      const { atMicros } = trace.signals[ping]!;
      return trace.covers(atMicros, atMicros + ANSWER_MICROS);
    });
    if (lost.length >= LEAST_IN_A_ROW) row.found.push(lost);
    const { form, client, server, isEverAnswered } = row;
    for (const pings of row.found) found.push({ form, pings, client, server, isEverAnswered });
  }
  return found;
}

function isPing(form: KeepAliveForm): form is PingForm {
  return form === "stun" || form === "double-crlf" || form === "ping";
}

function addPing(trace: Trace, rows: Map<string, Row>, form: PingForm, signal: KeepAlive, index: number): void {
  const { source: client, destination: server } = signal;
  const key = directionKey(client, server);
  let row = rows.get(key);
  if (row?.form !== form) {
    row = { form, client, server, pings: [], isEverAnswered: false, found: [] };
    rows.set(key, row);
  }
  const last = row.pings.at(-1);
  // STUN requests are retransmitted (RFC 8489 §6.2.1), which makes no second ping.
  if (last === undefined || signal.atMicros - trace.signals[last]!.atMicros >= ANSWER_MICROS) row.pings.push(index);
}

/** An answer: the last ping is settled, what came before it was lost. */
function close(row: Row, atMicros: number, trace: Trace): void {
  row.isEverAnswered = true;
  const last = row.pings.at(-1);
  const isOfLast = last !== undefined && atMicros - trace.signals[last]!.atMicros < ANSWER_MICROS;
  const lost = isOfLast ? row.pings.slice(0, -1) : row.pings;
  if (lost.length >= LEAST_IN_A_ROW) row.found.push(lost);
  row.pings = [];
}
