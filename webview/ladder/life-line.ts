/** Life lines: a binding's life at the registrar, and the NAT's pinhole at the phone, drawn along their lanes. */
import { type TemplateResult, html, nothing } from "lit";
import type { LifeLine, RowInstant } from "../../src/view/ladder.js";
import { placed } from "../placed.js";
import type { RowHeights } from "../row-heights.js";
import type { LadderRows } from "./ladder-rows.js";

/** Pixels from the foot of a row to its arrow. */
const ARROW = 10;
/** Pixels between lines of one lane that overlap. */
const TRACK = 7;
/** Pixels that a character of the words beside a line needs, and what is left free around them. */
const CHARACTER = 6;
const AROUND = 16;
/** Pixels from a line's left edge to its words, which are drawn downwards. */
const WORDS_AFTER = 10;
const WORDS_BEFORE = -21;

interface Stretch {
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

/** Nothing when it is out of view. The words stand in the part that is in view. */
export function lifeLine(
  { kind, label, lane, track }: LifeLine,
  { left, top, bottom }: Stretch & { readonly left: number },
  view: Stretch,
): TemplateResult | typeof nothing {
  const start = Math.max(top, view.top);
  const end = Math.min(bottom, view.bottom);
  if (end <= start) return nothing;
  // No arrow has its label outside of the first lane and of the last.
  const wordsLeft = lane === 0 ? WORDS_BEFORE - track * TRACK : WORDS_AFTER;
  const words =
    end - start > label.length * CHARACTER + AROUND
      ? html`<span ${placed({ left: wordsLeft, top: (start + end) / 2 - top })}>${label}</span>`
      : nothing;
  return html`<span
    class="life life-${kind}"
    title=${label}
    ${placed({ left: left + track * TRACK, top, height: bottom - top })}
    >${words}</span
  >`;
}
