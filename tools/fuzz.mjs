/**
 * Feeds the readers wrong inputs made of valid ones, round after round, until Ctrl+C:
 *
 *     npm run fuzz [-- --only NAME[,NAME]] [-- --seconds N] [-- --seed N] [-- --list]
 *
 * What throws, hangs or outgrows its memory is made smaller and written to test/robustness/crashers/, where a test reads
 * it from then on: add it with the fix. The seed is printed; the same seed makes the same inputs.
 */
import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ROOT } from "./build.mjs";
import { bundleTargets, runTarget } from "./fuzz/run-target.mjs";

/** @typedef {import("./fuzz/run-target.mjs").Crash} Crash */

const CRASHERS = join(ROOT, "test/robustness/crashers");
/** Each target gets so long before the next has its turn. */
const TURN_SECONDS = 10;
/** More than any turn has time for. */
const CASES = 10_000_000;

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    seconds: { type: "string" },
    seed: { type: "string" },
    list: { type: "boolean", default: false },
  },
});
const names = await bundleTargets();
const wanted = values.only?.split(",") ?? names;
const unknown = wanted.filter((name) => !names.includes(name));
if (values.list || unknown.length > 0) {
  if (unknown.length > 0) console.error(`There is no target ${unknown.join(", ")}. There are:`);
  console.log(names.join("\n"));
  process.exitCode = unknown.length > 0 ? 2 : 0;
} else {
  await fuzz(Number(values.seed ?? Date.now() % 2 ** 31), Number(values.seconds ?? Infinity));
}

/** @param {number} seed @param {number} seconds */
async function fuzz(seed, seconds) {
  const end = Date.now() + seconds * 1000;
  const left = () => (end - Date.now()) / 1000;
  console.log(`Seed ${seed}. Ctrl+C ends it.`);
  const found = new Set();
  let cases = 0;
  for (let round = 0; left() > 0; round++) {
    for (const target of wanted) {
      if (left() <= 0) break;
      const turn = Math.min(TURN_SECONDS, left());
      const outcome = await runTarget(target, { seed: seed + round, cases: CASES, seconds: turn });
      cases += outcome.cases;
      console.log(`round ${round + 1}  ${target.padEnd(20)} ${outcome.cases} cases, ${outcome.crashes.length} crashes`);
      for (const crash of outcome.crashes) {
        const name = await keep(crash);
        found.add(name);
        console.log(
          `  ${name}, seed ${seed + round}, case ${crash.case}:\n  ${crash.failure.split("\n").slice(0, 4).join("\n  ")}`,
        );
      }
    }
  }
  console.log(`${cases} cases, ${found.size} crashers in test/robustness/crashers/.`);
  process.exitCode = found.size > 0 ? 1 : 0;
}

/** @param {Crash} crash @returns {Promise<string>} the name of its file */
async function keep({ target, input }) {
  const name = `${target}--${createHash("sha256").update(input).digest("hex").slice(0, 8)}`;
  await mkdir(CRASHERS, { recursive: true });
  await writeFile(join(CRASHERS, name), input);
  return name;
}
