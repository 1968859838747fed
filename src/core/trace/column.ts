/** Typed columns that double when full: the storage of a table with a million rows. */
type Cells = Float64Array | Uint32Array | Uint16Array | Uint8Array;

export class Column {
  #cells: Cells;
  constructor(private readonly make: (length: number) => Cells) {
    this.#cells = make(1024);
  }
  get(row: number): number {
    return this.#cells[row] ?? 0;
  }
  set(row: number, value: number): void {
    if (row >= this.#cells.length) {
      const larger = this.make(Math.max(this.#cells.length * 2, row + 1));
      larger.set(this.#cells);
      this.#cells = larger;
    }
    this.#cells[row] = value;
  }
  /** Puts the row `order[i]` at place `i`. */
  permute(order: Uint32Array): void {
    const moved = this.make(order.length);
    for (let i = 0; i < order.length; i++) moved[i] = this.get(order[i]!);
    this.#cells = moved;
  }
}

export const float64 = () => new Column((length) => new Float64Array(length));
export const uint32 = () => new Column((length) => new Uint32Array(length));
export const uint16 = () => new Column((length) => new Uint16Array(length));
export const uint8 = () => new Column((length) => new Uint8Array(length));
