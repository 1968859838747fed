/** REGISTERs of one Call-ID that do not count up, or a new Call-ID for every refresh. */
import { type Endpoint, formatEndpoint, sameEndpoint } from "../../model/endpoint.js";
import { seconds } from "../../model/instant.js";
import { isMasked } from "../../model/masked.js";
import type { Registration } from "../../trace/registration.js";
import { isRemovalRequest, isUnanswered } from "../../trace/registrations.js";
import type { Trace } from "../../trace/trace.js";
import type { Transaction } from "../../trace/transaction.js";
import { defineRule, type Mark, type Report, rfc } from "../rule.js";
import { countOf, statusOf, whereIs } from "../wording.js";
import { isForContact, isRemoval, type Renewal, renewalsOf } from "./renewals.js";

/** So many refreshes in a row, each with a new Call-ID; fewer may be restarts. */
const LEAST_NEW_CALL_IDS = 3;
/** When refreshes come; a restart would have to hit this window three times in a row. */
const EARLIEST_SHARE = 0.4;
const LATEST_SHARE = 1;

export default defineRule({
  id: "cseq-not-increasing",
  title: "CSeq not increasing",
  severity: "warning",
  kind: "cause",
  summary: "A REGISTER does not count up the CSeq of its Call-ID, or every refresh has a new Call-ID.",
  why: "Registrars order the requests of a device by Call-ID and CSeq. What is not higher is out of order, and they refuse or ignore it.",
  looksLike:
    "A refresh is refused with 400 or 500, or never answered, although the first registration passed; or each refresh looks like a first one.",
  confirm: {
    wireshark: 'sip.CSeq.method == "REGISTER"',
    steps: ["Show `sip.Call-ID` and `sip.CSeq.seq` as columns: in one Call-ID the number must grow."],
  },
  notWhen: ["A retransmission has the same CSeq and the same branch.", "After a restart a new Call-ID is right."],
  remedy:
    "Update the device's firmware: one Call-ID from boot to boot, and a CSeq that grows by one with every REGISTER.",
  sources: [rfc(3261, "10.2"), rfc(3261, "10.3"), rfc(3261, "8.1.1.5")],
  fixes: {},
  messages: {
    lower: "CSeq {cseq} is not higher than {highest}, which this Call-ID used before.",
    refused:
      "CSeq {cseq} is not higher than {highest}, which this Call-ID used before; the registrar answers {status}.",
    ignored: "CSeq {cseq} is not higher than {highest}, which this Call-ID used before; the registrar does not answer.",
    newCallId: "This refresh has the new Call-ID {callId} instead of {before}, as every refresh of this device.",
  },
  check(trace, report) {
    const doubtful = trace.registrations.filter((registration) => !registration.isSteady && !countsOn(registration));
    for (const registration of doubtful) judgeCounting(trace, registration, report);
    if (trace.isTimed) for (const registration of doubtful) judgeCallIds(registration, report);
  },
});

/** Whether all REGISTERs have one Call-ID, go to one server and count on: most registrations, and nothing to judge. */
function countsOn({ transactions }: Registration): boolean {
  let highest = 0;
  let server = -1;
  let callId = -1;
  for (const { callIdNumber, serverNumber, cseqNumber } of transactions) {
    if (cseqNumber <= highest || (server >= 0 && (callIdNumber !== callId || serverNumber !== server))) return false;
    highest = cseqNumber;
    server = serverNumber;
    callId = callIdNumber;
  }
  return true;
}

interface Highest {
  readonly transaction: Transaction;
  readonly server: Endpoint;
}

/** A client that fails over may repeat a request to the next server, so each server is looked at by itself. */
function judgeCounting(trace: Trace, registration: Registration, report: (report: Report) => void): void {
  const highest = new Map<number, Highest[]>();
  for (const transaction of registration.transactions) {
    // A proxy may send one request on by two ways; the device itself has one Via.
    if (transaction.hops !== 1 || transaction.cseqNumber === 0) continue;
    // One mark in place of all Call-IDs counts nothing.
    if (isMasked(transaction.callId)) continue;
    const { callIdNumber, server } = transaction;
    let known = highest.get(callIdNumber);
    if (!known) highest.set(callIdNumber, (known = []));
    const at = known.findIndex((each) => sameEndpoint(each.server, server));
    const before = known[at]?.transaction;
    // The same again after silence is a second try of an unanswered request.
    if (before && before.status === 0 && transaction.cseqNumber === before.cseqNumber) continue;
    if (before && transaction.cseqNumber <= before.cseqNumber) {
      const found = countingReport(trace, registration, transaction, before);
      if (found) report(found);
    } else if (before) known[at] = { transaction, server };
    else known.push({ transaction, server });
  }
}

/** Answers by which a registrar says that a request is out of order; others judge the user, not the counting. */
function blamesOrder(status: number): boolean {
  return status === 400 || status === 482 || (status >= 500 && status < 600);
}

function countingReport(
  trace: Trace,
  registration: Registration,
  transaction: Transaction,
  before: Transaction,
): Report | undefined {
  const { request, final, status } = transaction;
  if (!request || isRemovalRequest(request.sip)) return undefined;
  const isRefused = blamesOrder(status);
  const isIgnored = status === 0 && isUnanswered(transaction, undefined, trace.endMicros);
  // A challenge, or a refusal of the user or the password, has another cause, which is told there.
  if (!isRefused && !isIgnored && !(status >= 200 && status < 300)) return undefined;
  const outcome = isRefused ? "refused" : isIgnored ? "ignored" : "lower";
  return {
    message: outcome,
    values: {
      cseq: transaction.cseqNumber,
      highest: before.cseqNumber,
      status: final ? statusOf(final) : "",
    },
    at: cseqMark(request),
    related: [
      { ...cseqMark(before.request ?? before.first), label: `the higher CSeq before: ${before.cseqNumber}` },
      ...(isRefused && final ? [{ message: final, label: `the registrar answers ${statusOf(final)}` }] : []),
    ],
    evidence: [
      `${whereIs(before.first)} and ${whereIs(request)} have the same Call-ID and go to ${formatEndpoint(transaction.server)}.`,
      `Their CSeq are ${before.cseqNumber} and ${transaction.cseqNumber}.`,
      ...(final ? [`${whereIs(final)} answers ${statusOf(final)}.`] : []),
    ],
    aor: registration.aor,
    registration: registration.index,
    ...(isRefused || isIgnored ? { severity: "error" as const } : {}),
    strength: isRefused || isIgnored ? "likely" : "proven",
    foldBy: "cseq",
    explains: isRefused || isIgnored ? [transaction.index] : [],
  };
}

function cseqMark(message: Mark["message"]): Mark {
  const field = message.sip.header("CSeq");
  return field ? { message, header: field.name, range: message.sip.cseq?.range ?? field.valueRange } : { message };
}

/** Told once it is a habit, from the first refresh that shows it. */
function judgeCallIds(registration: Registration, report: (report: Report) => void): void {
  // The last few, which make the habit.
  let row: Renewal[] = [];
  for (const renewal of renewalsOf(registration)) {
    const last = row.at(-1);
    // A REGISTER may refresh several Contacts at once.
    if (last && last.next === renewal.next) continue;
    const isNew = isNewCallId(renewal);
    if (!isNew) {
      row = [];
      continue;
    }
    if (row.length >= LEAST_NEW_CALL_IDS) report(callIdReport(renewal));
    row.push(renewal);
    if (row.length === LEAST_NEW_CALL_IDS) for (const each of row) report(callIdReport(each));
    else if (row.length > LEAST_NEW_CALL_IDS) row.shift();
  }
}

function isNewCallId({ binding, next }: Renewal): boolean {
  if (!next || next.callIdNumber === binding.transaction.callIdNumber) return false;
  const share = (next.startMicros - binding.atMicros) / seconds(binding.grantedSeconds);
  if (share < EARLIEST_SHARE || share > LATEST_SHARE) return false;
  return sameEndpoint(next.server, binding.transaction.server) && isForContact(next, binding) && !isRemoval(next);
}

function callIdReport({ registration, binding, next }: Renewal): Report {
  const request = next?.request ?? binding.request;
  const { callId } = request.sip;
  const field = request.sip.header("Call-ID");
  const before = binding.request.sip.header("Call-ID");
  return {
    message: "newCallId",
    values: { callId: callId?.value ?? "", before: binding.transaction.callId },
    at: field
      ? { message: request, header: field.name, range: callId?.range ?? field.valueRange }
      : { message: request },
    related: [
      {
        message: binding.request,
        ...(before ? { header: before.name, range: before.valueRange } : {}),
        label: "the Call-ID before",
      },
    ],
    evidence: [
      `${whereIs(binding.request)} and ${whereIs(request)} are for the same Contact and have different Call-IDs.`,
      `At least ${countOf(LEAST_NEW_CALL_IDS, "refresh", "refreshes")} in a row have a new one, each before the binding ran out: no restarts.`,
    ],
    aor: registration.aor,
    registration: registration.index,
    strength: "proven",
    foldBy: "call-id",
  };
}
