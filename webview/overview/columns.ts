/** The columns of the overview's table: what each says of a row, how rows compare by it, and how wide it is. */
import type { OverviewRow, RuleAmount } from "../../src/view/overview.js";
import type { Zone } from "../ladder/clock.js";
import { formatClock } from "../ladder/clock.js";
import { number } from "../numbers.js";
import { HEALTHS, SEVERITIES } from "./choice.js";
import { durationWords, healthTitle } from "./words.js";

/** What a cell may need to know besides its row. */
export interface ColumnContext {
  readonly rules: readonly RuleAmount[];
  readonly zone: Zone;
  /** Messages of a row that the search found; undefined while nothing is searched. */
  readonly hits: (row: OverviewRow) => number | undefined;
  /** How many notes somebody wrote on messages of a row. */
  readonly notes: (row: OverviewRow) => number;
}

export interface Column {
  readonly id: string;
  readonly title: string;
  text(row: OverviewRow, context: ColumnContext): string;
  /** Rows are put in the ascending order of this; null and "" come last whichever way. */
  sortKey(row: OverviewRow, context: ColumnContext): number | string | null;
  readonly isNumber?: boolean;
  /** Characters below which the column is left out rather than shown, and beyond which it is cut. */
  readonly least: number;
  readonly most: number;
  /** Those with the least number stay when there is no room for all. */
  readonly rank: number;
}

export const COLUMNS: readonly Column[] = [
  {
    id: "health",
    title: "Health",
    text: (row, { rules }) => healthTitle(row, rules),
    sortKey: ({ kind, health, rules: own }, { rules }) =>
      kind === "finding" ? SEVERITIES.indexOf(rules[own[0] ?? -1]?.severity ?? "info") : HEALTHS.indexOf(health),
    least: 10,
    most: 18,
    rank: 0,
  },
  {
    id: "title",
    title: "AoR or parties",
    text: ({ title }) => title,
    sortKey: ({ title }) => textKey(title),
    least: 22,
    most: 42,
    rank: 0,
  },
  {
    id: "hits",
    title: "Hits",
    text: (row, { hits }) => numberText(hits(row) || null),
    sortKey: (row, { hits }) => hits(row) ?? null,
    isNumber: true,
    least: 6,
    most: 9,
    rank: 0,
  },
  {
    id: "cause",
    title: "Cause",
    text: ({ cause }) => cause,
    sortKey: ({ cause }) => textKey(cause),
    least: 26,
    most: 70,
    rank: 1,
  },
  {
    id: "device",
    title: "Device",
    text: ({ product, address }) => product || address,
    sortKey: ({ product, address }) => textKey(product || address),
    least: 13,
    most: 26,
    rank: 2,
  },
  {
    id: "version",
    title: "Version",
    text: ({ version }) => version,
    sortKey: ({ version }) => textKey(version),
    least: 11,
    most: 16,
    rank: 6,
  },
  {
    id: "address",
    title: "Address",
    text: ({ address }) => address,
    sortKey: ({ address }) => textKey(address),
    least: 12,
    most: 26,
    rank: 9,
  },
  {
    id: "attempts",
    title: "Attempts",
    text: ({ attempts }) => numberText(attempts),
    sortKey: ({ attempts }) => attempts,
    isNumber: true,
    least: 9,
    most: 10,
    rank: 4,
  },
  {
    id: "result",
    title: "Result",
    text: ({ result }) => result,
    sortKey: ({ result }) => textKey(result),
    least: 14,
    most: 24,
    rank: 3,
  },
  {
    id: "granted",
    title: "Granted",
    text: ({ grantedSeconds }) => (grantedSeconds === null ? "" : `${number(grantedSeconds)} s`),
    sortKey: ({ grantedSeconds }) => grantedSeconds,
    isNumber: true,
    least: 8,
    most: 12,
    rank: 5,
  },
  {
    id: "duration",
    title: "Duration",
    text: durationWords,
    sortKey: ({ startMicros, endMicros }) =>
      startMicros === null || endMicros === null ? null : endMicros - startMicros,
    isNumber: true,
    least: 11,
    most: 12,
    rank: 7,
  },
  {
    id: "messages",
    title: "Messages",
    text: ({ messages }) => numberText(messages || null),
    sortKey: ({ messages }) => messages,
    isNumber: true,
    least: 9,
    most: 10,
    rank: 8,
  },
  {
    id: "start",
    title: "Start",
    text: ({ startMicros }, { zone }) => (startMicros === null ? "" : formatClock(startMicros, zone).slice(0, 8)),
    sortKey: ({ startMicros }) => startMicros,
    least: 11,
    most: 14,
    rank: 3,
  },
];

function numberText(count: number | null): string {
  return count === null ? "" : number(count);
}

const NOUGHTS = "000000000000";

/** Numbers within a text count by their value: 2002 before 10001. By hand and joined: a list has fifty thousand texts to compare. */
function textKey(text: string): string {
  const lower = text.toLowerCase();
  const parts: string[] = [];
  let done = 0;
  for (let at = 0; at < lower.length; at++) {
    if (!isDigit(lower.charCodeAt(at))) continue;
    let end = at + 1;
    while (isDigit(lower.charCodeAt(end))) end++;
    parts.push(lower.slice(done, at), NOUGHTS.slice(end - at), lower.slice(at, end));
    done = at = end;
  }
  parts.push(lower.slice(done));
  return parts.join("");
}

/** NaN, past the end of a text, is none. */
function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

export interface PlacedColumn {
  readonly column: Column;
  readonly width: number;
}

/** Pixels of a cell besides its text. */
const CELL_PADDING = 20;
/** Of this many rows, spread over all, the texts are measured. */
const MEASURED_ROWS = 300;

/**
 * Which columns have room, and how wide each is: as its texts need, what is over makes as many whole as can be.
 * @param characterWidth pixels of a usual character
 */
export function fitColumns(
  rows: readonly OverviewRow[],
  context: ColumnContext,
  available: number,
  characterWidth: number,
): readonly PlacedColumn[] {
  const step = Math.max(Math.ceil(rows.length / MEASURED_ROWS), 1);
  const sample = rows.filter((_, index) => index % step === 0);
  const wanted = new Map<Column, number>();
  for (const column of COLUMNS) {
    const longest = sample.reduce((most, row) => Math.max(most, column.text(row, context).length), 0);
    // A column that says nothing in this trace takes no room; the sign of the health stands before its word.
    if (longest === 0) continue;
    // Digits are wider than the mean character.
    const characters = Math.max(longest + 3, column.title.length + 2) + (column.id === "health" ? 3 : 0);
    wanted.set(column, Math.min(characters, column.most) * characterWidth + CELL_PADDING);
  }
  const least = (column: Column) =>
    Math.min(column.least * characterWidth + CELL_PADDING, wanted.get(column) ?? Number.POSITIVE_INFINITY);
  let left = available;
  const chosen = new Set<Column>();
  for (const column of [...wanted.keys()].sort((a, b) => a.rank - b.rank)) {
    if (left < least(column) && column.rank > 0) break;
    left -= least(column);
    chosen.add(column);
  }
  const widths = new Map([...chosen].map((column) => [column, least(column)]));
  const missing = (column: Column) => wanted.get(column)! - widths.get(column)!;
  for (const column of [...chosen].sort((a, b) => missing(a) - missing(b))) {
    const more = Math.min(Math.max(left, 0), missing(column));
    widths.set(column, widths.get(column)! + more);
    left -= more;
  }
  const widest = [...chosen].find(({ id }) => id === "cause") ?? [...chosen].find(({ id }) => id === "title");
  if (widest && left > 0) widths.set(widest, widths.get(widest)! + left);
  return COLUMNS.filter((column) => chosen.has(column)).map((column) => ({
    column,
    width: Math.floor(widths.get(column)!),
  }));
}
