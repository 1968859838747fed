/** The rows of a ladder as they stand below each other: folds closed or opened in place. */
import type { FoldRow, GapRow, LadderRow, LadderView, MessageRow, SignalRow } from "../../src/view/ladder.js";

export interface VisibleRow {
  /** `12`, or `12.3` for the fourth row inside the fold at 12: names the row as long as the view lives. */
  readonly id: string;
  readonly row: LadderRow;
  /** Index of the row, or of the fold it stands in, in `LadderView.rows`. */
  readonly top: number;
  readonly isInside: boolean;
  /** The row before it in time, for the delta; null after a gap, a fold and at the start. */
  readonly before: number | null;
}

export const ROW_HEIGHT: Readonly<Record<LadderRow["kind"], number>> = { message: 40, signal: 32, gap: 52, fold: 58 };

export function visibleRows(view: LadderView, openFolds: ReadonlySet<number>): readonly VisibleRow[] {
  const rows: VisibleRow[] = [];
  let before: number | null = null;
  const push = (row: LadderRow, top: number, inside: number | null) => {
    rows.push({ id: inside === null ? `${top}` : `${top}.${inside}`, row, top, isInside: inside !== null, before });
    before = row.kind === "gap" || row.kind === "fold" ? null : row.atMicros;
  };
  for (const [top, row] of view.rows.entries()) {
    push(row, top, null);
    if (row.kind !== "fold" || !openFolds.has(top)) continue;
    for (const [inside, each] of row.rows.entries()) push(each, top, inside);
  }
  return rows;
}

/** Where a message is drawn, or by `-1 - signal` a signal: the row, and the fold to open for it. Built once a view. */
export class MessageIndex {
  readonly #places = new Map<number, { readonly id: string; readonly fold: number | null }>();

  constructor(view: LadderView) {
    for (const [top, row] of view.rows.entries()) {
      if (row.kind === "message" || row.kind === "signal") this.#add(row, `${top}`, null);
      if (row.kind !== "fold") continue;
      for (const [inside, each] of row.rows.entries()) {
        if (each.kind !== "gap") this.#add(each, `${top}.${inside}`, top);
      }
    }
  }

  find(message: number): { readonly id: string; readonly fold: number | null } | undefined {
    return this.#places.get(message);
  }

  #add(row: MessageRow | SignalRow, id: string, fold: number | null): void {
    const places = row.kind === "signal" ? [-1 - row.signal] : [row.message, ...row.sightingMessages];
    for (const place of places) this.#places.set(place, { id, fold });
  }
}

/** Rows to land on: gaps only say something, nothing can be done with them. */
export function isSelectable(row: LadderRow): row is MessageRow | SignalRow | FoldRow {
  return row.kind !== "gap";
}

/** Rows that a page key jumps over. */
const PAGE_ROWS = 15;

/**
 * Where a key leads from a row; undefined for a key that does not move. Left and right walk along the transaction of a
 * message, so that from a response one comes to its request.
 */
export function moveInLadder(rows: readonly VisibleRow[], from: number, key: string): number | undefined {
  switch (key) {
    case "ArrowDown":
      return nearest(rows, from + 1, 1) ?? from;
    case "ArrowUp":
      return nearest(rows, from - 1, -1) ?? from;
    case "PageDown":
      return nearest(rows, Math.min(from + PAGE_ROWS, rows.length - 1), -1) ?? from;
    case "PageUp":
      return nearest(rows, Math.max(from - PAGE_ROWS, 0), 1) ?? from;
    case "Home":
      return nearest(rows, 0, 1) ?? from;
    case "End":
      return nearest(rows, rows.length - 1, -1) ?? from;
    case "ArrowRight":
      return alongTransaction(rows, from, 1);
    case "ArrowLeft":
      return alongTransaction(rows, from, -1);
    default:
      return undefined;
  }
}

function nearest(rows: readonly VisibleRow[], start: number, step: 1 | -1): number | undefined {
  for (let index = start; index >= 0 && index < rows.length; index += step) {
    if (isSelectable(rows[index]!.row)) return index;
  }
  return undefined;
}

function alongTransaction(rows: readonly VisibleRow[], from: number, step: 1 | -1): number | undefined {
  const row = rows[from]?.row;
  if (row?.kind !== "message" || row.transaction === null) return undefined;
  for (let index = from + step; index >= 0 && index < rows.length; index += step) {
    const other = rows[index]!.row;
    if (other.kind === "message" && other.transaction === row.transaction) return index;
  }
  return from;
}

/** The next or previous row that carries a finding; goes round at the end. */
export function nextFlagged(rows: readonly VisibleRow[], from: number, step: 1 | -1): number | undefined {
  for (let count = 1; count <= rows.length; count++) {
    const index = (from + step * count + rows.length * 2) % rows.length;
    if (findingsOf(rows[index]!.row).length > 0) return index;
  }
  return undefined;
}

function findingsOf(row: LadderRow | GapRow): readonly number[] {
  return row.kind === "gap" ? [] : row.findings;
}
