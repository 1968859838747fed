/** Nonces that are refused as stale though they are fresh, or that were made by a clock that is wrong. */
import { formatDuration, seconds } from "../../model/instant.js";
import type { Trace } from "../../trace/trace.js";
import { clocksOf } from "../clocks.js";
import { defineRule, type Report, rfc, type RuleContext } from "../rule.js";
import { whereIs } from "../wording.js";
import { type DigestAnswer, type DigestSeries, digestSeries, isAnsweredAtOnce } from "./digest-answers.js";
import { isAka } from "./digest-faults.js";
import { type ClockReading, clockReadings, dateSkewOf, skewOf, TOLERATED_SECONDS } from "./nonce-clocks.js";
import { isHealed } from "./recovery.js";

export default defineRule({
  id: "clock-skew-nonce",
  title: "Nonce clock skew",
  severity: "error",
  kind: "cause",
  measures: "clock",
  summary: "Fresh nonces are refused as stale, or the time inside a nonce is not the time of the trace.",
  why: "A server judges a nonce by the time in it: where clocks differ, a fresh nonce is already old or not yet valid.",
  looksLike:
    "The password is right, and still each answer is called stale or refused. Often it began after a restart, a move to a virtual machine, or when a second node was added; sometimes only some phones are hit, those that the other node serves.",
  confirm: {
    wireshark: "sip.auth.stale || (sip.WWW-Authenticate && sip.auth.nonce) || sip.Date || ntp",
    steps: [
      "On every node: `chronyc tracking` or `timedatectl`; the offset should be milliseconds.",
      "Compare the `Date` header of the responses, or the time inside the nonce, with the time of the capture: Asterisk PJSIP writes seconds in clear before a slash, OpenSIPS the expiry as eight hexadecimal digits.",
      "Capture on the server itself, so that the clock of the capturing machine is not the one that is wrong.",
    ],
  },
  notWhen: [
    "A nonce is used again long after it was issued: it is old by design, and one `stale=true` before a success is healthy (nonce-expired where it happens at every refresh).",
    "A server that gives a new nonce after a wrong password says so without `stale`: digest-failed.",
  ],
  remedy:
    "Run NTP on every node of the server and compare their clocks; give all nodes one nonce secret; " +
    "if the clocks agree, make the nonce live longer than the slowest round trip.",
  sources: [rfc(7616, "3.3"), rfc(3261, "22.4")],
  fixes: { registrar: ["nonceLifetime"] },
  messages: {
    stale:
      "The server calls nonces stale that it gave out {age} before: the clocks of its nodes differ, or its nonces live shorter than the round trip.",
    skewed:
      "The nonce was made by a clock that {judgement}. Its answer is refused: the clocks differ, or the nonce lives shorter than the round trip.",
    date: "The clock of the refusing server, by its Date, {judgement}. It refuses answers to fresh nonces: its nodes' clocks differ.",
    working: "The clock that makes the nonces of {server} {judgement}. Authentication works all the same.",
  },
  check(trace, report, context) {
    const allSeries = digestSeries(trace, context);
    const readings = clockReadings(allSeries);
    const blamed = new Set<string>();
    for (const series of allSeries) {
      if (series.isQuiet) continue;
      for (const answers of refusedRuns(series)) {
        const run = lookAt(answers, readings);
        for (const answer of answers) {
          const found = judge(trace, series, answer, run, readings, context);
          if (!found) continue;
          report(found);
          if (answer.challengeMessage) blamed.add(answer.challengeMessage.source.address);
        }
      }
    }
    for (const found of workingWithWrongClock(trace, readings, blamed, context)) report(found);
  },
});

/** Consecutive refusals of fresh nonces, and what is known of them together. */
interface Run {
  readonly staleCount: number;
  /** Whether the clocks behind its nonces disagree. */
  readonly nodesDiffer: boolean;
  readonly facts: readonly string[];
}

/**
 * Answers with fresh nonces that were refused in a row. A single one tells something only where the server called it stale,
 * for it may have a wrong password, and where the next round trip did not heal it.
 */
function* refusedRuns(series: DigestSeries): Generator<readonly DigestAnswer[]> {
  for (const run of inARow(series.answers, isRefusedAtOnce)) {
    // Only then the credentials are read, of which AKA shows.
    if (!isTelling(series, run)) continue;
    for (const part of inARow(run, (answer) => !isAka(answer))) if (isTelling(series, part)) yield part;
  }
}

function isRefusedAtOnce(answer: DigestAnswer): boolean {
  return (
    (answer.verdict === "stale" || answer.verdict === "refused") && answer.age === "fresh" && isAnsweredAtOnce(answer)
  );
}

function isTelling(series: DigestSeries, [first, second]: readonly DigestAnswer[]): boolean {
  return first !== undefined && (second !== undefined || (first.verdict === "stale" && !isHealed(series, first)));
}

function* inARow(
  answers: readonly DigestAnswer[],
  belongs: (answer: DigestAnswer) => boolean,
): Generator<readonly DigestAnswer[]> {
  let row: DigestAnswer[] = [];
  for (const answer of answers) {
    if (belongs(answer)) row.push(answer);
    else if (row.length > 0) {
      yield row;
      row = [];
    }
  }
  if (row.length > 0) yield row;
}

function lookAt(answers: readonly DigestAnswer[], readings: ReadonlyMap<string, ClockReading>): Run {
  const staleCount = answers.filter(({ verdict }) => verdict === "stale").length;
  const ofRun = answers.flatMap(({ credentials }) => readings.get(credentials.nonce?.value ?? "") ?? []);
  const facts = [...ofRun.slice(0, 2).map(clockFact), ...runFacts(answers, staleCount)];
  return { staleCount, nodesDiffer: spreadOf(ofRun) > TOLERATED_SECONDS, facts };
}

function judge(
  trace: Trace,
  series: DigestSeries,
  answer: DigestAnswer,
  run: Run,
  readings: ReadonlyMap<string, ClockReading>,
  context: RuleContext,
): Report | undefined {
  const { staleCount, nodesDiffer, facts } = run;
  const reading = readings.get(answer.credentials.nonce?.value ?? "");
  const skew = reading ? skewOf(reading, isLog(trace, reading)) : 0;
  const dateSkew = answer.final ? dateSkewOf(answer.final) : 0;
  if (reading) {
    const judgement = judgementOn(trace, context, reading.server, skew);
    if (judgement !== undefined) return refusedReport(series, answer, "skewed", { judgement }, facts);
  }
  if (staleCount >= 2 || nodesDiffer) {
    const age = formatDuration(answer.request.atMicros - (answer.challengeMessage?.atMicros ?? NaN));
    return refusedReport(series, answer, "stale", { age }, facts);
  }
  const server = answer.final?.source.address ?? "";
  const judgement = judgementOn(trace, context, server, dateSkew);
  if (judgement !== undefined) {
    const date = answer.final?.sip.header("Date")?.value ?? "";
    return refusedReport(series, answer, "date", { judgement }, [`The refusal says Date: ${date}.`, ...facts]);
  }
  return undefined;
}

function spreadOf(readings: readonly ClockReading[]): number {
  const offsets = readings
    .filter(({ time }) => time.issuedSeconds !== undefined)
    .map(({ offsetSeconds }) => offsetSeconds);
  return offsets.length < 2 ? 0 : offsets.reduce((a, b) => Math.max(a, b)) - offsets.reduce((a, b) => Math.min(a, b));
}

function isLog(trace: Trace, { message }: ClockReading): boolean {
  return trace.files[message.place.file]?.kind === "log";
}

/** What is said of a clock that differs from the capture's; undefined when it does not, or when the capture's is the wrong one. */
function judgementOn(trace: Trace, context: RuleContext, host: string, skewSeconds: number): string | undefined {
  if (skewSeconds === 0) return undefined;
  const clocks = clocksOf(trace, context);
  return clocks.blame(host, skewSeconds) === "capture" ? undefined : clocks.words(host, skewSeconds);
}

function clockFact({ message, time, offsetSeconds, server }: ClockReading): string {
  const what = time.issuedSeconds === undefined ? "ends" : "was issued";
  const at = new Date((time.issuedSeconds ?? time.expiresSeconds ?? 0) * 1000).toISOString().slice(0, 19);
  const life =
    time.issuedSeconds !== undefined && time.expiresSeconds !== undefined
      ? ` and lives ${formatDuration(seconds(time.expiresSeconds - time.issuedSeconds))}`
      : "";
  const offset = formatDuration(seconds(Math.abs(offsetSeconds)));
  return `By its ${time.title} layout the nonce in ${whereIs(message)} (${server}) ${what} at ${at}Z, ${offset} ${offsetSeconds < 0 ? "before" : "after"} it was seen${life}.`;
}

function runFacts(run: readonly DigestAnswer[], staleCount: number): string[] {
  const first = run[0];
  if (!first) return [];
  return [
    `From ${whereIs(first.request)} on ${run.length === 1 ? "one answer" : `${run.length} answers`} to a nonce of the challenge just before ${run.length === 1 ? "is" : "are"} refused in a row, ${staleCount} with stale=true.`,
  ];
}

function refusedReport(
  series: DigestSeries,
  answer: DigestAnswer,
  message: string,
  values: Record<string, string>,
  evidence: readonly string[],
): Report {
  const { credentials, challenge, challengeMessage, request, final, returned, transaction } = answer;
  const stale = returned?.param("stale");
  return {
    message,
    values,
    at: { message: request, header: credentials.header.name, range: (credentials.nonce ?? credentials).range },
    related: [
      ...(challengeMessage && challenge
        ? [
            {
              message: challengeMessage,
              header: challenge.header.name,
              range: (challenge.nonce ?? challenge).range,
              label: "the challenge with this nonce",
            },
          ]
        : []),
      ...(final && returned
        ? [{ message: final, header: returned.header.name, range: (stale ?? returned).range, label: "the refusal" }]
        : []),
    ],
    evidence,
    aor: series.aor,
    strength: answer.verdict === "stale" ? "likely" : "possible",
    foldBy: "clock",
    explains: [transaction.index],
    registration: series.registration?.index ?? null,
  };
}

/** Wrong clocks that break nothing yet: one finding for each server. */
function* workingWithWrongClock(
  trace: Trace,
  readings: ReadonlyMap<string, ClockReading>,
  blamed: ReadonlySet<string>,
  context: RuleContext,
): Generator<Report> {
  const byServer = new Map<string, ClockReading[]>();
  for (const reading of readings.values()) {
    if (blamed.has(reading.server) || skewOf(reading, isLog(trace, reading)) === 0) continue;
    const known = byServer.get(reading.server);
    if (known) known.push(reading);
    else byServer.set(reading.server, [reading]);
  }
  for (const [server, [reading, ...others]] of byServer) {
    const judgement = reading && judgementOn(trace, context, server, skewOf(reading, isLog(trace, reading)));
    if (!reading || judgement === undefined) continue;
    yield {
      message: "working",
      values: { server, judgement },
      at: {
        message: reading.message,
        header: reading.challenge.header.name,
        range: (reading.challenge.nonce ?? reading.challenge).range,
      },
      evidence: [reading, ...others.slice(0, 1)].map(clockFact),
      aor: null,
      severity: "warning",
      strength: others.length > 0 ? "likely" : "possible",
      foldBy: `clock of ${server}`,
    };
  }
}
