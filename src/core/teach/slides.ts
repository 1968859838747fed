/** Slides: a ladder as it stands at each of its steps, for those who show one arrow after the other. */
import type { LadderRow, LadderView, LifeLine } from "../../view/ladder.js";

/** The ladder as far as a step, counted from 1: a fold is one, a gap none. The whole of it from the last step on. */
export function ladderUntil(view: LadderView, step: number): LadderView {
  const rows: LadderRow[] = [];
  let steps = 0;
  for (const row of view.rows) {
    if (row.kind !== "gap" && ++steps > step) break;
    rows.push(row);
  }
  if (rows.length === view.rows.length) return view;
  while (rows.at(-1)?.kind === "gap") rows.pop();
  const last = rows.reduce((count, row) => count + (row.kind === "fold" ? row.rows.length + 1 : 1), 0) - 1;
  return { ...view, rows, lifeLines: view.lifeLines.flatMap((line) => cut(line, last)), omitted: 0 };
}

/** @param last number of the last row, those inside folds counted */
function cut(line: LifeLine, last: number): LifeLine[] {
  const { from, to } = line;
  if (from.row > last || (from.row === last && from.share > 0)) return [];
  return [to.row >= last ? { ...line, to: { row: last, share: 0 } } : line];
}
