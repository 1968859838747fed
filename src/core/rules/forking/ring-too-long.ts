/** A device that rings for long before the call goes on to the next target. */
import { formatEndpoint } from "../../model/endpoint.js";
import { formatDuration, seconds } from "../../model/instant.js";
import { defineRule, rfc } from "../rule.js";
import { statusOf, whereIs } from "../wording.js";
import { forks, isAnswered } from "./forks.js";

/** Four or five rings; callers hang up soon after. */
const LONG_MICROS = seconds(20);

export default defineRule({
  id: "ring-too-long",
  title: "Rings too long",
  severity: "info",
  kind: "practice",
  measures: "lengths",
  summary: "A device rings for over 20 s before the call goes on to voicemail or the next target.",
  why: "Callers give up before the next target rings, and timers of trunks and mobile networks may end the call first.",
  looksLike:
    "Callers complain that the voicemail, or the colleague, never takes over: one phone rings for half a minute before the next one does.",
  confirm: {
    wireshark: 'sip.CSeq.method == "INVITE" && (sip.Status-Code == 180 || sip.Method == "CANCEL")',
    steps: ["Measure from the 180 to the CANCEL of the same branch; one ring takes 5 to 6 s."],
  },
  notWhen: ["Somebody answers: a long ring is then just a slow colleague."],
  remedy: "Go on to the next target after 15 to 20 s.",
  sources: [rfc(3261, "16.7"), rfc(3261, "16.8")],
  fixes: { registrar: ["ringTime"] },
  messages: {
    long: "{device} rings for {duration} before the call to {callee} goes on to {next}.",
  },
  check(trace, report) {
    if (!trace.isTimed) return;
    for (const { call, branches } of forks(trace)) {
      for (const branch of branches) {
        const { ringing, invite } = branch;
        if (!ringing || isAnswered(branch)) continue;
        const next = branches.find((other) => other.invite.startMicros - ringing.atMicros > LONG_MICROS)?.invite;
        // One that ended much earlier was not what the caller waited for.
        if (!next?.request || (invite.final && invite.final.atMicros - ringing.atMicros < LONG_MICROS)) continue;
        const device = formatEndpoint(invite.server);
        const duration = formatDuration(next.startMicros - ringing.atMicros);
        report({
          message: "long",
          values: { device, duration, callee: call.callee, next: formatEndpoint(next.server) },
          at: { message: ringing },
          related: [{ message: next.request, label: "the next target" }],
          evidence: [
            `${whereIs(ringing)}: ${device} answers ${statusOf(ringing)}.`,
            `${whereIs(next.request)} goes to the next target ${duration} later.`,
          ],
          aor: call.callee,
          strength: "proven",
          foldBy: device,
          call: call.index,
        });
      }
    }
  },
});
