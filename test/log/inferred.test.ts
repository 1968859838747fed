/** What a trace takes from elsewhere because the log does not print it is told, and nothing else. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { overviewOf, traceToJson, traceToText } from "../../src/core/index.js";
import { toIso } from "../../src/core/model/instant.js";
import { analysed, read } from "./reading.js";
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
      "a year here and none there",
      ["[2026-11-19 10:00:00] recv", "Nov 19 10:00:01 sent"],
      ["Some dates have no year: 2026 is taken.", NO_ZONE],
    ],
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

describe("the year of dates without one", () => {
  const CISCO = "Dec  9 07:18:47.029: //-1/xxxx/SIP/Msg/ccsipDisplayMsg:\nSent:";
  const dated = (date: string) => REQUEST.replace("\r\nFrom:", `\r\nDate: ${date}\r\nFrom:`);
  const timesOf = (log: string) => read(log).messages.map(({ atMicros }) => toIso(atMicros)?.slice(0, 19));

  it("is that of a Date header of the same day, for the whole log", () => {
    const log = `${CISCO}\n${RESPONSE}\n${CISCO}\n${dated("Wed, 09 Dec 2020 07:18:47 GMT")}\n`;
    expect(timesOf(log)).toEqual(["2020-12-09T07:18:47", "2020-12-09T07:18:47"]);
    expect(read(log).summary.inferred).toEqual(["The log prints no year: 2020 is taken from Date headers.", NO_ZONE]);
  });

  it("goes on over New Year, whatever the zone of the log", () => {
    const log = [
      `Dec 31 22:00:00 recv\n${dated("Fri, 01 Jan 2021 03:00:00 GMT")}`,
      `Jan  1 00:00:01 recv\n${RESPONSE}`,
      `Jun  1 00:00:01 recv\n${RESPONSE}`,
    ].join("\n");
    expect(timesOf(log)).toEqual(["2020-12-31T22:00:00", "2021-01-01T00:00:01", "2021-06-01T00:00:01"]);
  });

  it.each(["Wed, 09 Sep 2020 07:18:47 GMT", "Tue, 09 Dec 1997 07:18:47 GMT", "yesterday"])(
    "is not that of another day or of a clock that is not set: %s",
    (date) => {
      expect(timesOf(`${CISCO}\n${dated(date)}\n`)).toEqual(["2025-12-09T07:18:47"]);
    },
  );
});

describe("the date of a log that prints none", () => {
  const dated = (date: string) => REQUEST.replace("\r\nFrom:", `\r\nDate: ${date}\r\nFrom:`);
  const timesOf = (log: string) => read(log).messages.map(({ atMicros }) => toIso(atMicros)?.slice(0, 19));
  const SENT = "from Date headers";

  it("is that of a Date header whose clock agrees but for the zone", () => {
    const log = `[10:00:00.1] recv\n${RESPONSE}\n[10:00:02] recv\n${dated("Wed, 11 Mar 2026 04:30:02 GMT")}\n`;
    expect(timesOf(log)).toEqual(["2026-03-11T10:00:00", "2026-03-11T10:00:02"]);
    expect(read(log).summary.inferred).toEqual([`The log prints no date: 2026-03-11 is taken ${SENT}.`, NO_ZONE]);
  });

  it.each([
    ["Wed, 11 Mar 2026 00:00:02 GMT", "2026-03-10T23:59:59", "2026-03-11T00:00:01"],
    ["Tue, 10 Mar 2026 23:00:02 GMT", "2026-03-10T23:59:59", "2026-03-11T00:00:01"],
    ["Wed, 11 Mar 2026 05:00:02 GMT", "2026-03-10T23:59:59", "2026-03-11T00:00:01"],
  ])("is counted from the log's first time, before midnight too: %s", (date, ...times) => {
    expect(timesOf(`[23:59:59] recv\n${RESPONSE}\n[00:00:01] recv\n${dated(date)}\n`)).toEqual(times);
  });

  it.each([
    ["a clock that goes wrong", "Wed, 11 Mar 2026 10:07:30 GMT"],
    ["a day ahead of the file", "Mon, 23 Nov 2026 10:00:00 GMT"],
    ["a clock that was never set", "Thu, 01 Jan 1970 10:00:00 GMT"],
  ])("is the file's where a Date header has %s", (_, date) => {
    const log = `[10:00:00] recv\n${dated(date)}\n`;
    expect(timesOf(log)).toEqual(["2026-11-20T10:00:00"]);
    expect(read(log).summary.inferred[0]).toBe("The log prints no date: 2026-11-20 is taken.");
  });

  it("is one that the log prints elsewhere before all", () => {
    const log = `started 2026-03-09 07:00:00\n\n[10:00:00] recv\n${dated("Wed, 11 Mar 2026 10:00:00 GMT")}\n`;
    expect(timesOf(log)).toEqual(["2026-03-09T10:00:00"]);
  });
});

describe("dates such as 05/06/2026", () => {
  const AMBIGUOUS = "Days and months cannot be told apart: dates are read as day/month.";
  const readAs = (order: string) => `Dates are read as ${order}, so that they follow each other in the log.`;
  const shownAs = (order: string) => `Dates are read as ${order}, as another date of the log shows.`;
  const daysOf = (...dates: string[]) => {
    const { messages, summary } = read(logOf(...dates.map((date) => `[${date} 10:00:00] recv`)));
    return [...messages.map(({ atMicros }) => toIso(atMicros)?.slice(0, 10)), ...summary.inferred];
  };

  it("are as a day above twelve in the same log shows", () => {
    expect(daysOf("10/12/2026", "10/13/2026")).toEqual(["2026-10-12", "2026-10-13", shownAs("month/day"), NO_ZONE]);
    expect(daysOf("10/01/2026", "13/01/2026")).toEqual(["2026-01-10", "2026-01-13", shownAs("day/month"), NO_ZONE]);
  });

  it("are as their order rises", () => {
    expect(daysOf("02/10/2026", "03/01/2026")).toEqual(["2026-02-10", "2026-03-01", readAs("month/day"), NO_ZONE]);
    expect(daysOf("10-02-2026", "01-03-2026")).toEqual(["2026-02-10", "2026-03-01", readAs("day/month"), NO_ZONE]);
  });

  it("follow each other day by day rather than month by month", () => {
    expect(daysOf("09/11/2026", "09/12/2026")).toEqual(["2026-09-11", "2026-09-12", readAs("month/day"), NO_ZONE]);
    expect(daysOf("09/11/2026", "10/11/2026")).toEqual(["2026-11-09", "2026-11-10", readAs("day/month"), NO_ZONE]);
  });

  it("are as a Date header of the same day", () => {
    const log = `[09/11/2026 10:00:00] recv\n${REQUEST.replace("\r\nFrom:", "\r\nDate: Fri, 11 Sep 2026 08:00:00 GMT\r\nFrom:")}`;
    expect(toIso(read(log).messages[0]!.atMicros)).toContain("2026-09-11");
  });

  it("are as a date that the log prints in another way", () => {
    const log = `${logOf("[02/05/2026 10:00:00] recv")}\n2026-02-05 10:00:01.100 sent\n${RESPONSE}`;
    expect(read(log).messages.map(({ atMicros }) => toIso(atMicros)?.slice(0, 10))).toEqual([
      "2026-02-05",
      "2026-02-05",
    ]);
  });

  it("are read day first where nothing tells, and that is told", () => {
    expect(daysOf("09/11/2026", "09/11/2026")).toEqual(["2026-11-09", "2026-11-09", AMBIGUOUS, NO_ZONE]);
    expect(daysOf("10/13/2026", "13/10/2026", "09/11/2026").slice(-3)).toEqual(["2026-11-09", AMBIGUOUS, NO_ZONE]);
    expect(daysOf("09.11.2026", "09/09/2026")).toEqual(["2026-11-09", "2026-09-09", NO_ZONE]);
  });

  it("of a format that has one order are in that order", () => {
    const snom = readFileSync(new URL("samples/snom.log", import.meta.url), "utf8").replaceAll("20/11/", "09/11/");
    const { messages, summary } = read(snom);
    expect(toIso(messages[0]!.atMicros)).toContain("2026-11-09");
    expect(summary.inferred).not.toContain(AMBIGUOUS);
  });
});

describe("of a log", () => {
  const SIDES = "Where the log prints no addresses, they are taken from Via, Contact, Route and Request-URI.";
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
