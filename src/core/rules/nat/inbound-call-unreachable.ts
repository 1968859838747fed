/** Calls to a registered device that never reach it. */
import { formatEndpoint, sameEndpoint } from "../../model/endpoint.js";
import { formatDuration, seconds } from "../../model/instant.js";
import { type Binding, isValid } from "../../trace/binding.js";
import { type Call, openingInvites } from "../../trace/call.js";
import type { Registration } from "../../trace/registration.js";
import type { Trace } from "../../trace/trace.js";
import type { Transaction } from "../../trace/transaction.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { statusOf, whereIs } from "../wording.js";
import { Owners } from "./owners.js";
import { failedWith, undelivered } from "./undelivered.js";

/** What a server says when it could not reach the user (RFC 3261 §16.7, §21.4.9, §21.4.18). */
const UNREACHED = new Set([408, 480]);
/** A leg of the same call to another device, as a B2BUA opens it, begins about then. */
const SAME_CALL_MICROS = seconds(5);

export default defineRule({
  id: "inbound-call-unreachable",
  title: "Call not delivered",
  severity: "error",
  kind: "symptom",
  measures: "lengths",
  summary: "A call to a registered user ends without having reached the device, though its binding is valid.",
  why: "The device believes to be reachable, and callers hear that nobody is there.",
  looksLike:
    'Callers hear "not available" or land in the voicemail at once, while the phone shows "registered" and can call out.',
  confirm: {
    wireshark:
      'sip.CSeq.method == "INVITE" && (sip.Method == "INVITE" || sip.Status-Code == 408 || sip.Status-Code == 480)',
    steps: [
      "Where does the INVITE go, and is that the source of the last REGISTER?",
      "Capture at the phone: does the INVITE arrive there? If not, something between drops it.",
    ],
  },
  notWhen: [
    "The user declines or is busy (486, 603), or do-not-disturb is on.",
    "The binding had run out: binding-expired.",
  ],
  remedy:
    "Look at what lies between registrar and device: the stored Contact, a NAT or firewall that closed the flow, a device that hangs; then at keep-alives and expiry.",
  sources: [rfc(3261, "16.7"), rfc(3261, "21.4.18"), rfc(5626, "1")],
  fixes: { registrar: ["contactRewriting"] },
  messages: {
    silent: "The INVITE to {contact} is never answered, though the binding of {aor} is valid for another {left}.",
    refused: "The INVITE for {aor} ends in {status}, though its binding is valid for another {left}.",
  },
  check(trace, report) {
    if (!trace.isTimed) return;
    const owners = new Owners(trace);
    const byAor = registrationsByAor(trace);
    for (const call of trace.calls) {
      if (call.state === "answered") continue;
      const found = lostLeg(trace, owners, call) ?? refusedCall(byAor, call);
      if (found && !reachesUser(trace, call, found)) report(reportOf(trace, call, found));
    }
  },
});

interface Unreached {
  readonly kind: "silent" | "refused";
  readonly registration: Registration;
  readonly binding: Binding;
  readonly invite: Transaction;
  readonly fact: string;
}

/** An INVITE sent to the flow or the Contact of a valid binding that got no response at all. */
function lostLeg(trace: Trace, owners: Owners, call: Call): Unreached | undefined {
  for (const invite of openingInvites(call)) {
    const { request } = invite;
    if (!request || invite.hasResponse) continue;
    const bound = owners.led(request);
    if (!bound) continue;
    const fact =
      undelivered(trace, invite)?.fact ??
      (call.state === "unanswered" ? "No response to the INVITE within 32 s." : undefined);
    if (fact) return { kind: "silent", ...bound, invite, fact };
  }
  return undefined;
}

/** An INVITE for the AoR of a valid binding that a server ends without any sign of the device. */
function refusedCall(byAor: ReadonlyMap<string, readonly Registration[]>, call: Call): Unreached | undefined {
  if (!UNREACHED.has(call.status)) return undefined;
  const registrations = byAor.get(call.callee);
  if (!registrations) return undefined;
  const invite = openingInvites(call).find(({ status }) => UNREACHED.has(status));
  const { request, final } = invite ?? {};
  if (!invite || !request || !final) return undefined;
  for (const registration of registrations) {
    const binding = registration.bindings.findLast((each) => isValid(each, request.atMicros));
    // What the device itself answers proves that it was reached: its user is away or does not want to talk.
    if (
      !binding ||
      final.atMicros >= binding.expiresAtMicros ||
      call.transactions.some((each) => isFrom(each, binding))
    ) {
      continue;
    }
    return {
      kind: "refused",
      registration,
      binding,
      invite,
      fact: `${whereIs(final)} answers ${statusOf(final)}; nothing in the trace comes from the device.`,
    };
  }
  return undefined;
}

function isFrom({ method, hasResponse, server }: Transaction, { flow }: Binding): boolean {
  return method === "INVITE" && hasResponse && sameEndpoint(server, flow.client);
}

function registrationsByAor(trace: Trace): ReadonlyMap<string, readonly Registration[]> {
  const byAor = new Map<string, Registration[]>();
  for (const registration of trace.registrations) {
    const own = byAor.get(registration.aor);
    if (own) own.push(registration);
    else byAor.set(registration.aor, [registration]);
  }
  return byAor;
}

/** Whether the call rang or was answered somewhere: on another device of the AoR, in another leg. */
function reachesUser(trace: Trace, call: Call, { registration, binding, invite }: Unreached): boolean {
  if (call.transactions.some(hasRung)) return true;
  const user = registration.aor.slice(0, registration.aor.indexOf("@"));
  for (const step of [1, -1]) {
    // In the order of their first message, so the neighbours are the ones of the same moment.
    for (let at = call.index + step; ; at += step) {
      const other = trace.calls[at];
      const first = other?.transactions[0];
      if (!other || !first || Math.abs(first.startMicros - invite.startMicros) > SAME_CALL_MICROS) break;
      const isSameUser = other.callee === call.callee || (user !== "" && other.callee.startsWith(`${user}@`));
      if (isSameUser && other.transactions.some((each) => hasRung(each) || isFrom(each, binding))) return true;
    }
  }
  return false;
}

function hasRung({ method, responseRows, keys }: Transaction): boolean {
  if (method !== "INVITE") return false;
  return responseRows.some((row) => {
    const status = keys.status(row);
    // 486, 600 and 603 are a user's own words.
    return (status > 100 && status < 300) || status === 486 || status === 600 || status === 603;
  });
}

function reportOf(trace: Trace, call: Call, { kind, registration, binding, invite, fact }: Unreached): Report {
  const request = invite.request ?? invite.first;
  const { final } = invite;
  const { startLine } = request.sip;
  const left = formatDuration(binding.expiresAtMicros - request.atMicros);
  const { contact } = binding;
  return {
    message: kind,
    values: { contact: contact.uri.text, aor: registration.aor, left, status: final ? statusOf(final) : "" },
    at: { message: request, ...(startLine.kind === "request" ? { range: startLine.requestUri.range } : {}) },
    related: [
      {
        message: binding.request,
        header: contact.header.name,
        range: contact.uriRange,
        label: "the Contact as registered",
      },
      { message: binding.grant, label: `granted for ${binding.grantedSeconds} s` },
    ],
    evidence: [
      `The binding was granted for ${binding.grantedSeconds} s and ends ${left} after the INVITE.`,
      `${whereIs(request)} goes to ${formatEndpoint(request.destination)}.`,
      fact,
    ],
    aor: registration.aor,
    registration: registration.index,
    call: call.index,
    foldBy: "unreachable",
    strength: kind === "silent" ? "proven" : "likely",
    explains: failedWith(trace, invite),
  };
}
