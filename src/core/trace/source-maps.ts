/** Source maps by row, as a few octets a run: a log has a run a line, and a million messages have fifteen million lines. */
import { SourceMap } from "../model/source-map.js";
import { OctetStore } from "./octet-store.js";

/** Seven bits an octet: numbers up to 2^53 take eight of them. */
const MOST_OCTETS_A_NUMBER = 8;

export class SourceMaps {
  readonly #store = new OctetStore();
  #scratch = new Uint8Array(1024);

  get octets(): number {
    return this.#store.octets;
  }

  has(row: number): boolean {
    return this.#store.has(row);
  }

  set(row: number, { runs }: SourceMap): void {
    const most = (runs.length + 1) * MOST_OCTETS_A_NUMBER;
    if (this.#scratch.length < most) this.#scratch = new Uint8Array(most);
    const scratch = this.#scratch;
    let at = putNumber(scratch, 0, runs.length / 3);
    let offset = 0;
    let fileOffset = 0;
    for (let run = 0; run + 2 < runs.length; run += 3) {
      const length = runs[run + 2]!;
      at = putNumber(scratch, at, runs[run]! - offset);
      // Segments that overtook others stand in the file before what they follow; the last bit is the sign.
      const step = runs[run + 1]! - fileOffset;
      at = putNumber(scratch, at, step < 0 ? -step * 2 - 1 : step * 2);
      at = putNumber(scratch, at, length);
      offset = runs[run]! + length;
      fileOffset = runs[run + 1]! + length;
    }
    this.#store.set(row, scratch.subarray(0, at));
  }

  get(row: number): SourceMap | undefined {
    const octets = this.#store.from(row);
    if (!octets) return undefined;
    const map = new SourceMap();
    let at = 0;
    const next = () => {
      let value = 0;
      for (let factor = 1; ; factor *= 128) {
        const octet = octets[at++]!;
        value += (octet & 127) * factor;
        if (octet < 128) return value;
      }
    };
    let offset = 0;
    let fileOffset = 0;
    for (let runs = next(); runs > 0; runs--) {
      offset += next();
      const step = next();
      fileOffset += step % 2 === 1 ? -(step + 1) / 2 : step / 2;
      const length = next();
      map.add(offset, fileOffset, length);
      offset += length;
      fileOffset += length;
    }
    return map;
  }

  permute(order: Uint32Array): void {
    this.#store.permute(order);
  }
}

/** @returns where the next number goes. */
function putNumber(octets: Uint8Array, at: number, value: number): number {
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) octets[at++] = (rest % 128) | 128;
  octets[at++] = rest;
  return at;
}
