/** A device that registers far more often than its bindings need. */
import { isMasked } from "../../model/masked.js";
import { formatDuration, seconds } from "../../model/instant.js";
import type { Binding } from "../../trace/binding.js";
import type { Registration } from "../../trace/registration.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { countOf, whereIs } from "../wording.js";

const WINDOW_SECONDS = 300;
const WINDOW_MICROS = seconds(WINDOW_SECONDS);
/** Beyond what the expiry needs: a change of address, a reboot and a person's hand are no fault. */
const SPARE = 4;
/** With no expiry do fewer come too often. */
const LEAST_ACCEPTED = SPARE + 2;
/** Careful clients refresh at half of the expiry (RFC 3261 §10.2.4 leaves the moment to them, RFC 5626 says 50–90 %). */
const EARLIEST_REFRESH = 0.5;

export default defineRule({
  id: "register-rate-high",
  title: "Registers too often",
  severity: "warning",
  kind: "practice",
  measures: "lengths",
  summary: "A device registers in five minutes over four times more than its granted expiry needs.",
  why: "Every REGISTER costs the registrar a look-up and a write; a whole office of such devices overloads it.",
  looksLike:
    "One phone fills the registrar's log: REGISTER every few seconds, all answered with 200, though minutes were granted.",
  confirm: {
    wireshark: 'sip.Method == "REGISTER"',
    steps: [
      "Compare the granted `expires` with the pause between two REGISTERs of this Contact.",
      "Does each come with a new Call-ID? Then the phone, or its network, starts anew each time.",
    ],
  },
  notWhen: [
    "A challenge doubles the requests: that round trip is counted once.",
    "Several devices share the AoR, each within its need.",
    "Requests that fail: retry-too-fast.",
  ],
  remedy:
    "Find what makes the device start over (a keep-alive by REGISTER, a flapping network, a provisioning loop), " +
    "let it refresh by the granted expiry, and limit the rate per AoR on the registrar.",
  sources: [rfc(3261, "10.2.4"), rfc(5626, "4.4")],
  fixes: { device: ["keepAlive", "expiry"], registrar: ["rate"] },
  messages: {
    often: "{times} in {duration} although {granted} s are granted, for which {needed} would do.",
  },
  check(trace, report) {
    if (!trace.isTimed) return;
    for (const registration of trace.registrations) {
      if (!mayBeOften(registration)) continue;
      // One mark in place of many users.
      if (isMasked(registration.aor.replace(/@.*/, ""))) continue;
      for (const found of tooOften(registration)) report(found);
    }
  },
});

/** Whether so many succeed within the window at all; costs no reading of messages. */
function mayBeOften({ transactions }: Registration): boolean {
  if (transactions.length < LEAST_ACCEPTED) return false;
  const latest = new Float64Array(LEAST_ACCEPTED).fill(-Infinity);
  let count = 0;
  for (const { status, startMicros } of transactions) {
    if (status < 200 || status >= 300) continue;
    const place = count++ % LEAST_ACCEPTED;
    latest[place] = startMicros;
    // What stands there was accepted so many before, less one.
    if (startMicros - latest[(place + 1) % LEAST_ACCEPTED]! < WINDOW_MICROS) return true;
  }
  return false;
}

/** Flow by flow: a device with several flows (RFC 5626), or registrars, refreshes each. */
function* tooOften(registration: Registration): Generator<Report> {
  const byFlow = new Map<string, Binding[]>();
  const seen = new Set<string>();
  for (const binding of registration.bindings) {
    const { transaction, contact } = binding;
    if (binding.grantedSeconds <= 0 || transaction.status < 200 || transaction.status > 299) continue;
    const key = `${transaction.server.address} ${contact.regId?.value ?? ""}`;
    // Several Contacts of one request are one registration.
    if (seen.has(`${key} ${transaction.index}`)) continue;
    seen.add(`${key} ${transaction.index}`);
    const known = byFlow.get(key);
    if (known) known.push(binding);
    else byFlow.set(key, [binding]);
  }
  for (const grants of byFlow.values()) {
    const window = busiest(grants);
    if (window) yield finding(registration, window);
  }
}

interface Window {
  readonly grants: readonly Binding[];
  readonly needed: number;
  readonly leastGranted: number;
}

/** The first five minutes that hold too many, with all that follow without a pause as long. */
function busiest(grants: readonly Binding[]): Window | undefined {
  let start = 0;
  for (let end = 0; end < grants.length; end++) {
    while (grants[end]!.request.atMicros - grants[start]!.request.atMicros >= WINDOW_MICROS) start++;
    if (end - start + 1 <= SPARE + 1) continue;
    const inside = grants.slice(start, end + 1);
    const leastGranted = inside.reduce((least, { grantedSeconds }) => Math.min(least, grantedSeconds), Infinity);
    const needed = Math.ceil(WINDOW_SECONDS / (leastGranted * EARLIEST_REFRESH));
    if (inside.length - needed <= SPARE) continue;
    const from = grants[start]!.request.atMicros;
    const all = grants.filter(({ request: { atMicros } }) => atMicros >= from && atMicros - from < WINDOW_MICROS);
    return { grants: all, needed, leastGranted };
  }
  return undefined;
}

function finding({ aor, index }: Registration, { grants, needed, leastGranted }: Window): Report {
  const first = grants[0]!.request;
  const last = grants[grants.length - 1]!.request;
  return {
    message: "often",
    values: {
      times: countOf(grants.length, "accepted REGISTER"),
      duration: formatDuration(last.atMicros - first.atMicros),
      granted: leastGranted,
      needed,
    },
    at: { message: first },
    related: [{ message: last, label: "the last of these five minutes" }],
    evidence: [
      `From ${whereIs(first)} to ${whereIs(last)} the registrar accepts ${countOf(grants.length, "REGISTER")} of this device on one flow.`,
      `Refreshed at half of the granted ${leastGranted} s, five minutes need ${needed}.`,
    ],
    aor,
    strength: "proven",
    foldBy: "rate",
    explains: grants.map(({ transaction }) => transaction.index),
    registration: index,
  };
}
