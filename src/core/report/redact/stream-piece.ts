/** Octets of a stream that are to be shown, and where they stand in the file; kept until what they belong to is whole. */
import { SourceMap } from "../../model/source-map.js";
import { addRuns } from "../../packet/packet.js";
import type { StreamOrigin } from "../../packet/stream-reader.js";

/** Writes octets that stand in the file where the map says. */
export type ShowOctets = (octets: Uint8Array, map: SourceMap) => void;

/** Takes the octets of a stream in turn and shows what may be seen of them. */
export interface StreamRedactor {
  append(octets: Uint8Array, start: number, end: number, origin: StreamOrigin): void;
  /** Octets are missing. */
  gap(octets: number): void;
}

/** Collects what may come in several segments. */
export class StreamPiece {
  #octets = new Uint8Array(0);
  #map = new SourceMap();
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get octets(): Uint8Array {
    return this.#octets.subarray(0, this.#length);
  }

  add(octets: Uint8Array, start: number, end: number, origin: StreamOrigin): void {
    const length = this.#length + end - start;
    if (length > this.#octets.length) {
      const larger = new Uint8Array(Math.max(length, 2 * this.#octets.length));
      larger.set(this.octets);
      this.#octets = larger;
    }
    this.#octets.set(octets.subarray(start, end), this.#length);
    origin.mapOctets(this.#map, this.#length, start, end);
    this.#length = length;
  }

  /** Where the octets from `start` to `end` stand. */
  mapOf(start: number, end: number): SourceMap {
    const map = new SourceMap();
    addRuns(map, 0, this.#map, start, end);
    return map;
  }

  /** As the origin of what is handed on, once the packets that brought it are gone. */
  get origin(): StreamOrigin {
    const mapOctets: StreamOrigin["mapOctets"] = (map, offset, from, to) => {
      const { runs } = this.mapOf(from, to);
      for (let run = 0; run < runs.length; run += 3) map.add(offset + runs[run]!, runs[run + 1]!, runs[run + 2]!);
    };
    return { frame: 0, atMicros: NaN, mapOctets };
  }

  clear(): void {
    this.#octets = new Uint8Array(0);
    this.#map = new SourceMap();
    this.#length = 0;
  }
}
