/** Frames with pseudonyms: each is written as far as it is understood, and what comes out of several is shown in them when it is whole. */
import type { Frame, FrameSink, PcapngBlock } from "../../capture/frame.js";
import type { SourceMap } from "../../model/source-map.js";
import type { TraceSink, Transmission } from "../../model/transmission.js";
import { PacketReader } from "../../packet/packet-reader.js";
import type { KeyLog } from "../../packet/tls/key-log.js";
import type { Pseudonyms } from "./pseudonyms.js";
import { FrameRedactor } from "./redact-frame.js";
import { redactMessage } from "./redact-message.js";
import { type CopyKeys, RecordCopies } from "./redact-records.js";
import { RedactedStream } from "./redact-stream.js";

/** Where the frames of the copy are written. */
export interface FrameCopy {
  /** The blocks of a pcapng, in turn. */
  block?(block: PcapngBlock): void;
  /** @returns where the frame's first octet stands in the copy. */
  frame(frame: Frame, octets: Uint8Array): number;
  /** Writes over octets of a frame that was written. */
  patch(offset: number, octets: Uint8Array): void;
}

/** Frames that are open: octets of the capture from `from` on stand `shift` octets further back in the copy. */
interface Shift {
  readonly from: number;
  readonly shift: number;
}

export class FrameRedaction implements FrameSink, TraceSink {
  readonly #copy: FrameCopy;
  readonly #pseudonyms: Pseudonyms;
  readonly #frames: FrameRedactor;
  readonly #packets: PacketReader;
  readonly #records: RecordCopies;
  /** In the order of the file; one for many frames, as long as none between them becomes shorter. */
  readonly #shifts: Shift[] = [];
  /** The frame at hand, and how much of it is in the copy. */
  #current = { from: 0, to: 0, end: 0 };

  constructor(copy: FrameCopy, pseudonyms: Pseudonyms, keyLog: KeyLog, keys: CopyKeys) {
    this.#copy = copy;
    this.#pseudonyms = pseudonyms;
    this.#frames = new FrameRedactor(pseudonyms);
    const show = (octets: Uint8Array, map: SourceMap) => this.#show(octets, map);
    this.#records = new RecordCopies(keys, pseudonyms, show);
    this.#packets = new PacketReader(0, this, keyLog, {
      stream: (reader, isFromStart) => new RedactedStream(reader, isFromStart, pseudonyms, show),
      records: this.#records,
    });
  }

  block(block: PcapngBlock): void {
    this.#copy.block?.(block);
  }

  frame(frame: Frame): void {
    const { octets, isOpen } = this.#frames.redact(frame);
    const to = this.#copy.frame(frame, octets);
    const from = frame.fileOffset;
    this.#current = { from, to, end: from + octets.length };
    if (isOpen && this.#shifts.at(-1)?.shift !== to - from) this.#shifts.push({ from, shift: to - from });
    this.#packets.frame(frame);
  }

  /** What still waits is handed on. */
  finish(): void {
    this.#packets.finish();
    this.#records.finish();
  }

  transmission({ octets, sourceMap }: Transmission): void {
    if (sourceMap.runs.length === 0 || sourceMap.runs[2] === 0) return;
    this.#show(redactMessage(octets, this.#pseudonyms), sourceMap);
  }

  comment(): void {
    // Written with its frame.
  }

  signal(): void {
    // What it was read from is rewritten with its frame.
  }

  /** The copy has keys of its own instead. */
  secrets(keyLog: Uint8Array): void {
    this.#packets.secrets(keyLog);
  }

  problem(): void {
    // Told when the capture is analysed.
  }

  #show(octets: Uint8Array, map: SourceMap): void {
    const { runs } = map;
    for (let run = 0; run < runs.length; run += 3) {
      const [start, from, length] = [runs[run]!, runs[run + 1]!, runs[run + 2]!];
      this.#write(from, octets.subarray(start, start + length));
    }
  }

  #write(from: number, octets: Uint8Array): void {
    if (this.#records.holds(from)) return this.#records.replace(from, octets);
    const { from: current, to, end } = this.#current;
    if (from >= current) {
      const shown = octets.subarray(0, Math.max(0, end - from));
      return this.#copy.patch(to + from - current, shown);
    }
    this.#copy.patch(from + this.#shiftAt(from), octets);
  }

  #shiftAt(from: number): number {
    const shifts = this.#shifts;
    let low = 0;
    let high = shifts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (shifts[middle]!.from <= from) low = middle;
      else high = middle - 1;
    }
    return shifts[low]?.shift ?? 0;
  }
}
