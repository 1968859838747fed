/** The table of precedence: complete for the rules that explain failures, and free of contradictions. */
import { expect, test } from "vitest";
import { RULES } from "../../src/core/rules/index.js";
import { EXPLANATION_ORDER, rankOf, SWALLOWS } from "../../src/core/rules/precedence.js";

test("every cause and symptom has its place in the order", () => {
  const explaining = RULES.filter(({ kind, severity }) => kind !== "practice" && severity !== "info");
  expect(explaining.filter(({ id }) => rankOf(id) === undefined).map(({ id }) => id)).toEqual([]);
});

test("advice and information are not in it", () => {
  const others = RULES.filter(({ kind, severity }) => kind === "practice" || severity === "info");
  expect(others.filter(({ id }) => rankOf(id) !== undefined).map(({ id }) => id)).toEqual([]);
});

test("no rule stands in it twice", () => {
  expect(new Set(EXPLANATION_ORDER).size).toBe(EXPLANATION_ORDER.length);
});

test("symptoms come last", () => {
  const symptoms = RULES.filter(({ kind }) => kind === "symptom").map(({ id }) => rankOf(id) ?? -1);
  const causes = RULES.filter(({ kind }) => kind === "cause").map(({ id }) => rankOf(id) ?? -1);
  expect(Math.min(...symptoms)).toBeGreaterThan(Math.max(...causes));
});

test("no pair swallows each other", () => {
  const pairs = new Set(
    SWALLOWS.flatMap(({ winner, losers }) => (losers === "*" ? [] : losers.map((id) => `${winner} ${id}`))),
  );
  for (const { winner, losers } of SWALLOWS) {
    if (losers === "*") continue;
    for (const loser of losers) expect(pairs.has(`${loser} ${winner}`), `${loser} and ${winner}`).toBe(false);
  }
});
