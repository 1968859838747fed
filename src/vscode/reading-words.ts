/** What a page is told of a file that is being read, or that holds nothing to draw. */
import type { OverviewRow } from "../view/overview.js";
import type { ReadingView } from "../view/protocol.js";
import type { TraceState } from "./open-trace.js";

type Analysing = Extract<TraceState, { kind: "analysing" }>;

export function readingView(
  { progress, isStopped }: Analysing,
  soFar: readonly OverviewRow[] | undefined,
): ReadingView {
  const { readOctets = 0, totalOctets = 0, messages = 0, isReading = true, changed = [] } = progress ?? {};
  const phase = isStopped ? "stopping" : isReading ? "reading" : "judging";
  return { readOctets, totalOctets, messages, phase, changed: soFar ?? changed };
}

/** Why a trace is empty, in one paragraph. */
export function nothingFound({ problems, frames }: { problems: readonly string[]; frames: number }): string {
  if (problems.length > 0) return problems.slice(0, 5).join(" ");
  return frames === 0 ? "No SIP message was found in it." : `No SIP message was found in its ${frames} frames.`;
}
