/** The expiry that a device asks for and the registrar grants. */
import { grantedMark, askedMark } from "../../../rules/timers/expiry-marks.js";
import { rfc } from "../../../rules/rule.js";
import { isStream } from "../../../model/endpoint.js";
import { type CardLine, type Judgement, notCovered, PRACTICE } from "../card-line.js";
import { isRemote, type Reach } from "../reach.js";
import type { CardSubject } from "../subject.js";
import { keepsFlowOpen } from "./keep-alive.js";

/** In seconds: what is good, and beyond which the usual turns into a fault. */
interface Range {
  readonly words: string;
  readonly least: number;
  readonly most: number;
}

const REMOTE: Range = { words: "600 s for a remote device", least: 300, most: 600 };
const LOCAL: Range = { words: "1200 s in a LAN", least: 600, most: 1800 };
const EITHER: Range = { words: "600 s remote, 1200 s in a LAN", least: 300, most: 1800 };
/** Below, a device registers more than once a minute. */
const SHORT_SECONDS = 60;
/** A device that is gone would stay bound for hours. */
const LONG_SECONDS = 7200;

export const expiryLine: CardLine = {
  id: "expiry",
  label: "Expiry",
  sources: [PRACTICE, rfc(3261, "10.2.1.1"), rfc(3261, "10.3")],
  rules: ["interval-too-brief", "granted-expiry-ignored", "expiry-too-long-behind-nat"],
  judge(subject) {
    const { binding, reach } = subject;
    const range = rangeFor(reach);
    if (!binding) return notCovered(range.words, "No 200 in this trace grants a binding.", askedWords(subject));
    const { grantedSeconds, askedSeconds } = binding;
    const asked = askedSeconds === undefined ? "asked for none" : `asked ${askedSeconds} s`;
    return {
      seen: [asked, `granted ${grantedSeconds} s`, refusedWords(subject)].filter(Boolean).join(", "),
      good: range.words,
      ...verdictOn(grantedSeconds, range, subject),
      places: [
        { ...askedMark(binding), label: "what it asks for" },
        { ...grantedMark(binding), label: "what is granted" },
      ],
    };
  },
};

function rangeFor(reach: Reach): Range {
  return isRemote(reach) ? REMOTE : reach.kind === "local" ? LOCAL : EITHER;
}

function askedWords({ request }: CardSubject): string {
  const { contacts, expiresSeconds } = request.sip;
  const asked = contacts[0]?.expiresSeconds ?? expiresSeconds;
  return asked === undefined ? "none asked for, none granted" : `asked ${asked} s, none granted`;
}

/** `423 wants 600 s or more` */
function refusedWords({ registration }: CardSubject): string {
  const refused = registration.transactions.findLast(({ status }) => status === 423);
  const least = refused?.final?.sip.minExpires;
  return least === undefined ? "" : `a 423 wants ${least} s or more`;
}

function verdictOn(granted: number, range: Range, subject: CardSubject): Pick<Judgement, "verdict" | "reason"> {
  const { reach, flow } = subject;
  if (granted >= range.least && granted <= range.most)
    return { verdict: "good", reason: "A dead device is forgotten soon, and the registrar is not kept busy." };
  if (granted < range.least) {
    if (granted >= SHORT_SECONDS)
      return { verdict: "fair", reason: `${perHour(granted)} REGISTERs an hour are more than the registrar needs.` };
    if (reach.kind === "nat" && !isStream(flow.transport))
      return {
        verdict: "fair",
        reason: "So short an expiry keeps the NAT open, but a keep-alive does it at less cost.",
      };
    return { verdict: "poor", reason: `${perHour(granted)} REGISTERs an hour, and no NAT that would need them.` };
  }
  const isNatOverUdp = reach.kind === "nat" && !isStream(flow.transport);
  if (isNatOverUdp && keepsFlowOpen(subject) === false)
    return {
      verdict: "poor",
      reason: "Nothing keeps the NAT open until the next refresh, so calls are lost meanwhile.",
    };
  if (granted > LONG_SECONDS)
    return { verdict: "poor", reason: "A device that is gone stays bound for hours, and calls to it are lost." };
  return { verdict: "fair", reason: `A device that is gone stays bound for up to ${Math.round(granted / 60)} min.` };
}

/** Refreshes at half of the expiry and later ones alike come to about so many. */
function perHour(granted: number): number {
  return Math.round(3600 / Math.max(granted * 0.8, 1));
}
