/** A ladder, complete or as far as a step, in a form to keep. */
import {
  type Analysis,
  drawLadderMermaid,
  drawLadderSvg,
  drawLadderText,
  ladderUntil,
  layOutLadder,
} from "../core/index.js";
import type { Asks } from "./protocol.js";

export function drawLadder(analysis: Analysis, { key, format, time, until, ...options }: Asks<"drawing">): string {
  const view = ladderUntil(layOutLadder(analysis, key, options), until ?? Infinity);
  switch (format) {
    case "text":
      return drawLadderText(view, { time });
    case "mermaid":
      return drawLadderMermaid(view);
    case "svg":
      return drawLadderSvg(view, { time });
  }
}
