/** The life lines of a ladder in view: which have room for words beside them, and what they leave to the arrows' labels. */
import { type TemplateResult, type nothing } from "lit";
import type { LifeLine } from "../../src/view/ladder.js";
import type { RowHeights } from "../row-heights.js";
import { type InView, type LanePositions, placeLabel, type Span } from "./lane-positions.js";
import type { LadderRows } from "./ladder-rows.js";
import { lifeLine, placeLifeLine, type Stretch, TRACK } from "./life-line.js";

/** Pixels that a character of the words needs, which are drawn downwards, and what is left free around them. */
const CHARACTER = 6;
const AROUND = 16;
/** Pixels that the words take beside their line, and that they stand apart from the lines. */
const WORDS_WIDTH = 15;
const APART = 4;

/** The words over an arrow, or those that stand between all lanes. */
export interface Label {
  /** Pixels: the ends of its arrow. */
  readonly from: number;
  readonly to: number;
  readonly top: number;
  readonly bottom: number;
  /** Pixels that it needs, as far as can be told without drawing it. */
  readonly width: number;
  /** It cannot be moved aside. */
  readonly isFixed: boolean;
}

/** Parts of the way down a line at which its words are tried: in the middle first. */
const TRIED = [0.5, 0.375, 0.625, 0.25, 0.75, 0.125, 0.875, 0, 1];

type Words = Span & Stretch & { readonly text: string };

/** Where the life lines of a ladder lie as its folds are, whatever part is in view. */
export class PlacedLifeLines {
  readonly lines: readonly (Stretch & { readonly line: LifeLine })[];
  /** By lane: how many lines stand side by side on it. */
  readonly tracks = new Map<number, number>();
  readonly #begun = new Map<number, readonly string[]>();

  constructor(lines: readonly LifeLine[], rows: LadderRows, heights: RowHeights) {
    this.lines = lines.map((line) => ({ line, ...placeLifeLine(line, rows, heights) }));
    for (const { from, label, lane, track } of lines) {
      this.tracks.set(lane, Math.max(this.tracks.get(lane) ?? 0, track + 1));
      const shown = rows.indexOf(from.row) >= 0 ? from.row : rows.foldAround(from.row);
      this.#begun.set(shown, [...this.begunAt(shown), label]);
    }
  }

  /** What begins at a row that is shown or behind it, in words: `binding expired, refreshed 12 s too late`. */
  begunAt(number: number): readonly string[] {
    return this.#begun.get(number) ?? [];
  }
}

export class LifeLines {
  readonly #lines: readonly (Stretch & { readonly line: LifeLine; readonly left: number })[];
  readonly #words = new Map<LifeLine, Words>();

  constructor(
    private readonly all: PlacedLifeLines,
    private readonly lanes: LanePositions["lanes"],
    private readonly view: InView & Stretch,
    /** Where the ladder ends that is drawn, in pixels. */
    private readonly until = Infinity,
  ) {
    this.#lines = all.lines.flatMap(({ line, top, bottom: end }) => {
      const left = lanes[line.lane];
      const bottom = Math.min(end, until);
      const isInView = Math.min(bottom, view.bottom) > Math.max(top, view.top);
      return left !== undefined && isInView ? [{ line, left: left + line.track * TRACK, top, bottom }] : [];
    });
  }

  /** As `PlacedLifeLines` says; nothing of a ladder that is drawn in part: what follows is not known yet. */
  begunAt(number: number): readonly string[] {
    return this.until === Infinity ? this.all.begunAt(number) : [];
  }

  /**
   * Words stand where no label meets them, or where it can be moved aside, the short ones where the others do not fit; else
   * they are left out: what arrows say comes first.
   */
  makeRoom(labels: readonly Label[]): void {
    for (const stretch of this.#lines) {
      const { line } = stretch;
      const places = [line.label, line.short].flatMap((text) => this.#placesOf(text, stretch));
      const place = places.find((words) => labels.every((label) => !this.#isInTheWay(label, words)));
      if (place) this.#words.set(line, place);
    }
  }

  #placesOf(text: string, { line, top, bottom }: Stretch & { readonly line: LifeLine }): Words[] {
    const start = Math.max(top, this.view.top);
    const length = text.length * CHARACTER + AROUND;
    const spare = Math.min(bottom, this.view.bottom) - start - length;
    if (spare <= 0) return [];
    return this.#sidesOf(line).flatMap((left) =>
      TRIED.map((share) => {
        const at = start + share * spare;
        return { text, left, right: left + WORDS_WIDTH, top: at, bottom: at + length };
      }),
    );
  }

  /** Where words may begin: no arrow has its label outside of the first lane and of the last. */
  #sidesOf({ lane, track }: LifeLine): number[] {
    const at = this.lanes[lane]!;
    const step = track * WORDS_WIDTH;
    const left = at - APART - WORDS_WIDTH - step;
    const right = at + this.all.tracks.get(lane)! * TRACK + APART + step;
    return lane === 0 ? [left] : lane === this.lanes.length - 1 ? [right] : [right, left];
  }

  /** What a label has to keep clear of. */
  beside(label: Label): readonly Span[] {
    return [...this.#words.values()].filter((words) => this.#meets(label, words));
  }

  #isInTheWay(label: Label, words: Words): boolean {
    if (!this.#meets(label, words)) return false;
    const place = placeLabel(label.from, label.to, label.width, this.view, [words]);
    if (label.isFixed || !place || place.right - place.left < label.width) return true;
    // Moved further aside it would seem to stand over another arrow.
    const middle = (place.left + place.right) / 2;
    return middle < Math.min(label.from, label.to) || middle > Math.max(label.from, label.to);
  }

  #meets({ from, to, top, bottom, width }: Label, words: Words): boolean {
    const place = placeLabel(from, to, width, this.view);
    if (!place || words.top >= bottom || words.bottom <= top) return false;
    return words.left < place.right && words.right > place.left;
  }

  draw(): (TemplateResult | typeof nothing)[] {
    return this.#lines.map(({ line, left, top, bottom }) => {
      const words = this.#words.get(line);
      const place = words && { left: words.left - left, top: (words.top + words.bottom) / 2 - top };
      return lifeLine(line, { left, top, height: bottom - top }, place, words?.text);
    });
  }
}
