/** Prints ladders and registration cards. */
import {
  type Analysis,
  cardsOf,
  cardsToText,
  drawLadderMermaid,
  drawLadderSvg,
  drawLadderText,
  ladderKeys,
  layOutLadder,
} from "../core/index.js";
import type { Output } from "./output.js";
import type { PaintPng } from "./paint-png.js";

type Print = Output["print"];

/**
 * Prints one ladder, also of several that are called so: a picture and a diagram hold one.
 * @param paint of a run that is to print a PNG.
 * @returns whether there was something to print.
 * @throws UsageError when the PNG cannot be made.
 */
export async function printDrawing(
  analyses: readonly Analysis[],
  format: "mermaid" | "svg" | "png",
  name: string,
  print: Print,
  paint?: PaintPng,
): Promise<boolean> {
  for (const analysis of analyses) {
    const keys = ladderKeys(analysis, name);
    if (keys.length === 0) continue;
    const view = layOutLadder(analysis, keys.join("+"));
    if (format === "mermaid") print(`${drawLadderMermaid(view).trimEnd()}\n`);
    else if (format === "svg") print(`${drawLadderSvg(view).trimEnd()}\n`);
    else if (paint) print(await paint(drawLadderSvg(view)));
    return true;
  }
  return false;
}

/**
 * Prints the ladders that are asked for as text, one after the other.
 * @returns whether there was something to print.
 */
export function printLadders(analysis: Analysis, name: string, print: Print): boolean {
  const keys = ladderKeys(analysis, name);
  for (const key of keys) print(`${drawLadderText(layOutLadder(analysis, key)).trimEnd()}\n`);
  return keys.length > 0;
}

/** @returns whether there was something to print. */
export function printCards(analysis: Analysis, name: string, print: Print): boolean {
  const cards = cardsOf(analysis, name);
  if (cards.length > 0) print(cardsToText(cards));
  return cards.length > 0;
}
