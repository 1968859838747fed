/** What a trace takes from elsewhere because the log does not print it is told, and nothing else. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { analyse, memorySource, overviewOf, traceToJson, traceToText } from "../../src/core/index.js";
import { octetsOf, read, REFERENCE } from "./reading.js";
import { MESSAGES } from "./registration.js";

const [REQUEST, RESPONSE] = MESSAGES.map(({ octets }) => octets) as [string, string];

/** A log that announces its messages by these lines. */
function logOf(...announcements: string[]): string {
  return announcements.map((line, index) => `${line}\n${index % 2 === 0 ? REQUEST : RESPONSE}\n`).join("");
}

function inferredTimes(...announcements: string[]): readonly string[] {
  return read(logOf(...announcements)).summary.inferred;
}

const ARROW = "udp 192.0.2.10:5060 > 198.51.100.1:5060";
const NO_ZONE = "Times have no zone: they are taken as UTC.";

describe("of its times", () => {
  it("nothing is told when the log prints all of them", () => {
    expect(inferredTimes(`2026-11-20 10:00:00.1+01:00 ${ARROW}`, `2026-11-20T10:00:01Z ${ARROW}`)).toEqual([]);
    expect(inferredTimes(`Nov 20 2026 10:00:00 UTC: ${ARROW}`)).toEqual([]);
    expect(inferredTimes(`1795168800.123456 ${ARROW}`)).toEqual([]);
    expect(read(logOf("")).summary.inferred).toEqual([]);
  });

  it.each([
    ["no zone", ["[2026-11-20 10:00:00] recv"], [NO_ZONE]],
    [
      "a zone here and none there",
      ["[2026-11-20 10:00:00+01:00] recv", "[2026-11-20 10:00:00] recv"],
      ["Some times have no zone: they are taken as UTC."],
    ],
    ["no date", ["[10:00:00.1] recv"], ["The log prints no date: 2026-11-20 is taken.", NO_ZONE]],
    [
      "no date, over midnight",
      ["[23:59:59.9] recv", "[00:00:00.1] sent"],
      [
        "The log prints no date: 2026-11-20 is taken, and a day is added where the time of day falls by more than 12 hours.",
        NO_ZONE,
      ],
    ],
    [
      "a date at the head only",
      ["started 2024-05-06 07:00:00 by init\n\n[10:00:00] recv"],
      ["Times without a date take the one that the log prints elsewhere, first 2024-05-06.", NO_ZONE],
    ],
    ["no year", ["Nov 19 10:00:00 recv"], ["The log prints no year: 2026 is taken.", NO_ZONE]],
    [
      "no year, over its end",
      ["Dec 31 23:59:59 recv", "Jan  1 00:00:01 sent"],
      ["The log prints no year: 2025 and 2026 are taken.", NO_ZONE],
    ],
  ])("%s", (_, announcements, sentences) => {
    expect(inferredTimes(...announcements)).toEqual(sentences);
  });

  it("a log without date that nobody dates has none", () => {
    expect(read(logOf("[10:00:00.1] recv"), { referenceMicros: 0 }).summary.inferred[0]).toBe(
      "The log prints no date.",
    );
  });

  it("times that a device counts from its start", () => {
    const log = readFileSync(new URL("samples/esp-sip.log", import.meta.url));
    expect(read(new Uint8Array(log)).summary.inferred).toEqual(["Times are counted from the start of the device."]);
  });
});

describe("of a log", () => {
  function analysed(...texts: string[]) {
    const sources = texts.map((text, index) => memorySource(`${index}.log`, octetsOf(text)));
    const steps = analyse(sources, { referenceMicros: REFERENCE });
    let step = steps.next();
    while (!step.done) step = steps.next();
    return step.value;
  }

  const SIDES = "Where the log prints no addresses, they are taken from Via, Route and Request-URI.";
  const TRANSPORT = "Where the log prints no transport, it is that of the top Via.";

  it("sides and transports are told where they were taken from the messages", () => {
    const analysis = analysed(logOf("2026-11-20T10:00:00Z recv"));
    expect(traceToJson(analysis).inferred).toEqual([SIDES, TRANSPORT]);
    expect(traceToText(analysis).split("\n").slice(1, 3)).toEqual([`  note: ${SIDES}`, `  note: ${TRANSPORT}`]);
    expect(overviewOf(analysis).inferred).toEqual([SIDES, TRANSPORT]);
    expect(overviewOf(analysis).problems).toEqual([]);
  });

  it("nothing is told where it prints them, and of several files which one it is of", () => {
    const whole = logOf(`2026-11-20T10:00:00Z ${ARROW}`);
    expect(traceToJson(analysed(whole)).inferred).toEqual([]);
    const both = analysed(whole, logOf("2026-11-20T10:00:00Z recv"));
    expect(traceToJson(both).inferred).toEqual([`1.log: ${SIDES}`, `1.log: ${TRANSPORT}`]);
  });
});
