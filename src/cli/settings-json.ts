/** JSON as the editor's settings are written: with comments, and commas behind the last element. */
import { parse, type ParseError } from "jsonc-parser";
import { placeIn } from "../core/model/json-text.js";

/** @throws SyntaxError "no JSON (line 3, column 5)", "JSON that is nested too deeply" */
export function parseSettings(written: string): unknown {
  // Editors of Windows begin a file with it.
  const text = written.replace(/^\uFEFF/, "");
  const mistakes: ParseError[] = [];
  const value = parseNested(text, mistakes);
  const [first] = mistakes;
  if (first) throw new SyntaxError(`no JSON${placeIn(text, first.offset)}`);
  return value;
}

/** The library goes down a call for each level, and the engine's words for too many are no sentence. */
function parseNested(text: string, mistakes: ParseError[]): unknown {
  try {
    return parse(text, mistakes, { allowTrailingComma: true });
  } catch (error) {
    throw new SyntaxError("JSON that is nested too deeply", { cause: error });
  }
}
