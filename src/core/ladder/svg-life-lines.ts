/** Life lines as they stand on the lanes of an SVG: solid while something holds, dashed once it does not. */
import type { LifeLine } from "../../view/ladder.js";
import { heightOf } from "./row-clock.js";
import { escapeXml, round } from "./svg-text.js";
import { columnsOf } from "./text-columns.js";

/** Pixels between the lines of one lane that overlap. */
const TRACK = 7;
/** Pixels that a character of the words beside a line needs, and what is left free around them. */
const CHARACTER = 6;
const AROUND = 16;

export const LIFE_STYLE = `
  .alive { fill: #2f7d3b; opacity: .55 } .open { fill: #1a6fd8; opacity: .55 } .life { font-size: 11px }
  .lapsed, .shut { stroke: #cf2015; stroke-width: 4; stroke-dasharray: 5 4; fill: none }
  @media (prefers-color-scheme: dark) { .alive { fill: #89d185 } .open { fill: #4aa3ff } .lapsed, .shut { stroke: #f4605a } }`;

/**
 * @param lanes pixels of the lanes from the left.
 * @param heights as `heightOf` takes them.
 */
export function svgLifeLines(
  lines: readonly LifeLine[],
  lanes: readonly number[],
  heights: readonly (number | undefined)[],
  end: number,
): string[] {
  return lines.flatMap(({ lane, track, kind, label, from, to }) => {
    const x = (lanes[lane] ?? 0) + track * TRACK;
    const top = round(heightOf(from, heights, end));
    const height = round(heightOf(to, heights, end) - top);
    if (height <= 0) return [];
    const isSolid = kind === "alive" || kind === "open";
    const shape = isSolid
      ? `<rect class="${kind}" x="${x - 2}" y="${top}" width="5" height="${height}" rx="2"/>`
      : `<path class="${kind}" d="M${x + 0.5} ${top}v${height}"/>`;
    const at = `${x + 7} ${round(top + height / 2)}`;
    const words = `<text class="quiet life" text-anchor="middle" transform="translate(${at}) rotate(90)">${escapeXml(label)}</text>`;
    return [
      `<g><title>${escapeXml(label)}</title>${shape}${height > columnsOf(label) * CHARACTER + AROUND ? words : ""}</g>`,
    ];
  });
}
