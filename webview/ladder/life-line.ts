/** Life lines: a binding's life at the registrar, and the NAT's pinhole at the phone, drawn along their lanes. */
import { type TemplateResult, html, nothing } from "lit";
import type { LifeLine, RowInstant } from "../../src/view/ladder.js";
import { type Geometry, placed } from "../placed.js";
import type { RowHeights } from "../row-heights.js";
import type { LadderRows } from "./ladder-rows.js";

/** Pixels from the foot of a row to its arrow. */
const ARROW = 10;
/** Pixels between lines of one lane that overlap. */
export const TRACK = 7;

/** Pixels from the first row. */
export interface Stretch {
  readonly top: number;
  readonly bottom: number;
}

/** Where a line lies, whatever folds are open. */
export function placeLifeLine({ from, to }: LifeLine, rows: LadderRows, heights: RowHeights): Stretch {
  return { top: heightOf(from, rows, heights), bottom: heightOf(to, rows, heights) };
}

function heightOf({ row, share }: RowInstant, rows: LadderRows, heights: RowHeights): number {
  const start = heightOfRow(row, rows, heights);
  const next = rows.nextPlaced(row);
  const end = next < 0 ? heights.total : heightOfRow(next, rows, heights);
  return Math.round(start + share * (end - start));
}

function heightOfRow(number: number, rows: LadderRows, heights: RowHeights): number {
  const index = rows.indexOf(number);
  if (index >= 0) return heights.top(index + 1) - ARROW;
  const fold = rows.foldAround(number);
  const at = rows.indexOf(fold);
  return heights.top(at) + rows.shareOfFold(number, fold) * heights.height(at);
}

/** @param words where its text stands, from its own upper left corner; undefined where there is no room for any. */
export function lifeLine(
  { kind, label }: LifeLine,
  place: Geometry,
  words: Geometry | undefined,
  text = label,
): TemplateResult {
  return html`<span class="life life-${kind}" title=${label} ${placed(place)}
    >${words ? html`<span ${placed(words)}>${text}</span>` : nothing}</span
  >`;
}
