/** A client that repeats a refused registration without a pause. */
import { formatDuration, seconds } from "../../model/instant.js";
import type { Transaction } from "../../trace/transaction.js";
import { type DigestSeries, type DigestStep, troubledSeries } from "../authentication/digest-answers.js";
import { hasBlottedNonce } from "../authentication/digest-faults.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { countOf, statusOf, whereIs } from "../wording.js";

/** The base time that RFC 5626 §4.5 lets a client wait at least, when all its flows have failed. */
const LEAST_PAUSE_MICROS = seconds(30);
/** One hasty retry is a second chance, a row of them is a habit. */
const HABIT = 3;

export default defineRule({
  id: "retry-too-fast",
  title: "Retries too fast",
  severity: "warning",
  kind: "practice",
  measures: "lengths",
  summary: "After final refusals the client registers again in less than 30 s, three times or more.",
  why: "The answer will not change so soon; the retries load the registrar and may get the address blocked.",
  looksLike:
    "A phone that is refused tries again every few seconds, all day. Fail2ban or the registrar's flood protection may block the address, and with it the whole office behind the same NAT.",
  confirm: {
    wireshark: 'sip.CSeq.method == "REGISTER"',
    steps: ["Measure the pauses between refusal and next attempt: RFC 5626 §4.5 begins at 30 s and doubles."],
  },
  notWhen: [
    "The REGISTER with credentials follows its challenge at once, as it should.",
    "It is an attacker with many passwords: password-guessing.",
  ],
  remedy: "Set the device's retry interval to 30–60 s with a random part, growing with every failure.",
  sources: [rfc(5626, "4.5"), rfc(3261, "10.2.7")],
  fixes: { device: ["retry"] },
  messages: {
    hasty: "The client repeats the refused registration {times}, each after {pauses}.",
  },
  check(trace, report, context) {
    for (const series of troubledSeries(trace, context)) {
      if (!series.registration) continue;
      for (const run of hastyRuns(series)) report(finding(series, run));
    }
  },
});

/** A refusal and the new attempt that follows it too soon. */
interface Retry {
  readonly refused: Transaction;
  readonly again: Transaction;
  readonly pauseMicros: number;
}

function* hastyRuns({ steps }: DigestSeries): Generator<Retry[]> {
  // The next server in a list may be asked at once; only the same one again is a retry.
  const refusals = new Map<string, Transaction>();
  const runs = new Map<string, Retry[]>();
  for (const step of steps) {
    const { transaction, status } = step;
    const key = transaction.server.address;
    const refused = refusals.get(key);
    const run = runs.get(key) ?? [];
    runs.set(key, run);
    if (refused) {
      refusals.delete(key);
      if (!answers(step, refused)) {
        const pauseMicros = transaction.startMicros - (refused.final?.atMicros ?? NaN);
        if (pauseMicros >= 0 && pauseMicros < LEAST_PAUSE_MICROS)
          run.push({ refused, again: transaction, pauseMicros });
        else yield* close(run);
      }
    }
    if (status >= 200 && status < 300) yield* close(run);
    if (isFinalRefusal(step)) refusals.set(key, transaction);
  }
  for (const run of runs.values()) yield* close(run);
}

function* close(run: Retry[]): Generator<Retry[]> {
  if (run.length >= HABIT) yield [...run];
  run.length = 0;
}

/** A first challenge, a stale nonce or a redirection only asks for the next step. */
function isFinalRefusal({ transaction, answer, status }: DigestStep): boolean {
  if (status < 400) return false;
  if (status === 401 || status === 407) return transaction.hasCredentials && answer?.verdict === "refused";
  return true;
}

/** Whether a request answers the challenge that the refusal brought. */
function answers({ answer }: DigestStep, refused: Transaction): boolean {
  return (
    answer !== undefined &&
    (answer.by === "nonce" || hasBlottedNonce(answer)) &&
    answer.challengeMessage?.index === refused.final?.index
  );
}

function finding({ aor, registration }: DigestSeries, run: readonly Retry[]): Report {
  const [first] = run;
  const last = run[run.length - 1]!;
  const { refused, again } = first!;
  return {
    message: "hasty",
    values: { times: countOf(run.length, "time"), pauses: rangeOf(run) },
    at: { message: again.first },
    related: [
      ...(refused.final ? [{ message: refused.final, label: "the refusal before it" }] : []),
      { message: last.again.first, label: "the last retry" },
    ],
    evidence: [
      ...(refused.final ? [`${whereIs(refused.final)} refuses with ${statusOf(refused.final)}.`] : []),
      `From ${whereIs(again.first)} to ${whereIs(last.again.first)} ${countOf(run.length, "new attempt")} follow, each less than 30 s after a refusal.`,
    ],
    aor,
    strength: "proven",
    foldBy: refused.server.address,
    explains: run.flatMap(({ refused: { index }, again: { index: next } }) => [index, next]),
    registration: registration?.index ?? null,
  };
}

/** `5 s`, or `1 s to 8 s`. */
function rangeOf(run: readonly Retry[]): string {
  const pauses = run.map(({ pauseMicros }) => pauseMicros);
  const shortest = formatDuration(pauses.reduce((a, b) => Math.min(a, b)));
  const longest = formatDuration(pauses.reduce((a, b) => Math.max(a, b)));
  return shortest === longest ? shortest : `${shortest} to ${longest}`;
}
