/** Times in the forms and languages that programs print them in. */
import { describe, expect, it } from "vitest";
import { LogClock } from "../../src/core/log/log-clock.js";
import { findTime } from "../../src/core/log/printed-time.js";
import { toIso } from "../../src/core/model/instant.js";
import { octetsOf, REFERENCE } from "./reading.js";

/** As the reader of a log sees it: a character for each octet. */
const latin1 = (octets: Uint8Array) => Array.from(octets, (octet) => String.fromCharCode(octet)).join("");
const instantOf = (line: string) => {
  const time = findTime(line);
  return time && toIso(new LogClock(REFERENCE).resolve(time))?.slice(0, 23);
};

describe("a clock of twelve hours", () => {
  it.each([
    ["Nov 22, 2026 3:04:05 PM org.example.Sip send", "2026-11-22T15:04:05.000"],
    ["11/22/2026, 3:04:05\u202fPM sent", "2026-11-22T15:04:05.000"],
    ["11/22/2026 12:04:05.250 AM", "2026-11-22T00:04:05.250"],
    ["2026-11-22 12:00:00 PM", "2026-11-22T12:00:00.000"],
    ["22/11/2026 03:04:05 p. m.", "2026-11-22T15:04:05.000"],
    ["nov. 22, 2026 9:04:05 AM", "2026-11-22T09:04:05.000"],
    ["Nov. 22, 2026 3:04:05 NACHM.", "2026-11-22T15:04:05.000"],
    ["[3:04:05 PM] received", "2026-11-20T15:04:05.000"],
    ["22.11.2026 15:04:05 amongst others", "2026-11-22T15:04:05.000"],
    ["22.11.2026 15:04:05 PM", "2026-11-22T15:04:05.000"],
    ["2026-11-22 15:04:05 answered at 3:04:09 PM", "2026-11-22T15:04:05.000"],
  ])("%s", (line, expected) => {
    expect(instantOf(latin1(octetsOf(line)))).toBe(expected);
  });
});

describe("a time without marks", () => {
  it.each([
    ["1787 11222026 083615.737177:1.01.00.38939.MAJOR .SIPSG: received", "2026-11-22T08:36:15.737"],
    ["20261122T150405.250Z sent", "2026-11-22T15:04:05.250"],
    ["20261122T150405+0100 sent", "2026-11-22T14:04:05.000"],
    ["20261122-150405.250 sent", "2026-11-22T15:04:05.250"],
    ["20261122 150405 sent", undefined],
    ["99999999 999999.1 sent", undefined],
  ])("%s", (line, expected) => {
    expect(instantOf(line)).toBe(expected);
  });
});

describe("the name of a month", () => {
  it.each([
    ["22 November 2026 15:04:05", 11],
    ["5. März 2026 15:04:05", 3],
    ["05-Mrz-2026 15:04:05", 3],
    ["5 Dez 2025 15:04:05", 12],
    ["5 févr. 2026 15:04:05", 2],
    ["5 août 2026 15:04:05", 8],
    ["5 juin 2026 15:04:05", 6],
    ["5 juil. 2026, 15:04:05", 7],
    ["5 déc. 2025 15:04:05", 12],
    ["5-ene-2026 15:04:05", 1],
    ["5 de agosto de 2026 15:04:05", 8],
    ["05/Fev/2026:15:04:05 +0000", 2],
    ["5 set 2026 15:04:05", 9],
    ["5 out. 2026 15:04:05", 10],
    ["5-mag-2026 15:04:05", 5],
    ["5 giu 2026 15:04:05", 6],
    ["5 ott 2026 15:04:05", 10],
    ["avr. 5, 2026 3:04:05 PM", 4],
    ["lug 5, 2026 3:04:05 PM", 7],
  ])("in %s", (line, month) => {
    const text = latin1(octetsOf(line));
    expect(instantOf(text)?.slice(5, 7)).toBe(String(month).padStart(2, "0"));
    expect(instantOf(text)?.slice(11, 19)).toBe("15:04:05");
    // The same in Latin-1.
    expect(instantOf(line)).toBe(instantOf(text));
  });

  it.each(["set 12 15:04:05", "timer out 3 15:04:05", "mar 5 15:04:05"])("is none in %s", (line) => {
    expect(findTime(line)?.day).toBeUndefined();
  });
});

describe("zone and count", () => {
  it.each([
    ["2026-11-22T15:04:05.123+0100", "2026-11-22T14:04:05.123"],
    ["2026-11-22T15:04:05.123Z", "2026-11-22T15:04:05.123"],
    ["2026-11-22 15:04:05,123 -05:00", "2026-11-22T20:04:05.123"],
    ["2026-11-22 15:04:05.123456+01", "2026-11-22T14:04:05.123"],
    ["Sun Nov 22 2026 15:04:05 GMT-0800 (PST)", "2026-11-22T23:04:05.000"],
    ["1795359845 sent", "2026-11-22T15:04:05.000"],
    ["1795359845.123456 sent", "2026-11-22T15:04:05.123"],
    ["1795359845123 sent", "2026-11-22T15:04:05.123"],
    ["1795359845123456 sent", "2026-11-22T15:04:05.123"],
  ])("%s", (line, expected) => {
    expect(instantOf(line)).toBe(expected);
  });

  it("is a fraction that is right-aligned", () => {
    expect(instantOf("18:38:14. 52 : 192.0.2.1 : NOTICE: ")).toBe("2026-11-20T18:38:14.052");
    expect(instantOf("18:38:14.  5: 192.0.2.1: NOTICE: ")).toBe("2026-11-20T18:38:14.005");
    expect(instantOf("At 18:38:14. 52 messages")).toBe("2026-11-20T18:38:14.000");
  });

  it("are none of what only follows a time", () => {
    expect(findTime("15:04:05.123 +76ms")?.zoneMinutes).toBeUndefined();
    expect(findTime("15:04:05-15:04:10")?.zoneMinutes).toBeUndefined();
  });
});
