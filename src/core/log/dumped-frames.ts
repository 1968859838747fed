/** The dumps that messages may still come from, laid end to end: where an octet of them stands in the log, and in which line. */
import { SourceMap } from "../model/source-map.js";
import { addRuns } from "../packet/packet.js";
import type { HexDump } from "./hex-dump-reader.js";

/** A message may wait for segments in later dumps; what lies further back has no place any more. */
const MAX_KEPT_OCTETS = 1 << 20;

export interface DumpedFrame {
  readonly dump: HexDump;
  /** 1-based, in the order of the log. */
  readonly number: number;
  /** Offset of its first octet among those of all dumps. */
  readonly at: number;
  readonly atMicros: number;
}

export class DumpedFrames {
  readonly #frames: DumpedFrame[] = [];
  #number = 0;
  #end = 0;

  add(dump: HexDump, atMicros: number): DumpedFrame {
    const frame = { dump, number: ++this.#number, at: this.#end, atMicros };
    this.#frames.push(frame);
    this.#end += dump.text.octets.length;
    while (this.#frames.length > 1 && this.#end - this.#frames[0]!.at > MAX_KEPT_OCTETS) this.#frames.shift();
    return frame;
  }

  numbered(number: number): DumpedFrame | undefined {
    return this.#frames.find((frame) => frame.number === number);
  }

  /** The frame of an octet, by its offset among those of all dumps. */
  holding(offset: number): DumpedFrame | undefined {
    return this.#frames.findLast(({ at }) => at <= offset);
  }

  /** 1-based line of the log with an octet's digits. */
  lineOf(offset: number): number | undefined {
    const frame = this.holding(offset);
    return frame?.dump.text.lineAt(offset - frame.at);
  }

  /** To the log's file: the map of a message whose file offsets count among the octets of all dumps. */
  toLog(map: SourceMap): SourceMap {
    const found = new SourceMap();
    const { runs } = map;
    for (let run = 0; run < runs.length; run += 3) {
      let [offset, from] = [runs[run]!, runs[run + 1]!];
      const end = from + runs[run + 2]!;
      for (let frame = this.holding(from); frame && from < end; frame = this.holding(from)) {
        const { sourceMap, octets } = frame.dump.text;
        const length = Math.min(end, frame.at + octets.length) - from;
        if (length <= 0) break;
        addRuns(found, offset, sourceMap, from - frame.at, from - frame.at + length);
        offset += length;
        from += length;
      }
    }
    return found;
  }
}
