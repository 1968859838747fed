/** By how much the clocks of several capture points differ, as the messages tell that both of them saw (after RFC 5905 §8). */
import type { MessageKeys } from "./message-keys.js";
import type { MessageTable } from "./message.js";

export interface ClockOffset {
  /** Index of the file whose clock it is. */
  readonly file: number;
  /** Its clock less that of the first file. */
  readonly offsetMicros: number;
  /** The true offset lies this far away at most, unless the clocks drift: half of the shortest round trip between the two points. */
  readonly uncertaintyMicros: number;
  /** Messages that both saw. */
  readonly matches: number;
}

/** Messages looked up in a file; more make the estimate no better. */
const MESSAGES_COMPARED = 200_000;

/**
 * The files whose clocks can be compared with that of the first one, directly or by way of another: both ways between
 * two endpoints must have been seen at both points, because one way alone does not tell delay from offset.
 * Rows are asked in the order of the files, before any is put in time order.
 */
export function compareClocks(table: MessageTable, keys: MessageKeys, files: number): ClockOffset[] {
  const byFile = Array.from({ length: files }, () => new Map<string, number>());
  for (let row = 0; row < table.length; row++) {
    const seen = byFile[table.fileOf(row)];
    if (!seen || seen.size >= MESSAGES_COMPARED || keys.isStray(row) || Number.isNaN(table.atMicros(row))) continue;
    const key = identityOf(keys, row);
    if (!seen.has(key)) seen.set(key, row);
  }
  const known: ClockOffset[] = [{ file: 0, offsetMicros: 0, uncertaintyMicros: 0, matches: 0 }];
  for (const reference of known) {
    for (let file = 1; file < files; file++) {
      if (known.some((offset) => offset.file === file)) continue;
      const found = between(table, byFile[reference.file]!, byFile[file]!);
      if (!found) continue;
      known.push({
        file,
        offsetMicros: reference.offsetMicros + found.offsetMicros,
        uncertaintyMicros: reference.uncertaintyMicros + found.uncertaintyMicros,
        matches: found.matches,
      });
    }
  }
  return known.slice(1);
}

/** What stays the same of a message at one hop, wherever it is seen. */
function identityOf(keys: MessageKeys, row: number): string {
  const kind = keys.isRequest(row) ? keys.method(row) : keys.responseKey(row);
  return `${keys.callIdNumber(row)} ${keys.cseq(row)} ${kind} ${keys.branchHash(row)}`;
}

/** Differences of the two clocks for one pair of endpoints, by the way that the message went. */
interface Differences {
  readonly least: [number, number];
  readonly most: [number, number];
}

interface Bounds {
  readonly low: number;
  readonly high: number;
}

function between(
  table: MessageTable,
  reference: ReadonlyMap<string, number>,
  other: ReadonlyMap<string, number>,
): Omit<ClockOffset, "file"> | undefined {
  const byEnds = new Map<string, Differences>();
  let matches = 0;
  for (const [key, row] of other) {
    const at = reference.get(key);
    if (at === undefined) continue;
    matches++;
    const source = table.sourceNumber(at);
    const destination = table.destinationNumber(at);
    const way = source < destination ? 0 : 1;
    const ends = way === 0 ? `${source} ${destination}` : `${destination} ${source}`;
    const known = byEnds.get(ends) ?? { least: [Infinity, Infinity], most: [-Infinity, -Infinity] };
    byEnds.set(ends, known);
    const difference = table.atMicros(row) - table.atMicros(at);
    known.least[way] = Math.min(known.least[way], difference);
    known.most[way] = Math.max(known.most[way], difference);
  }
  const bounds = [...byEnds.values()].flatMap((differences) => boundsOf(differences) ?? []);
  const [first] = bounds;
  if (!first) return undefined;
  const low = bounds.reduce((most, bound) => Math.max(most, bound.low), -Infinity);
  const high = bounds.reduce((least, bound) => Math.min(least, bound.high), Infinity);
  // Clocks that drift leave nothing in common: then the pair with the shortest round trip tells most.
  const best = low <= high ? { low, high } : bounds.reduce((a, b) => (widthOf(b) < widthOf(a) ? b : a), first);
  return { offsetMicros: (best.low + best.high) / 2, uncertaintyMicros: widthOf(best) / 2, matches };
}

/**
 * A message towards the second point shows the offset and its delay, one that comes from there the offset less its
 * delay: the offset lies between. Which of the two ways leads there shows in the greater difference.
 */
function boundsOf({ least, most }: Differences): Bounds | undefined {
  if (least.includes(Infinity)) return undefined;
  const onward = { low: most[1], high: least[0] };
  const back = { low: most[0], high: least[1] };
  return onward.high - onward.low >= back.high - back.low ? onward : back;
}

function widthOf({ low, high }: Bounds): number {
  return Math.abs(high - low);
}
