/** Bombs and floods: each is read to its end or to where a sentence says, in bounded memory, in a process of its own. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import * as esbuild from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import type { Problem } from "../../src/core/model/problem.js";
import { FLOODS } from "./floods/floods.js";

/** As much as a million real messages may take; Node alone takes 90 MiB, and its collector of garbage is in no hurry. */
const MAX_PEAK_MEBI = 500;
const TEST_MILLIS = 300_000;
const MAX_OUTPUT_OCTETS = 16 * 1024 * 1024;
const ROOT = join(import.meta.dirname, "..", "..");
const PROGRAM = join(ROOT, ".cache/floods/run.cjs");

interface Outcome {
  readonly messages: number;
  readonly problems: readonly Problem[];
  readonly failedRules: readonly string[];
  readonly peakMebi: number;
}

async function run(name: string, count: number): Promise<Outcome> {
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, name, String(count)], {
    maxBuffer: MAX_OUTPUT_OCTETS,
  });
  return JSON.parse(stdout) as Outcome;
}

beforeAll(async () => {
  await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: ["test/robustness/floods/run.ts"],
    outfile: PROGRAM,
    bundle: true,
    platform: "node",
    target: "node20.19",
    format: "cjs",
    logLevel: "warning",
  });
});

describe("a flood", () => {
  it.each(FLOODS)("of $name is held", { timeout: TEST_MILLIS }, async ({ name, inTests, tells, messages }) => {
    const outcome = await run(name, inTests);
    expect(outcome.failedRules).toEqual([]);
    expect(outcome.peakMebi).toBeLessThan(MAX_PEAK_MEBI);
    if (messages !== undefined) expect(outcome.messages).toBe(messages(inTests));
    if (tells === undefined) return;
    const told = outcome.problems.filter(({ message }) => tells.test(message));
    expect(told.length, outcome.problems[0]?.message).toBeGreaterThan(0);
    for (const { offset } of told) expect(offset).toBeGreaterThanOrEqual(0);
  });
});
