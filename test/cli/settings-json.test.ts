/** Settings files are read as the editor writes them. */
import { describe, expect, it } from "vitest";
import { parseSettings } from "../../src/cli/settings-json.js";

describe("a settings file", () => {
  it("may have comments and trailing commas", () => {
    const text = '\uFEFF// ours\n{ "a": 1, /* all */ "b": ["x // no comment",], }\n';
    expect(parseSettings(text)).toEqual({ a: 1, b: ["x // no comment"] });
  });

  it.each([
    ["", "no JSON (line 1, column 1)"],
    ['[\n  {"id": "a"\n]', "no JSON (line 3, column 1)"],
    ["{} x", "no JSON (line 1, column 4)"],
    ["[1,,2]", "no JSON (line 1, column 4)"],
  ])("%j is told to be none, and where", (text, sentence) => {
    expect(() => parseSettings(text)).toThrow(sentence);
  });

  it("may be nested without end", () => {
    expect(() => parseSettings("[".repeat(1_000_000))).toThrow("JSON that is nested too deeply");
  });
});
