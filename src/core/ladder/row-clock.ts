/** Where an instant lies among the rows of a ladder, which stand in time but not to scale. */
import type { LadderRow, LadderView, LifeLine, RowInstant } from "../../view/ladder.js";

export class RowClock {
  /** Numbers and instants of the rows that have a time of their own; rows inside folds are counted. */
  readonly #numbers: number[] = [];
  readonly #micros: number[] = [];

  constructor(rows: readonly LadderRow[]) {
    let number = 0;
    for (const row of rows) {
      for (const each of row.kind === "fold" ? [row, ...row.rows] : [row]) {
        // A gap stands between the rows that it separates: an instant in it lies on the way from one to the other.
        if (each.kind !== "gap" && each.atMicros !== null) {
          this.#numbers.push(number);
          this.#micros.push(each.atMicros);
        }
        number++;
      }
    }
  }

  /** An instant before the first row is at it. Undefined for a ladder without times. */
  at(micros: number): RowInstant | undefined {
    const count = this.#micros.length;
    if (count === 0) return undefined;
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#micros[middle]! <= micros) low = middle;
      else high = middle - 1;
    }
    const row = this.#numbers[low]!;
    const start = this.#micros[low]!;
    const next = this.#micros[low + 1];
    if (micros <= start) return { row, share: 0 };
    return { row, share: next === undefined ? 1 : Math.min((micros - start) / (next - start), 1) };
  }
}

/** The first time that a ladder tells; null for one without times. */
export function startOf({ rows }: LadderView): number | null {
  return rows.find(({ atMicros }) => atMicros !== null)?.atMicros ?? null;
}

/** By row, counted with those inside folds: the life lines that tell there that something no longer holds. */
export function endingsOf({ lifeLines }: LadderView): ReadonlyMap<number, readonly LifeLine[]> {
  const endings = new Map<number, LifeLine[]>();
  for (const line of lifeLines) {
    if (line.kind !== "lapsed" && line.kind !== "shut") continue;
    const known = endings.get(line.from.row);
    if (known) known.push(line);
    else endings.set(line.from.row, [line]);
  }
  return endings;
}

/**
 * How far down an instant lies on a drawing. Of the rows, counted with those inside folds, `heights` tells where they
 * lie; a gap has none, since what happens in it lies on the way from the row before to the row behind.
 * @param end where the drawing ends.
 */
export function heightOf({ row, share }: RowInstant, heights: readonly (number | undefined)[], end: number): number {
  const start = heights[row] ?? end;
  let next = row + 1;
  while (next < heights.length && heights[next] === undefined) next++;
  return start + share * ((heights[next] ?? end) - start);
}
