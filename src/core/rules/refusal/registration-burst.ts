/** Many clients that register in the same second. */
import { formatDuration, seconds } from "../../model/instant.js";
import type { Trace } from "../../trace/trace.js";
import type { Transaction } from "../../trace/transaction.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { countOf, whereIs } from "../wording.js";

const WINDOW_MICROS = seconds(1);
const MANY_CLIENTS = 20;
/** So much above the rest of the trace is no chance. */
const FAR_ABOVE = 10;
/** A trace shorter than this does not show what is usual. */
const LEAST_TRACE_MICROS = seconds(5);

export default defineRule({
  id: "registration-burst",
  title: "Registration burst",
  severity: "warning",
  kind: "practice",
  measures: "lengths",
  summary: "Twenty or more clients register within one second, far more than usual in the trace.",
  why: "Devices that start together refresh together ever after; the burst may overload the registrar and drop packets.",
  looksLike:
    "After a power cut or a restart of the registrar all phones register in the same second, and do so again at each refresh. Some get no answer.",
  confirm: {
    wireshark: 'sip.Method == "REGISTER"',
    steps: [
      "Statistics > I/O Graphs with this filter and an interval of 1 s: the peaks come back with the period of the expiry.",
    ],
  },
  notWhen: ["The rest of the trace is as busy: then the registrar is just large."],
  remedy:
    "Let the devices wait a random time after boot before they register and refresh at a random point of the expiry; " +
    "on the registrar, grant expiries that differ a little.",
  sources: [rfc(5626, "4.5"), rfc(3261, "10.2.4")],
  fixes: { registrar: ["expirySpread"] },
  messages: {
    burst: "{clients} register at {server} within {duration}; the rest of the trace has {usual} a second.",
  },
  check(trace, report) {
    if (!trace.isTimed || !(trace.endMicros - trace.startMicros >= LEAST_TRACE_MICROS)) return;
    if (!mayHoldBurst(trace)) return;
    const registrations = registrationsOfAttempts(trace);
    for (const attempts of attemptsByServer(trace, registrations)) {
      for (const burst of burstsOf(attempts, trace, registrations)) report(finding(burst));
    }
  },
});

/** Whether so many REGISTERs begin within a second at all, whoever sends them; costs no attempts. */
function mayHoldBurst({ transactions }: Trace): boolean {
  const latest = new Float64Array(MANY_CLIENTS).fill(-Infinity);
  let count = 0;
  for (const transaction of transactions) {
    if (!transaction.isRegister) continue;
    const { startMicros } = transaction;
    const place = count++ % MANY_CLIENTS;
    // What stands there began so many REGISTERs ago, less one.
    const isBurst = startMicros - latest[(place + 1) % MANY_CLIENTS]! < WINDOW_MICROS;
    latest[place] = startMicros;
    if (isBurst) return true;
  }
  return false;
}

/** By transaction that begins an attempt: the index of its registration + 1; 0 for every other. */
function registrationsOfAttempts({ transactions, registrations }: Trace): Uint32Array {
  const owners = new Uint32Array(transactions.length);
  for (const { index, attemptStarts } of registrations)
    for (const start of attemptStarts) owners[start.index] = index + 1;
  return owners;
}

/** The first REGISTER of every attempt, in time order as the transactions of a trace are, by the registrar's address. */
function attemptsByServer({ transactions }: Trace, registrations: Uint32Array): Iterable<Transaction[]> {
  const byNumber = new Map<number, Transaction[]>();
  const byAddress = new Map<string, Transaction[]>();
  for (const transaction of transactions) {
    if (registrations[transaction.index] === 0) continue;
    const { serverNumber } = transaction;
    let known = byNumber.get(serverNumber);
    if (!known) {
      const { address } = transaction.server;
      known = byAddress.get(address) ?? [];
      byAddress.set(address, known);
      byNumber.set(serverNumber, known);
    }
    known.push(transaction);
  }
  return byAddress.values();
}

interface Burst {
  readonly starts: readonly Transaction[];
  readonly clients: number;
  readonly usual: number;
}

function* burstsOf(starts: readonly Transaction[], trace: Trace, registrations: Uint32Array): Generator<Burst> {
  if (starts.length < MANY_CLIENTS) return;
  const traceMicros = trace.endMicros - trace.startMicros;
  const at = (index: number) => starts[index]!.startMicros;
  const aorOf = ({ index }: Transaction) => trace.registrations[registrations[index]! - 1]!.aor;
  let end = 0;
  for (let start = 0; start < starts.length; start++) {
    end = Math.max(end, start);
    while (end < starts.length && at(end) - at(start) < WINDOW_MICROS) end++;
    if (end - start < MANY_CLIENTS) continue;
    const usual = ((starts.length - (end - start)) * WINDOW_MICROS) / (traceMicros - WINDOW_MICROS);
    if (end - start < FAR_ABOVE * usual) continue;
    const inside = starts.slice(start, end);
    // By AoR, since behind a proxy, a NAT or a gateway many of them share one address and port.
    const clients = new Set(inside.map(aorOf)).size;
    if (clients < MANY_CLIENTS || clients < FAR_ABOVE * usual) continue;
    yield { starts: inside, clients, usual };
    // What follows belongs to this burst until a second is calm again.
    while (end < starts.length && at(end) - at(end - 1) < WINDOW_MICROS) end++;
    start = end - 1;
  }
}

function finding({ starts, clients, usual }: Burst): Report {
  const first = starts[0]!;
  const last = starts[starts.length - 1]!;
  const server = first.server.address;
  return {
    message: "burst",
    values: {
      clients: countOf(clients, "client"),
      server: server === "" ? "the registrar" : server,
      duration: formatDuration(last.startMicros - first.startMicros),
      usual: usual.toFixed(1),
    },
    at: { message: first.first },
    related: [{ message: last.first, label: "the last one of this second" }],
    evidence: [
      `From ${whereIs(first.first)} to ${whereIs(last.first)} ${countOf(starts.length, "registration")} of ${countOf(clients, "client")} begin.`,
    ],
    aor: null,
    strength: "proven",
    foldBy: server,
    explains: starts.map(({ index }) => index),
  };
}
