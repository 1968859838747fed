/** The heads of the lanes, which stay in view. */
import { type TemplateResult, html } from "lit";
import type { Lane } from "../../src/view/ladder.js";
import { placed } from "../placed.js";
import type { LanePositions } from "./lane-positions.js";

/** @param near indices of the lanes that are in view or near it: a whole network has many. */
export function laneHeads(
  lanes: readonly Lane[],
  near: readonly number[],
  { width, lanes: centres, headWidth }: LanePositions,
): TemplateResult {
  const heads = near.map((index) => {
    const { kind, name, detail } = lanes[index]!;
    return html`<div
      class="lane-head lane-${kind}"
      data-lane=${index}
      ${placed({ left: centres[index] ?? 0, width: headWidth })}
    >
      <b title=${name}><bdi>${name}</bdi></b
      ><span title=${detail}>${detail}</span>
    </div>`;
  });
  return html`<div class="lane-heads" role="presentation" ${placed({ width })}>${heads}</div>`;
}
