/** Logs whose lines or records end at a limit of the logger: what they cut makes no finding that the whole log does not make. */
import { describe, expect, it } from "vitest";
import { LOG_FORMATS } from "../../src/core/log/read-log.js";
import { diagnoseText } from "../rules/annotate.js";
import { printedBy, printerOf } from "./printers.js";
import { MESSAGES, type Printable, REGISTRATION } from "./registration.js";

/** Widths of terminals, and buffers of loggers. */
const LIMITS = [60, 80, 120, 132, 255, 480, 512, 1024];

const linesCut = (id: string, items: readonly Printable[], limit: number) =>
  printedBy(id, items).replace(new RegExp(`^([^\\r\\n]{${limit}})[^\\r\\n]+`, "gm"), "$1");

/** Each record is what the format prints for one message. */
const recordsCut = (id: string, items: readonly Printable[], limit: number) =>
  items
    .map((item, index) => printerOf(id).print(item, index))
    .map((record) => (record.length > limit ? `${record.slice(0, limit)}\n` : record))
    .join("");

/** That a message is cut is told; and a server is in a public network by its name where its address was cut off. */
const TOLD = ["message-truncated", "weak-digest"];

/** Each part of its records ends with a line end of its own, so a cut one looks like headers and the blank line. */
const ENDS_ALIKE = ["avaya-phone"];

// A `.siptrace` is made from a capture and holds every octet of it.
const FORMATS = LOG_FORMATS.map(({ id }) => id).filter((id) => id !== "siptrace");

describe.each([
  ["lines of messages", MESSAGES, linesCut],
  ["lines of a registration", REGISTRATION, linesCut],
  ["records of messages", MESSAGES, recordsCut],
  ["records of a registration", REGISTRATION, recordsCut],
])("%s that end at a limit", (_, items, cutAt) => {
  const told = cutAt === recordsCut ? FORMATS.filter((id) => !ENDS_ALIKE.includes(id)) : FORMATS;

  it.each(told)("in a log of %s", (id) => {
    const log = printedBy(id, items);
    const known = [...TOLD, ...diagnoseText(log).findings.map(({ rule }) => rule)];
    const made = LIMITS.flatMap((limit) => {
      const cut = cutAt(id, items, limit);
      const findings = cut === log ? [] : diagnoseText(cut).findings;
      return findings.filter(({ rule }) => !known.includes(rule)).map(({ message }) => `at ${limit}: ${message}`);
    });
    expect(made).toEqual([]);
  });
});

const REQUEST = REGISTRATION[2]!.octets.replaceAll("\r\n", "\n");

it("tells once where a log seems to cut its lines", () => {
  const { trace } = diagnoseText(REQUEST.replace(/(?<=nonce=")[^\n]*/, ""));
  expect(trace.files[0]!.inferred).toContain(
    "The log seems to cut lines at 68 characters: what rests on a header of that length is not judged.",
  );
});

it("takes no line for cut that ends as headers do", () => {
  const { trace } = diagnoseText(REQUEST);
  expect(trace.lengthLimits.size).toBe(0);
});
