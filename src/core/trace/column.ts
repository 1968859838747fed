/** Typed columns in pieces: the storage of a table with a million rows. */

/** Rows of a piece. Growing copies nothing and leaves nothing behind, and of what few rows have there are few pieces. */
const PIECE_BITS = 15;
const PIECE_ROWS = 1 << PIECE_BITS;
const WITHIN = PIECE_ROWS - 1;

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
  readonly #pieces: (Float64Array | undefined)[] = [];
  get(row: number): number {
    const piece = this.#pieces[row >>> PIECE_BITS];
    return piece === undefined ? 0 : piece[row & WITHIN]!;
  }
  set(row: number, value: number): void {
    const piece = this.#pieces[row >>> PIECE_BITS] ?? this.#newPiece(row >>> PIECE_BITS);
    piece[row & WITHIN] = value;
  }
  #newPiece(number: number): Float64Array {
    // An array with holes is a slow one.
    while (this.#pieces.length < number) this.#pieces.push(undefined);
    return (this.#pieces[number] = new Float64Array(PIECE_ROWS));
  }
  permute(order: Uint32Array): void {
    permute(this, order, this.#pieces.splice(0));
  }
}

class Uint32Column implements Column {
  readonly #pieces: (Uint32Array | undefined)[] = [];
  get(row: number): number {
    const piece = this.#pieces[row >>> PIECE_BITS];
    return piece === undefined ? 0 : piece[row & WITHIN]!;
  }
  set(row: number, value: number): void {
    const piece = this.#pieces[row >>> PIECE_BITS] ?? this.#newPiece(row >>> PIECE_BITS);
    piece[row & WITHIN] = value;
  }
  #newPiece(number: number): Uint32Array {
    // An array with holes is a slow one.
    while (this.#pieces.length < number) this.#pieces.push(undefined);
    return (this.#pieces[number] = new Uint32Array(PIECE_ROWS));
  }
  permute(order: Uint32Array): void {
    permute(this, order, this.#pieces.splice(0));
  }
}

class Uint16Column implements Column {
  readonly #pieces: (Uint16Array | undefined)[] = [];
  get(row: number): number {
    const piece = this.#pieces[row >>> PIECE_BITS];
    return piece === undefined ? 0 : piece[row & WITHIN]!;
  }
  set(row: number, value: number): void {
    const piece = this.#pieces[row >>> PIECE_BITS] ?? this.#newPiece(row >>> PIECE_BITS);
    piece[row & WITHIN] = value;
  }
  #newPiece(number: number): Uint16Array {
    // An array with holes is a slow one.
    while (this.#pieces.length < number) this.#pieces.push(undefined);
    return (this.#pieces[number] = new Uint16Array(PIECE_ROWS));
  }
  permute(order: Uint32Array): void {
    permute(this, order, this.#pieces.splice(0));
  }
}

class Uint8Column implements Column {
  readonly #pieces: (Uint8Array | undefined)[] = [];
  get(row: number): number {
    const piece = this.#pieces[row >>> PIECE_BITS];
    return piece === undefined ? 0 : piece[row & WITHIN]!;
  }
  set(row: number, value: number): void {
    const piece = this.#pieces[row >>> PIECE_BITS] ?? this.#newPiece(row >>> PIECE_BITS);
    piece[row & WITHIN] = value;
  }
  #newPiece(number: number): Uint8Array {
    // An array with holes is a slow one.
    while (this.#pieces.length < number) this.#pieces.push(undefined);
    return (this.#pieces[number] = new Uint8Array(PIECE_ROWS));
  }
  permute(order: Uint32Array): void {
    permute(this, order, this.#pieces.splice(0));
  }
}

/** Fills an empty column anew from its pieces before. */
function permute(column: Column, order: Uint32Array, pieces: readonly (ArrayLike<number> | undefined)[]): void {
  for (let row = 0; row < order.length; row++) {
    const from = order[row]!;
    const value = pieces[from >>> PIECE_BITS]?.[from & WITHIN] ?? 0;
    if (value !== 0) column.set(row, value);
  }
}

export const float64 = () => new Float64Column();
export const uint32 = () => new Uint32Column();
export const uint16 = () => new Uint16Column();
export const uint8 = () => new Uint8Column();
