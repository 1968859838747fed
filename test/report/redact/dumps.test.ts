/** Captures printed as hex dumps are redacted as captures: the same rows with other octets, beside which stand their characters. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../../src/core/index.js";
import { readCapture } from "../../../src/core/capture/read-capture.js";
import { octetsOf } from "../../../src/core/model/octets.js";
import { digitsOf, hexOf, rowsOf, shownAs, tsharkRows } from "../../log/hex.js";
import { analyseOctets, findingsOf, redactOctets } from "./redacting.js";
import { valuesFoundIn } from "./original-values.js";

function framesOf(name: string): Uint8Array[] {
  const octets = new Uint8Array(readFileSync(new URL(`../../corpus/${name}`, import.meta.url)));
  const frames: Uint8Array[] = [];
  const ignore = () => undefined;
  const sink = { comment: ignore, secrets: ignore, problem: ignore };
  const frame = (each: { octets: Uint8Array; start: number; end: number }) =>
    frames.push(each.octets.slice(each.start, each.end));
  const steps = readCapture(memorySource(name, octets), { ...sink, frame });
  while (!steps.next().done);
  return frames;
}

/** `hexdump -C`, in which an asterisk stands for rows that repeat the one before. */
function hexdumpRows(frame: Uint8Array): string {
  let last = "";
  const rows = rowsOf(frame).map(({ offset, octets }) => {
    const cells = hexOf(octets);
    const digits = `${cells.slice(0, 8).join(" ")}  ${cells.slice(8).join(" ")}`.padEnd(48);
    const isRepeated = digits === last;
    last = digits;
    return isRepeated ? "*\n" : `${digitsOf(offset, 8)}  ${digits}  |${shownAs(octets)}|\n`;
  });
  return `${rows.join("").replace(/(\*\n)+/g, "*\n")}${digitsOf(frame.length, 8)}\n\n`;
}

const upper = (frame: Uint8Array) =>
  tsharkRows(frame).replace(/^([\da-f]{4} {2})([\da-f ]{47})/gm, (_, offset: string, digits: string) => {
    return offset + digits.toUpperCase();
  });
/** Where rows have their digits, and from where on their characters. */
interface Layout {
  readonly print: (frame: Uint8Array) => string;
  readonly digits: readonly [number, number];
  readonly shownAt: number;
}

const LAYOUTS: Readonly<Record<string, Layout>> = {
  "tshark -x": { print: tsharkRows, digits: [6, 53], shownAt: 56 },
  "hexdump -C": { print: hexdumpRows, digits: [10, 58], shownAt: 61 },
  "in capitals": { print: upper, digits: [6, 53], shownAt: 56 },
};
const CAPTURES = [
  "a-15-healthy-call-407/capture.pcapng",
  "a-19-healthy-tcp-nat-long-expiry/capture.pcapng",
  "b-02-healthy-ws-register/capture.pcapng",
];

/** What the rows print as digits, and what beside them. */
function columnsOf(log: string, digits: readonly [number, number], shownAt: number): { digits: string; shown: string } {
  const rows = log.split("\n").filter((line) => line.length > shownAt);
  const octets = rows.map((row) => Buffer.from(row.slice(...digits).replaceAll(" ", ""), "hex"));
  return {
    digits: octets.map(shownAs).join("\n"),
    shown: rows.map((row, index) => row.slice(shownAt, shownAt + octets[index]!.length)).join("\n"),
  };
}

describe.each(CAPTURES)("%s printed as dumps", (name) => {
  const frames = framesOf(name);

  it.each(Object.keys(LAYOUTS))("%s", (title) => {
    const { print, digits, shownAt } = LAYOUTS[title]!;
    const original = octetsOf(frames.map(print).join(""));
    const redacted = redactOctets(original);
    const [before, after] = [analyseOctets(original), analyseOctets(redacted)];
    expect(before.trace.messages.length).toBeGreaterThan(2);
    expect(after.trace.messages.length).toBe(before.trace.messages.length);
    expect(after.trace.signals.length).toBe(before.trace.signals.length);
    expect(findingsOf(after)).toEqual(findingsOf(before));
    expect(valuesFoundIn(redacted, before)).toEqual([]);
    const log = Buffer.from(redacted).toString("latin1");
    const octets = Buffer.from(Array.from(log.matchAll(/\b[\da-f]{2}(?= )/gi), ([digits]) => parseInt(digits, 16)));
    expect(valuesFoundIn(octets, before)).toEqual([]);
    const columns = columnsOf(log, digits, shownAt);
    expect(columns.digits.length).toBeGreaterThan(1000);
    expect(columns.shown).toBe(columns.digits);
  });
});
