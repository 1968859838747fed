/** Octets of a stream that wait to become a message, and the packets they came in. */
import { SourceMap } from "../model/source-map.js";
import { addRuns } from "./packet.js";
import type { StreamOrigin } from "./stream-reader.js";

const FIRST_CAPACITY = 4096;
/** Most streams wait with nothing at hand, and there may be many. */
const EMPTY = new Uint8Array(0);
/** What a part costs beside its octets, roughly. */
const PART_OCTETS = 200;

interface Part {
  start: number;
  end: number;
  readonly frame: number;
  readonly atMicros: number;
  readonly map: SourceMap;
}

/** A stretch of the buffer as a value of its own. */
export interface BufferSlice {
  readonly octets: Uint8Array;
  readonly sourceMap: SourceMap;
  /** The last frame in the capture that brought octets of it, and its time. */
  readonly frame: number;
  readonly atMicros: number;
}

export class StreamBuffer {
  octets: Uint8Array = EMPTY;
  /** The octets in use. */
  start = 0;
  end = 0;
  #parts: Part[] = [];

  get parts(): number {
    return this.#parts.length;
  }

  get heldOctets(): number {
    return this.octets.length + this.#parts.length * PART_OCTETS;
  }

  append(octets: Uint8Array, start: number, end: number, origin: StreamOrigin): void {
    const length = end - start;
    this.#reserve(length);
    this.octets.set(octets.subarray(start, end), this.end);
    const map = new SourceMap();
    origin.mapOctets(map, 0, start, end);
    this.#parts.push({ start: this.end, end: this.end + length, frame: origin.frame, atMicros: origin.atMicros, map });
    this.end += length;
  }

  slice(from: number, to: number): BufferSlice {
    const sourceMap = new SourceMap();
    let last: Part | undefined;
    for (const part of this.#parts) {
      if (part.start >= to) break;
      if (part.end <= from) continue;
      const start = Math.max(from, part.start);
      const end = Math.min(to, part.end);
      addRuns(sourceMap, start - from, part.map, start - part.start, end - part.start);
      // A segment that came late and filled a hole completes the message, wherever it stands in it.
      if (last === undefined || part.frame > last.frame) last = part;
    }
    return {
      octets: this.octets.slice(from, to),
      sourceMap,
      frame: last?.frame ?? 0,
      atMicros: last?.atMicros ?? NaN,
    };
  }

  /** Time of the newest octets; NaN when there are none. */
  get lastMicros(): number {
    return this.#parts.at(-1)?.atMicros ?? NaN;
  }

  /** Lets go of the octets before `to`. */
  drop(to: number): void {
    this.start = to;
    let gone = 0;
    while (gone < this.#parts.length && this.#parts[gone]!.end <= to) gone++;
    if (gone > 0) this.#parts.splice(0, gone);
  }

  /** Moves the octets in use to the front. @returns by how much all offsets became smaller. */
  compact(): number {
    const distance = this.start;
    if (distance === 0) return 0;
    if (this.end === distance) this.octets = EMPTY;
    else this.octets.copyWithin(0, distance, this.end);
    this.start = 0;
    this.end -= distance;
    for (const part of this.#parts) {
      part.start -= distance;
      part.end -= distance;
    }
    return distance;
  }

  #reserve(length: number): void {
    const needed = this.end + length;
    if (needed <= this.octets.length) return;
    const larger = new Uint8Array(Math.max(needed, FIRST_CAPACITY, this.octets.length * 2));
    larger.set(this.octets.subarray(0, this.end));
    this.octets = larger;
  }
}
