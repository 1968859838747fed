/** The rows of a ladder as they stand below each other, folds closed or opened in place; their words come by windows. */
import type { LadderHead, LadderWindow, PageRow, RowColumns } from "../../src/view/ladder.js";
import type { FindingView } from "../../src/view/overview.js";

/** Rows asked for together. */
const WINDOW_ROWS = 200;
/** Windows kept: what a person scrolls back to is there, and a hundred thousand rows do not fill the page's memory. */
const MOST_WINDOWS = 60;

export type Kind = PageRow["kind"];

const KINDS: Readonly<Record<string, Kind>> = { m: "message", s: "signal", g: "gap", f: "fold" };

const ROW_HEIGHT: Readonly<Record<Kind, number>> = { message: 40, signal: 32, gap: 52, fold: 58 };

/** Where a row stands among those that are shown; gaps do not count. */
export interface Standing {
  /** From 1. */
  readonly step: number;
  readonly steps: number;
  /** The same with rows of open folds left out: a fold is one slide. */
  readonly slide: number;
  readonly slides: number;
  /** The row's message, or `-1 - signal`; of a fold that of its last row. */
  readonly place: number | null;
  /** The same of the row before; null for the first. */
  readonly before: number | null;
}

/** `index` counts the rows that are shown, `number` all of them, those in closed folds too. */
export class LadderRows {
  readonly #columns: RowColumns;
  readonly #edition: number;
  readonly #ask: (first: number, end: number) => void;
  /** By number of their first row, the one asked for longest ago first; undefined while on the way. */
  readonly #windows = new Map<number, readonly PageRow[] | undefined>();
  readonly #findings = new Map<number, FindingView>();
  /** Numbers of the folds, ascending. */
  readonly #folds: number[] = [];
  readonly #openFolds = new Set<number>();
  /** Numbers of the rows that are shown. */
  #shown: Uint32Array<ArrayBufferLike> = new Uint32Array(0);

  /** @param ask is told which rows are needed; `take` is given them. */
  constructor(head: LadderHead, ask: (first: number, end: number) => void) {
    this.#columns = head.columns;
    this.#edition = head.edition;
    this.#ask = ask;
    const { kinds } = head.columns;
    for (let at = kinds.indexOf("f"); at >= 0; at = kinds.indexOf("f", at + 1)) this.#folds.push(at);
    for (const [number, finding] of head.findings.entries()) this.#findings.set(number, finding);
    this.#show();
  }

  get count(): number {
    return this.#shown.length;
  }

  /** @returns whether the rows belong to this ladder. */
  take({ edition, first, rows, findings }: LadderWindow): boolean {
    if (edition !== this.#edition) return false;
    for (const [number, finding] of findings) this.#findings.set(number, finding);
    for (let at = 0; at < rows.length; at += WINDOW_ROWS) {
      this.#windows.delete(first + at);
      this.#windows.set(first + at, rows.slice(at, at + WINDOW_ROWS));
    }
    for (const oldest of this.#windows.keys()) {
      if (this.#windows.size <= MOST_WINDOWS) break;
      this.#windows.delete(oldest);
    }
    return true;
  }

  /** The row with its words; undefined while they are asked for. */
  row(index: number): PageRow | undefined {
    const number = this.#shown[index];
    if (number === undefined) return undefined;
    const first = number - (number % WINDOW_ROWS);
    if (!this.#windows.has(first)) {
      this.#windows.set(first, undefined);
      this.#ask(first, Math.min(first + WINDOW_ROWS, this.#columns.kinds.length));
    }
    return this.#windows.get(first)?.[number - first];
  }

  finding(number: number): FindingView | undefined {
    return this.#findings.get(number);
  }

  kind(index: number): Kind {
    return KINDS[this.#columns.kinds[this.#shown[index] ?? 0] ?? "m"] ?? "message";
  }

  heights(): number[] {
    return Array.from(this.#shown, (_, index) => ROW_HEIGHT[this.kind(index)]);
  }

  /** Names the row as long as the ladder is shown, whatever folds are opened. */
  number(index: number): number {
    return this.#shown[index] ?? -1;
  }

  /** Where a row is shown; -1 in a closed fold. */
  indexOf(number: number): number {
    let low = 0;
    let high = this.#shown.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.#shown[middle]!;
      if (found === number) return middle;
      if (found < number) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  atMicros(index: number): number | null {
    const micros = this.#columns.atMicros[this.#shown[index] ?? -1];
    return micros === undefined || Number.isNaN(micros) ? null : micros;
  }

  /** Time of the row before, for the delta; null after a gap, a fold and at the start. */
  beforeMicros(index: number): number | null {
    if (index === 0 || this.kind(index - 1) === "gap" || this.kind(index - 1) === "fold") return null;
    return this.atMicros(index - 1);
  }

  /** The first time there is. */
  get startMicros(): number | null {
    return this.#columns.atMicros.find((micros) => !Number.isNaN(micros)) ?? null;
  }

  /** -1 for none. */
  transaction(index: number): number {
    return this.#columns.transactions[this.#shown[index] ?? -1] ?? -1;
  }

  isFlagged(index: number): boolean {
    return this.#columns.flagged[this.#shown[index] ?? -1] === 1;
  }

  /** Number of the row that shows a message, a further sighting of one, or by `-1 - signal` a signal; -1 for none. */
  numberOfPlace(place: number): number {
    const number = this.#columns.places.indexOf(place);
    if (number >= 0 && place !== NO_PLACE) return number;
    const { sightings } = this.#columns;
    for (let at = 0; at < sightings.length; at += 2) if (sightings[at] === place) return sightings[at + 1]!;
    return -1;
  }

  /** Undefined for an index that no row has. */
  standing(index: number): Standing | undefined {
    if (index < 0 || index >= this.count) return undefined;
    let step = 0;
    let steps = 0;
    let slide = 0;
    let slides = 0;
    let before: number | null = null;
    for (let at = 0; at < this.count; at++) {
      if (this.kind(at) === "gap") continue;
      steps++;
      if (at <= index) step++;
      if (at < index) before = at;
      const fold = this.foldAround(this.number(at));
      if (fold >= 0 && fold !== this.number(at)) continue;
      slides++;
      if (at <= index) slide++;
    }
    const count = { step, steps, slide, slides };
    return { ...count, place: this.#placeAt(index), before: before === null ? null : this.#placeAt(before) };
  }

  /** Of an open fold nothing has passed yet but what was before its rows. */
  #placeAt(index: number): number | null {
    const number = this.number(index);
    const { places, inside } = this.#columns;
    const isOpenFold = inside[number]! > 0 && this.isOpen(number);
    let last = isOpenFold ? number : number + inside[number]!;
    while (places[last] === NO_PLACE) last--;
    return places[last] ?? null;
  }

  /** Number of the fold that a row stands in; -1 outside. */
  foldAround(number: number): number {
    let low = 0;
    let high = this.#folds.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#folds[middle]! < number) low = middle + 1;
      else high = middle;
    }
    const fold = this.#folds[low - 1] ?? -1;
    return fold >= 0 && number <= fold + this.#columns.inside[fold]! ? fold : -1;
  }

  /** Of a row in a fold, where it stands among the rows inside, from 0 to 1. */
  shareOfFold(number: number, fold: number): number {
    return (number - fold - 0.5) / (this.#columns.inside[fold] ?? 1);
  }

  /** Number of the next row that is no gap; -1 behind the last. */
  nextPlaced(number: number): number {
    const { kinds } = this.#columns;
    let next = number + 1;
    while (kinds[next] === "g") next++;
    return next < kinds.length ? next : -1;
  }

  isOpen(fold: number): boolean {
    return this.#openFolds.has(fold);
  }

  toggle(fold: number): void {
    if (!this.#openFolds.delete(fold)) this.#openFolds.add(fold);
    this.#show();
  }

  #show(): void {
    const { kinds, inside } = this.#columns;
    const shown = new Uint32Array(kinds.length);
    let count = 0;
    for (let number = 0; number < kinds.length; number++) {
      shown[count++] = number;
      const isClosed = inside[number]! > 0 && !this.#openFolds.has(number);
      if (isClosed) number += inside[number]!;
    }
    this.#shown = shown.subarray(0, count);
  }
}

/** Place of gaps and folds. */
const NO_PLACE = 0x7fffffff;
