/** Where rows of fixed heights lie below each other, so that only the visible ones need to exist. */

/** Indices of rows, half-open. */
export interface RowWindow {
  readonly first: number;
  readonly end: number;
}

export class RowHeights {
  /** `#tops[i]` is where row i begins; the last entry is the height of all. */
  readonly #tops: Float64Array;

  constructor(heights: ArrayLike<number>) {
    this.#tops = new Float64Array(heights.length + 1);
    for (let row = 0; row < heights.length; row++) this.#tops[row + 1] = this.#tops[row]! + heights[row]!;
  }

  get count(): number {
    return this.#tops.length - 1;
  }

  get total(): number {
    return this.#tops[this.count] ?? 0;
  }

  top(row: number): number {
    return this.#tops[Math.min(Math.max(row, 0), this.count)] ?? 0;
  }

  height(row: number): number {
    return this.top(row + 1) - this.top(row);
  }

  /** The row at a height; the first or last one outside. */
  rowAt(y: number): number {
    let low = 0;
    let high = this.count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#tops[middle]! <= y) low = middle;
      else high = middle - 1;
    }
    return Math.max(low, 0);
  }

  /** Rows to draw for a view port, with some more on both sides so that scrolling never shows a blank. */
  window(scrollTop: number, viewHeight: number, overscanRows: number): RowWindow {
    if (this.count === 0) return { first: 0, end: 0 };
    const first = Math.max(this.rowAt(scrollTop) - overscanRows, 0);
    const end = Math.min(this.rowAt(scrollTop + viewHeight) + 1 + overscanRows, this.count);
    return { first, end };
  }

  /** The scroll position nearest to the present one that shows a row whole, with a margin. */
  scrollTo(row: number, scrollTop: number, viewHeight: number, margin: number): number {
    const top = this.top(row) - margin;
    const bottom = this.top(row + 1) + margin;
    if (top < scrollTop) return Math.max(top, 0);
    if (bottom > scrollTop + viewHeight) return Math.max(bottom - viewHeight, 0);
    return scrollTop;
  }
}
