/** The text of a SIP message cut into pieces to colour, with the characters that findings flag. */
import type { Mark } from "../../src/view/ladder.js";

export type TextClass = "method" | "header" | "string" | "uri" | "plain";

export interface Piece {
  readonly text: string;
  readonly class: TextClass;
  /** The worst finding on these characters. */
  readonly severity: Mark["severity"] | null;
}

interface Run {
  readonly start: number;
  readonly end: number;
  readonly class: TextClass;
}

/** More text is drawn in one piece: a message of this size is data, and colouring it would take the time of many rows. */
const LONGEST_COLOURED = 32_768;
const RANK: Readonly<Record<Mark["severity"], number>> = { info: 1, warning: 2, error: 3 };

export function piecesOf(text: string, marks: readonly Mark[]): readonly Piece[] {
  const runs =
    text.length > LONGEST_COLOURED ? [{ start: 0, end: text.length, class: "plain" as const }] : runsOf(text);
  const cuts = [...new Set(marks.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  const pieces: Piece[] = [];
  for (const run of runs) {
    let from = run.start;
    for (const cut of [...cuts.filter((cut) => cut > run.start && cut < run.end), run.end]) {
      const severity = severityAt(marks, from);
      pieces.push({ text: text.slice(from, cut), class: run.class, severity });
      from = cut;
    }
  }
  return pieces;
}

/** Characters of whole lines; half-open. */
export interface Lines {
  readonly start: number;
  readonly end: number;
}

/** Where the lines of a header stand, each with those that continue it; the case of its name means nothing. */
export function headerLines(text: string, name: string): readonly Lines[] {
  const found: Lines[] = [];
  const bodyAt = text.indexOf("\n\n");
  const headEnd = bodyAt < 0 ? text.length : bodyAt;
  const wanted = name.toLowerCase();
  let isOpen = false;
  for (let start = endOfLine(text, 0, headEnd) + 1; start < headEnd;) {
    const end = endOfLine(text, start, headEnd);
    const isContinued = text[start] === " " || text[start] === "\t";
    const colon = text.indexOf(":", start);
    isOpen = isContinued ? isOpen : colon < end && text.slice(start, colon).trim().toLowerCase() === wanted;
    const last = found.at(-1);
    if (isOpen && isContinued && last) found[found.length - 1] = { ...last, end };
    else if (isOpen) found.push({ start, end });
    start = end + 1;
  }
  return found;
}

function severityAt(marks: readonly Mark[], at: number): Mark["severity"] | null {
  let worst: Mark["severity"] | null = null;
  for (const { start, end, severity } of marks) {
    if (start <= at && at < end && (worst === null || RANK[severity] > RANK[worst])) worst = severity;
  }
  return worst;
}

/** Start line, header names, quoted strings and URIs; the body is plain. */
function runsOf(text: string): Run[] {
  const runs: Run[] = [];
  const add = (start: number, end: number, className: TextClass) => {
    if (end > start) runs.push({ start, end, class: className });
  };
  const bodyAt = text.indexOf("\n\n");
  const headEnd = bodyAt < 0 ? text.length : bodyAt;
  const firstEnd = endOfLine(text, 0, headEnd);
  const method = text.startsWith("SIP/2.0") ? firstEnd : Math.max(text.slice(0, firstEnd).indexOf(" "), 0);
  add(0, method, "method");
  add(method, firstEnd, "uri");
  let at = firstEnd;
  while (at < headEnd) {
    const start = at + 1;
    const end = endOfLine(text, start, headEnd);
    const isContinued = text[start] === " " || text[start] === "\t";
    const colon = isContinued ? -1 : text.slice(start, end).indexOf(":");
    add(at, start, "plain");
    const valueStart = colon < 0 ? start : start + colon;
    add(start, valueStart, "header");
    addValue(text, valueStart, end, add);
    at = end;
  }
  add(headEnd, text.length, "plain");
  return runs;
}

function addValue(text: string, start: number, end: number, add: (start: number, end: number, c: TextClass) => void) {
  let at = start;
  while (at < end) {
    const open = text.indexOf('"', at);
    if (open < 0 || open >= end) break;
    const close = text.indexOf('"', open + 1);
    const stop = close < 0 || close >= end ? end : close + 1;
    add(at, open, "plain");
    add(open, stop, "string");
    at = stop;
  }
  add(at, end, "plain");
}

function endOfLine(text: string, from: number, limit: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 || end > limit ? limit : end;
}
