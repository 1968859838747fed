/** Exchanges as blocks of rows that can be folded: what belongs together in time, and how it is recognised again. */
import type { DraftRow } from "./rows.js";

/** One exchange: an attempt to register, a transaction, or a signal. */
export interface Exchange {
  /** Equal for exchanges that look alike but for their numbers. */
  readonly signature: string;
  readonly startMicros: number | null;
  readonly rows: readonly DraftRow[];
}

/** Rows from `first` to `end` in which every exchange that begins also ends. */
export interface Block {
  readonly first: number;
  readonly end: number;
  readonly exchanges: readonly Exchange[];
}

/** Which exchange a row belongs to. */
export type ExchangeOf = (row: DraftRow) => string;

/** A phone that answers challenge after challenge makes one attempt of many transactions. */
export function byAttempt({ exchange }: DraftRow): string {
  return exchange;
}

export function byTransaction(row: DraftRow): string {
  return row.kind === "message" && row.transaction !== null ? `t${row.transaction}` : row.exchange;
}

/** Cuts rows where no exchange is under way. Exchanges that overlap stand in one block. */
export function blocksOf(rows: readonly DraftRow[], exchangeOf: ExchangeOf): Block[] {
  const lastOf = new Map<string, number>();
  for (const [index, row] of rows.entries()) lastOf.set(exchangeOf(row), index);
  const blocks: Block[] = [];
  let first = 0;
  let openUntil = -1;
  for (const [index, row] of rows.entries()) {
    openUntil = Math.max(openUntil, lastOf.get(exchangeOf(row)) ?? index);
    if (index < openUntil) continue;
    blocks.push({ first, end: index + 1, exchanges: exchangesOf(rows.slice(first, index + 1), exchangeOf) });
    first = index + 1;
  }
  return blocks;
}

function exchangesOf(rows: readonly DraftRow[], exchangeOf: ExchangeOf): Exchange[] {
  const byName = new Map<string, DraftRow[]>();
  for (const row of rows) {
    const name = exchangeOf(row);
    const known = byName.get(name);
    if (known) known.push(row);
    else byName.set(name, [row]);
  }
  return [...byName.values()].map((own) => ({
    signature: own.map(signatureOf).join("\n"),
    startMicros: own[0]?.atMicros ?? null,
    rows: own,
  }));
}

/** CSeq numbers count up, ports of a flow do not: only the first are no difference. */
function signatureOf(row: DraftRow): string {
  const rest = `${row.kind === "message" ? row.mark : ""} ${row.findings.join(",")}`;
  return `${row.from}>${row.to} ${row.label} ${withoutCSeq(row.detail)} ${rest}`;
}

function withoutCSeq(detail: string): string {
  if (!detail.startsWith("CSeq ")) return detail;
  const next = detail.indexOf(" · ");
  return next < 0 ? "" : detail.slice(next);
}
