/** The column of text beside the digits of a hex dump's row: where the character of each octet stands. */
import type { HexRow } from "../../log/hex-row.js";

/** Octets in front of the gap that some programs leave in the column. */
const HALF_ROW_OCTETS = 8;
const WIDEST_GAP = 2;
const SPACE = 0x20;

export interface TextColumn {
  /** Where the character of each octet stands in the line. */
  readonly places: readonly number[];
  /** Behind the last one. */
  readonly end: number;
}

/** @returns undefined when the row has none, or one that shows its octets in a way of its own. */
export function textColumnOf(line: string, row: HexRow): TextColumn | undefined {
  const octets = Array.from(digitsOf(line, row), (at) => parseInt(line.slice(at, at + 2), 16));
  const begin = row.end + /^\s*/.exec(line.slice(row.end))![0].length;
  const blanks = Math.max(
    0,
    octets.findIndex((octet) => octet !== SPACE),
  );
  for (const isEscaped of [false, true]) {
    for (const start of [begin - blanks, begin + 1]) {
      for (let gap = 0; gap <= WIDEST_GAP && start > row.end; gap++) {
        const column = walk(line, octets, { start, gap, isEscaped });
        if (column) return column;
      }
    }
  }
  return undefined;
}

/** Where the digits of each octet of a row stand in its line. */
export function digitsOf(line: string, { start, end }: HexRow): number[] {
  return Array.from(line.slice(start, end).matchAll(/[\da-f]{2}/gi), ({ index }) => start + index);
}

/** What stands for an octet; a dot where that is no character. */
export function characterOf(octet: number): string {
  return octet >= SPACE && octet < 0x7f ? String.fromCharCode(octet) : ".";
}

/** As a collector writes it in a string of JSON, quotation marks and backslashes have one more before them. */
interface ColumnForm {
  readonly start: number;
  readonly gap: number;
  readonly isEscaped: boolean;
}

function walk(line: string, octets: readonly number[], { start, gap, isEscaped }: ColumnForm): TextColumn | undefined {
  const places: number[] = [];
  let at = start;
  for (const [index, octet] of octets.entries()) {
    if (index === HALF_ROW_OCTETS) at += gap;
    const shown = characterOf(octet);
    if (isEscaped && (shown === '"' || shown === "\\") && line[at] === "\\") at++;
    // A dot may stand for any octet; blanks at the end of a line may be missing.
    const character = line[at] ?? " ";
    if (character !== "." && character !== shown) return undefined;
    places.push(at++);
  }
  return { places, end: Math.min(at, line.length) };
}
