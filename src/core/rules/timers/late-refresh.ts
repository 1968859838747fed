/** Refreshes so late that one lost packet lets the binding lapse. */
import { formatDuration, seconds } from "../../model/instant.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { countOf, whereIs } from "../wording.js";
import { grantedMark } from "./expiry-marks.js";
import {
  EXPIRY_MARGIN_MICROS,
  hasUnseen,
  isForContact,
  isRemoval,
  LATE_SHARE,
  lateRenewals,
  type Renewal,
} from "./renewals.js";

/** Once may be chance: a restart, a busy moment. */
const LEAST_TIMES = 2;

export default defineRule({
  id: "late-refresh",
  title: "Refresh too late",
  severity: "warning",
  kind: "practice",
  measures: "lengths",
  summary: "The device refreshes its binding only just before it expires.",
  why: "A refresh that is lost once, or challenged and slow, then comes after the expiry, and calls in between are refused.",
  looksLike:
    "The phone registers again a few seconds before the end, or in the very second. Now and then a call falls into the gap.",
  confirm: {
    wireshark: 'sip.CSeq.method == "REGISTER"',
    steps: ["Measure from the 200 to the next REGISTER and divide by the granted expiry."],
  },
  notWhen: ["Stacks that refresh at 90 % by design have room enough."],
  remedy: "Let the device refresh at 50 to 80 % of the granted expiry.",
  sources: [rfc(3261, "10.2.4"), rfc(5626, "4.4")],
  fixes: { device: ["refresh"] },
  messages: {
    late: "The refresh comes {after} after a grant of {granted} s: {share} % of its life has passed.",
  },
  check(trace, report) {
    let pending: Renewal[] = [];
    const close = () => {
      if (pending.length >= LEAST_TIMES) for (const renewal of pending) report(reportOf(renewal, pending.length));
      pending = [];
    };
    for (const renewal of lateRenewals(trace)) {
      if (pending[0] && pending[0].registration !== renewal.registration) close();
      // A REGISTER may refresh several Contacts at once.
      if (isLate(renewal) && pending.at(-1)?.next !== renewal.next) pending.push(renewal);
    }
    close();
  },
});

function isLate(renewal: Renewal): boolean {
  const { binding, next } = renewal;
  if (!next || hasUnseen(renewal)) return false;
  const { atMicros, grantedSeconds, expiresAtMicros } = binding;
  const isAfterShare = next.startMicros - atMicros > LATE_SHARE * seconds(grantedSeconds);
  // What comes after the expiry is no late refresh but a new registration.
  if (!isAfterShare || next.startMicros > expiresAtMicros + EXPIRY_MARGIN_MICROS) return false;
  return next.callId === binding.transaction.callId && isForContact(next, binding) && !isRemoval(next);
}

function reportOf({ registration, binding, next }: Renewal, times: number): Report {
  const request = next?.request ?? binding.request;
  const { grantedSeconds, atMicros } = binding;
  const lived = request.atMicros - atMicros;
  const contact = request.sip.contacts[0];
  return {
    message: "late",
    values: {
      after: formatDuration(lived),
      granted: grantedSeconds,
      share: Math.min(100, Math.floor((lived / seconds(grantedSeconds)) * 100)),
    },
    at: contact ? { message: request, header: contact.header.name, range: contact.uriRange } : { message: request },
    related: [{ ...grantedMark(binding), label: `granted for ${grantedSeconds} s` }],
    evidence: [
      `${whereIs(binding.grant)} grants ${grantedSeconds} s, ${whereIs(request)} refreshes ${formatDuration(lived)} later.`,
      `${countOf(times, "refresh", "refreshes")} of this device came after 95 % of the granted expiry.`,
    ],
    aor: registration.aor,
    registration: registration.index,
    foldBy: "late",
    strength: "proven",
  };
}
