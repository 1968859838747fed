/** The dumps that messages may still come from, as the frames of a capture. */
import type { SourceMap } from "../model/source-map.js";
import type { HexDump } from "./hex-dump-reader.js";
import { type Piece, Pieces } from "./pieces.js";

/** A message may wait for segments in later dumps. */
const MAX_KEPT_OCTETS = 1 << 20;

export interface DumpedFrame extends Piece {
  readonly dump: HexDump;
  /** 1-based, in the order of the log. */
  readonly number: number;
  readonly atMicros: number;
}

export class DumpedFrames {
  readonly #frames = new Pieces<DumpedFrame>(MAX_KEPT_OCTETS);
  #number = 0;

  add(dump: HexDump, atMicros: number): DumpedFrame {
    const { octets, sourceMap: map } = dump.text;
    return this.#frames.add({
      dump,
      number: ++this.#number,
      at: this.#frames.end,
      octets: octets.length,
      map,
      atMicros,
    });
  }

  numbered(number: number): DumpedFrame | undefined {
    const frame = this.#frames.last((each) => each.number <= number);
    return frame?.number === number ? frame : undefined;
  }

  /** The frame of an octet, by its offset among those of all dumps. */
  holding(offset: number): DumpedFrame | undefined {
    return this.#frames.holding(offset);
  }

  /** 1-based line of the log with an octet's digits. */
  lineOf(offset: number): number | undefined {
    const frame = this.holding(offset);
    return frame?.dump.text.lineAt(offset - frame.at);
  }

  /** To the log's file: the map of a message whose file offsets count among the octets of all dumps. */
  toLog(map: SourceMap): SourceMap {
    return this.#frames.toFile(map);
  }
}
