/**
 * What large inputs cost, beside `cat`, tshark, sngrep and grep in the same run: absolute times mean little on a machine
 * that others use. `npm run bench -- --quick` for a tenth of the size, `--only udp,log,page`, `--alone` without the peers.
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { makeInputs } from "./inputs.mjs";
import { benchLadderPage } from "./ladder-page.mjs";
import { isInstalled, measure } from "./measure.mjs";
import { benchPage } from "./page.mjs";

/** @typedef {import("./inputs.mjs").Input} Input */
/** @typedef {import("./measure.mjs").Cost} Cost */
/** @typedef {{ readonly name: string, readonly cost: Cost, readonly found: number | undefined }} Result */

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const folder = join(root, ".cache/bench");
const cli = join(root, "dist/cli.js");
/** sngrep does not end by itself on some captures. */
const PEER_SECONDS = 600;
const OWN_SECONDS = 900;

/** What is promised: a share of the peer's processor time, and memory. */
const BUDGETS = /** @type {Record<string, { peer: string, factor: number, mebi: number }>} */ ({
  udp: { peer: "tshark", factor: 1 / 8, mebi: 500 },
  tcp: { peer: "tshark", factor: 1 / 8, mebi: 500 },
  rtp: { peer: "tshark", factor: 1 / 40, mebi: 250 },
  log: { peer: "grep", factor: 12, mebi: 500 },
});

const { values: options } = parseArgs({
  options: { quick: { type: "boolean" }, alone: { type: "boolean" }, only: { type: "string" } },
});

if (!existsSync(cli)) throw new Error("dist/cli.js is not there: npm run build makes it.");
const wanted = options.only?.split(",");
let isWithinBudget = true;
const isPageOnly = wanted?.every((id) => id === "page") ?? false;
const inputs = isPageOnly
  ? []
  : makeInputs(folder, options.quick === true).filter(({ id }) => wanted?.includes(id) ?? true);
for (const input of inputs) isWithinBudget = report(input, await runAll(input)) && isWithinBudget;
if (wanted?.includes("page") ?? true) {
  for (const isKept of [await benchPage(root), await benchLadderPage()]) isWithinBudget = isKept && isWithinBudget;
}
process.exitCode = isWithinBudget ? 0 : 1;

/** @param {Input} input @returns {Promise<Result[]>} */
async function runAll(input) {
  const output = join(folder, "output");
  /** @type {Result[]} */
  const results = [];
  for (const { name, command, count } of programs(input)) {
    const program = command[0] ?? "";
    if (program !== process.execPath && !isInstalled(program)) {
      process.stderr.write(`${program} is not installed: no comparison with it\n`);
      continue;
    }
    const timeoutSeconds = name === "sip-trace" ? OWN_SECONDS : PEER_SECONDS;
    const cost = await measure(command, { output, timeoutSeconds });
    results.push({ name, cost, found: cost.isStopped ? undefined : count(output) });
  }
  rmSync(output, { force: true });
  return results;
}

/** @param {Input} input @returns {{ name: string, command: string[], count: (output: string) => number | undefined }[]} */
function programs({ id, path }) {
  const own = {
    name: "sip-trace",
    command: [process.execPath, cli, "--format", "json", path],
    count: (/** @type {string} */ output) => Number(JSON.parse(readFileSync(output, "utf8")).traces[0].messages),
  };
  const cat = { name: "cat", command: ["cat", path], count: () => undefined };
  if (options.alone) return [cat, own];
  if (id === "log") {
    const count = (/** @type {string} */ output) => Number(readFileSync(output, "utf8"));
    return [cat, { name: "grep", command: ["grep", "-c", "SIP/2.0", path], count: () => undefined }, own].map(
      (program) => ({
        ...program,
        count: program.name === "grep" ? count : program.count,
      }),
    );
  }
  const fields = ["-e", "frame.number", "-e", "sip.Method", "-e", "sip.Status-Code"];
  return [
    cat,
    own,
    { name: "tshark", command: ["tshark", "-r", path, "-Y", "sip", "-T", "fields", ...fields], count: countSip },
    { name: "sngrep", command: ["sngrep", "-N", "-q", "-I", path], count: () => undefined },
  ];
}

/** tshark prints a line a frame, with a comma between the messages of one. @param {string} output */
function countSip(output) {
  let count = 0;
  for (const line of readFileSync(output, "latin1").split("\n")) {
    const [, methods = "", statuses = ""] = line.split("\t");
    for (const list of [methods, statuses]) if (list !== "") count += list.split(",").length;
  }
  return count;
}

/** A dash where the other took less than can be measured. @param {Cost} cost @param {Cost | undefined} other */
function ratio(cost, other) {
  return other && other.cpuSeconds > 0 ? (cost.cpuSeconds / other.cpuSeconds).toFixed(1) : "–";
}

/** Prints one input's table. @param {Input} input @param {Result[]} results @returns {boolean} whether the budget is kept */
function report({ id, title, messages, octets }, results) {
  const own = results.find(({ name }) => name === "sip-trace");
  const cat = results.find(({ name }) => name === "cat");
  console.log(`\n${title}: ${(octets / 1e6).toFixed(0)} MB, ${messages} SIP messages`);
  console.log("             CPU s   wall s   peak MiB   CPU to cat   found");
  for (const { name, cost, found } of results) {
    const cells = [
      cost.cpuSeconds.toFixed(2).padStart(8),
      cost.wallSeconds.toFixed(2).padStart(9),
      cost.peakMebi.toFixed(0).padStart(11),
      ratio(cost, cat?.cost).padStart(13),
      cost.isStopped ? "  did not end" : found === undefined ? "" : `   ${found}`,
    ];
    console.log(name.padEnd(10) + cells.join(""));
  }
  const budget = BUDGETS[id];
  if (!own || !budget) return true;
  const isComplete = own.found === messages;
  const peer = results.find(({ name }) => name === budget.peer);
  const isMeasured = peer !== undefined && peer.cost.cpuSeconds > 0;
  const factor = own.cost.cpuSeconds / (peer?.cost.cpuSeconds ?? NaN);
  const isFast = peer === undefined || (isMeasured && factor <= budget.factor);
  const isSmall = !(own.cost.peakMebi > budget.mebi);
  const share =
    budget.factor < 1
      ? `1/${(1 / factor).toFixed(1)} of ${budget.peer}'s CPU time (at most 1/${1 / budget.factor})`
      : `${factor.toFixed(1)} times ${budget.peer}'s CPU time (at most ${budget.factor})`;
  console.log(
    `${isComplete ? "complete" : `INCOMPLETE: ${own.found} of ${messages}`}; ` +
      `${peer === undefined ? `no ${budget.peer} to compare with` : !isMeasured ? `NOT MEASURED: ${budget.peer} took too little time; run without --quick` : `${isFast ? "" : "TOO SLOW: "}${share}`}; ` +
      `${isSmall ? "" : "TOO LARGE: "}${own.cost.peakMebi.toFixed(0)} MiB (at most ${budget.mebi})`,
  );
  return isComplete && isFast && isSmall;
}
