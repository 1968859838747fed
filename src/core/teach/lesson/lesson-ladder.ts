/** The ladder of a lesson as it has grown by a step: rows behind the step's are not drawn yet. */
import type { Analysis } from "../../analysis.js";
import { layOutLadder } from "../../ladder/lay-out.js";
import { shelvesOf } from "../../ladder/shelves.js";
import type { GapRow, LadderView, LifeLine, MessageRow, SignalRow } from "../../../view/ladder.js";
import { ladderThrough } from "../slides.js";
import { findPlace } from "./find-place.js";
import type { Lesson } from "./lesson.js";

type PlainRow = MessageRow | SignalRow | GapRow;
type PlainLadder = LadderView & { readonly rows: readonly PlainRow[] };

/** Lanes that a page shows side by side; of a trace with more, a step shows the ladder of its own registration or call. */
const MOST_LANES = 8;

/** The ladder up to a step's message, or to that of an earlier step if that is further down. */
export interface StepLadder {
  readonly grown: LadderView;
  /** With what comes later: lanes of both stand alike. */
  readonly whole: LadderView;
  /** Number of the step's own row. */
  readonly current: number;
}

export function stepLadders(lesson: Lesson, analysis: Analysis): StepLadder[] {
  const wholes = new Map<string, PlainLadder>();
  const wholeOf = (key: string) => {
    const known = wholes.get(key) ?? unfolded(layOutLadder(analysis, key));
    wholes.set(key, known);
    return known;
  };
  const keyOf = (place: number) => (place < 0 ? undefined : shelvesOf(analysis).keyOf(place));
  const isWide = wholeOf("all").lanes.length > MOST_LANES;
  const lastOf = new Map<string, number>();
  return lesson.steps.map(({ at }) => {
    const place = findPlace(analysis.trace, at);
    const key = (isWide && typeof place === "number" && keyOf(place)) || "all";
    const whole = wholeOf(key);
    const row = typeof place === "number" ? rowOf(whole.rows, place) : 0;
    const last = Math.max(lastOf.get(key) ?? 0, row);
    lastOf.set(key, last);
    return { grown: ladderThrough(whole, last), whole, current: row };
  });
}

/** A row of its own for everything that a fold holds; life lines keep their places. */
function unfolded(view: LadderView): PlainLadder {
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

/** The row that shows a message, or one that it repeats; `-1 - signal` for a signal. */
function rowOf(rows: readonly PlainRow[], place: number): number {
  const shows = (row: PlainRow) => {
    if (row.kind === "message") return row.message === place || row.sightingMessages.includes(place);
    return row.kind === "signal" && -1 - row.signal === place;
  };
  return Math.max(rows.findIndex(shows), 0);
}
