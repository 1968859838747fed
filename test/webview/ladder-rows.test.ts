/** Rows that come by windows, folds opened in place, and where keys lead. */
import { expect, test } from "vitest";
import type { LadderView, LifeLine } from "../../src/view/ladder.js";
import { HeldLadder } from "../../src/worker/held-ladder.js";
import { LadderRows } from "../../webview/ladder/ladder-rows.js";
import { placeLifeLine } from "../../webview/ladder/life-line.js";
import { RowHeights } from "../../webview/row-heights.js";
import { moveInLadder, nextFlagged } from "../../webview/ladder/walk.js";
import { LADDER } from "./views.js";

const FOLD = LADDER.rows.findIndex(({ kind }) => kind === "fold");
const GAP = LADDER.rows.findIndex(({ kind }) => kind === "gap");
/** Rows in the fold. */
const INSIDE = 16;

/** The rows of a ladder with the worker's part behind them; `asked` are the windows that were asked for. */
function rowsOf(view: LadderView): { rows: LadderRows; asked: number[]; answer: () => void } {
  const held = new HeldLadder(view, 1);
  const asked: number[] = [];
  const rows: LadderRows = new LadderRows(held.head(), (first) => asked.push(first));
  const answer = () => {
    for (const first of asked) rows.take(held.window(first, first + 200));
  };
  return { rows, asked, answer };
}

function openedRows(): LadderRows {
  const { rows } = rowsOf(LADDER);
  rows.toggle(FOLD);
  return rows;
}

const closed = rowsOf(LADDER).rows;

test("an open fold shows its rows below itself", () => {
  const open = openedRows();
  expect(closed.count).toBe(LADDER.rows.length);
  expect(open.count).toBe(LADDER.rows.length + INSIDE);
  expect(open.foldAround(open.number(FOLD + 1))).toBe(FOLD);
  expect(open.foldAround(open.number(FOLD + INSIDE + 1))).toBe(-1);
  expect(open.number(FOLD + INSIDE + 1)).toBe(closed.number(FOLD + 1));
});

test("words come when they are asked for, once, and only to their own ladder", () => {
  const { rows, asked, answer } = rowsOf(LADDER);
  expect(rows.row(0)).toBeUndefined();
  expect(rows.row(1)).toBeUndefined();
  expect(asked).toEqual([0]);
  answer();
  expect(rows.row(0)).toEqual(LADDER.rows[0]);
  expect(rows.row(FOLD)).toMatchObject({ kind: "fold", rowCount: INSIDE });
  expect(asked).toEqual([0]);
  expect(rows.take(new HeldLadder(LADDER, 2).window(0, 10))).toBe(false);
});

test("a long ladder keeps few windows, and asks again for those it let go", () => {
  const long = { ...LADDER, lifeLines: [], rows: Array.from({ length: 40_000 }, () => LADDER.rows[0]!) };
  const { rows, asked, answer } = rowsOf(long);
  for (let index = 0; index < 40_000; index += 200) {
    rows.row(index);
    answer();
    asked.length = 0;
  }
  expect(rows.row(39_999)).toBeDefined();
  expect(rows.row(0)).toBeUndefined();
  expect(asked).toEqual([0]);
});

test("the time since the row before begins anew after folds and gaps", () => {
  expect(closed.beforeMicros(0)).toBeNull();
  expect(closed.beforeMicros(1)).toBe(LADDER.rows[0]?.atMicros);
  expect(closed.beforeMicros(FOLD + 1)).toBeNull();
  expect(closed.beforeMicros(GAP + 1)).toBeNull();
});

test("a message is found in its fold, and a sighting at the message that it shows", () => {
  expect(closed.numberOfPlace(2)).toBe(2);
  expect(closed.numberOfPlace(90)).toBe(2);
  expect(closed.numberOfPlace(11)).toBe(FOLD + 2);
  expect(closed.indexOf(FOLD + 2)).toBe(-1);
  expect(openedRows().indexOf(FOLD + 2)).toBe(FOLD + 2);
  expect(closed.numberOfPlace(9999)).toBe(-1);
});

test("a life line ends where it ends, whether the fold before it is open or closed", () => {
  const line: LifeLine = {
    lane: 0,
    from: { row: 0, share: 0 },
    to: { row: FOLD + 2, share: 0.5 },
    kind: "alive",
    track: 0,
    label: "",
    short: "",
  };
  const place = (rows: LadderRows) => placeLifeLine(line, rows, new RowHeights(rows.heights()));
  // Messages are 40 pixels high, and an arrow is 10 above the foot of its row; a closed fold of 58 shares its height.
  expect(place(closed)).toEqual({ top: 30, bottom: Math.round(FOLD * 40 + (2 / INSIDE) * 58) });
  expect(place(openedRows())).toEqual({ top: 30, bottom: FOLD * 40 + 58 + 2 * 40 + 10 });
});

test("keys pass over gaps and stop at the ends", () => {
  expect(moveInLadder(closed, GAP - 1, "ArrowDown")).toBe(GAP + 1);
  expect(moveInLadder(closed, GAP + 1, "ArrowUp")).toBe(GAP - 1);
  expect(moveInLadder(closed, 0, "ArrowUp")).toBe(0);
  expect(moveInLadder(closed, 3, "End")).toBe(closed.count - 1);
  expect(moveInLadder(closed, 3, "Home")).toBe(0);
  expect(moveInLadder(closed, 3, "q")).toBeUndefined();
});

test("left and right walk along the transaction", () => {
  expect(moveInLadder(closed, 0, "ArrowRight")).toBe(1);
  expect(moveInLadder(closed, 1, "ArrowRight")).toBe(1);
  expect(moveInLadder(closed, 1, "ArrowLeft")).toBe(0);
  expect(moveInLadder(closed, FOLD, "ArrowRight")).toBeUndefined();
});

test("the next finding goes round", () => {
  const first = nextFlagged(closed, 0, 1)!;
  const second = nextFlagged(closed, first, 1)!;
  expect(first).toBe(2);
  expect(second).toBeGreaterThan(first);
  expect(nextFlagged(closed, second, 1)).toBe(first);
  expect(nextFlagged(closed, first, -1)).toBe(second);
  expect(nextFlagged(rowsOf({ ...LADDER, rows: [], lifeLines: [] }).rows, 0, 1)).toBeUndefined();
});
