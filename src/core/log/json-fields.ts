/** The fields of one JSON object on a line, with the place of each value: nothing is copied, and nothing but places is kept. */

export interface JsonField {
  /** `plain` is text that is no JSON. */
  readonly kind: "string" | "array" | "other" | "plain";
  /** Within the line: of a string between its quotes, of an array between its brackets. */
  readonly start: number;
  readonly end: number;
}

const BLANKS = /\s*/y;
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/y;
const SCALAR = /[^\s,{}[\]"]+/y;

/** Undefined for what is no object, or one that the line holds only a part of. */
export function readJsonFields(line: string, most: number): ReadonlyMap<string, JsonField> | undefined {
  const fields = new Map<string, JsonField>();
  let at = skip(line, 1);
  while (line[at] !== "}") {
    const key = take(STRING, line, at);
    if (key < 0 || fields.size >= most) return undefined;
    const colon = skip(line, key);
    if (line[colon] !== ":") return undefined;
    const start = skip(line, colon + 1);
    const end = valueEnd(line, start);
    if (end < 0) return undefined;
    const kind = line[start] === '"' ? "string" : line[start] === "[" ? "array" : "other";
    const field = kind === "other" ? { kind, start, end } : { kind, start: start + 1, end: end - 1 };
    fields.set(line.slice(at + 1, key - 1), field as JsonField);
    at = skip(line, end);
    if (line[at] === ",") at = skip(line, at + 1);
    else if (line[at] !== "}") return undefined;
  }
  return fields;
}

function skip(line: string, at: number): number {
  return take(BLANKS, line, at);
}

/** Where a match at `at` ends, or -1. */
function take(pattern: RegExp, line: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(line) ? pattern.lastIndex : -1;
}

function valueEnd(line: string, start: number): number {
  let depth = 0;
  for (let at = start; at < line.length;) {
    const character = line[at];
    if (character === '"') at = take(STRING, line, at);
    else if (character === "{" || character === "[") [depth, at] = [depth + 1, at + 1];
    else if (character === "}" || character === "]") [depth, at] = [depth - 1, at + 1];
    else if (character === "," || character === ":") at++;
    else at = take(SCALAR, line, at);
    if (at < 0 || depth < 0) return -1;
    if (depth === 0) return at;
    at = skip(line, at);
  }
  return -1;
}
