/**
 * Runs every check of the project, cheapest first, and stops at the first that fails.
 *
 *     npm test [-- unit | e2e] [-- VITEST ARGUMENTS]      as in: npm test -- -u, npm test -- unit, npm test -- registration
 *
 * The last line is always `N passed, N failed`, with `, N skipped` if any were. Without Chromium or Chrome the end-to-end
 * tests are left out and that is said; with CI=true it is a failure, so that no CI passes by not looking.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./build.mjs";
import { findBrowser } from "./vscode-host/browser.mjs";

const CHECKS = [
  { title: "types", program: "node_modules/typescript/bin/tsc", args: ["-b"], advice: "The messages above say where." },
  {
    title: "formatting",
    program: "node_modules/prettier/bin/prettier.cjs",
    args: ["--check", "--log-level", "warn", "."],
    advice: "`npm run format` repairs it.",
  },
  {
    title: "lint",
    program: "node_modules/eslint/bin/eslint.js",
    args: ["--max-warnings", "0", "."],
    advice: "`npm run lint -- --fix` repairs what it can.",
  },
  {
    title: "unused code",
    program: "node_modules/knip/bin/knip.js",
    args: ["--no-progress"],
    advice: "Remove it, or use it; knip.json lists what is started from outside.",
  },
  { title: "build", program: "tools/build.mjs", args: ["--production"], advice: "The messages above say where." },
];

/** @typedef {import("./totals-reporter.mjs").Totals} Totals */

/**
 * @param {string} program script, relative to the repository
 * @param {readonly string[]} args
 * @param {Record<string, string>} [environment]
 */
function run(program, args, environment = {}) {
  const script = join(ROOT, program);
  const env = { ...process.env, ...environment };
  return spawnSync(process.execPath, [script, ...args], { cwd: ROOT, stdio: ["ignore", "inherit", "inherit"], env })
    .status;
}

/** @param {string} title */
function headline(title) {
  console.log(`── ${title}`);
}

/** @returns {string | undefined} why the checks stopped */
function failedCheck() {
  for (const { title, program, args, advice } of CHECKS) {
    headline(title);
    if (run(program, args) !== 0) return `The check "${title}" failed, so the tests were not run. ${advice}`;
  }
  return undefined;
}

/**
 * @param {readonly string[]} args
 * @returns {{ projects: string[], rest: string[] }} the test projects asked for, both if none is named, and what else was said
 */
function chooseProjects(args) {
  const projects = ["unit", "e2e"];
  const named = projects.filter((name) => args.includes(name));
  return { projects: named.length > 0 ? named : projects, rest: args.filter((arg) => !projects.includes(arg)) };
}

/**
 * @param {readonly string[]} projects
 * @param {readonly string[]} rest
 * @returns {{ totals: Totals, status: number | null }}
 */
function runTests(projects, rest) {
  const folder = mkdtempSync(join(tmpdir(), "sip-trace-totals-"));
  const file = join(folder, "totals.json");
  const reporters = ["--reporter=default", `--reporter=${join(ROOT, "tools/totals-reporter.mjs")}`];
  const chosen = projects.map((name) => `--project=${name}`);
  try {
    const status = run("node_modules/vitest/vitest.mjs", ["run", ...chosen, ...reporters, ...rest], {
      SIP_TRACE_TOTALS: file,
    });
    return { totals: JSON.parse(readFileSync(file, "utf8")), status };
  } catch {
    // vitest ended before it could count: nothing passed.
    return { totals: { passed: 0, failed: 1, skipped: 0 }, status: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Prints the closing line.
 * @param {Totals} totals
 * @param {boolean} succeeded
 */
function close({ passed, failed, skipped }, succeeded) {
  // A run that failed without a failed test, as by a setting that vitest refuses, must not read as a success.
  const failures = succeeded ? failed : Math.max(failed, 1);
  console.log(`\n${passed} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  process.exitCode = succeeded && failed === 0 ? 0 : 1;
}

/**
 * @param {readonly string[]} args
 * @returns {string | undefined} why end-to-end tests cannot be run
 */
function missingBrowser(args) {
  if (!args.includes("e2e")) return undefined;
  const browser = findBrowser();
  if (browser) console.log(`The end-to-end tests use ${browser}.`);
  return browser
    ? undefined
    : "No Chromium or Chrome was found (CHROME_PATH may name one), so the end-to-end tests cannot run.";
}

function main() {
  const stopped = failedCheck();
  if (stopped) {
    console.error(`\n${stopped}`);
    return close({ passed: 0, failed: 1, skipped: 0 }, false);
  }
  headline("tests");
  const { projects, rest } = chooseProjects(process.argv.slice(2));
  const missing = missingBrowser(projects);
  if (missing) console.error(missing);
  if (missing && process.env.CI === "true") return close({ passed: 0, failed: 1, skipped: 0 }, false);
  const runnable = missing ? projects.filter((name) => name !== "e2e") : projects;
  if (runnable.length === 0) return close({ passed: 0, failed: 1, skipped: 0 }, false);
  const { totals, status } = runTests(runnable, rest);
  if (missing) console.log(`\n${missing} They were skipped.`);
  close(totals, status === 0);
}

main();
