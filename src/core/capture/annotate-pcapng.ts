/** Copies a pcapng octet for octet, and adds comments to the blocks of some frames. */
import type { ByteSource } from "../model/byte-source.js";
import { viewOf } from "../model/octets.js";
import type { Progress } from "../model/progress.js";
import type { Annotated, FrameComments, WritePiece } from "./annotated.js";
import { commentOptions, padded } from "./comment-options.js";
import type { Frame, FrameSink } from "./frame.js";
import { BLOCK } from "./pcapng-blocks.js";
import { nextOption } from "./pcapng-options.js";
import { readCapture } from "./read-capture.js";

const PIECE_OCTETS = 1024 * 1024;
/** Type, length, interface, timestamp and two lengths stand before the data of an Enhanced or obsolete Packet Block. */
const PACKET_HEADER_OCTETS = 28;
const TRAILER_OCTETS = 4;
/** Of a section header: its own length, in eight octets, after type, length, byte order and version. */
const SECTION_LENGTH_AT = 16;

/** A stretch of the file that is written otherwise. */
interface Change {
  readonly start: number;
  readonly end: number;
  /** Undefined for a section header, whose length is no longer told. */
  readonly texts: readonly string[] | undefined;
  readonly littleEndian: boolean;
}

export function* annotatePcapng(
  source: ByteSource,
  comments: FrameComments,
  write: WritePiece,
): Generator<Progress, Annotated, undefined> {
  const plan = new Plan(comments);
  const reading = readCapture(source, plan);
  for (let step = reading.next(); !step.done; step = reading.next()) yield step.value;
  let at = 0;
  for (const { start, end, texts, littleEndian } of plan.changes) {
    yield* copy(source, at, start, write);
    const octets = source.read(start, end - start).slice();
    write(texts ? withComments(octets, texts, littleEndian) : withoutLength(octets));
    at = end;
  }
  yield* copy(source, at, Infinity, write);
  return { comments: plan.count, problems: plan.problems };
}

/** Reads the capture once, so that frames have the numbers that they have everywhere, and notes what is to be changed. */
class Plan implements FrameSink {
  readonly changes: Change[] = [];
  readonly problems: { offset: number; message: string }[] = [];
  count = 0;

  constructor(private readonly comments: FrameComments) {}

  frame({ view, start, end, fileOffset, number }: Frame): void {
    const texts = this.comments.get(number);
    if (!texts || texts.length === 0) return;
    const block = start - PACKET_HEADER_OCTETS;
    const littleEndian = block < 0 ? undefined : orderOf(view, block, end - start);
    if (littleEndian === undefined) {
      const offset = fileOffset;
      this.problems.push({ offset, message: `Frame ${number} is in a Simple Packet Block, which has no comments.` });
      return;
    }
    const from = fileOffset - PACKET_HEADER_OCTETS;
    // Some writers leave the padding out of the length.
    const length = padded(view.getUint32(block + 4, littleEndian));
    this.changes.push({ start: from, end: from + length, texts, littleEndian });
    this.count += texts.length;
  }

  section(offset: number): void {
    const start = offset + SECTION_LENGTH_AT;
    this.changes.push({ start, end: start + 8, texts: undefined, littleEndian: false });
  }

  comment(): void {
    // Those that are there are copied with their blocks.
  }

  secrets(): void {
    // The same.
  }

  problem(offset: number, message: string): void {
    this.problems.push({ offset, message });
  }
}

/** Byte order of the packet block at an offset; undefined when a block of another kind ends there. */
function orderOf(view: DataView, block: number, captured: number): boolean | undefined {
  for (const littleEndian of [true, false]) {
    const type = view.getUint32(block, littleEndian);
    const isPacket = type === BLOCK.enhancedPacket || type === BLOCK.packet;
    if (isPacket && view.getUint32(block + 20, littleEndian) === captured) return littleEndian;
  }
  return undefined;
}

function* copy(source: ByteSource, from: number, end: number, write: WritePiece): Generator<Progress, void, undefined> {
  for (let at = from; at < end;) {
    const octets = source.read(at, Math.min(PIECE_OCTETS, end - at));
    if (octets.length === 0) return;
    write(octets);
    at += octets.length;
    yield { readOctets: at, totalOctets: source.size, frames: 0 };
  }
}

/** The block with comments behind the options that it has. */
function withComments(block: Uint8Array, texts: readonly string[], littleEndian: boolean): Uint8Array {
  const view = viewOf(block);
  const options = PACKET_HEADER_OCTETS + padded(view.getUint32(20, littleEndian));
  const kept = endOfOptions(view, options, block.length - TRAILER_OCTETS, littleEndian);
  const added = commentOptions(texts, littleEndian);
  const octets = new Uint8Array(kept + added.length + TRAILER_OCTETS);
  octets.set(block.subarray(0, kept));
  octets.set(added, kept);
  const written = new DataView(octets.buffer);
  written.setUint32(4, octets.length, littleEndian);
  written.setUint32(octets.length - TRAILER_OCTETS, octets.length, littleEndian);
  return octets;
}

/** Where the options end: at the mark, at the end of the block, or before one that leaves it. */
function endOfOptions(view: DataView, start: number, end: number, littleEndian: boolean): number {
  let at = start;
  while (at + 4 <= end && view.getUint16(at, littleEndian) !== 0) {
    const next = nextOption(view, at, littleEndian);
    if (next > end) break;
    at = next;
  }
  return at;
}

/** All ones: a length that is not told. The sections of most programs have it so. */
function withoutLength(octets: Uint8Array): Uint8Array {
  return octets.fill(0xff);
}
