/** Devices of one AoR that disagree on whether media is encrypted. */
import { canonicalAor } from "../../sip/uri.js";
import type { Sdp, SdpMedia } from "../../sip/sdp.js";
import type { Call } from "../../trace/call.js";
import type { Message } from "../../trace/message.js";
import type { Trace } from "../../trace/trace.js";
import type { Transaction } from "../../trace/transaction.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { printable, statusOf, whereIs } from "../wording.js";
import { forks, winnerOf } from "./forks.js";

/** Not Acceptable Here, and the same for the whole AoR. */
const NOT_ACCEPTABLE: ReadonlySet<number> = new Set([488, 606]);
/** Incompatible transport protocol, media type not available (RFC 3261 §20.43). */
const PROFILE_WARNINGS = /(?:^|,\s*)30[24]\b/;
const PROFILE_WORDS = /srtp|savp|rtp\/avp|crypto|encrypt|dtls|profile|secure/i;

export default defineRule({
  id: "srtp-policy-mixed",
  title: "SRTP policy mixed",
  severity: "warning",
  kind: "cause",
  summary:
    "Devices that are called together do not agree on SRTP: one takes the offered profile, another refuses or changes it.",
  why: "A call then reaches only some of the devices, or changes its media after the answer and may lose audio.",
  looksLike:
    "A call to a group reaches only some phones: the others answer 488 at once. Or the call is answered and then re-negotiated, and the audio stops for a moment or for good.",
  confirm: {
    wireshark: "sdp.media.proto || sip.Status-Code == 488",
    steps: ["Show `sdp.media.proto` as a column: offer and answer must have the same profile, RTP/AVP or RTP/SAVP."],
  },
  notWhen: [
    "A 488 has another reason: no codec in common, or a Warning that says so.",
    "`a=crypto` in an RTP/AVP offer is optional SRTP: an answer without it is allowed.",
  ],
  remedy: "Set one policy for all devices of the AoR: SRTP required, optional or off everywhere.",
  sources: [rfc(3261, "21.4.26"), rfc(3264, "6"), rfc(4568, "5.1.2")],
  fixes: { device: ["srtp"], registrar: ["srtp"] },
  messages: {
    refused: "The offer to {callee} is {profile}; this device refuses it with {status}{reason}.",
    changed: "The call to {callee} is answered as {before} and re-negotiated to {after}.",
    answers: "The devices of {callee} answer differently: one {before}, one {after}.",
  },
  check(trace, report) {
    for (const call of trace.calls) {
      const refused = refusals(call);
      for (const found of refused) report(found);
      const changed = refused.length === 0 && call.state === "answered" ? renegotiated(call) : undefined;
      if (changed) report(changed);
    }
    const mixed = mixedAnswers(trace);
    for (const found of mixed) report(found);
  },
});

/** One report for a refusal, at the hop nearest to the device. */
function refusals(call: Call): Report[] {
  const refused = call.transactions.filter(({ method, status }) => method === "INVITE" && NOT_ACCEPTABLE.has(status));
  if (refused.length === 0) return [];
  const hops = Math.max(...refused.map((invite) => invite.hops));
  const found = refused.filter((invite) => invite.hops === hops).flatMap((invite) => refusal(call, invite) ?? []);
  return found.map((each) => ({ ...each, explains: refused.map(({ index }) => index) }));
}

function refusal(call: Call, { request, final }: Transaction): Report | undefined {
  const offered = request && audioOf(request.sip.sdp);
  if (!request || !final || !offered) return undefined;
  const warning = final.sip.header("Warning");
  const counter = audioOf(final.sip.sdp);
  const isCounter = counter !== undefined && isSecure(counter) !== isSecure(offered);
  const words = `${warning?.value ?? ""} ${final.sip.reason}`;
  // A refused payload type has the same status: the Warning must speak of the profile.
  const isProfile = PROFILE_WORDS.test(words) || (isSecure(offered) && PROFILE_WARNINGS.test(warning?.value ?? ""));
  if (!isCounter && !isProfile) return undefined;
  return {
    message: "refused",
    values: {
      callee: call.callee,
      profile: offered.profile.value,
      status: statusOf(final),
      reason: warning ? ` (${printable(warning.value)})` : "",
    },
    at: warning ? { message: final, header: warning.name, range: warning.valueRange } : { message: final },
    related: [{ message: request, range: offered.profile.range, label: "the offered profile" }],
    evidence: [
      `${whereIs(request)} offers ${offered.profile.value}${hasKeys(offered) ? " with keys" : ""}.`,
      `${whereIs(final)} answers ${statusOf(final)}${warning ? `, Warning ${printable(warning.value)}` : ""}.`,
      ...(isCounter ? [`Its session description says ${counter.profile.value}.`] : []),
    ],
    aor: call.callee,
    strength: isCounter || PROFILE_WORDS.test(words) ? "proven" : "likely",
    foldBy: "488",
    call: call.index,
  };
}

/** An answer in one profile and then a re-INVITE, accepted, in the other. */
function renegotiated(call: Call): Report | undefined {
  const invites = call.transactions.filter(
    ({ method, status }) => method === "INVITE" && status >= 200 && status < 300,
  );
  // A call with a single INVITE a hop has no re-INVITE; nothing of it is read.
  if (new Set(invites.map(({ cseqNumber, client }) => `${cseqNumber} ${client.address}`)).size < 2) return undefined;
  const dialogs = new Map<number, Transaction[]>();
  for (const invite of invites) dialogs.set(invite.hops, [...(dialogs.get(invite.hops) ?? []), invite]);
  for (const [, own] of dialogs) {
    const first = own[0]!;
    const before = first.final && audioOf(first.final.sip.sdp);
    const again = own.find(({ request, final }) => {
      const media = request?.sip.to?.tag && audioOf(request.sip.sdp);
      const agreed = media && final && audioOf(final.sip.sdp);
      return agreed && before && isSecure(media) !== isSecure(before) && isSecure(agreed) !== isSecure(before);
    });
    if (!before || !again?.request || first.request?.sip.to?.tag) continue;
    const after = audioOf(again.request.sip.sdp)!;
    return {
      message: "changed",
      values: { callee: call.callee, before: before.profile.value, after: after.profile.value },
      at: { message: again.request, range: after.profile.range },
      related: [{ message: first.final, range: before.profile.range, label: "the profile of the answer" }],
      evidence: [
        `${whereIs(first.final)} answers ${before.profile.value}.`,
        `${whereIs(again.request)} offers ${after.profile.value} in the same call.`,
      ],
      aor: call.callee,
      strength: "proven",
      foldBy: "changed",
      call: call.index,
    };
  }
  return undefined;
}

/** Devices of one AoR that answered forked calls, one in clear and one encrypted, though each was offered the same. */
function mixedAnswers(trace: Trace): Report[] {
  const byAor = new Map<
    string,
    { readonly call: Call; readonly answer: Message; readonly offer: SdpMedia; readonly media: SdpMedia }[]
  >();
  for (const fork of forks(trace)) {
    const winner = winnerOf(fork)?.invite;
    const media = winner?.final && audioOf(winner.final.sip.sdp);
    const offer = winner?.request && audioOf(winner.request.sip.sdp);
    if (!winner?.final || !media || !offer) continue;
    const to = winner.final.sip.to;
    const aor = to ? canonicalAor(to.uri) : fork.call.callee;
    const earlier = byAor.get(aor) ?? [];
    byAor.set(aor, [...earlier, { call: fork.call, answer: winner.final, offer, media }]);
  }
  return [...byAor].flatMap(([aor, answers]) => {
    const first = answers[0]!;
    const other = answers.find(
      ({ answer, media, offer }) =>
        isSecure(media) !== isSecure(first.media) &&
        offer.profile.value === first.offer.profile.value &&
        answer.source.address !== first.answer.source.address,
    );
    if (!other) return [];
    return [
      {
        message: "answers",
        values: { callee: aor, before: first.media.profile.value, after: other.media.profile.value },
        at: { message: other.answer, range: other.media.profile.range },
        related: [{ message: first.answer, range: first.media.profile.range, label: "the other device's answer" }],
        evidence: [first, other].map(({ answer, media }) => `${whereIs(answer)} answers ${media.profile.value}.`),
        aor,
        strength: "proven" as const,
        foldBy: "answers",
        call: other.call.index,
      },
    ];
  });
}

function audioOf(sdp: Sdp | undefined): SdpMedia | undefined {
  return sdp?.media.find(({ kind, port }) => kind === "audio" && port.value !== 0);
}

/** By profile alone: keys in RTP/AVP are an offer that may be left. */
function isSecure({ profile }: SdpMedia): boolean {
  return /SAVPF?$/i.test(profile.value);
}

function hasKeys({ attributes }: SdpMedia): boolean {
  return attributes.some(({ name }) => name === "crypto" || name === "fingerprint");
}
