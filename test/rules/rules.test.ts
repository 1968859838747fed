/**
 * Every rule against traces that lie beside its name: in `RULE.bad.siptrace` it must flag exactly the characters that the
 * carets show, in `RULE.good.siptrace`, the nearest trace without the fault, nothing. `npm test -- -u` writes the carets.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { RULES } from "../../src/core/rules/index.js";
import { annotate, diagnoseText, withoutCarets } from "./annotate.js";

const FOLDER = import.meta.dirname;

interface Case {
  readonly rule: string;
  readonly isBad: boolean;
  readonly path: string;
}

const CASES: readonly Case[] = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
  .sort()
  .flatMap((name) => {
    const match = /^([a-z0-9-]+)\.(bad|good)(?:-\d+)?\.siptrace$/.exec(basename(name));
    return match ? [{ rule: match[1]!, isBad: match[2] === "bad", path: join(FOLDER, name) }] : [];
  });

describe("traces with a fault", () => {
  test.each(CASES.filter(({ isBad }) => isBad).map((each) => [basename(each.path), each] as const))(
    "%s",
    async (_, { rule, path }) => {
      const text = withoutCarets(readFileSync(path, "utf8"));
      const { trace, findings, failedRules } = diagnoseText(text);
      expect(failedRules).toEqual([]);
      const own = findings.filter((finding) => finding.rule === rule);
      expect(own, "the rule must report something").not.toEqual([]);
      await expect(annotate(text, trace, own)).toMatchFileSnapshot(path);
      // One cause per failure: whatever else is wrong in the trace says so in a line "# also: RULE".
      const others = findings.filter((finding) => finding.rule !== rule && finding.severity !== "info");
      expect(others.map((finding) => finding.rule).sort()).toEqual(alsoOf(text));
    },
  );
});

describe("traces without it", () => {
  test.each(CASES.filter(({ isBad }) => !isBad).map((each) => [basename(each.path), each] as const))(
    "%s",
    (_, { rule, path }) => {
      const { findings, failedRules } = diagnoseText(readFileSync(path, "utf8"));
      expect(failedRules).toEqual([]);
      expect(findings.filter((finding) => finding.rule === rule).map(({ message }) => message)).toEqual([]);
    },
  );
});

test("every trace is of a rule that exists", () => {
  const ids = new Set(RULES.map(({ id }) => id));
  expect(CASES.filter(({ rule }) => !ids.has(rule)).map(({ path }) => basename(path))).toEqual([]);
});

test("every rule has a trace with the fault and one without", () => {
  const has = (id: string, isBad: boolean) => CASES.some((each) => each.rule === id && each.isBad === isBad);
  expect(RULES.filter(({ id }) => !has(id, true) || !has(id, false)).map(({ id }) => id)).toEqual([]);
});

function alsoOf(text: string): string[] {
  return [...text.matchAll(/^# also: ([a-z0-9-]+)$/gm)].map(([, rule]) => rule ?? "").sort();
}
