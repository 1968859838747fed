/** An announcement that reads as one before it but for its digits is told by its form, and tells what its format's expression reads. */
import fc from "fast-check";
import { expect, it, vi } from "vitest";
import { oneLineForm } from "../../src/core/log/escapes.js";
import { Literals } from "../../src/core/log/literals.js";
import type { LogFormat } from "../../src/core/log/log-format.js";
import { ANNOUNCED_FORMATS } from "../../src/core/log/formats/index.js";
import { isUsualStartLine, startLineAt } from "../../src/core/log/start-line.js";
import { UsualOpenings } from "../../src/core/log/usual-openings.js";
import { read, textOf } from "./reading.js";
import { printedBy } from "./printers.js";

/** All of a reading, its maps too; with window pieces so small that no message is read in one pass, no form is learnt. */
function told(log: string, chunkOctets?: number) {
  const { messages, signals, problems, summary } = read(log, chunkOctets === undefined ? {} : { chunkOctets });
  const whole = messages.map(({ sourceMap, octets, ...rest }) => ({
    ...rest,
    text: textOf(octets),
    runs: sourceMap.runs,
  }));
  return { messages: whole, signals, problems, summary };
}

/** Other digits wherever a line announces a message. */
function renumbered(log: string, { opening }: LogFormat, digits: readonly number[]): string {
  let turn = 0;
  const other = () => String(digits[turn++ % digits.length]);
  return log
    .split("\n")
    .map((line) => (opening.test(line) ? line.replace(/\d/g, other) : line))
    .join("\n");
}

it.each(ANNOUNCED_FORMATS.map((format) => [format.id, format] as const))("reads %s with any digits", (id, format) => {
  const log = printedBy(id);
  const digits = fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(digits, digits, (some, others) => {
      const logs = log + log + renumbered(log, format, some) + log + renumbered(log, format, others);
      expect(told(logs)).toEqual(told(logs, 16));
    }),
    { numRuns: 8 },
  );
});

it("tells most announcements of a log by their form", () => {
  const openings = vi.spyOn(UsualOpenings.prototype, "read");
  const log = printedBy("asterisk-pjsip").replaceAll(
    "<--- ",
    "[2026-11-20 10:00:00] VERBOSE[1] res_pjsip_logger.c: <--- ",
  );
  const { messages } = read(log.repeat(5));
  const byForm = openings.mock.results.filter(({ value }) => value !== undefined);
  openings.mockRestore();
  expect(byForm.length).toBeGreaterThan(messages.length / 2);
});

it("sees which literals a line holds", () => {
  const lists = [["aba", "b\xe9"], ["bab", "aab", "abab"], ["c"]];
  const literals = new Literals(...lists);
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("a", "b", "c", "\xe9"), maxLength: 12 }), (line) => {
      const octets = Uint8Array.from(`${line}\nabac`, (character) => character.charCodeAt(0));
      expect(literals.lineEnd(octets, 0, octets.length)).toBe(line.length);
      const marks = lists.map((list, bit) => (list.some((literal) => line.includes(literal)) ? 1 << bit : 0));
      expect(literals.marks).toBe(marks.reduce((all, mark) => all | mark));
    }),
    { numRuns: 1000 },
  );
});

it("takes for a usual start line what is one for the text's reader, too", () => {
  const parts = [
    "SIP/2.0",
    "SIP/2.0 200",
    " ",
    "OK",
    "OPTIONS",
    "sip:",
    "a@192.0.2.1",
    ">",
    "<br",
    "..",
    ".",
    "\\n",
    "#012",
  ];
  let usual = 0;
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...parts, "^M ", "/", "1", "\t", "\xa0"), { maxLength: 8 }), (pieces) => {
      for (const line of [
        pieces.join(""),
        `OPTIONS sip:${pieces.join("")} SIP/2.0`,
        `SIP/2.0 200 ${pieces.join("")}`,
      ]) {
        const octets = Uint8Array.from(`${line}\n`, (character) => character.charCodeAt(0));
        if (!isUsualStartLine(octets, 0, line.length)) continue;
        usual++;
        expect(startLineAt(`${line}\n`, 0, line.length, line.indexOf("SIP/2.0"))).toBe(0);
        expect(oneLineForm(line)).toBeUndefined();
      }
    }),
    { numRuns: 2000 },
  );
  expect(usual).toBeGreaterThan(100);
});
