/** JSON that a person may have edited. */
import { reasonOf } from "./reason.js";

/** @throws SyntaxError "no JSON (line 3, column 5)", without the engine's own words, which hold a piece of the text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(`no JSON${placeOfMistake(text, reasonOf(error))}`, { cause: error });
  }
}

/** Engines tell it by a number in their own sentence, if at all. */
function placeOfMistake(text: string, told: string): string {
  const position = / at position (\d{1,9})\b/.exec(told)?.[1];
  return position === undefined ? "" : placeIn(text, Number(position));
}

/** " (line 3, column 5)". */
export function placeIn(text: string, offset: number): string {
  const lines = text.slice(0, offset).split("\n");
  return ` (line ${lines.length}, column ${lines.at(-1)!.length + 1})`;
}
