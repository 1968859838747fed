/** Analyses one flood in a process of its own and prints what came of it and the most memory it took. */
import { analyse, layOutLadder, overviewOf, traceToJson } from "../../../src/core/index.js";
import { finish } from "../../../src/core/model/steps.js";
import { FLOODS, floodSource } from "./floods.js";

const [, , name, count] = process.argv;
const flood = FLOODS.find((candidate) => candidate.name === name)!;
const started = Date.now();
const analysis = finish(analyse([floodSource(flood, Number(count))]));
const readMillis = Date.now() - started;
overviewOf(analysis);
layOutLadder(analysis, "all");
traceToJson(analysis);
const { trace, failedRules } = analysis;
const outcome = {
  messages: trace.messages.length,
  signals: trace.signals.length,
  problems: trace.problems,
  failedRules: failedRules.map(({ rule, error }) => `${rule}: ${String(error)}`),
  // Kibibytes.
  peakMebi: Math.round(process.resourceUsage().maxRSS / 1024),
  readMillis,
  millis: Date.now() - started,
};
process.stdout.write(JSON.stringify(outcome));
