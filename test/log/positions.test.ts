/** File offsets and editor positions of a text are each other's inverse. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { LineIndex } from "../../src/core/log/positions.js";
import { octetsOf } from "./reading.js";

it("counts lines at LF, CRLF and CR, and characters as UTF-16", () => {
  const text = "a\r\nbé😀c\rd\n\ne";
  const index = new LineIndex(text);
  const octets = octetsOf(text);
  expect(index.lines).toBe(5);
  expect(index.positionOf(octets.indexOf(0x63))).toEqual({ line: 1, character: 4 });
  expect(index.positionOf(octets.indexOf(0x64))).toEqual({ line: 2, character: 0 });
  expect(index.positionOf(octets.length)).toEqual({ line: 4, character: 1 });
  expect(index.offsetOf({ line: 1, character: 4 })).toBe(octets.indexOf(0x63));
  expect(index.offsetOf({ line: 1, character: 99 })).toBe(octets.indexOf(0x63) + 1);
  expect(index.offsetOf({ line: 3, character: 0 })).toBe(octets.length - 2);
});

it("leaves out the byte order mark", () => {
  const index = new LineIndex(octetsOf("\ufeffab\n"));
  expect(index.positionOf(4)).toEqual({ line: 0, character: 1 });
  expect(index.offsetOf({ line: 0, character: 0 })).toBe(3);
});

it("agrees with the text it indexes", () => {
  const text = fc
    .array(fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("\n", "\r\n", "\r")))
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, (text) => {
      const index = new LineIndex(text);
      const lines = text.replace(/^\ufeff/, "").split(/\r\n|\r|\n/);
      expect(index.lines).toBe(lines.length);
      for (const [line, content] of lines.entries()) {
        for (let character = 0; character <= content.length; character++) {
          if (/[\udc00-\udfff]/.test(content[character] ?? "")) continue;
          expect(index.positionOf(index.offsetOf({ line, character }))).toEqual({ line, character });
        }
      }
    }),
  );
});

it("takes any octets and any offset", () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.integer(), (octets, offset) => {
      const index = new LineIndex(octets);
      const { line, character } = index.positionOf(offset);
      expect(index.offsetOf({ line, character })).toBeLessThanOrEqual(octets.length);
    }),
  );
});
