/** A bounded run of every fuzz target with fixed seeds; `npm run fuzz` goes on without bound. What was found once is read ever after. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { bundleTargets, runTarget } from "../../tools/fuzz/run-target.mjs";
import { NAMES } from "./fuzz/names.js";
import { TARGETS } from "./fuzz/targets.js";

/** A target takes up to seconds for so many. */
const CASES = 100;
const SEED = 4475;
/** A hang is told after 30 s by the watcher itself. */
const TEST_MILLIS = 120_000;

const CRASHERS = join(import.meta.dirname, "crashers");

beforeAll(bundleTargets);

describe("wrong inputs made of valid ones", () => {
  it.each(NAMES)("end in a result: %s", { timeout: TEST_MILLIS }, async (name) => {
    const { cases, seeds, dead, crashes } = await runTarget(name, { seed: SEED, cases: CASES });
    expect(crashes.map(({ case: index, failure }) => `case ${index}: ${failure}`)).toEqual([]);
    expect(cases).toBe(CASES);
    // Mutations of an input in which nothing is found reach nothing.
    expect([seeds > 0, dead]).toEqual([true, 0]);
  });
});

describe("the watcher", () => {
  it("notices what throws, and makes its input small", async () => {
    const { cases, crashes } = await runTarget("planted-throw", { seed: SEED, cases: CASES });
    expect(cases).toBe(CASES);
    expect(crashes).toHaveLength(1);
    expect(crashes[0]!.failure).toMatch(/^RangeError: at \d/);
    expect(Buffer.from(crashes[0]!.input).toString("hex")).toBe("00");
  });

  it("notices what hangs", async () => {
    const { crashes } = await runTarget("planted-hang", { seed: SEED, cases: CASES, hangMillis: 1000 });
    expect(crashes.map(({ failure }) => failure)).toEqual(["No end after 1 s."]);
    expect(crashes[0]!.input).not.toHaveLength(5);
  });

  it.each(["planted-growth", "planted-overflow"])(
    "notices what takes memory without bound: %s",
    { timeout: TEST_MILLIS },
    async (name) => {
      const { crashes } = await runTarget(name, { seed: SEED, cases: CASES });
      expect(crashes[0]?.failure).toMatch(/memory/i);
    },
  );
});

it("reads everything that was found once", () => {
  const names = existsSync(CRASHERS) ? readdirSync(CRASHERS) : [];
  for (const name of names) {
    const target = TARGETS.find((candidate) => name.startsWith(`${candidate.name}--`));
    expect(target, `${name} begins with the name of no target`).toBeDefined();
    expect(() => target!.run(new Uint8Array(readFileSync(join(CRASHERS, name)))), name).not.toThrow();
  }
});
