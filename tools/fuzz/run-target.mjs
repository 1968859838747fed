/** Runs a fuzz target in a worker and watches it: what throws, hangs or outgrows its memory is a crash. */
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import * as esbuild from "esbuild";
import { ROOT } from "../build.mjs";

/** Far above what any input takes on a busy machine: the slowest take a second. */
const HANG_MILLIS = 30_000;
const LOOK_MILLIS = 500;
/** A worker's old generation; the growth of buffers is looked at by the worker itself. */
const MAX_HEAP_MEBI = 768;
/** Inputs are at most a quarter of it (`mutation.ts`). */
const SHARED_OCTETS = 2 ** 20;

const ENTRIES = { worker: "test/robustness/fuzz/worker.ts", names: "test/robustness/fuzz/names.ts" };
const OUT = join(ROOT, ".cache/fuzz");

/** @typedef {{ readonly target: string, readonly case: number, readonly failure: string, readonly input: Uint8Array }} Crash */
/** @typedef {{ readonly cases: number, readonly seeds: number, readonly dead: number, readonly crashes: readonly Crash[] }} Outcome */

/**
 * Bundles the targets, which are TypeScript, for a thread that reads JavaScript alone. Call once before `runTarget`.
 * @returns {Promise<string[]>} the names of all targets
 */
export async function bundleTargets() {
  await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: ENTRIES,
    outdir: OUT,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    target: "node20.19",
    format: "esm",
    // Dependencies for Node may be CommonJS, and ask for its modules so.
    banner: { js: `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);` },
    sourcemap: "inline",
    logLevel: "warning",
  });
  const { NAMES } = /** @type {{ NAMES: string[] }} */ (await import(join(OUT, "names.mjs")));
  return NAMES;
}

/**
 * @param {string} target
 * @param {{ seed: number, cases: number, seconds?: number, hangMillis?: number }} options
 *   `seconds` ends the run early
 * @returns {Promise<Outcome>}
 */
export function runTarget(target, { seed, cases, seconds = Infinity, hangMillis = HANG_MILLIS }) {
  const shared = new SharedArrayBuffer(SHARED_OCTETS);
  const header = new Int32Array(shared, 0, 2);
  Atomics.store(header, 0, -1);
  const worker = new Worker(join(OUT, "worker.mjs"), {
    workerData: { target, seed, cases, shared },
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MEBI },
    execArgv: ["--enable-source-maps"],
  });
  const currentCase = () => Atomics.load(header, 0);
  const currentInput = () => new Uint8Array(shared, 8, Atomics.load(header, 1)).slice();
  /** @type {Crash[]} */
  const crashes = [];
  let begun = { seeds: 0, dead: 0 };

  return new Promise((resolve) => {
    const started = Date.now();
    let lastCase = -2;
    let lastMillis = started;
    let isOver = false;
    /** @param {number} index @param {string} failure @param {Uint8Array} input */
    const crash = (index, failure, input) => {
      crashes.push({ target, case: index, failure, input });
    };
    const finish = () => {
      if (isOver) return;
      isOver = true;
      clearInterval(watch);
      const done = currentCase() + 1;
      void worker.terminate().then(() => resolve({ cases: Math.max(0, done), ...begun, crashes }));
    };
    const watch = setInterval(() => {
      const now = Date.now();
      if (currentCase() !== lastCase) {
        lastCase = currentCase();
        lastMillis = now;
        if (now - started > seconds * 1000) finish();
      } else if (now - lastMillis > hangMillis && lastCase >= 0) {
        crash(lastCase, `No end after ${hangMillis / 1000} s.`, currentInput());
        finish();
      }
    }, LOOK_MILLIS);
    worker.on("message", (message) => {
      // Making an input smaller takes its time.
      lastMillis = Date.now();
      if (message.kind === "begun") begun = { seeds: message.seeds, dead: message.dead };
      else if (message.kind === "crash") crash(message.case, message.failure, message.input);
      else finish();
    });
    worker.on("error", (error) => {
      if (!isOver) crash(currentCase(), error.stack ?? String(error), currentInput());
      finish();
    });
    worker.on("exit", finish);
  });
}
