/** Looks through all messages of a trace for those of a query, and counts them by the row of the overview that shows them. */
import type { Analysis } from "../analysis.js";
import type { OverviewRow } from "../../view/overview.js";
import type { Found, MessageQuery } from "../../view/search.js";
import { MessageMatcher } from "./message-matcher.js";
import { shelvesOf } from "./shelves.js";

/** Messages between two chances to stop: a millisecond where their text is looked at. */
const MESSAGES_A_STEP = 512;

/** What a search has found; `take` tells what is new since the time before. */
export class SearchProgress {
  examined = 0;
  hits = 0;
  readonly #counts: Uint32Array;
  readonly #firsts: Uint32Array;
  /** Rows that changed since they were told. */
  readonly #changed = new Set<number>();

  constructor(
    readonly total: number,
    rowCount: number,
  ) {
    this.#counts = new Uint32Array(rowCount);
    this.#firsts = new Uint32Array(rowCount);
  }

  add(row: number, message: number): void {
    if (this.#counts[row] === 0) this.#firsts[row] = message;
    this.#counts[row]!++;
    this.#changed.add(row);
  }

  take(): Found {
    const rows = Uint32Array.from(this.#changed);
    this.#changed.clear();
    return {
      examined: this.examined,
      total: this.total,
      hits: this.hits,
      rows,
      counts: rows.map((row) => this.#counts[row]!),
      firsts: rows.map((row) => this.#firsts[row]!),
    };
  }
}

/** Yields what was found until then, always the same object; ends when all messages were looked at. */
export function* searchMessages(
  analysis: Analysis,
  rows: readonly OverviewRow[],
  query: MessageQuery,
): Generator<SearchProgress, SearchProgress> {
  const { messages } = analysis.trace;
  const matcher = new MessageMatcher(analysis.trace, query);
  const shelves = shelvesOf(analysis);
  const rowOfKey = new Map(rows.map(({ key }, index) => [key, index]));
  const findingsAt = findingRowsByMessage(rows);
  const progress = new SearchProgress(messages.length, rows.length);
  while (progress.examined < messages.length) {
    const end = Math.min(progress.examined + MESSAGES_A_STEP, messages.length);
    for (let message = progress.examined; message < end; message++) {
      if (!matcher.matches(message)) continue;
      progress.hits++;
      const row = rowOfKey.get(shelves.keyOf(message) ?? "");
      if (row !== undefined) progress.add(row, message);
      for (const finding of findingsAt.get(message) ?? []) progress.add(finding, message);
    }
    progress.examined = end;
    yield progress;
  }
  return progress;
}

/** Indices of the rows of findings by the message they are flagged at. */
function findingRowsByMessage(rows: readonly OverviewRow[]): ReadonlyMap<number, readonly number[]> {
  const byMessage = new Map<number, number[]>();
  for (const [index, { shownAt }] of rows.entries()) {
    if (!shownAt) continue;
    const known = byMessage.get(shownAt.message);
    if (known) known.push(index);
    else byMessage.set(shownAt.message, [index]);
  }
  return byMessage;
}
