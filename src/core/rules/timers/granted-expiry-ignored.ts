/** A device that refreshes by the expiry it asked for although a shorter one was granted. */
import { formatDuration, seconds } from "../../model/instant.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { statusOf, whereIs } from "../wording.js";
import { askedMark, expiryMark, grantedMark } from "./expiry-marks.js";
import { RefusedCalls } from "./refused-calls.js";
import { EXPIRY_MARGIN_MICROS, hasUnseen, isForContact, lateRenewals, type Renewal } from "./renewals.js";

/** Devices refresh at half of an expiry or later; what comes back earlier or after its own wish has other reasons. */
const EARLIEST_SHARE = 0.45;
const LATEST_SHARE = 1.02;

export default defineRule({
  id: "granted-expiry-ignored",
  title: "Granted expiry ignored",
  severity: "warning",
  kind: "cause",
  measures: "lengths",
  summary: "The device refreshes by the expiry it asked for, not by the shorter one that was granted.",
  why: "The registrar forgets the binding when the granted time is over. Until the refresh the device believes to be registered, but no call reaches it.",
  looksLike:
    '"I am reachable for five minutes, then not until the hour is over." The 200 grants 300 s, the phone refreshes after the 3600 s it had asked for.',
  confirm: {
    wireshark: 'sip.CSeq.method == "REGISTER"',
    steps: ["Compare the pause between two REGISTERs with what the 200 granted and with what the request asked for."],
  },
  notWhen: ["The phone refreshes neither by the one nor by the other: binding-expired."],
  remedy:
    "Update the device's firmware so that it goes by the expiry in the 200; until then let it ask for no more than the registrar grants, or let the registrar grant what it asks for.",
  sources: [rfc(3261, "10.2.4"), rfc(3261, "10.2.1.1"), rfc(3261, "10.3")],
  fixes: { device: ["expiry"], registrar: ["expiry"] },
  messages: {
    ignored:
      "The refresh comes {after} after a grant of {granted} s: the device goes by the {asked} s it asked for, and its binding lapsed for {gap}.",
    missed:
      "The refresh comes {after} after a grant of {granted} s: the device goes by the {asked} s it asked for, and in the gap of {gap} a call got {status}.",
  },
  check(trace, report) {
    const calls = new RefusedCalls(trace);
    for (const renewal of lateRenewals(trace)) if (isIgnored(renewal)) report(reportOf(calls, renewal));
  },
});

function isIgnored(renewal: Renewal): boolean {
  const { binding, next } = renewal;
  if (!next || hasUnseen(renewal)) return false;
  const { askedSeconds, grantedSeconds, atMicros, expiresAtMicros } = binding;
  if (askedSeconds === undefined || askedSeconds <= grantedSeconds) return false;
  if (next.startMicros <= expiresAtMicros + EXPIRY_MARGIN_MICROS) return false;
  const share = (next.startMicros - atMicros) / seconds(askedSeconds);
  if (share < EARLIEST_SHARE || share > LATEST_SHARE) return false;
  // A new Call-ID is a restart: the device was off meanwhile.
  return next.callId === binding.transaction.callId && isForContact(next, binding);
}

function reportOf(calls: RefusedCalls, { registration, binding, next }: Renewal): Report {
  const refresh = next?.request ?? binding.request;
  const { askedSeconds, grantedSeconds, atMicros, expiresAtMicros, grant } = binding;
  const asked = askedSeconds ?? 0;
  const after = formatDuration(refresh.atMicros - atMicros);
  const gap = formatDuration(refresh.atMicros - expiresAtMicros);
  const missed = calls.between(registration.aor, expiresAtMicros, refresh.atMicros);
  const refusal = missed[0]?.final;
  return {
    message: refusal ? "missed" : "ignored",
    values: { after, granted: grantedSeconds, asked, gap, status: refusal ? statusOf(refusal) : "" },
    at: expiryMark(refresh, refresh.sip.contacts[0]),
    related: [
      { ...askedMark(binding), label: `asked for: ${asked} s` },
      { ...grantedMark(binding), label: `granted: ${grantedSeconds} s` },
      ...(refusal ? [{ message: refusal, label: "a call in the gap is refused" }] : []),
    ],
    evidence: [
      `${whereIs(binding.request)} asks for ${asked} s, ${whereIs(grant)} grants ${grantedSeconds} s.`,
      `The next REGISTER of the device is ${whereIs(refresh)}, ${after} after the grant.`,
      `The binding had run out ${gap} before.`,
      ...(refusal ? [`${whereIs(refusal)} refuses a call for ${registration.aor}: ${statusOf(refusal)}.`] : []),
    ],
    aor: registration.aor,
    registration: registration.index,
    ...(refusal ? { severity: "error" as const } : {}),
    strength: "proven",
    foldBy: "ignored",
    explains: missed.flatMap((call) => calls.failedWith(call)),
  };
}
