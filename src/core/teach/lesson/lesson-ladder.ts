/** The ladder of a lesson as it has grown by a step: rows behind the step's are not drawn yet. */
import type { Analysis } from "../../analysis.js";
import { layOutLadder } from "../../ladder/lay-out.js";
import type { GapRow, LadderView, LifeLine, MessageRow, SignalRow } from "../../../view/ladder.js";
import { findPlace } from "./find-place.js";
import type { Lesson } from "./lesson.js";

type PlainRow = MessageRow | SignalRow | GapRow;

export interface StepLadders {
  readonly whole: LadderView;
  /** For each step the ladder up to its message, or to that of an earlier step if that is further down. */
  readonly grown: readonly LadderView[];
}

export function stepLadders(lesson: Lesson, analysis: Analysis): StepLadders {
  const whole = unfolded(layOutLadder(analysis, "all"));
  let last = 0;
  const grown = lesson.steps.map(({ at }) => {
    const place = findPlace(analysis.trace, at);
    if (typeof place === "number") last = Math.max(last, rowOf(whole.rows, place));
    return grownTo(whole, last);
  });
  return { whole, grown };
}

/** A row of its own for everything that a fold holds; life lines keep their places. */
function unfolded(view: LadderView): LadderView & { readonly rows: readonly PlainRow[] } {
  /** By number of the row, counted with those inside folds. */
  const numbers: number[] = [];
  const rows: PlainRow[] = [];
  for (const row of view.rows) {
    numbers.push(rows.length);
    if (row.kind !== "fold") rows.push(row);
    else for (const each of row.rows) numbers.push(rows.push(each) - 1);
  }
  const moved = ({ from, to, ...line }: LifeLine): LifeLine => ({
    ...line,
    from: { ...from, row: numbers[from.row] ?? rows.length - 1 },
    to: { ...to, row: numbers[to.row] ?? rows.length - 1 },
  });
  return { ...view, rows, lifeLines: view.lifeLines.map(moved) };
}

function grownTo(view: LadderView, last: number): LadderView {
  const lifeLines = view.lifeLines
    .filter(({ from }) => from.row <= last)
    .map((line) =>
      line.to.row < last ? line : { ...line, to: { row: last, share: line.to.row === last ? line.to.share : 1 } },
    );
  return { ...view, rows: view.rows.slice(0, last + 1), lifeLines };
}

/** The row that shows a message, or one that it repeats; `-1 - signal` for a signal. */
function rowOf(rows: readonly PlainRow[], place: number): number {
  const shows = (row: PlainRow) => {
    if (row.kind === "message") return row.message === place || row.sightingMessages.includes(place);
    return row.kind === "signal" && -1 - row.signal === place;
  };
  return Math.max(rows.findIndex(shows), 0);
}
