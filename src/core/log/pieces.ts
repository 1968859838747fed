/** Octets that were put together from pieces of a file, laid end to end: where each stands in the file. */
import { SourceMap } from "../model/source-map.js";
import { addRuns } from "../packet/packet.js";

export interface Piece {
  /** Offset of its first octet among those of all pieces. */
  readonly at: number;
  readonly octets: number;
  /** From its octets to the file. */
  readonly map: SourceMap;
}

/** The pieces of the last octets: what lies further back has no place any more. */
export class Pieces<T extends Piece> {
  readonly #pieces: T[] = [];
  readonly #maxOctets: number;

  constructor(maxOctets: number) {
    this.#maxOctets = maxOctets;
  }

  /** Behind the last piece. */
  get end(): number {
    const last = this.#pieces.at(-1);
    return last ? last.at + last.octets : 0;
  }

  add(piece: T): T {
    const pieces = this.#pieces;
    pieces.push(piece);
    // Half of them at a time: moving the rest up costs more than a piece.
    if (pieces.length > 1 && this.end - pieces[0]!.at > 2 * this.#maxOctets) {
      pieces.splice(
        0,
        pieces.findIndex(({ at }) => this.end - at <= this.#maxOctets),
      );
    }
    return piece;
  }

  /** The last piece for which `isBefore` holds, which it does for none behind it. */
  last(isBefore: (piece: T) => boolean): T | undefined {
    let low = 0;
    let high = this.#pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(this.#pieces[middle]!)) low = middle + 1;
      else high = middle;
    }
    return this.#pieces[low - 1];
  }

  /** The piece of an octet, by its offset among those of all. */
  holding(offset: number): T | undefined {
    return this.last(({ at }) => at <= offset);
  }

  /** To the file: the map of a message whose file offsets count among the octets of all pieces. */
  toFile(map: SourceMap): SourceMap {
    const found = new SourceMap();
    const { runs } = map;
    for (let run = 0; run < runs.length; run += 3) {
      let [offset, from] = [runs[run]!, runs[run + 1]!];
      const end = from + runs[run + 2]!;
      for (let piece = this.holding(from); piece && from < end; piece = this.holding(from)) {
        const length = Math.min(end, piece.at + piece.octets) - from;
        if (length <= 0) break;
        addRuns(found, offset, piece.map, from - piece.at, from - piece.at + length);
        offset += length;
        from += length;
      }
    }
    return found;
  }
}
