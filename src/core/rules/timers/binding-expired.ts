/** A binding that ran out before its device refreshed it. */
import { formatDuration } from "../../model/instant.js";
import { type Binding, isValid } from "../../trace/binding.js";
import type { Registration } from "../../trace/registration.js";
import type { Trace } from "../../trace/trace.js";
import type { Transaction } from "../../trace/transaction.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { printable, statusOf, whereIs } from "../wording.js";
import { contactMark, grantedMark } from "./expiry-marks.js";
import { RefusedCalls } from "./refused-calls.js";
import { EXPIRY_MARGIN_MICROS, hasUnseen, isRemoval, lateRenewals, type Renewal } from "./renewals.js";

export default defineRule({
  id: "binding-expired",
  title: "Binding expired",
  severity: "error",
  kind: "cause",
  measures: "lengths",
  summary: "A binding expires before it is refreshed.",
  why: "Until the next REGISTER the registrar does not know this Contact, so calls to the AoR miss it.",
  looksLike:
    '"Sometimes I am not reachable for a few minutes." No REGISTER comes until after the granted time is over; calls in between get 404, 410 or 480.',
  confirm: {
    wireshark: 'sip.CSeq.method == "REGISTER" || sip.Status-Code == 404 || sip.Status-Code == 480',
    steps: [
      "Add the granted `expires` to the time of the 200, and look for a REGISTER before that instant.",
      "Ask what the phone did then: battery saver, Wi-Fi, restart.",
    ],
  },
  notWhen: [
    "Refreshes were sent in time and refused or lost: that cause is reported.",
    "The device signed off (expiry 0): registration-removed.",
    "It refreshes by its own wish instead of the grant: granted-expiry-ignored.",
  ],
  remedy:
    "Let the device refresh at 50 to 80 % of the granted expiry; look for what kept it from doing so: sleep, a lost network, a restart, a firmware fault.",
  sources: [rfc(3261, "10.2.4"), rfc(3261, "10.3")],
  fixes: { device: ["refresh"] },
  messages: {
    refused:
      "The binding of {contact} ran out {gap} before this {method} for {aor}, which gets {status}: nobody refreshed it.",
    anew: "The binding of {contact} ran out {gap} before the device registers again.",
  },
  check(trace, report) {
    const calls = new RefusedCalls(trace);
    for (const renewal of lateRenewals(trace)) {
      const { binding, next } = renewal;
      // A REGISTER in time that was refused or lost is another fault, and its cause is told there.
      if (binding.endedBy !== "expiry") continue;
      const isOverMicros = binding.expiresAtMicros + EXPIRY_MARGIN_MICROS;
      if (trace.endMicros <= isOverMicros || (next && next.startMicros <= isOverMicros)) continue;
      if (hasUnseen(renewal)) continue;
      const found = reportOf(trace, calls, renewal, isOverMicros);
      if (found) report(found);
    }
  },
});

function reportOf(
  trace: Trace,
  calls: RefusedCalls,
  { registration, binding, next }: Renewal,
  isOverMicros: number,
): Report | undefined {
  const refused = calls
    .between(registration.aor, isOverMicros, next?.startMicros ?? Infinity)
    .filter(({ startMicros }) => !hasOtherBinding(trace, registration, startMicros));
  const isAnew = next?.request !== undefined && !isRemoval(next);
  const first = refused[0];
  if (first?.request && first.final) return refusedReport(calls, registration, binding, refused, first);
  if (!isAnew) return undefined;
  const { request } = next;
  if (!request) return undefined;
  const contact = request.sip.contacts[0];
  return {
    ...shared(registration, binding),
    message: "anew",
    values: {
      contact: binding.contact.uri.text,
      gap: formatDuration(request.atMicros - binding.expiresAtMicros),
    },
    at: contact ? { message: request, header: contact.header.name, range: contact.uriRange } : { message: request },
    evidence: [
      ...grantFact(binding),
      `The next REGISTER of the device is ${whereIs(request)}, ${formatDuration(request.atMicros - binding.atMicros)} after the grant.`,
    ],
  };
}

function refusedReport(
  calls: RefusedCalls,
  registration: Registration,
  binding: Binding,
  refused: readonly Transaction[],
  { request, final, method }: Transaction,
): Report | undefined {
  if (!request || !final) return undefined;
  const { startLine } = request.sip;
  return {
    ...shared(registration, binding),
    message: "refused",
    values: {
      contact: binding.contact.uri.text,
      gap: formatDuration(request.atMicros - binding.expiresAtMicros),
      method,
      aor: registration.aor,
      status: statusOf(final),
    },
    at: { message: request, ...(startLine.kind === "request" ? { range: startLine.requestUri.range } : {}) },
    evidence: [
      ...grantFact(binding),
      "The device sends no REGISTER in that time.",
      `${whereIs(final)} answers the ${printable(method)} with ${statusOf(final)}, ${formatDuration(request.atMicros - binding.expiresAtMicros)} after the binding ran out.`,
    ],
    explains: refused.flatMap((call) => calls.failedWith(call)),
  };
}

function shared(registration: Registration, binding: Binding) {
  return {
    related: [
      { ...contactMark(binding), label: "the Contact that ran out" },
      { ...grantedMark(binding), label: `granted for ${binding.grantedSeconds} s` },
    ],
    aor: registration.aor,
    registration: registration.index,
    strength: "proven" as const,
    foldBy: "expired",
  };
}

function grantFact({ grant, grantedSeconds }: Binding): string[] {
  return [`${whereIs(grant)} grants ${grantedSeconds} s.`];
}

/** Whether another device of the AoR could have taken the call: then it was refused for another reason. */
function hasOtherBinding(trace: Trace, { aor, index }: Registration, instant: number): boolean {
  return trace.registrations.some(
    (other) =>
      other.aor === aor && other.index !== index && other.bindings.some((binding) => isValid(binding, instant)),
  );
}
