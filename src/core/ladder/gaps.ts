/** Silences as rows of their own: a pause that stands out from the rhythm of the ladder. */
import { formatDuration } from "../model/instant.js";
import { type ClockJump, isAcross, jumpWords } from "../trace/clock-jumps.js";
import type { GapRow } from "../../view/ladder.js";
import type { FoldedRow } from "./fold.js";

/** Shorter pauses are nothing to a person. */
const LEAST_MICROS = 10_000_000;
/** A pause stands out when it is so many times the usual one. */
const FACTOR = 5;

/** A cycle of a fold may come late by so much without being missed. */
const RHYTHM_FACTOR = 1.5;

/** Puts a gap between rows that are far apart, and where the clock of a log was set. Rows without time have none. */
export function withGaps<Row extends FoldedRow>(
  rows: readonly Row[],
  clockJumps: readonly ClockJump[] = [],
): (Row | GapRow)[] {
  const pauses: number[] = [];
  for (let index = 1; index < rows.length; index++) {
    const pause = pauseBetween(rows[index - 1]!, rows[index]!);
    if (pause !== undefined) pauses.push(pause);
  }
  const sorted = pauses.toSorted((a, b) => a - b);
  const threshold = Math.max(LEAST_MICROS, (sorted[(sorted.length - 1) >> 1] ?? 0) * FACTOR);
  const spaced: (Row | GapRow)[] = [];
  for (const [index, row] of rows.entries()) {
    const pause = index === 0 ? undefined : pauseBetween(rows[index - 1]!, row);
    for (const jump of pause === undefined ? [] : clockJumps) {
      if (isAcross(jump, endOf(rows[index - 1]!), row.atMicros)) spaced.push(jumpRow(rows[index - 1]!, jump));
    }
    const rhythm = Math.max(rhythmOf(rows[index - 1]), rhythmOf(row));
    if (pause !== undefined && pause >= Math.max(threshold, rhythm * RHYTHM_FACTOR))
      spaced.push(gapOf(rows[index - 1]!, pause));
    spaced.push(row);
  }
  return spaced;
}

function pauseBetween(before: FoldedRow, after: FoldedRow): number | undefined {
  const end = endOf(before);
  return end === null || after.atMicros === null ? undefined : after.atMicros - end;
}

function jumpRow(before: FoldedRow, { byMicros }: ClockJump): GapRow {
  const label = `${jumpWords(byMicros)} here`;
  return { kind: "gap", label, lengthMicros: 0, atMicros: endOf(before), sentence: label };
}

function rhythmOf(row: FoldedRow | undefined): number {
  return row?.kind === "fold" ? row.rhythmMicros : 0;
}

function endOf(row: FoldedRow): number | null {
  return row.kind === "fold" ? (row.rows.at(-1)?.atMicros ?? null) : row.atMicros;
}

function gapOf(before: FoldedRow, lengthMicros: number): GapRow {
  const label = `${formatDuration(lengthMicros)} of silence`;
  return { kind: "gap", label, lengthMicros, atMicros: endOf(before), sentence: label };
}
