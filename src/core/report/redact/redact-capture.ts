/** A capture with pseudonyms: every frame keeps its number and time; what is not understood is not in the copy. */
import { CaptureCopy } from "../../capture/capture-copy.js";
import type { CaptureContainer } from "../../capture/detect.js";
import type { Frame, FrameSink, PcapngBlock } from "../../capture/frame.js";
import { readCapture } from "../../capture/read-capture.js";
import type { ByteSource } from "../../model/byte-source.js";
import type { ByteTarget } from "../../model/byte-target.js";
import type { Progress, StopReading } from "../../model/progress.js";
import type { SourceMap } from "../../model/source-map.js";
import type { TraceSink, Transmission } from "../../model/transmission.js";
import { ChecksumWriter } from "../../packet/checksum-writer.js";
import { PacketReader } from "../../packet/packet-reader.js";
import { KeyLog } from "../../packet/tls/key-log.js";
import type { Pseudonyms } from "./pseudonyms.js";
import { FrameRedactor } from "./redact-frame.js";
import { redactMessage } from "./redact-message.js";
import { RedactedStream } from "./redact-stream.js";

/**
 * Reads the capture once and writes it, then goes over what was written for the checksums. Yields between batches, as
 * `analyse` does; whoever does not go on leaves a file that is not whole.
 */
export function* redactCapture(
  source: ByteSource,
  container: CaptureContainer,
  target: ByteTarget,
  pseudonyms: Pseudonyms,
): Generator<Progress, void, StopReading | undefined> {
  const copy = new CaptureCopy(container, source, target);
  const redaction = new CaptureRedaction(copy, pseudonyms);
  yield* readCapture(source, redaction);
  redaction.finish();
  copy.finish();
  if (copy.leftOut > 0) pseudonyms.tally.drop("pcapng blocks of comments, names, keys and statistics", copy.leftOut);
  yield* writeChecksums(target);
}

function* writeChecksums(target: ByteTarget): Generator<Progress, void, StopReading | undefined> {
  const checksums = new ChecksumWriter((offset, octets) => target.write(offset, octets));
  yield* readCapture(target, {
    frame: (frame) => checksums.frame(frame),
    comment: () => undefined,
    secrets: () => undefined,
    problem: () => undefined,
  });
}

/** Frames that are open: octets of the capture from `from` on stand `shift` octets further back in the copy. */
interface Shift {
  readonly from: number;
  readonly shift: number;
}

class CaptureRedaction implements FrameSink, TraceSink {
  readonly #copy: CaptureCopy;
  readonly #pseudonyms: Pseudonyms;
  readonly #frames: FrameRedactor;
  readonly #packets: PacketReader;
  /** In the order of the file; one for many frames, as long as none between them becomes shorter. */
  readonly #shifts: Shift[] = [];
  /** The frame at hand, and how much of it is in the copy. */
  #current = { from: 0, to: 0, end: 0 };

  constructor(copy: CaptureCopy, pseudonyms: Pseudonyms) {
    this.#copy = copy;
    this.#pseudonyms = pseudonyms;
    this.#frames = new FrameRedactor(pseudonyms);
    const show = (octets: Uint8Array, map: SourceMap) => this.#show(octets, map);
    this.#packets = new PacketReader(0, this, new KeyLog(), (reader, isFromStart) => {
      return new RedactedStream(reader, isFromStart, pseudonyms, show);
    });
  }

  block(block: PcapngBlock): void {
    this.#copy.block(block);
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
  }

  transmission({ octets, sourceMap }: Transmission): void {
    if (sourceMap.runs.length === 0 || sourceMap.runs[2] === 0) return;
    this.#show(redactMessage(octets, this.#pseudonyms), sourceMap);
  }

  /** Texts that somebody wrote on frames are not in the copy. */
  comment(): void {
    this.#pseudonyms.tally.drop("comments on packets");
  }

  signal(): void {
    // What it was read from is rewritten with its frame.
  }

  /** Keys are not in the copy: what they decrypt is neither. */
  secrets(): void {
    this.#pseudonyms.tally.drop("TLS keys");
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
