/** Folds what repeats: cycles that look alike become one row that says how many there were and how often. */
import { type ClockJump, isAcross } from "../trace/clock-jumps.js";
import type { FoldRow } from "../../view/ladder.js";
import { type Block, type Exchange, type ExchangeOf, blocksOf, byAttempt, byTransaction } from "./exchanges.js";
import { foldWords } from "./fold-words.js";
import { medianInterval } from "./keep-alives.js";
import type { DraftRow } from "./rows.js";

/** Cycles that a fold needs: two alike are still read at a glance. */
const FEWEST_CYCLES = 3;
/** Kinds of exchange that may alternate in one fold: refreshes, OPTIONS and keep-alives keep their own rhythms. */
const MOST_KINDS = 3;
/** A pause of so many usual intervals breaks the rhythm, and the silence is worth its own row. */
const BREAK_FACTOR = 4;
const LEAST_BREAK_MICROS = 10_000_000;
/** Blocks among which something must come again for a fold to begin. */
const BLOCKS_AHEAD = 128;

export interface DraftFold extends Omit<FoldRow, "rows"> {
  readonly rows: readonly DraftRow[];
  /** The usual interval between its cycles: a pause of this length before or after it is no silence. */
  readonly rhythmMicros: number;
}

export type FoldedRow = DraftRow | DraftFold;

/**
 * Attempts that look alike first; then, inside what is left, transactions; then the repeats of one message.
 * @param clockJumps what stands on either side of one has no rhythm in common.
 */
export function fold(rows: readonly DraftRow[], clockJumps: readonly ClockJump[] = []): FoldedRow[] {
  return stretchesOf(rows, clockJumps).flatMap((stretch) =>
    foldCycles(stretch, byAttempt, (attempt) => foldCycles(attempt, byTransaction, foldRepeats)),
  );
}

function stretchesOf(rows: readonly DraftRow[], clockJumps: readonly ClockJump[]): (readonly DraftRow[])[] {
  if (clockJumps.length === 0) return [rows];
  const cuts = rows.flatMap(({ atMicros }, index) => {
    const before = rows[index - 1]?.atMicros ?? null;
    return clockJumps.some((jump) => isAcross(jump, before, atMicros)) ? [index] : [];
  });
  return [...cuts, rows.length].map((end, index) => rows.slice(cuts[index - 1] ?? 0, end));
}

function foldCycles(
  rows: readonly DraftRow[],
  exchangeOf: ExchangeOf,
  foldInside: (rows: readonly DraftRow[]) => FoldedRow[],
): FoldedRow[] {
  const blocks = blocksOf(rows, exchangeOf);
  const folded: FoldedRow[] = [];
  const show = (block: Block) => {
    for (const row of foldInside(rows.slice(block.first, block.end))) folded.push(row);
  };
  let at = 0;
  while (at < blocks.length) {
    const end = runFrom(blocks, at);
    // The first of a run that fails is shown: its rows are what the others repeat.
    const isFailing = end > at && fails(blocks[at]!);
    const start = isFailing ? at + 1 : at;
    if (countOf(blocks, start, end) < FEWEST_CYCLES) {
      show(blocks[at]!);
      at++;
      continue;
    }
    if (isFailing) show(blocks[at]!);
    const exchanges = blocks.slice(start, end).flatMap((block) => block.exchanges);
    const inside = rows.slice(blocks[start]!.first, blocks[end - 1]!.end);
    const isRepeat = isFailing || (fails(blocks[start]!) && repeatsTheOneBefore(folded, exchanges));
    folded.push(foldOf(inside, exchanges, isRepeat));
    at = end;
  }
  return folded;
}

/** End of the longest run of blocks from `start` whose exchanges are of few kinds, each often enough; `start` if there is none. */
function runFrom(blocks: readonly Block[], start: number): number {
  // Exchanges that look alike have one outline: where none repeats soon, no message need be read. A flood may have one outline
  // and nothing alike, so that looking at all of it from each block would take for ever.
  const soon = runOf(blocks, start, Math.min(blocks.length, start + BLOCKS_AHEAD), ({ outline }) => outline);
  return soon === start ? start : runOf(blocks, start, blocks.length, ({ signature }) => signature);
}

type KindOf = (exchange: Exchange) => string;

function runOf(blocks: readonly Block[], start: number, limit: number, kindOf: KindOf): number {
  const counts = new Map<string, number>();
  let end = start;
  let usual: number | undefined;
  while (end < limit) {
    const block = blocks[end]!;
    if (addsTooManyKinds(block, counts, kindOf)) break;
    const interval = end === start ? undefined : intervalOf(blocks[end - 1]!, block);
    if (interval !== undefined) {
      if (usual !== undefined && interval > Math.max(usual * BREAK_FACTOR, LEAST_BREAK_MICROS)) break;
      usual = usual === undefined ? interval : (usual * 3 + interval) / 4;
    }
    for (const exchange of block.exchanges) counts.set(kindOf(exchange), (counts.get(kindOf(exchange)) ?? 0) + 1);
    end++;
  }
  return cutRare(blocks, start, end, counts, kindOf);
}

function addsTooManyKinds({ exchanges }: Block, counts: Map<string, number>, kindOf: KindOf): boolean {
  for (const exchange of exchanges) {
    if (!counts.has(kindOf(exchange))) counts.set(kindOf(exchange), 0);
    if (counts.size > MOST_KINDS) return true;
  }
  return false;
}

/** Ends a run before the first block with an exchange that is not repeated in it. */
function cutRare(
  blocks: readonly Block[],
  start: number,
  limit: number,
  counts: Map<string, number>,
  kindOf: KindOf,
): number {
  let end = limit;
  for (;;) {
    let rare = start;
    while (rare < end && blocks[rare]!.exchanges.every((exchange) => counts.get(kindOf(exchange))! >= FEWEST_CYCLES))
      rare++;
    if (rare === end) return end;
    for (let index = rare; index < end; index++) {
      for (const exchange of blocks[index]!.exchanges) counts.set(kindOf(exchange), counts.get(kindOf(exchange))! - 1);
    }
    end = rare;
    if (end === start) return start;
  }
}

function intervalOf(before: Block, block: Block): number | undefined {
  const from = before.exchanges[0]?.startMicros ?? null;
  const to = block.exchanges[0]?.startMicros ?? null;
  return from === null || to === null ? undefined : to - from;
}

function countOf(blocks: readonly Block[], from: number, end: number): number {
  let count = 0;
  for (let index = from; index < end; index++) count += blocks[index]!.exchanges.length;
  return count;
}

function fails({ exchanges }: Block): boolean {
  return exchanges.some(({ rows }) =>
    rows.some((row) => row.kind === "message" && (row.tone === "failure" || row.mark === "lost")),
  );
}

/** Whether the rows before a fold show the cycle that it repeats, but for their findings. */
function repeatsTheOneBefore(folded: readonly FoldedRow[], exchanges: readonly Exchange[]): boolean {
  const cycle = exchanges[0]?.rows ?? [];
  const before = folded.slice(-cycle.length);
  return (
    before.length === cycle.length &&
    before.every(
      (row, index) => row.kind !== "fold" && row.label === cycle[index]?.label && row.from === cycle[index].from,
    )
  );
}

function foldOf(rows: readonly DraftRow[], exchanges: readonly Exchange[], isRepeat: boolean): DraftFold {
  const { label, detail } = foldWords(rows, exchanges, isRepeat);
  const findings = [...new Set(rows.flatMap((row) => row.findings))];
  const instants = exchanges.flatMap(({ startMicros }) => (startMicros === null ? [] : [startMicros]));
  return {
    kind: "fold",
    rhythmMicros: medianInterval(instants) ?? 0,
    label,
    detail,
    rows,
    findings,
    atMicros: rows[0]?.atMicros ?? null,
    sentence: `${label}, ${detail}`,
  };
}

/**
 * Repeats of one message by its sender's timer, of which there are many when nobody answers. What comes back to each of
 * them, such as an ICMP message, stands between them.
 */
function foldRepeats(rows: readonly DraftRow[]): FoldedRow[] {
  const folded: FoldedRow[] = [];
  let at = 0;
  while (at < rows.length) {
    const end = endOfRepeats(rows, at);
    const repeats = rows.slice(at, end);
    if (repeats.filter(({ kind }) => kind === "message").length < FEWEST_CYCLES) {
      folded.push(rows[at]!);
      at++;
      continue;
    }
    folded.push(foldOf(repeats, [], false));
    at = end;
  }
  return folded;
}

function endOfRepeats(rows: readonly DraftRow[], start: number): number {
  const first = rows[start]!;
  let signal: DraftRow | undefined;
  let end = start;
  for (; end < rows.length; end++) {
    const row = rows[end]!;
    if (isSameRepeat(first, row)) continue;
    if (end === start || row.kind !== "signal") break;
    signal ??= row;
    if (row.label !== signal.label || row.detail !== signal.detail) break;
  }
  return end;
}

function isSameRepeat(first: DraftRow, row: DraftRow): boolean {
  return (
    row.kind === "message" &&
    first.kind === "message" &&
    row.mark === "retransmission" &&
    row.transaction === first.transaction &&
    row.label === first.label &&
    row.from === first.from &&
    row.findings.length === 0
  );
}
