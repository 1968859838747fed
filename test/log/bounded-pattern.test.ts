/** Patterns of others match what the engine's own would, and never take longer than their bound. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BoundedPattern } from "../../src/core/log/bounded-pattern.js";
import { ANNOUNCED_FORMATS } from "../../src/core/log/formats/index.js";

function same(source: string, line: string, flags = ""): void {
  const own = new RegExp(source, flags).exec(line);
  const bounded = new BoundedPattern(source, flags === "i").exec(line);
  expect(bounded?.[0]).toBe(own?.[0]);
  expect(bounded?.index).toBe(own?.index);
  for (const [name, value] of Object.entries(own?.groups ?? {})) expect(bounded?.groups?.[name], name).toBe(value);
}

it.each([
  ["^(?<way>RX|TX) (?<octets>\\d+) bytes", "TX 512 bytes"],
  ["(?<time>\\d\\d:\\d\\d(?::\\d\\d)?)", "at 10:00 and 10:00:01"],
  ["a{2,3}?b", "aaab"],
  ["(?:ab|a)(?:bc)?$", "abc"],
  ["[^\\]\\s-]+-[a-f\\x30-9]*", "x] yz-09afg"],
  ["\\bfoo\\B", "foo food"],
  ["(?!x)\\w(?=y)", "xyzy"],
  ["x*", "y"],
  ["(?:a|b)*c", "ababd abc"],
  ["(?:)*z", "z"],
  ["\\t\\u0041\\.", "\tA."],
])("%s in %s", (source, line) => same(source, line));

it("ignores case where asked", () => same("received [a-z]+", "RECEIVED FROM", "i"));

it("matches as the engine's own does", () => {
  const atom = fc.constantFrom("a", "b", ".", "[ab]", "[^a]", "(?:a|bc)", "(?<n>b)", "\\d", "^", "$");
  const quantifier = fc.constantFrom("", "", "*", "+?", "?", "{1,2}");
  const source = fc.array(fc.tuple(atom, quantifier), { maxLength: 6 }).map((parts) => {
    let named = false;
    return parts
      .map(([text, times]) => {
        const twice = text.startsWith("(?<") && named;
        named ||= text.startsWith("(?<");
        return (twice ? "b" : text) + (/[$^]/.test(text) && text.length === 1 ? "" : times);
      })
      .join("");
  });
  const line = fc.string({ unit: fc.constantFrom("a", "b", "c", "1"), maxLength: 12 });
  fc.assert(
    fc.property(source, line, (source, line) => {
      const own = new RegExp(source).exec(line);
      const bounded = new BoundedPattern(source).exec(line);
      expect(bounded?.[0]).toBe(own?.[0]);
      expect(bounded?.index).toBe(own?.index);
    }),
  );
});

it.each(["(a+)+$", "(a|a)*$", "(?:a*)*b", "a*a*a*a*a*a*a*a*b"])("gives %s up", (source) => {
  const pattern = new BoundedPattern(source);
  expect(pattern.exec(`${"a".repeat(1000)}!`)).toBeNull();
  expect(pattern.givenUp).toBe(1);
});

it.each([
  ["(", "The pattern is no regular expression"],
  ["(?<=a)b", "a look behind"],
  ["(a)\\1", "a reference back"],
  ["(?<a>b)\\k<a>", "a reference back"],
  ["\\p{L}", "the escape"],
  ["a".repeat(2000), "longer than 1000"],
])("refuses %s", (source, sentence) => {
  expect(() => new BoundedPattern(source)).toThrow(sentence);
});

describe("our own patterns take few steps on hostile lines", () => {
  const parts = (source: string) => [...source.matchAll(/[A-Za-z ,:;"'/<>()[\]{}=#|-]{2,40}/g)].map(([text]) => text);
  it.each(ANNOUNCED_FORMATS)("$id", (format) => {
    if (!(format.opening instanceof RegExp)) return;
    const { source, flags } = format.opening;
    // Look-behinds are short and fixed.
    const pattern = new BoundedPattern(
      source.replace(/\(\?<[!=](?:[^()]|\([^()]*\))*\)/g, ""),
      flags.includes("i"),
      4_000_000,
    );
    const pieces = [
      ...parts(source),
      format.hint,
      ...format.samples.map(({ line }) => line),
      "a",
      "1",
      " ",
      ":",
      "[",
      "1:",
    ];
    for (const piece of pieces.filter((text) => text !== ""))
      pattern.test(piece.repeat(Math.ceil(1024 / piece.length)).slice(0, 1024));
    expect(pattern.givenUp).toBe(0);
  });
});
