/** No line that holds a literal is passed over, however the log comes in and whatever its lines hold. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { Anchors } from "../../src/core/log/anchor.js";
import { LogLines } from "../../src/core/log/lines.js";
import { memorySource } from "../../src/core/model/byte-source.js";
import { octetsOf } from "./reading.js";

const LITERALS = [" > ", " -> ", "Frame ", "(TF_PROTOCOL)", "SIPMESSAGE: ", "00 "];

function linesOf(log: string, chunkOctets: number) {
  const lines = new LogLines(memorySource("test.log", octetsOf(log)), chunkOctets);
  const anchors = new Anchors(LITERALS);
  const found: { line: string; mayHold: boolean }[] = [];
  while (lines.advance()) {
    found.push({ line: lines.slice(lines.start, lines.end), mayHold: anchors.mayBeInLine(lines) });
  }
  return found;
}

it("sees every line that holds a literal", () => {
  const piece = fc.constantFrom(
    ...LITERALS,
    ...LITERALS.map((literal) => literal.slice(0, -1)),
    "x",
    ">",
    " ",
    "0",
    "\n",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), fc.integer({ min: 1, max: 60 }), (pieces, chunkOctets) => {
      for (const { line, mayHold } of linesOf(pieces.join(""), chunkOctets)) {
        if (LITERALS.some((literal) => line.includes(literal))) expect(mayHold).toBe(true);
      }
    }),
  );
});

it("passes over the others", () => {
  // What follows the last characters of the window is not known.
  const told = linesOf("a > b\nCSeq: 1 INVITE\nFrame 1\nVia: SIP/2.0/UDP 192.0.2.1\nthe last line\n", 1 << 20);
  expect(told.slice(0, -1).map(({ mayHold }) => mayHold)).toEqual([true, false, true, false]);
});
