/** JSON as the editor's settings are written: with comments, and commas behind the last element. */
import { parse, type ParseError } from "jsonc-parser";
import { placeIn } from "../core/model/json-text.js";

/** @throws SyntaxError "no JSON (line 3, column 5)" */
export function parseSettings(written: string): unknown {
  // Editors of Windows begin a file with it.
  const text = written.replace(/^\uFEFF/, "");
  const mistakes: ParseError[] = [];
  const value: unknown = parse(text, mistakes, { allowTrailingComma: true });
  const [first] = mistakes;
  if (first) throw new SyntaxError(`no JSON${placeIn(text, first.offset)}`);
  return value;
}
