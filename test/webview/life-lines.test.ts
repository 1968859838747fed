/** The words of life lines: beside their lane, clear of what the arrows say, and said with the row where they begin. */
import { expect, test } from "vitest";
import type { LifeLine } from "../../src/view/ladder.js";
import { HeldLadder } from "../../src/worker/held-ladder.js";
import { placeLabel } from "../../webview/ladder/lane-positions.js";
import { LadderRows } from "../../webview/ladder/ladder-rows.js";
import { type Label, LifeLines, PlacedLifeLines } from "../../webview/ladder/life-lines.js";
import { RowHeights } from "../../webview/row-heights.js";
import { LADDER } from "./views.js";

const VIEW = { left: 120, right: 1000, top: 0, bottom: 800 };
const LANES = [200, 500, 900];
const FOLD = LADDER.rows.findIndex(({ kind }) => kind === "fold");

const line = (over: Partial<LifeLine>): LifeLine => ({
  lane: 1,
  from: { row: 0, share: 0 },
  to: { row: 3, share: 1 },
  kind: "open",
  track: 0,
  label: "NAT open",
  short: "NAT open",
  ...over,
});
const label = (over: Partial<Label>): Label => ({
  from: 500,
  to: 900,
  top: 80,
  bottom: 104,
  width: 300,
  isFixed: false,
  ...over,
});

function livesOf(lines: readonly LifeLine[], lanes = LANES): LifeLines {
  const rows = new LadderRows(new HeldLadder(LADDER, 1).head(), () => undefined);
  return new LifeLines(new PlacedLifeLines(lines, rows, new RowHeights(rows.heights())), lanes, VIEW);
}

test("a label moves aside for the words of a middle lane", () => {
  const lives = livesOf([line({})]);
  const wide = label({ width: 370 });
  lives.makeRoom([wide]);
  const [words] = lives.beside(wide);
  expect(words).toMatchObject({ left: 511, right: 526 });
  const placed = placeLabel(wide.from, wide.to, wide.width, VIEW, [words!])!;
  expect(placed.left).toBeGreaterThanOrEqual(words!.right);
  expect(placed.right - placed.left).toBe(wide.width);
  // One that does not meet them stands where it always does.
  expect(lives.beside(label({ width: 200 }))).toEqual([]);
});

test("where labels leave no room for all the words, the short ones stand, on whichever side is free", () => {
  const words = { label: "binding valid", short: "valid" };
  const fixed = (from: number, to: number, top: number, bottom: number) =>
    label({ from, to, top, bottom, width: 400, isFixed: true });
  const told = (labels: readonly Label[]) => {
    const lives = livesOf([line(words)]);
    lives.makeRoom(labels);
    const seen = label({ from: 200, to: 900, top: 0, bottom: 800, width: 800 });
    return lives.beside(seen);
  };
  expect(told([])).toMatchObject([{ text: words.label, left: 511 }]);
  expect(told([fixed(200, 900, 0, 130)])).toMatchObject([{ text: words.short, left: 511 }]);
  expect(told([fixed(500, 900, 0, 800)])).toMatchObject([{ left: 481 }]);
  expect(told([fixed(200, 900, 0, 800)])).toEqual([]);
});

test("an arrow over a middle lane has its label on one side of the words", () => {
  const lives = livesOf([line({})]);
  const over = label({ from: 200, to: 900, width: 260 });
  lives.makeRoom([over]);
  const { left, right } = placeLabel(over.from, over.to, over.width, VIEW, lives.beside(over))!;
  expect(left).toBeGreaterThanOrEqual(526);
  expect(right - left).toBe(260);
});

test("words for which no label can make room are left out, those that nothing meets stay", () => {
  const narrow = livesOf([line({}), line({ lane: 0 })], [200, 330, 460]);
  const labels = [0, 40, 80, 120].map((top) => label({ from: 330, to: 460, top, bottom: top + 24, width: 280 }));
  narrow.makeRoom(labels);
  expect(narrow.beside({ ...labels[2]!, from: 200, to: 330, width: 200 })).toMatchObject([{ left: 181, right: 196 }]);
  expect(narrow.beside(labels[2]!)).toEqual([]);
});

test("words stand above or below what cannot be moved", () => {
  const lives = livesOf([line({ to: { row: FOLD, share: 1 }, label: "open" })]);
  const silence = label({ from: 200, to: 900, top: 80, bottom: 130, width: 700, isFixed: true });
  lives.makeRoom([silence]);
  expect(lives.beside(silence)).toEqual([]);
  expect(lives.beside(label({ top: 0, bottom: 400, width: 380 }))).toHaveLength(1);
});

test("lines that overlap on one lane have their words side by side", () => {
  const lives = livesOf([line({}), line({ track: 1 })]);
  lives.makeRoom([]);
  const lefts = lives.beside(label({ width: 390 })).map(({ left }) => left);
  expect(lefts).toEqual([518, 533]);
});

test("what begins in a closed fold is said with the fold", () => {
  const lives = livesOf([line({}), line({ from: { row: FOLD + 2, share: 0.5 }, label: "binding expired" })]);
  expect(lives.begunAt(0)).toEqual(["NAT open"]);
  expect(lives.begunAt(FOLD)).toEqual(["binding expired"]);
  expect(lives.begunAt(1)).toEqual([]);
  // Of a ladder that is shown to a step only nothing is said of what follows.
  const rows = new LadderRows(new HeldLadder(LADDER, 1).head(), () => undefined);
  const all = new PlacedLifeLines([line({})], rows, new RowHeights(rows.heights()));
  expect(new LifeLines(all, LANES, VIEW, 100).begunAt(0)).toEqual([]);
});
