/** Runs the command line that was built on the samples, and keeps what V8 compiled of it meanwhile for its next starts. */
import { readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";

const SAMPLES = join(import.meta.dirname, "../samples");
const samples = readdirSync(SAMPLES, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.(pcapng|pcapng\.gz|log|siptrace)$/.test(name))
  .map((name) => join(SAMPLES, name));

// What ran once, as everything that only starts, would be forgotten by the end.
setFlagsFromString("--no-flush-bytecode");
process.argv.splice(2, Infinity, "--format", "json", ...samples);
/** @type {typeof import("../src/cli/start.js")} */
const { CODE, script } = createRequire(import.meta.url)("../dist/cli.js");

process.on("exit", (status) => {
  // One is for errors found in the samples, which are there.
  if (status !== 1) return;
  // V8 takes code of the same flags alone.
  setFlagsFromString("--flush-bytecode");
  writeFileSync(CODE, script.createCachedData());
  process.exitCode = 0;
});
