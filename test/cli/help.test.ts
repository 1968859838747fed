/** `docs/cli.md` and README say what `--help` says: every option, in the same words where they are quoted. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { HELP } from "../../src/cli/help.js";
import { readOptions, UsageError } from "../../src/cli/options.js";

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");
const OPTIONS = [...new Set(HELP.match(/(?<=^ {2}|, )--[a-z-]+/gm))];

test("the manual quotes the help to the letter", () => expect(read("docs/cli.md")).toContain(`\n${HELP}`));

test.each(OPTIONS)("%s is understood, and in the README", (option) => {
  expect(read("README.md")).toContain(option);
  const unknown = () => readOptions([option, "--an-unknown-option"], () => false);
  expect(unknown).toThrow(UsageError);
  // What is complained about is what follows, or the value that it lacks; not the option itself.
  expect(unknown).not.toThrow(`Unknown option '${option}'`);
});

test("the help names options, and there are no others", () => {
  expect(OPTIONS.length).toBeGreaterThan(15);
  expect(() => readOptions(["--nonsense", "x"], () => false)).toThrow("--nonsense");
});

test("a value that looks like an option is complained about in one sentence", () => {
  const negative = () => readOptions(["--nat-timeout", "-5", "trace.pcap"], () => false);
  expect(negative).toThrow(/^Option '--nat-timeout' argument is ambiguous$/);
});
