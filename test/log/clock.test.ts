/** Times without date or year are completed in the order of the log. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LogClock } from "../../src/core/log/log-clock.js";
import { findTime } from "../../src/core/log/printed-time.js";
import { toIso } from "../../src/core/model/instant.js";
import { REFERENCE, read } from "./reading.js";
import { MESSAGES } from "./registration.js";

function resolve(reference: number, ...texts: string[]): (string | null)[] {
  const clock = new LogClock(reference);
  return texts.map((text) => toIso(clock.resolve(findTime(text)!)));
}

describe("a time printed as most logs print it", () => {
  const digit = fc.constantFrom(..."0123456789".split(""), "9", "0", "1", " ");
  const text = fc
    .tuple(
      fc.array(digit, { minLength: 14, maxLength: 14 }),
      fc.constantFrom(" ", "T", ","),
      fc.stringMatching(/^(?:[.,]\d{1,9})?(?:Z|\+0100)?$/),
    )
    .map(([d, between, rest]) => {
      const two = (at: number) => `${d[at]}${d[at + 1]}`;
      return `${two(0)}${two(2)}-${two(4)}-${two(6)}${between}${two(8)}:${two(10)}:${two(12)}${rest}`;
    });

  it("is read as it is among other words", () => {
    const usual = fc
      .date({ min: new Date(0), max: new Date("2099-12-31"), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, -1));
    fc.assert(
      fc.property(fc.oneof(text, usual), (time) => {
        expect(findTime(time)).toEqual(findTime(`[${time}`));
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a time of day", () => {
  it("takes the reference's date, and a day more after midnight", () => {
    expect(resolve(REFERENCE, "10:00:00", "23:59:59.5", "00:00:01", "12:00:00", "23:00:00", "01:00:00")).toEqual([
      "2026-11-20T10:00:00.000000Z",
      "2026-11-20T23:59:59.500000Z",
      "2026-11-21T00:00:01.000000Z",
      "2026-11-21T12:00:00.000000Z",
      "2026-11-21T23:00:00.000000Z",
      "2026-11-22T01:00:00.000000Z",
    ]);
  });

  it("is not a day later when two writers mix a little", () => {
    expect(resolve(REFERENCE, "10:00:05", "10:00:04", "23:59:59", "00:00:00", "23:59:59", "00:00:01").at(-1)).toBe(
      "2026-11-21T00:00:01.000000Z",
    );
  });

  it("takes the date that the log printed before", () => {
    expect(resolve(REFERENCE, "2025-01-02 10:00:00", "10:00:01").at(-1)).toBe("2025-01-02T10:00:01.000000Z");
    const log = `== started 2024-05-06 07:00:00 ==\n\n10:00:00 received\n${MESSAGES[0]!.octets}`;
    expect(toIso(read(log).messages[0]!.atMicros)).toBe("2024-05-06T10:00:00.000000Z");
  });
});

describe("a date without a year", () => {
  it("takes the reference's year unless that lies in the future", () => {
    expect(resolve(REFERENCE, "Nov 19 10:00:00", "Dec 31 23:59:59", "Jan  1 00:00:01")).toEqual([
      "2026-11-19T10:00:00.000000Z",
      "2025-12-31T23:59:59.000000Z",
      "2026-01-01T00:00:01.000000Z",
    ]);
  });
});

it.each(["", "no time", "99:99:99", "12:00", "2026-13-45 10:00:00 ", "1234567890123456", "::::", "Feb 31"])(
  "reads odd times as none or some: %s",
  (text) => {
    const time = findTime(text);
    expect(time === undefined || Number.isFinite(time.microsOfDay)).toBe(true);
  },
);

it("keeps nanoseconds as parts of a microsecond", () => {
  expect(findTime("10:00:00.447763250")!.microsOfDay % 1).toBe(0.25);
});
