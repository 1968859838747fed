/** A forked call that two devices answered. */
import { formatEndpoint } from "../../model/endpoint.js";
import { formatDuration } from "../../model/instant.js";
import type { Message } from "../../trace/message.js";
import type { Trace } from "../../trace/trace.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { printable, whereIs } from "../wording.js";
import { forks, isAnswered } from "./forks.js";
import type { Call } from "../../trace/call.js";

export default defineRule({
  id: "multiple-answers",
  title: "Two answers",
  severity: "warning",
  kind: "cause",
  summary: "Two branches of one call are answered with 200, a device and often the voicemail.",
  why: "The caller keeps one and must hang up on the other: whoever took that one hears silence, or a voicemail records nothing.",
  looksLike:
    "A phone and the voicemail take the same call in the same second. The caller hears one of them; the other one's line is dead, or the voicemail records a few seconds of nothing.",
  confirm: {
    wireshark: 'sip.CSeq.method == "INVITE" && sip.Status-Code == 200',
    steps: [
      "Compare the To tags of the 200s: two tags are two answers, one tag is a retransmission.",
      "Look for ACK and BYE of the caller to the second one.",
    ],
  },
  notWhen: ["The same 200 comes again because the ACK is late: that is a retransmission."],
  remedy:
    "Let one place decide on no answer: either the proxy's timer or the device's own forwarding to voicemail, and not both at the same second.",
  sources: [rfc(3261, "13.2.2.4"), rfc(3261, "16.7")],
  fixes: { registrar: ["ringTime"] },
  messages: {
    two: "{first} and {second} both answer the call to {callee}, {gap} apart.",
  },
  check(trace, report) {
    const reported = new Set<number>();
    for (const { call, branches } of forks(trace)) {
      const answers = branches.filter(isAnswered).flatMap(({ invite }) => invite.final ?? []);
      const found = twoAnswers(
        call,
        answers,
        branches.filter(isAnswered).map(({ invite }) => invite.index),
      );
      if (!found || reported.has(call.index)) continue;
      reported.add(call.index);
      report(found);
    }
    for (const call of trace.calls) {
      const found = call.state === "answered" && !reported.has(call.index) ? atTheCaller(trace, call) : undefined;
      if (found) report(found);
    }
  },
});

/** Seen at the caller alone, both answers belong to its one transaction and differ in the To tag. */
function atTheCaller(trace: Trace, call: Call): Report | undefined {
  for (const invite of call.transactions) {
    // Few transactions have a response after the final one; the others need no reading.
    if (!invite.hasLaterResponse) continue;
    const { method, status, final } = invite;
    if (method !== "INVITE" || status < 200 || status >= 300) continue;
    if (!final || invite.first.sip.to?.tag) continue;
    const later = invite.responseRows.filter((row) => row > final.index);
    const answers = later
      .map((row) => trace.messages.at(row))
      .filter(({ sip }) => sip.statusCode >= 200 && sip.statusCode < 300);
    const found = twoAnswers(call, [final, ...answers], [invite.index]);
    if (found) return found;
  }
  return undefined;
}

function twoAnswers(call: Call, answers: readonly Message[], explains: readonly number[]): Report | undefined {
  const [first, ...others] = [...answers].sort((a, b) => a.index - b.index);
  const second = others.find(({ sip }) => sip.to?.tag && sip.to.tag.value !== first?.sip.to?.tag?.value);
  const tag = second?.sip.to?.tag;
  if (!first || !second || !tag || !first.sip.to?.tag) return undefined;
  return {
    message: "two",
    values: {
      first: nameOf(first),
      second: nameOf(second),
      callee: call.callee,
      gap: formatDuration(second.atMicros - first.atMicros),
    },
    at: { message: second, header: second.sip.to.header.name, range: tag.range },
    related: [
      { message: first, header: first.sip.to.header.name, range: first.sip.to.tag.range, label: "the first answer" },
    ],
    evidence: [
      `${whereIs(first)} is a 200 with To tag ${printable(first.sip.to.tag.value)}.`,
      `${whereIs(second)} is a 200 to the same INVITE with To tag ${printable(tag.value)}: another dialog.`,
    ],
    aor: call.callee,
    strength: "proven",
    foldBy: "answers",
    explains,
    call: call.index,
  };
}

/** The Contact of an answer names its device, also behind a proxy. */
function nameOf({ sip, source }: Message): string {
  const uri = sip.contacts[0]?.uri;
  return uri?.host
    ? formatEndpoint({ address: uri.host.value, port: uri.port?.value ?? 5060 })
    : formatEndpoint(source);
}
