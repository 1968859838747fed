/** Octets that arrive in pieces and out of order: IP fragments and TCP segments. What came first wins (RFC 5722 forbids overlaps; real ones repeat). */
import { SourceMap } from "../model/source-map.js";
import { addRuns, type Packet } from "./packet.js";

/** A stretch of octets from one packet. */
export class Piece {
  readonly #map = new SourceMap();

  /**
   * @param start offset among all the octets
   * @param octets undefined for a stretch that was on the wire but cut by the snapshot length
   */
  constructor(
    readonly start: number,
    readonly end: number,
    readonly octets: Uint8Array | undefined,
    readonly frame: number,
    readonly atMicros: number,
  ) {}

  static of(packet: Packet, start: number, from: number, to: number): Piece {
    const piece = new Piece(start, start + to - from, packet.octets.slice(from, to), packet.frame, packet.atMicros);
    packet.mapOctets(piece.#map, 0, from, to);
    return piece;
  }

  /** The octets between two offsets. */
  part(start: number, end: number): Piece {
    const [from, to] = [start - this.start, end - this.start];
    const part = new Piece(start, end, this.octets?.subarray(from, to), this.frame, this.atMicros);
    this.mapOctets(part.#map, 0, from, to);
    return part;
  }

  /** Adds to `map`, at `offset`, where the piece's octets between two of its own offsets lie in the file. */
  mapOctets(map: SourceMap, offset: number, start: number, end: number): void {
    addRuns(map, offset, this.#map, start, end);
  }
}

export class SparseOctets {
  /** Ascending and without overlap. */
  readonly pieces: Piece[] = [];
  heldOctets = 0;
  /** Octets covered, with those that are known to be cut. */
  coveredOctets = 0;

  /** Copies what is left of the packet to `start`, and notes what of it the snapshot length cut. */
  add(packet: Packet, start: number): void {
    const captured = packet.end - packet.start;
    this.#fill(start, start + captured, (from, to) =>
      Piece.of(packet, from, packet.start + from - start, packet.start + to - start),
    );
    if (packet.cutOctets === 0) return;
    const { frame, atMicros } = packet;
    const end = start + captured + packet.cutOctets;
    this.#fill(start + captured, end, (from, to) => new Piece(from, to, undefined, frame, atMicros));
  }

  /** Takes the first piece out. */
  shift(): Piece | undefined {
    const piece = this.pieces.shift();
    if (piece !== undefined) this.#count(piece, -1);
    return piece;
  }

  get isEmpty(): boolean {
    return this.pieces.length === 0;
  }

  /** Takes out all that lies before an offset; undefined when nothing does. */
  takeBefore(offset: number): SparseOctets | undefined {
    const taken = new SparseOctets();
    for (let first = this.pieces[0]; first !== undefined && first.start < offset; first = this.pieces[0]) {
      this.shift();
      const before = first.end > offset ? first.part(first.start, offset) : first;
      taken.pieces.push(before);
      taken.#count(before, 1);
      if (before === first) continue;
      const rest = first.part(offset, first.end);
      this.pieces.unshift(rest);
      this.#count(rest, 1);
    }
    return taken.isEmpty ? undefined : taken;
  }

  clear(): void {
    this.pieces.length = 0;
    this.heldOctets = 0;
    this.coveredOctets = 0;
  }

  /** Puts pieces into the holes between `start` and `end`. */
  #fill(start: number, end: number, make: (from: number, to: number) => Piece): void {
    // Most come in order: search from the end.
    let index = this.pieces.length;
    while (index > 0 && this.pieces[index - 1]!.end > start) index--;
    for (let from = start; from < end; index++) {
      const next = this.pieces[index];
      const to = Math.min(end, next?.start ?? end);
      if (from < to) {
        const piece = make(from, to);
        this.pieces.splice(index++, 0, piece);
        this.#count(piece, 1);
      }
      if (next === undefined) return;
      from = Math.max(from, next.end);
    }
  }

  #count(piece: Piece, sign: 1 | -1): void {
    this.heldOctets += sign * (piece.octets?.length ?? 0);
    this.coveredOctets += sign * (piece.end - piece.start);
  }
}
