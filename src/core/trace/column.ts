/** Typed columns that grow when full: the storage of a table with a million rows. */

const FIRST_ROWS = 1024;

/**
 * Four classes of the same text: engines optimise a method for the kinds of array it has met, and one class for all kinds
 * would make every access ask which it is.
 */
export interface Column {
  /** 0 where nothing was set. */
  get(row: number): number;
  set(row: number, value: number): void;
  /** Puts the row `order[i]` at place `i`. */
  permute(order: Uint32Array): void;
}

class Float64Column implements Column {
  #cells = new Float64Array(FIRST_ROWS);
  get(row: number): number {
    return row < this.#cells.length ? this.#cells[row]! : 0;
  }
  set(row: number, value: number): void {
    if (row >= this.#cells.length) this.#cells = grown(this.#cells, new Float64Array(sizeFor(row)));
    this.#cells[row] = value;
  }
  permute(order: Uint32Array): void {
    this.#cells = permuted(this.#cells, new Float64Array(order.length), order);
  }
}

class Uint32Column implements Column {
  #cells = new Uint32Array(FIRST_ROWS);
  get(row: number): number {
    return row < this.#cells.length ? this.#cells[row]! : 0;
  }
  set(row: number, value: number): void {
    if (row >= this.#cells.length) this.#cells = grown(this.#cells, new Uint32Array(sizeFor(row)));
    this.#cells[row] = value;
  }
  permute(order: Uint32Array): void {
    this.#cells = permuted(this.#cells, new Uint32Array(order.length), order);
  }
}

class Uint16Column implements Column {
  #cells = new Uint16Array(FIRST_ROWS);
  get(row: number): number {
    return row < this.#cells.length ? this.#cells[row]! : 0;
  }
  set(row: number, value: number): void {
    if (row >= this.#cells.length) this.#cells = grown(this.#cells, new Uint16Array(sizeFor(row)));
    this.#cells[row] = value;
  }
  permute(order: Uint32Array): void {
    this.#cells = permuted(this.#cells, new Uint16Array(order.length), order);
  }
}

class Uint8Column implements Column {
  #cells = new Uint8Array(FIRST_ROWS);
  get(row: number): number {
    return row < this.#cells.length ? this.#cells[row]! : 0;
  }
  set(row: number, value: number): void {
    if (row >= this.#cells.length) this.#cells = grown(this.#cells, new Uint8Array(sizeFor(row)));
    this.#cells[row] = value;
  }
  permute(order: Uint32Array): void {
    this.#cells = permuted(this.#cells, new Uint8Array(order.length), order);
  }
}

/** Half as much again: at a million rows the doubled columns would be larger than what is in them. */
function sizeFor(row: number): number {
  return Math.max(row + 1, row + (row >> 1));
}

type Cells = Float64Array | Uint32Array | Uint16Array | Uint8Array;

function grown<T extends Cells>(cells: T, larger: T): T {
  larger.set(cells);
  return larger;
}

function permuted<T extends Cells>(cells: T, moved: T, order: Uint32Array): T {
  for (let row = 0; row < order.length; row++) moved[row] = cells[order[row]!] ?? 0;
  return moved;
}

export const float64 = () => new Float64Column();
export const uint32 = () => new Uint32Column();
export const uint16 = () => new Uint16Column();
export const uint8 = () => new Uint8Column();
