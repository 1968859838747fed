/** Dates as programs print them, where their order or their lack would be guessed wrong. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { toIso } from "../../src/core/model/instant.js";
import { read } from "./reading.js";

function datesOf(sample: string): (string | undefined)[] {
  const log = readFileSync(new URL(`samples/${sample}.log`, import.meta.url));
  return read(new Uint8Array(log)).messages.map(({ atMicros }) => toIso(atMicros)?.slice(0, 23));
}

describe("dates", () => {
  it.each([
    ["lync.ninth", "2026-11-09T10:00:00.123", "2026-11-09T10:00:01.123"],
    ["cisco-cucm.sdi", "2026-11-09T10:00:00.123", "2026-11-09T10:00:00.143"],
    ["audiocodes.rsyslog", "2026-11-20T10:00:00.514", "2026-11-20T10:00:00.531", "2026-11-20T10:00:01.007"],
    ["baresip.logcat", "2026-11-20T10:00:00.382", "2026-11-20T10:00:00.402"],
    ["asterisk-chan-sip.full", "2026-11-20T10:00:00.520", "2026-11-20T10:00:01.100", "2026-11-20T10:00:01.102"],
  ])("%s", (sample, ...dates) => {
    expect(datesOf(sample)).toEqual(dates);
  });
});
