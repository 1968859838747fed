/** Exchanges as blocks of rows that can be folded: what belongs together in time, and how it is recognised again. */
import type { DraftRow } from "./rows.js";

/** One exchange: an attempt to register, a transaction, or a signal. */
export class Exchange {
  #outline: string | undefined;
  #signature: string | undefined;

  constructor(readonly rows: readonly DraftRow[]) {}

  /** Equal for exchanges that may look alike; costs no look into the messages. */
  get outline(): string {
    return (this.#outline ??= this.rows.map(({ outline }) => outline).join("\n"));
  }
  /** Equal for exchanges that look alike but for their numbers. */
  get signature(): string {
    return (this.#signature ??= this.rows.map(signatureOf).join("\n"));
  }
  get startMicros(): number | null {
    return this.rows[0]?.atMicros ?? null;
  }
}

/** Rows from `first` to `end` in which every exchange that begins also ends. */
export interface Block {
  readonly first: number;
  readonly end: number;
  readonly exchanges: readonly Exchange[];
}

/** Which exchange a row belongs to. */
export type ExchangeOf = (row: DraftRow) => number;

/** A phone that answers challenge after challenge makes one attempt of many transactions. */
export function byAttempt({ exchange }: DraftRow): number {
  return exchange;
}

export function byTransaction({ part }: DraftRow): number {
  return part;
}

/** Cuts rows where no exchange is under way. Exchanges that overlap stand in one block. */
export function blocksOf(rows: readonly DraftRow[], exchangeOf: ExchangeOf): Block[] {
  const numbers = rows.map(exchangeOf);
  const lastOf = new Map<number, number>();
  for (const [index, number] of numbers.entries()) lastOf.set(number, index);
  const blocks: Block[] = [];
  let first = 0;
  let openUntil = -1;
  for (let index = 0; index < rows.length; index++) {
    openUntil = Math.max(openUntil, lastOf.get(numbers[index]!) ?? index);
    if (index < openUntil) continue;
    blocks.push({ first, end: index + 1, exchanges: exchangesOf(rows, numbers, first, index + 1) });
    first = index + 1;
  }
  return blocks;
}

function exchangesOf(rows: readonly DraftRow[], numbers: readonly number[], first: number, end: number): Exchange[] {
  const byNumber = new Map<number, DraftRow[]>();
  for (let index = first; index < end; index++) {
    const known = byNumber.get(numbers[index]!);
    if (known) known.push(rows[index]!);
    else byNumber.set(numbers[index]!, [rows[index]!]);
  }
  return [...byNumber.values()].map((own) => new Exchange(own));
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
