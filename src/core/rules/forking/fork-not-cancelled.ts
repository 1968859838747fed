/** A forked call that was answered on one device while another keeps ringing. */
import { formatEndpoint } from "../../model/endpoint.js";
import { formatDuration, seconds } from "../../model/instant.js";
import type { Trace } from "../../trace/trace.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { statusOf, whereIs } from "../wording.js";
import { type Branch, type Fork, forks, isAnswered, winnerOf } from "./forks.js";

/** A proxy cancels at once (RFC 3261 §16.7); this leaves time for slow ones. */
const CANCELLED_WITHIN_MICROS = seconds(4);
/** Sent at 0, 0.5 and 1.5 s: a device that is there has answered by then. */
const SENDS_WITHOUT_ANSWER = 3;

export default defineRule({
  id: "fork-not-cancelled",
  title: "Fork not cancelled",
  severity: "error",
  kind: "cause",
  measures: "lengths",
  summary: "One device of a forked call has answered, and another one goes on ringing.",
  why: "The phone rings on although the call is taken; whoever lifts it hears nothing, or gives a second answer.",
  looksLike:
    "A call to several phones is answered, and one of the others rings on for seconds or minutes. Who lifts it hears nothing.",
  confirm: {
    wireshark: 'sip.CSeq.method == "INVITE" || sip.Method == "CANCEL"',
    steps: [
      "In the ladder look for the 200 of the one branch, then for CANCEL, 200 and 487 on every other branch that sent 180.",
      "If a CANCEL is sent, compare its branch, Request-URI and destination with those of its INVITE.",
    ],
  },
  notWhen: [
    "The CANCEL crosses a 200 of the losing branch: that is multiple-answers, and ACK with BYE follows.",
    "The capture shows one branch only.",
  ],
  remedy:
    "Let the proxy send CANCEL to every branch that has not answered, and let the device accept it: it must come to the address and port, and with the branch, of the INVITE.",
  sources: [rfc(3261, "16.7"), rfc(3261, "9.1"), rfc(3261, "9.2")],
  fixes: {},
  messages: {
    unanswered: "{answered} takes the call; {loser} still rings and leaves {count} CANCELs without an answer.",
    notSent: "{answered} takes the call; {loser} still rings, and no CANCEL is sent to it.",
  },
  check(trace, report) {
    if (!trace.isTimed) return;
    for (const fork of forks(trace)) {
      const winner = winnerOf(fork);
      if (!winner) continue;
      for (const branch of fork.branches) {
        const found = branch === winner ? undefined : judge(trace, fork, winner, branch);
        if (found) report(found);
      }
    }
  },
});

function judge(trace: Trace, { call }: Fork, winner: Branch, branch: Branch): Report | undefined {
  const { invite, ringing, cancel } = branch;
  const answer = winner.invite.final;
  // A CANCEL and a 2xx may cross: then two have answered.
  if (!answer || !ringing || isAnswered(branch)) return undefined;
  const until = answer.atMicros + CANCELLED_WITHIN_MICROS;
  if (invite.final && invite.final.atMicros <= until) return undefined;
  const sends = cancel?.requestRows.length ?? 0;
  const isUnanswered = sends >= SENDS_WITHOUT_ANSWER && cancel!.responseRows.length === 0 && !invite.final;
  const isNotSent = !cancel && ringing.atMicros < until && trace.covers(answer.atMicros, until);
  if (!isUnanswered && !isNotSent) return undefined;
  const loser = formatEndpoint(invite.server);
  return {
    message: isUnanswered ? "unanswered" : "notSent",
    values: { answered: formatEndpoint(winner.invite.server), loser, count: sends },
    at: isUnanswered ? { message: cancel!.request! } : { message: ringing },
    related: [
      { message: answer, label: "the answer of the other branch" },
      ...(invite.request ? [{ message: invite.request, label: "the INVITE of the branch that rings on" }] : []),
      ...(isUnanswered ? [{ message: ringing, label: "it rings" }] : []),
    ],
    evidence: [
      `${whereIs(ringing)}: ${loser} answers ${statusOf(ringing)}.`,
      `${whereIs(answer)}: ${formatEndpoint(winner.invite.server)} answers ${statusOf(answer)}.`,
      isUnanswered
        ? `CANCEL is sent ${sends} times in ${formatDuration(cancel!.endMicros - cancel!.startMicros)}; neither it nor the INVITE is answered.`
        : "In the 4 s after that neither a CANCEL nor a final response is seen on the branch.",
    ],
    aor: call.callee,
    strength: "proven",
    foldBy: loser,
    explains: [invite.index, ...(cancel ? [cancel.index] : [])],
    call: call.index,
  };
}
