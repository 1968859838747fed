/** Life lines on the registrar's lane: how long a binding lived, and how long there was none although it was wanted. */
import type { Binding } from "../trace/binding.js";
import type { LadderRow, LifeLine } from "../../view/ladder.js";

/** More than this on one ladder are no lines any more but a pattern. */
const MOST_LINES = 400;

/** @param laneOf lane of the registrar that granted a binding. */
export function lifeLines(
  bindings: readonly Binding[],
  rows: readonly LadderRow[],
  laneOf: (binding: Binding) => number | undefined,
): LifeLine[] {
  if (bindings.length === 0) return [];
  const rowOfMessage = new Map<number, number>();
  for (const [index, row] of rows.entries()) {
    const inside = row.kind === "fold" ? row.rows : [row];
    for (const each of inside) if (each.kind === "message") rowOfMessage.set(each.message, index);
  }
  const lines: LifeLine[] = [];
  for (const chain of chainsOf(bindings)) {
    if (lines.length >= MOST_LINES) break;
    const first = chain[0]!;
    const last = chain.at(-1)!;
    const lane = laneOf(first);
    const firstRow = rowOfMessage.get(first.grant.index);
    if (lane === undefined || firstRow === undefined) continue;
    const lastRow = Math.max(lastRowBefore(rows, last.endMicros), firstRow);
    const length = chain.length > 1 ? `refreshed ${chain.length - 1} ×` : `${first.grantedSeconds} s`;
    lines.push({ lane, firstRow, lastRow, kind: "alive", label: `binding valid, ${length}` });
    if (last.endedBy === "expiry" && lastRow < rows.length - 1) {
      const next = bindings.find(({ atMicros, contact }) => atMicros > last.endMicros && contact === last.contact);
      const until = (next && rowOfMessage.get(next.grant.index)) ?? rows.length - 1;
      lines.push({ lane, firstRow: lastRow, lastRow: until, kind: "lapsed", label: "binding expired" });
    }
  }
  return lines;
}

/** Bindings that follow each other by refresh are one life. */
function chainsOf(bindings: readonly Binding[]): Binding[][] {
  const chains: Binding[][] = [];
  const open = new Map<string, Binding[]>();
  for (const binding of bindings) {
    const key = `${binding.contact.uri.text} ${binding.contact.instanceId?.value ?? ""}`;
    const known = open.get(key);
    const chain = known ?? [];
    if (!known) chains.push(chain);
    chain.push(binding);
    if (binding.endedBy === "refresh") open.set(key, chain);
    else open.delete(key);
  }
  return chains;
}

/** The last row that begins before an instant; rows ascend in time. */
function lastRowBefore(rows: readonly LadderRow[], micros: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((rows[middle]!.atMicros ?? -Infinity) <= micros) low = middle;
    else high = middle - 1;
  }
  return low;
}
