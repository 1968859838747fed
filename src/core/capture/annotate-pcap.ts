/** Writes a pcap as pcapng with comments: the same packets, times to the unit they were written in, and link type. */
import type { ByteSource } from "../model/byte-source.js";
import type { Progress } from "../model/progress.js";
import type { Annotated, FrameComments, WritePiece } from "./annotated.js";
import { commentOptions, padded } from "./comment-options.js";
import type { Frame, FrameSink } from "./frame.js";
import { BLOCK } from "./pcapng-blocks.js";
import { OPTION_TIMESTAMP_RESOLUTION } from "./pcapng-options.js";
import { readCapture } from "./read-capture.js";

const FILE_HEADER_OCTETS = 24;
const MAGIC_NANOSECONDS = 0xa1b23c4d;
const BYTE_ORDER = 0x1a2b3c4d;
const NANOSECONDS = 9;
const MICROSECONDS = 6;
/** Words are gathered until so many octets are there. */
const PIECE_OCTETS = 1024 * 1024;
const NO_OPTIONS = new Uint8Array(0);

export function* annotatePcap(
  source: ByteSource,
  comments: FrameComments,
  write: WritePiece,
): Generator<Progress, Annotated, undefined> {
  const header = source.read(0, FILE_HEADER_OCTETS).slice();
  if (header.length < FILE_HEADER_OCTETS) {
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
  readonly #littleEndian: boolean;
  readonly #ticksPerSecond: bigint;
  readonly #comments: FrameComments;
  readonly #write: WritePiece;
  readonly #piece = new Uint8Array(PIECE_OCTETS);
  #filled = 0;
  /** Where the record of the next frame begins in the file. */
  #recordAt = FILE_HEADER_OCTETS;

  constructor(header: DataView, comments: FrameComments, write: WritePiece) {
    this.#comments = comments;
    this.#write = write;
    // Of all three magic numbers the first octet is A1, where the high end comes first.
    this.#littleEndian = header.getUint8(0) !== 0xa1;
    const isNano = header.getUint32(0, this.#littleEndian) === MAGIC_NANOSECONDS;
    this.#ticksPerSecond = isNano ? 1_000_000_000n : 1_000_000n;
    this.#section();
    const snapshotLength = header.getUint32(16, this.#littleEndian);
    const linkType = header.getUint32(20, this.#littleEndian) & 0xffff;
    this.#interface(linkType, snapshotLength, isNano ? NANOSECONDS : MICROSECONDS);
  }

  frame({ octets, view, start, end, fileOffset, originalLength, number }: Frame): void {
    // Records have heads of different lengths; each begins where the one before ends.
    const record = start - (fileOffset - this.#recordAt);
    this.#recordAt = fileOffset + end - start;
    const seconds = BigInt(view.getUint32(record, this.#littleEndian));
    const ticks = seconds * this.#ticksPerSecond + BigInt(view.getUint32(record + 4, this.#littleEndian));
    const texts = this.#comments.get(number) ?? [];
    this.count += texts.length;
    const options = texts.length === 0 ? NO_OPTIONS : commentOptions(texts, true);
    const head = new DataView(new ArrayBuffer(20));
    head.setUint32(4, Number(ticks >> 32n), true);
    head.setUint32(8, Number(ticks & 0xffff_ffffn), true);
    head.setUint32(12, end - start, true);
    head.setUint32(16, originalLength, true);
    const padding = new Uint8Array(padded(end - start) - (end - start));
    this.#block(BLOCK.enhancedPacket, [octetsOf(head), octets.subarray(start, end), padding, options]);
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

  #section(): void {
    const body = new DataView(new ArrayBuffer(16));
    body.setUint32(0, BYTE_ORDER, true);
    body.setUint16(4, 1, true);
    body.setBigInt64(8, -1n, true);
    this.#block(BLOCK.sectionHeader, [octetsOf(body)]);
  }

  #interface(linkType: number, snapshotLength: number, resolution: number): void {
    const body = new DataView(new ArrayBuffer(20));
    body.setUint16(0, linkType, true);
    body.setUint32(4, snapshotLength, true);
    body.setUint16(8, OPTION_TIMESTAMP_RESOLUTION, true);
    body.setUint16(10, 1, true);
    body.setUint8(12, resolution);
    this.#block(BLOCK.interfaceDescription, [octetsOf(body)]);
  }

  #block(type: number, parts: readonly Uint8Array[]): void {
    const length = parts.reduce((sum, part) => sum + part.length, 12);
    const frame = new DataView(new ArrayBuffer(12));
    frame.setUint32(0, type, true);
    frame.setUint32(4, length, true);
    frame.setUint32(8, length, true);
    const outer = octetsOf(frame);
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

function octetsOf({ buffer }: DataView): Uint8Array {
  return new Uint8Array(buffer);
}
