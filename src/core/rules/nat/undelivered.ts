/** Requests that evidently never arrived: what the trace must show before silence counts as proof. */
import { directionKey, isStream } from "../../model/endpoint.js";
import { formatDuration, seconds } from "../../model/instant.js";
import type { Signal } from "../../model/transmission.js";
import type { Call } from "../../trace/call.js";
import type { Trace } from "../../trace/trace.js";
import { TIMER_F_MICROS, type Transaction } from "../../trace/transaction.js";

/** Four sends take 3.5 s (500 ms, 1 s, 2 s); a peer that is there says at least 100 Trying in that time. */
export const SENDS_WITHOUT_ANSWER = 4;
export const SENDS_SPAN_MICROS = seconds(3);

export interface Undelivered {
  /** One sentence a reader can check. */
  readonly fact: string;
  /** The ICMP message that says so, if one does. */
  readonly unreachable: Unreachable | undefined;
}

/** A message that nobody has to answer, or whose silence says nothing of its own. */
const UNJUDGED_METHODS = new Set(["ACK", "CANCEL", "REGISTER"]);

/** Whether a request to a user agent was lost on the way; undefined when it was answered or the trace cannot tell. */
export function undelivered(trace: Trace, transaction: Transaction): Undelivered | undefined {
  const { request } = transaction;
  if (!request || transaction.responseRows.length > 0 || UNJUDGED_METHODS.has(transaction.method)) return undefined;
  if (isStream(transaction.transport) || !trace.isTimed) return undefined;
  const sends = transaction.requestRows.length;
  const span = trace.messages.atMicros(transaction.requestRows[sends - 1]!) - request.atMicros;
  const unreachable = unreachableFor(trace, transaction, request.atMicros + span);
  if (unreachable) {
    const fact = `${unreachable.reporter} answers the ${transaction.method} with ICMP "${unreachable.reason}".`;
    return { fact, unreachable };
  }
  if (sends >= SENDS_WITHOUT_ANSWER && span >= SENDS_SPAN_MICROS) {
    const fact = `The ${transaction.method} is sent ${sends} times in ${formatDuration(span)}; not even a 100 comes back.`;
    return { fact, unreachable };
  }
  // One packet may be lost by chance, and devices that ignore OPTIONS exist; an INVITE is owed an answer.
  const isOwed = sends > 1 || transaction.method === "INVITE";
  if (!isOwed || !trace.covers(request.atMicros, request.atMicros + TIMER_F_MICROS)) return undefined;
  return { fact: `No answer to the ${transaction.method} within 32 s.`, unreachable };
}

type Unreachable = Signal & { readonly kind: "unreachable" };

function unreachableFor(trace: Trace, { request }: Transaction, lastSendMicros: number): Unreachable | undefined {
  if (!request) return undefined;
  const candidates = unreachables(trace).get(directionKey(request.source, request.destination)) ?? [];
  return candidates.find(({ atMicros }) => atMicros >= request.atMicros && atMicros <= lastSendMicros + TIMER_F_MICROS);
}

const unreachablesOf = new WeakMap<Trace, ReadonlyMap<string, readonly Unreachable[]>>();

/** By the endpoints of the quoted packet. Few among perhaps a million keep-alives, so they are looked for once a trace. */
function unreachables(trace: Trace): ReadonlyMap<string, readonly Unreachable[]> {
  const known = unreachablesOf.get(trace);
  if (known) return known;
  const found = new Map<string, Unreachable[]>();
  for (const signal of trace.signals) {
    if (signal.kind !== "unreachable") continue;
    const key = directionKey(signal.source, signal.destination);
    const own = found.get(key);
    if (own) own.push(signal);
    else found.set(key, [signal]);
  }
  unreachablesOf.set(trace, found);
  return found;
}

const callsOf = new WeakMap<Trace, ReadonlyMap<string, Call>>();

/** The call that a transaction is part of. */
export function callOf(trace: Trace, { callId }: Transaction): Call | undefined {
  let byCallId = callsOf.get(trace);
  if (!byCallId) {
    byCallId = new Map(trace.calls.map((call) => [call.callId, call]));
    callsOf.set(trace, byCallId);
  }
  return byCallId.get(callId);
}

/** What fails with a lost request: itself, and its call's other transactions that end without an answer or in 408 or 480. */
export function failedWith(trace: Trace, transaction: Transaction): number[] {
  const others = callOf(trace, transaction)?.transactions ?? [];
  const failed = others.filter(({ status }) => status === 0 || status === 408 || status === 480);
  return [...new Set([transaction.index, ...failed.map(({ index }) => index)])];
}
