/** The ladder as it is drawn: sticky lane heads, and below them lanes, life lines and the rows in view. */
import { type TemplateResult, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { LadderHead } from "../../src/view/ladder.js";
import { placed } from "../placed.js";
import { laneHeads } from "./lane-heads.js";
import type { InView, LanePositions } from "./lane-positions.js";
import type { LifeLines } from "./life-lines.js";
import type { DrawnRow } from "./row.js";

export interface LadderPage {
  readonly view: LadderHead;
  readonly rows: readonly DrawnRow[];
  readonly lives: LifeLines;
  readonly positions: LanePositions;
  readonly inView: InView;
  /** Of all rows, in pixels. */
  readonly height: number;
}

export function ladderPage({ view, rows, lives, positions, inView, height }: LadderPage): TemplateResult {
  const { width, lanes, headWidth } = positions;
  const { left: from, right: to } = inView;
  // A whole network has thousands of lanes.
  const near = lanes.flatMap((left, lane) => (left > from - headWidth && left < to + headWidth ? [lane] : []));
  return html`${laneHeads(view.lanes, near, positions)}
    <div class="rows" role="presentation" ${placed({ width, height })}>
      ${near.map((lane) => html`<span class="lane" role="presentation" ${placed({ left: lanes[lane] ?? 0 })}></span>`)}
      ${lives.draw()}
      ${repeat(
        rows,
        ({ number }) => number,
        ({ template }) => template,
      )}
    </div>
    ${
      view.omitted > 0
        ? html`<p class="nothing">
            ${view.omitted.toLocaleString("en")} more messages are not drawn. Choose one phone or call.
          </p>`
        : nothing
    }`;
}
