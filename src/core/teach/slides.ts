/** Slides: a ladder as it stands at each of its steps, for those who show one arrow after the other. */
import type { LadderView, LifeLine } from "../../view/ladder.js";

/** The ladder as far as a step, counted from 1: a fold is one, a gap none. The whole of it from the last step on. */
export function ladderUntil(view: LadderView, step: number): LadderView {
  let steps = 0;
  const index = view.rows.findIndex(({ kind }) => kind !== "gap" && ++steps === step);
  return index < 0 ? view : ladderThrough(view, index);
}

/** The ladder as far as a row of it, by its index. */
export function ladderThrough(view: LadderView, index: number): LadderView {
  if (index >= view.rows.length - 1) return view;
  const rows = view.rows.slice(0, index + 1);
  const last = rows.reduce((count, row) => count + (row.kind === "fold" ? row.rows.length + 1 : 1), 0) - 1;
  return { ...view, rows, lifeLines: view.lifeLines.flatMap((line) => cut(line, last)), omitted: 0 };
}

/** @param last number of the last row, those inside folds counted */
function cut(line: LifeLine, last: number): LifeLine[] {
  const { from, to } = line;
  if (from.row > last || (from.row === last && from.share > 0)) return [];
  return [to.row >= last ? { ...line, to: { row: last, share: 0 } } : line];
}
