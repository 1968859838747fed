/** Folds opened in place, and where keys lead. */
import { expect, test } from "vitest";
import { MessageIndex, moveInLadder, nextFlagged, visibleRows } from "../../webview/ladder/visible-rows.js";
import { LADDER } from "./views.js";

const FOLD = LADDER.rows.findIndex(({ kind }) => kind === "fold");
const GAP = LADDER.rows.findIndex(({ kind }) => kind === "gap");
const closed = visibleRows(LADDER, new Set());
const open = visibleRows(LADDER, new Set([FOLD]));

test("an open fold shows its rows below itself", () => {
  expect(closed).toHaveLength(LADDER.rows.length);
  expect(open).toHaveLength(LADDER.rows.length + 16);
  expect(open[FOLD + 1]).toMatchObject({ id: `${FOLD}.0`, isInside: true, top: FOLD });
  expect(open[FOLD + 17]).toMatchObject({ id: `${FOLD + 1}`, isInside: false });
});

test("the time since the row before begins anew after folds and gaps", () => {
  expect(closed[0]?.before).toBeNull();
  expect(closed[1]?.before).toBe(LADDER.rows[0]?.atMicros);
  expect(closed[FOLD + 1]?.before).toBeNull();
  expect(closed[GAP + 1]?.before).toBeNull();
});

test("a message is found in its fold, and a sighting at the message that it shows", () => {
  const index = new MessageIndex(LADDER);
  expect(index.find(2)).toEqual({ id: "2", fold: null });
  expect(index.find(90)).toEqual({ id: "2", fold: null });
  expect(index.find(11)).toEqual({ id: `${FOLD}.1`, fold: FOLD });
  expect(index.find(9999)).toBeUndefined();
});

test("keys pass over gaps and stop at the ends", () => {
  expect(moveInLadder(closed, GAP - 1, "ArrowDown")).toBe(GAP + 1);
  expect(moveInLadder(closed, GAP + 1, "ArrowUp")).toBe(GAP - 1);
  expect(moveInLadder(closed, 0, "ArrowUp")).toBe(0);
  expect(moveInLadder(closed, 3, "End")).toBe(closed.length - 1);
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
  expect(closed[first]?.id).toBe("2");
  expect(second).toBeGreaterThan(first);
  expect(nextFlagged(closed, second, 1)).toBe(first);
  expect(nextFlagged(closed, first, -1)).toBe(second);
  expect(nextFlagged([], 0, 1)).toBeUndefined();
});
