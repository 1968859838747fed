/** Octets of a stream that wait to become a message, and the packets they came in. */
import { SourceMap } from "../model/source-map.js";
import { addRuns } from "./packet.js";
import type { StreamOrigin } from "./stream-reader.js";

const FIRST_CAPACITY = 2048;
/** Most streams wait with nothing at hand, and there may be many. */
const EMPTY = new Uint8Array(0);
/** Memory that a buffer has given back, for the next one: most hold half a message for a moment, and new memory is what costs. */
const SPARE: Uint8Array[] = [];
const SPARES_KEPT = 64;
/** Buffers that streams have given back: most need one for a single segment, and the one used last is in the processor's cache. */
const IDLE: StreamBuffer[] = [];
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

/**
 * Octets that arrive while nothing waits are read in place, since most segments hold whole messages; `settle` must
 * follow before the caller uses them otherwise.
 */
export class StreamBuffer {
  octets: Uint8Array = EMPTY;
  /** The octets in use. */
  start = 0;
  end = 0;
  #parts: Part[] = [];
  /** The packet whose octets are read in place. */
  #lender: StreamOrigin | undefined;

  /** An empty one, to be given back by `release`. */
  static take(): StreamBuffer {
    return IDLE.pop() ?? new StreamBuffer();
  }

  /** Nothing waits in it, and its user lets go of it. */
  release(): void {
    if (IDLE.length < SPARES_KEPT) IDLE.push(this);
  }

  get isEmpty(): boolean {
    return this.start === this.end;
  }

  get parts(): number {
    return this.#parts.length;
  }

  get heldOctets(): number {
    return this.octets.length + this.#parts.length * PART_OCTETS;
  }

  /** Time of the newest octets; NaN when there are none. */
  get lastMicros(): number {
    return this.#parts.at(-1)?.atMicros ?? NaN;
  }

  append(octets: Uint8Array, start: number, end: number, origin: StreamOrigin): void {
    if (this.isEmpty) {
      this.octets = octets;
      this.start = start;
      this.end = end;
      this.#lender = origin;
      return;
    }
    this.#reserve(end - start);
    this.#keep(octets, start, end, origin);
  }

  /**
   * Copies what is still in use of octets that were read in place, and moves it to the front.
   * @returns by how much all offsets became smaller.
   */
  settle(): number {
    const { octets, start, end } = this;
    const lender = this.#lender;
    if (lender === undefined && start < end) return this.#compact();
    if (lender === undefined && octets.length === FIRST_CAPACITY && SPARE.length < SPARES_KEPT) SPARE.push(octets);
    this.#lender = undefined;
    this.octets = EMPTY;
    this.start = 0;
    this.end = 0;
    if (lender !== undefined && start < end) {
      this.#reserve(end - start);
      this.#keep(octets, start, end, lender);
    }
    return start;
  }

  /** A copy. */
  slice(from: number, to: number): BufferSlice {
    const lent = this.lend(from, to);
    return { ...lent, octets: lent.octets.slice() };
  }

  /**
   * As `slice`, but its octets are those of the buffer: what comes next overwrites them.
   * @param octets of that stretch, where the caller has a view of them already
   */
  lend(from: number, to: number, octets = this.octets.subarray(from, to)): BufferSlice {
    const sourceMap = new SourceMap();
    const lender = this.#lender;
    if (lender !== undefined) {
      lender.mapOctets(sourceMap, 0, from, to);
      return { octets, sourceMap, frame: lender.frame, atMicros: lender.atMicros };
    }
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
    return { octets, sourceMap, frame: last?.frame ?? 0, atMicros: last?.atMicros ?? NaN };
  }

  /** Lets go of the octets before `to`. */
  drop(to: number): void {
    this.start = to;
    let gone = 0;
    while (gone < this.#parts.length && this.#parts[gone]!.end <= to) gone++;
    if (gone === this.#parts.length) this.#parts.length = 0;
    else if (gone > 0) this.#parts.splice(0, gone);
  }

  /** Moving is worth it once half of the memory is behind the octets in use. */
  #compact(): number {
    const distance = this.start;
    if (distance * 2 < this.octets.length) return 0;
    this.octets.copyWithin(0, distance, this.end);
    this.start = 0;
    this.end -= distance;
    for (const part of this.#parts) {
      part.start -= distance;
      part.end -= distance;
    }
    return distance;
  }

  #keep(octets: Uint8Array, start: number, end: number, origin: StreamOrigin): void {
    const at = this.end;
    this.octets.set(octets.subarray(start, end), at);
    this.end = at + end - start;
    const map = new SourceMap();
    origin.mapOctets(map, 0, start, end);
    this.#parts.push({ start: at, end: this.end, frame: origin.frame, atMicros: origin.atMicros, map });
  }

  #reserve(length: number): void {
    const needed = this.end + length;
    if (needed <= this.octets.length) return;
    const spare = needed <= FIRST_CAPACITY ? SPARE.pop() : undefined;
    const larger = spare ?? new Uint8Array(Math.max(needed, FIRST_CAPACITY, this.octets.length * 2));
    larger.set(this.octets.subarray(0, this.end));
    this.octets = larger;
  }
}
