/** What keeps the flow to a device open between its refreshes. */
import { type Rhythm, roundDuration } from "../../../ladder/keep-alives.js";
import { isStream } from "../../../model/endpoint.js";
import { formatDuration, seconds } from "../../../model/instant.js";
import { rfc } from "../../../rules/rule.js";
import type { CardLine, CardMark, Judgement } from "../card-line.js";
import { isRemote } from "../reach.js";
import type { CardSubject } from "../subject.js";
import { type Upkeep, upkeepOf } from "../upkeep.js";

/** RFC 5626 §4.4.2 sends STUN over UDP every 24 to 29 s, and one asked for in seconds comes some milliseconds late. */
const GOOD_OVER_UDP_MICROS = seconds(31);
/** RFC 5626 §4.4.1 sends CRLF over streams every 95 to 120 s. */
const GOOD_OVER_STREAM_MICROS = seconds(125);

type Verdict = Pick<Judgement, "verdict" | "reason">;

export const keepAliveLine: CardLine = {
  id: "keep-alive",
  label: "Keep-alive",
  sources: [rfc(5626, "4.4"), rfc(4787, "4.3")],
  rules: ["keepalive-missing", "keepalive-unanswered", "nat-flow-expired", "expiry-too-long-behind-nat"],
  judge(subject) {
    const upkeep = upkeepOf(subject);
    return {
      seen: seenWords(upkeep, subject),
      good: goodFor(subject),
      ...verdictOn(upkeep, subject),
      places: placesOf(upkeep, subject),
    };
  },
};

/** Whether a NAT in front of the device is kept open; undefined when the trace does not tell. */
export function keepsFlowOpen(subject: CardSubject): boolean | undefined {
  const { verdict } = verdictOn(upkeepOf(subject), subject);
  return verdict === "unknown" ? undefined : verdict !== "poor";
}

function goodFor({ flow, reach }: CardSubject): string {
  if (reach.kind === "local") return "none needed in a LAN";
  return isStream(flow.transport) ? "CRLF every 120 s or less" : "CRLF, STUN or OPTIONS every 30 s or less";
}

function seenWords({ rhythms, silentMicros }: Upkeep, subject: CardSubject): string {
  const words = rhythms.map(rhythmWords);
  const timer = flowTimerOf(subject);
  if (timer !== undefined) words.push(`Flow-Timer ${timer} s`);
  if (rhythms.length > 0) return words.join(", ");
  return [silentMicros > 0 ? `none, silent for ${formatDuration(silentMicros)}` : "none seen", ...words].join(", ");
}

function rhythmWords({ name, everyMicros, count, isFromClient }: Rhythm): string {
  return `${name} ${isFromClient ? "" : "of the registrar "}every ${roundDuration(everyMicros)} (${count} times)`;
}

function placesOf({ rhythms, silence }: Upkeep, { trace }: CardSubject): CardMark[] {
  const marks = rhythms.map(({ first, name }): CardMark => {
    const label = `the first ${name}`;
    return first < 0 ? { signal: -1 - first, label } : { message: trace.messages.at(first), label };
  });
  if (rhythms.length > 0 || !silence) return marks;
  const { message, signal } = silence.after;
  const label = "what ends the silence";
  return message === null ? [{ signal: signal ?? 0, label }] : [{ message: trace.messages.at(message), label }];
}

function verdictOn(upkeep: Upkeep, subject: CardSubject): Verdict {
  const { flow, reach } = subject;
  const { everyMicros } = upkeep;
  const timer = flowTimerOf(subject);
  if (everyMicros !== undefined && timer !== undefined && everyMicros > seconds(timer + 1))
    return {
      verdict: "poor",
      reason: `The registrar gives up the flow after ${timer} s (Flow-Timer), before the next keep-alive.`,
    };
  if (reach.kind === "local") return { verdict: "good", reason: "No NAT is seen between device and registrar." };
  if (isStream(flow.transport)) return verdictOnStream(upkeep);
  return reach.kind === "nat" ? verdictBehindNat(upkeep, subject) : verdictOnDatagrams(upkeep, isRemote(reach));
}

function verdictBehindNat(upkeep: Upkeep, { analysis }: CardSubject): Verdict {
  const { everyMicros, silentMicros, survivedMicros, watchedMicros, hasStun } = upkeep;
  const timeout = analysis.natTimeoutSeconds;
  if (everyMicros !== undefined && everyMicros <= GOOD_OVER_UDP_MICROS)
    return { verdict: "good", reason: "A NAT that forgets after 30 s or more stays open." };
  if (everyMicros !== undefined && everyMicros <= seconds(timeout))
    return { verdict: "fair", reason: "NATs forget a UDP flow after 30 to 120 s, some before the next keep-alive." };
  if (Math.max(silentMicros, everyMicros ?? 0) === 0) {
    return watchedMicros > seconds(timeout)
      ? { verdict: "good", reason: `Other messages kept the flow from being silent for ${timeout} s.` }
      : tooShort(watchedMicros);
  }
  if (survivedMicros >= Math.max(silentMicros, everyMicros ?? 0))
    return {
      verdict: "fair",
      reason: `This NAT was seen to survive ${formatDuration(survivedMicros)} of silence; others do not.`,
    };
  if (hasStun) return { verdict: "fair", reason: "STUN messages to another server keep most NATs open, not all." };
  return {
    verdict: "poor",
    reason: "NATs forget a UDP flow after 30 to 120 s, and then calls are lost until the next refresh.",
  };
}

function verdictOnDatagrams({ everyMicros, silentMicros }: Upkeep, isRemoteDevice: boolean): Verdict {
  if (everyMicros !== undefined && everyMicros <= GOOD_OVER_UDP_MICROS)
    return { verdict: "good", reason: "A NAT or firewall on the way stays open." };
  if (!isRemoteDevice || silentMicros === 0)
    return { verdict: "unknown", reason: "The trace shows neither a NAT nor a long silence." };
  return { verdict: "fair", reason: "No NAT is seen, but a firewall on the way forgets a silent UDP flow as well." };
}

function verdictOnStream({ everyMicros, silentMicros, watchedMicros }: Upkeep): Verdict {
  if (everyMicros !== undefined && everyMicros <= GOOD_OVER_STREAM_MICROS)
    return { verdict: "good", reason: "A connection that died is noticed, and NATs hold the living one." };
  if (everyMicros !== undefined || silentMicros > GOOD_OVER_STREAM_MICROS)
    return { verdict: "fair", reason: "A connection that died is noticed at the next refresh only." };
  return watchedMicros > GOOD_OVER_STREAM_MICROS
    ? { verdict: "good", reason: "Other messages keep the connection in use." }
    : tooShort(watchedMicros);
}

function tooShort(watchedMicros: number): Verdict {
  const reason =
    watchedMicros === 0
      ? "Nothing of the device is in the trace after it registered."
      : `Only ${formatDuration(watchedMicros)} of the device are in the trace after it registered.`;
  return { verdict: "unknown", reason };
}

/** Seconds that the 200 allows between keep-alives (RFC 5626 §4.4). */
function flowTimerOf({ accepted }: CardSubject): number | undefined {
  return accepted?.final.sip.flowTimerSeconds;
}
