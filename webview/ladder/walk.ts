/** Where keys lead from a row of the ladder. */
import type { PageRow } from "../../src/view/ladder.js";
import type { LadderRows } from "./ladder-rows.js";

/** What walking needs to know of the rows. */
export type Walkable = Pick<LadderRows, "count" | "kind" | "transaction" | "isFlagged">;

/** Rows that a page key jumps over. */
const PAGE_ROWS = 15;

/** Gaps only say something, nothing can be done with them. */
export function isSelectable(rows: Walkable, index: number): boolean {
  return rows.kind(index) !== "gap";
}

/**
 * Where a key leads from a row; undefined for a key that does not move. Left and right walk along the transaction of a
 * message, so that from a response one comes to its request.
 */
export function moveInLadder(rows: Walkable, from: number, key: string): number | undefined {
  switch (key) {
    case "ArrowDown":
      return nearest(rows, from + 1, 1) ?? from;
    case "ArrowUp":
      return nearest(rows, from - 1, -1) ?? from;
    case "PageDown":
      return nearest(rows, Math.min(from + PAGE_ROWS, rows.count - 1), -1) ?? from;
    case "PageUp":
      return nearest(rows, Math.max(from - PAGE_ROWS, 0), 1) ?? from;
    case "Home":
      return nearest(rows, 0, 1) ?? from;
    case "End":
      return nearest(rows, rows.count - 1, -1) ?? from;
    case "ArrowRight":
      return alongTransaction(rows, from, 1);
    case "ArrowLeft":
      return alongTransaction(rows, from, -1);
    default:
      return undefined;
  }
}

export function nearest(rows: Walkable, start: number, step: 1 | -1): number | undefined {
  for (let index = start; index >= 0 && index < rows.count; index += step) {
    if (isSelectable(rows, index)) return index;
  }
  return undefined;
}

function alongTransaction(rows: Walkable, from: number, step: 1 | -1): number | undefined {
  const transaction = from < 0 ? -1 : rows.transaction(from);
  if (transaction < 0) return undefined;
  for (let index = from + step; index >= 0 && index < rows.count; index += step) {
    if (rows.transaction(index) === transaction) return index;
  }
  return from;
}

/** The next or previous row that carries a finding; goes round at the end. */
export function nextFlagged(rows: Walkable, from: number, step: 1 | -1): number | undefined {
  for (let count = 1; count <= rows.count; count++) {
    const index = (from + step * count + rows.count * 2) % rows.count;
    if (rows.isFlagged(index)) return index;
  }
  return undefined;
}

/** What a row is called in the text: its message, or by `-1 - signal` its signal; undefined for gaps and folds. */
export function placeOf(row: PageRow): number | undefined {
  if (row.kind === "message") return row.message;
  return row.kind === "signal" ? -1 - row.signal : undefined;
}
