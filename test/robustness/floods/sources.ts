/** Files of gigabytes that are nowhere: byte sources that make what is asked for. */
import type { ByteSource } from "../../../src/core/model/byte-source.js";

/** What comes again and again: `fill` may change a copy of the unit by its number. */
export interface Repetition {
  readonly unit: Uint8Array;
  readonly count: number;
  readonly fill?: (unit: Uint8Array, index: number) => void;
}

/** A file of parts that stand once or are repeated. */
export function lazySource(name: string, parts: readonly (Uint8Array | Repetition)[]): ByteSource {
  const stretches: { readonly start: number; readonly end: number; readonly part: Repetition }[] = [];
  let size = 0;
  for (const part of parts) {
    const repetition = part instanceof Uint8Array ? { unit: part, count: 1 } : part;
    const end = size + repetition.unit.length * repetition.count;
    stretches.push({ start: size, end, part: repetition });
    size = end;
  }
  const read = (offset: number, length: number): Uint8Array => {
    const octets = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
    for (const { start, end, part } of stretches) {
      const from = Math.max(start, offset);
      const to = Math.min(end, offset + octets.length);
      if (from < to) write(octets.subarray(from - offset, to - offset), from - start, part);
    }
    return octets;
  };
  return { name, size, read };
}

/** Fills the target with the repetition's octets from an offset of it. */
function write(target: Uint8Array, offset: number, { unit, fill }: Repetition): void {
  const size = unit.length;
  const work = unit.slice();
  for (let at = 0; at < target.length;) {
    const index = Math.floor((offset + at) / size);
    const within = (offset + at) % size;
    if (fill !== undefined) fill(work, index);
    const piece = work.subarray(within, Math.min(size, within + target.length - at));
    target.set(piece, at);
    at += piece.length;
  }
}
