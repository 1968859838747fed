/** How much of the granted expiry has passed when a device refreshes. */
import { formatDuration, seconds } from "../../../model/instant.js";
import { rfc } from "../../../rules/rule.js";
import {
  EXPIRY_MARGIN_MICROS,
  hasUnseen,
  isForContact,
  isRemoval,
  type Renewal,
  renewalsOf,
} from "../../../rules/timers/renewals.js";
import { type CardLine, notCovered, PRACTICE } from "../card-line.js";
import type { CardSubject } from "../subject.js";

/** Stacks that refresh at exactly 90 % are well. */
const EARLIEST = 0.4;
const LATEST = 0.91;
const TOO_LATE = 0.95;
/** One refresh may have a reason of its own. */
const LEAST_TIMES = 2;
/** Refreshes looked at, the latest: a device keeps its habit, and each costs a look into two messages. */
const MOST_LOOKED_AT = 64;

const GOOD = "50–80 % of the granted expiry";

interface Refresh {
  readonly renewal: Renewal;
  readonly share: number;
}

export const refreshLine: CardLine = {
  id: "refresh",
  label: "Refresh point",
  sources: [PRACTICE, rfc(3261, "10.2.4"), rfc(5626, "4.4")],
  rules: ["late-refresh", "binding-expired", "granted-expiry-ignored"],
  judge(subject) {
    const refreshes = refreshesOf(subject);
    const shares = refreshes.map(({ share }) => share).sort((a, b) => a - b);
    const last = refreshes.at(-1);
    if (!last) return notCovered(GOOD, whyNone(subject), "no refresh");
    const usual = shares[shares.length >> 1]!;
    const latest = shares.at(-1)!;
    const lapsed = refreshes.filter(({ renewal }) => isLapsed(renewal)).length;
    const often = shares.length > 1 ? ` (${shares.length} times)` : "";
    const common = {
      seen: `at ${percent(usual)}${often}${latest - usual > 0.05 ? `, once at ${percent(latest)}` : ""}`,
      good: GOOD,
      places: [
        { message: last.renewal.binding.grant, label: "the grant" },
        { message: last.renewal.next?.request ?? last.renewal.binding.request, label: "the refresh" },
      ],
    };
    if (lapsed > 0)
      return {
        ...common,
        verdict: "poor",
        reason: `The binding had run out before ${lapsed === 1 ? "a refresh" : `${lapsed} refreshes`}, and calls in between were refused.`,
      };
    if (usual > TOO_LATE)
      return { ...common, verdict: "poor", reason: "A refresh that is lost once comes after the expiry." };
    if (latest > TOO_LATE || usual > LATEST)
      return { ...common, verdict: "fair", reason: "Little time is left to send it again when it is lost." };
    if (usual < EARLIEST && shares.length < LEAST_TIMES)
      return { ...common, verdict: "unknown", reason: "One early refresh shows no habit." };
    if (usual < EARLIEST) return { ...common, verdict: "fair", reason: "It comes more often than the binding needs." };
    return { ...common, verdict: "good", reason: "There is time to send it again when it is lost." };
  },
};

function refreshesOf({ registration, trace }: CardSubject): Refresh[] {
  if (!trace.isTimed) return [];
  const renewals = [...renewalsOf(registration)].slice(-MOST_LOOKED_AT);
  return renewals.flatMap((renewal) => {
    const { binding, next } = renewal;
    if (!next || binding.grantedSeconds === 0 || hasUnseen(renewal)) return [];
    // Another Call-ID is a restart, which comes when it comes.
    if (next.callIdNumber !== binding.transaction.callIdNumber || !isForContact(next, binding) || isRemoval(next))
      return [];
    return [{ renewal, share: (next.startMicros - binding.atMicros) / seconds(binding.grantedSeconds) }];
  });
}

function isLapsed({ binding, next }: Renewal): boolean {
  return next !== undefined && next.startMicros > binding.expiresAtMicros + EXPIRY_MARGIN_MICROS;
}

function whyNone({ binding, trace }: CardSubject): string {
  if (!binding) return "No 200 in this trace grants a binding.";
  if (!trace.isTimed) return "The trace has no times.";
  const left = trace.endMicros - binding.atMicros;
  if (left < seconds(1)) return "The trace ends with the grant.";
  return left < seconds(binding.grantedSeconds)
    ? `The trace ends ${formatDuration(left)} after the grant of ${binding.grantedSeconds} s.`
    : "No refresh of this binding is in the trace.";
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
