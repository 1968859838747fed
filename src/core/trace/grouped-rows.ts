/** What passes over each flow, side by side: a scan may open a million flows, and an array for each takes a kilobyte. */

/** Filled in time order, then grouped once. */
export class ActivityRows {
  /** Until they are grouped. */
  #flowOf: Uint32Array;
  #rows: Int32Array;
  /** By flow: where its rows begin, once they are grouped. */
  #starts = new Uint32Array(1);
  #length = 0;

  constructor(most: number) {
    this.#flowOf = new Uint32Array(most);
    this.#rows = new Int32Array(most);
  }

  /** In time order. @param row of a message, or `-1 - signal`. */
  add(flow: number, row: number): void {
    this.#flowOf[this.#length] = flow;
    this.#rows[this.#length++] = row;
  }

  /** Puts together what belongs to one flow; the order within each stays. */
  group(flows: number): void {
    const starts = new Uint32Array(flows + 1);
    for (let i = 0; i < this.#length; i++) starts[this.#flowOf[i]! + 1]!++;
    for (let flow = 0; flow < flows; flow++) starts[flow + 1]! += starts[flow]!;
    const next = starts.slice();
    const rows = new Int32Array(this.#length);
    for (let i = 0; i < this.#length; i++) rows[next[this.#flowOf[i]!]!++] = this.#rows[i]!;
    this.#rows = rows;
    this.#starts = starts;
    this.#flowOf = new Uint32Array(0);
  }

  count(flow: number): number {
    return this.#starts[flow + 1]! - this.#starts[flow]!;
  }

  /** @param index within the flow. */
  row(flow: number, index: number): number {
    return this.#rows[this.#starts[flow]! + index]!;
  }
}
