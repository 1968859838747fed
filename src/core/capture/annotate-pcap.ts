/** Writes a pcap as pcapng with comments: the same packets, times to the unit they were written in, and link type. */
import type { ByteSource } from "../model/byte-source.js";
import type { Progress } from "../model/progress.js";
import type { Annotated, FrameComments, WritePiece } from "./annotated.js";
import { commentOptions, padded } from "./comment-options.js";
import type { Frame, FrameSink } from "./frame.js";
import { PCAP_HEADER_OCTETS, PcapAsPcapng } from "./pcap-as-pcapng.js";
import { BLOCK } from "./pcapng-blocks.js";
import { readCapture } from "./read-capture.js";

/** Words are gathered until so many octets are there. */
const PIECE_OCTETS = 1024 * 1024;
const NO_OPTIONS = new Uint8Array(0);

export function* annotatePcap(
  source: ByteSource,
  comments: FrameComments,
  write: WritePiece,
): Generator<Progress, Annotated, undefined> {
  const header = source.read(0, PCAP_HEADER_OCTETS).slice();
  if (header.length < PCAP_HEADER_OCTETS) {
    return { comments: 0, problems: [{ offset: 0, message: "The file ends within its pcap header." }] };
  }
  const sink = new Converter(new DataView(header.buffer), comments, write);
  const reading = readCapture(source, sink);
  for (let step = reading.next(); !step.done; step = reading.next()) yield step.value;
  sink.flush();
  return { comments: sink.count, problems: sink.problems };
}

class Converter implements FrameSink {
  readonly problems: { offset: number; message: string }[] = [];
  count = 0;
  readonly #pcapng: PcapAsPcapng;
  readonly #comments: FrameComments;
  readonly #write: WritePiece;
  readonly #piece = new Uint8Array(PIECE_OCTETS);
  #filled = 0;

  constructor(header: DataView, comments: FrameComments, write: WritePiece) {
    this.#comments = comments;
    this.#write = write;
    this.#pcapng = new PcapAsPcapng(header);
    for (const { type, body } of this.#pcapng.opening) this.#block(type, [body]);
  }

  frame(frame: Frame): void {
    const { octets, start, end, number } = frame;
    const head = this.#pcapng.packetHead(frame);
    const texts = this.#comments.get(number) ?? [];
    this.count += texts.length;
    const options = texts.length === 0 ? NO_OPTIONS : commentOptions(texts, true);
    const padding = new Uint8Array(padded(end - start) - (end - start));
    this.#block(BLOCK.enhancedPacket, [head, octets.subarray(start, end), padding, options]);
  }

  comment(): void {
    // A pcap has none.
  }

  secrets(): void {
    // The same.
  }

  problem(offset: number, message: string): void {
    this.problems.push({ offset, message });
  }

  flush(): void {
    if (this.#filled > 0) this.#write(this.#piece.subarray(0, this.#filled));
    this.#filled = 0;
  }

  #block(type: number, parts: readonly Uint8Array[]): void {
    const length = parts.reduce((sum, part) => sum + part.length, 12);
    const frame = new DataView(new ArrayBuffer(12));
    frame.setUint32(0, type, true);
    frame.setUint32(4, length, true);
    frame.setUint32(8, length, true);
    const outer = new Uint8Array(frame.buffer);
    for (const part of [outer.subarray(0, 8), ...parts, outer.subarray(8)]) this.#append(part);
  }

  #append(octets: Uint8Array): void {
    if (this.#filled + octets.length > PIECE_OCTETS) this.flush();
    if (octets.length > PIECE_OCTETS) {
      this.#write(octets);
      return;
    }
    this.#piece.set(octets, this.#filled);
    this.#filled += octets.length;
  }
}
