/** What cannot be measured: the clock of a log was set meanwhile, or an answer is not shown. */
import { isAcross } from "../trace/clock-jumps.js";
import type { Trace } from "../trace/trace.js";
import { microsAt, placeOf } from "./place.js";
import type { Report, Rule } from "./rule.js";

/** Whether a report rests on a time that the trace does not tell. */
export function isUnmeasured(trace: Trace, { measures }: Rule, report: Report): boolean {
  if (measures === undefined) return false;
  if (measures === "clock") return trace.clockJumps.some(({ file }) => file === fileOf(trace, report));
  if (report.explains?.some((index) => trace.transactions[index]?.isAnswerUnseen)) return true;
  if (trace.clockJumps.length === 0) return false;
  const instants = instantsOf(trace, report);
  const [first, last] = [Math.min(...instants), Math.max(...instants)];
  return trace.clockJumps.some((jump) => isAcross(jump, first, last));
}

function fileOf(trace: Trace, { at }: Report): number {
  const mark = "signal" in at ? trace.signals[at.signal] : at.message;
  return mark?.place.file ?? -1;
}

/** When what a report speaks of began and ended. */
function instantsOf(trace: Trace, { at, related = [], explains = [] }: Report): number[] {
  const places = [at, ...related].map((mark) => microsAt(trace, placeOf(mark)));
  const failures = explains.flatMap((index) => {
    const transaction = trace.transactions[index];
    return transaction ? [transaction.startMicros, transaction.endMicros] : [];
  });
  return [...places, ...failures];
}
