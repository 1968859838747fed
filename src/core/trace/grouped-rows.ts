/** Rows by what they belong to, side by side: a scan may open a million flows, and an array for each takes a kilobyte. */

/** Filled in order, then grouped once. */
export class GroupedRows {
  /** Until they are grouped. */
  #groupOf: Uint32Array;
  #rows: Int32Array;
  /** By group: where its rows begin, once they are grouped. */
  #starts = new Uint32Array(1);
  #length = 0;

  constructor(most: number) {
    this.#groupOf = new Uint32Array(most);
    this.#rows = new Int32Array(most);
  }

  /** In order. @param row of 32 bits, with its sign */
  add(group: number, row: number): void {
    this.#groupOf[this.#length] = group;
    this.#rows[this.#length++] = row;
  }

  /** Puts together what belongs to one group; the order within each stays. */
  group(groups: number): void {
    const starts = new Uint32Array(groups + 1);
    for (let i = 0; i < this.#length; i++) starts[this.#groupOf[i]! + 1]!++;
    for (let group = 0; group < groups; group++) starts[group + 1]! += starts[group]!;
    const next = starts.slice();
    const rows = new Int32Array(this.#length);
    for (let i = 0; i < this.#length; i++) rows[next[this.#groupOf[i]!]!++] = this.#rows[i]!;
    this.#rows = rows;
    this.#starts = starts;
    this.#groupOf = new Uint32Array(0);
  }

  count(group: number): number {
    return this.#starts[group + 1]! - this.#starts[group]!;
  }

  /** @param index within the group. */
  row(group: number, index: number): number {
    return this.#rows[this.#starts[group]! + index]!;
  }
}
