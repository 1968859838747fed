/** How V8 optimises in each stage of a run: that costs an eighth of a large one, and a quarter of a small one. */
import { setFlagsFromString } from "node:v8";
import type { AnalysisStage } from "../core/analysis.js";

interface Optimising {
  /** Octets of bytecode of other functions that may go into one. */
  readonly inlined: number;
  /** Octets of bytecode of a function that run before it is worth it. */
  readonly after: number;
}

/** That of Node 20. Later ones have a cheap optimiser in between, and no such number; V8 complains of options it does not know. */
const COUNTS_OCTETS = process.versions.v8.startsWith("11.");

const STAGES: Readonly<Record<AnalysisStage | "other", Optimising>> = {
  // Little code, all of which runs for each of a million frames.
  reading: { inlined: 920, after: 67_584 },
  correlating: { inlined: 200, after: 67_584 },
  // Hundreds of rules, most of which have run before their faster code is there.
  judging: { inlined: 100, after: 400_000 },
  other: { inlined: 200, after: 67_584 },
};

let current: Optimising | undefined;

/** Follows the work from here on; costs nothing while it stays the same. */
export function optimiseFor(stage: AnalysisStage | "other"): void {
  if (current === STAGES[stage]) return;
  current = STAGES[stage];
  setFlagsFromString(`--max-inlined-bytecode-size-cumulative=${current.inlined}`);
  if (COUNTS_OCTETS) setFlagsFromString(`--interrupt-budget=${current.after}`);
}
