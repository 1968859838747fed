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
/** Pixels that the words take beside a line, and that they stand apart from the lines. */
const WORDS = 14;
const APART = 4;
/** Pixels from the left of the words, which are drawn downwards, to what they stand on. */
const FOOT = 3;
/** Parts of the way down a line at which its words are tried: in the middle first. */
const TRIED = [0.5, 0.375, 0.625, 0.25, 0.75, 0.125, 0.875, 0, 1];

export const LIFE_STYLE = `
  .alive { fill: #2f7d3b; opacity: .55 } .open { fill: #1a6fd8; opacity: .55 } .life { font-size: 11px; paint-order: stroke; stroke: #fff; stroke-width: 3px }
  .lapsed, .shut { stroke: #cf2015; stroke-width: 4; stroke-dasharray: 5 4; fill: none }
  @media (prefers-color-scheme: dark) { .life { stroke: #1f1f1f } .alive { fill: #89d185 } .open { fill: #4aa3ff } .lapsed, .shut { stroke: #f4605a } }`;

/** What is drawn over the lanes: pixels from the upper left corner. */
export interface Block {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * Pixels at the right of each lane that its lines and their words need. Beside the first lane and the last no arrow has its
 * label, so words stand there outside.
 */
export function roomsBeside(lines: readonly LifeLine[], laneCount: number): number[] {
  return Array.from({ length: laneCount }, (_, lane) => {
    const tracks = lane === 0 || lane === laneCount - 1 ? 0 : tracksOf(lines, lane);
    return tracks === 0 ? 0 : tracks * (TRACK + WORDS) + APART;
  });
}

function tracksOf(lines: readonly LifeLine[], lane: number): number {
  return lines.reduce((most, line) => (line.lane === lane ? Math.max(most, line.track + 1) : most), 0);
}

/**
 * The lines, which rows are drawn over, and their words, which are drawn over arrows.
 * @param lanes pixels of the lanes from the left.
 * @param heights as `heightOf` takes them.
 * @param blocks what would cover the words: they stand above or below it.
 */
export function svgLifeLines(
  lines: readonly LifeLine[],
  lanes: readonly number[],
  heights: readonly (number | undefined)[],
  end: number,
  blocks: readonly Block[],
): { readonly shapes: readonly string[]; readonly words: readonly string[] } {
  const shapes: string[] = [];
  const words: string[] = [];
  for (const line of lines) {
    const { lane, track, kind, label, short, from, to } = line;
    const x = (lanes[lane] ?? 0) + track * TRACK;
    const top = round(heightOf(from, heights, end));
    const height = round(heightOf(to, heights, end) - top);
    if (height <= 0) continue;
    const shape =
      kind === "alive" || kind === "open"
        ? `<rect class="${kind}" x="${x - 2}" y="${top}" width="5" height="${height}" rx="2"/>`
        : `<path class="${kind}" d="M${x + 0.5} ${top}v${height}"/>`;
    shapes.push(`<g><title>${escapeXml(label)}</title>${shape}</g>`);
    const left = wordsLeft(line, lanes[lane] ?? 0, tracksOf(lines, lane));
    for (const text of new Set([label, short])) {
      const middle = wordsMiddle(columnsOf(text) * CHARACTER + AROUND, left, { top, height }, blocks);
      if (middle === undefined) continue;
      const at = `translate(${left + FOOT} ${round(middle)}) rotate(90)`;
      words.push(`<text class="quiet life" text-anchor="middle" transform="${at}">${escapeXml(text)}</text>`);
      break;
    }
  }
  return { shapes, words };
}

function wordsLeft({ lane, track }: LifeLine, x: number, tracks: number): number {
  return lane === 0 ? x - APART - (track + 1) * WORDS : x + tracks * TRACK + APART + track * WORDS;
}

/** Undefined where the line is too short for its words, or covered along its way. */
function wordsMiddle(
  length: number,
  left: number,
  line: { readonly top: number; readonly height: number },
  blocks: readonly Block[],
): number | undefined {
  const spare = line.height - length;
  if (spare <= 0) return undefined;
  const beside = blocks.filter((block) => block.left < left + WORDS && block.right > left);
  const tops = TRIED.map((share) => line.top + share * spare);
  const top = tops.find((each) => beside.every((block) => each >= block.bottom || each + length <= block.top));
  return top === undefined ? undefined : top + length / 2;
}
