/** How long a device waits after a failed attempt before it tries again. */
import { formatDuration, seconds } from "../../../model/instant.js";
import { rfc } from "../../../rules/rule.js";
import type { Attempt } from "../../../trace/registration.js";
import { type CardLine, notCovered } from "../card-line.js";
import type { CardSubject } from "../subject.js";

/** The least that RFC 5626 §4.5 lets a client wait after a first failure: half of twice the base time of 30 s. */
const LEAST_MICROS = seconds(30);
/** Sooner than this no person or network has changed anything. */
const HASTY_MICROS = seconds(10);
/** One hasty retry is a second chance, as `retry-too-fast` has it. */
const HABIT = 3;
/** Attempts looked at, the latest; scanners make hundreds of thousands. */
const MOST_LOOKED_AT = 500;

const GOOD = "30 s or more, growing up to 30 min";

interface Retry {
  readonly failed: Attempt;
  readonly again: Attempt;
  readonly pauseMicros: number;
}

export const retryLine: CardLine = {
  id: "retry",
  label: "Retry back-off",
  sources: [rfc(5626, "4.5"), rfc(3261, "20.33")],
  rules: ["retry-too-fast", "retry-after-ignored"],
  judge(subject) {
    const retries = retriesOf(subject);
    const [first] = retries;
    if (!first) return notCovered(GOOD, whyNone(subject), "no retry");
    const pauses = retries.map(({ pauseMicros }) => pauseMicros).sort((a, b) => a - b);
    const shortest = pauses[0]!;
    const usual = pauses[pauses.length >> 1]!;
    const shown = first.again.transactions[0]!;
    const common = {
      seen: [pauseWords(pauses), growthWords(retries), retryAfterWords(retries)].filter(Boolean).join(", "),
      good: GOOD,
      places: [
        { message: first.failed.transactions.at(-1)!.last, label: "the failure" },
        { message: shown.first, label: "the next attempt" },
      ],
    };
    const hasty = pauses.filter((pause) => pause < HASTY_MICROS).length;
    if (hasty >= HABIT)
      return {
        ...common,
        verdict: "poor",
        reason: "Retries so soon load the registrar and may get the address blocked.",
      };
    if (usual < LEAST_MICROS || shortest < HASTY_MICROS)
      return { ...common, verdict: "fair", reason: "The answer will hardly change in less than 30 s." };
    return { ...common, verdict: "good", reason: "The registrar has time to recover between attempts." };
  },
};

/** The next server in a list may be asked at once; only the same one again is a retry. */
function retriesOf({ registration, trace }: CardSubject): Retry[] {
  if (!trace.isTimed) return [];
  const attempts = registration.attempts.slice(-MOST_LOOKED_AT);
  const latest = new Map<string, Attempt>();
  const retries: Retry[] = [];
  for (const attempt of attempts) {
    const server = attempt.transactions[0]?.server.address ?? "";
    const failed = latest.get(server);
    latest.set(server, attempt);
    if (!failed || !isFailure(failed) || answersRefusal(attempt, failed)) continue;
    // Who got no answer waits from the first sending, through all retransmissions.
    const since = failed.outcome === "unanswered" ? failed.startMicros : failed.endMicros;
    const pauseMicros = attempt.startMicros - since;
    if (pauseMicros >= 0) retries.push({ failed, again: attempt, pauseMicros });
  }
  return retries;
}

/** A refusal may bring a new challenge; to answer that is no retry of the old one. */
function answersRefusal({ transactions: [first] }: Attempt, { transactions }: Attempt): boolean {
  const refusal = transactions.at(-1)?.finalRow ?? -1;
  return refusal >= 0 && first?.answered?.by === "nonce" && first.answered.message.index === refusal;
}

function isFailure({ outcome }: Attempt): boolean {
  return outcome === "refused" || outcome === "unanswered" || outcome === "challenged";
}

function whyNone({ registration, trace }: CardSubject): string {
  if (!trace.isTimed) return "The trace has no times.";
  return registration.attempts.some(isFailure)
    ? "After the failure no further attempt is in the trace."
    : "No attempt failed in this trace.";
}

/** `5 retries, after 2–4 s` */
function pauseWords(pauses: readonly number[]): string {
  const [least, most] = [pauses[0]!, pauses.at(-1)!].map(rounded);
  const count = pauses.length === 1 ? "1 retry" : `${pauses.length} retries`;
  return `${count} after ${least === most ? least : `${least} to ${most}`}`;
}

/** Three pauses, each clearly longer than the one before, are a back-off. */
function growthWords(retries: readonly Retry[]): string {
  if (retries.length < 3) return "";
  const grows = retries.every(
    ({ pauseMicros }, index) => index === 0 || pauseMicros > retries[index - 1]!.pauseMicros * 1.2,
  );
  return grows ? "growing" : "";
}

function retryAfterWords(retries: readonly Retry[]): string {
  for (const { failed, pauseMicros } of retries) {
    const asked = failed.transactions.at(-1)?.final?.sip.retryAfterSeconds;
    if (asked === undefined) continue;
    return `Retry-After ${asked} s ${pauseMicros >= seconds(asked - 1) ? "respected" : "not respected"}`;
  }
  return "";
}

function rounded(micros: number): string {
  return formatDuration(micros >= seconds(2) ? seconds(Math.round(micros / seconds(1))) : micros);
}
