/** The sections of a pcapng file: their interfaces, and the packet blocks that refer to them. */
import type { FileRange } from "./container.js";
import { newFrame, type FrameSink } from "./frame.js";
import { TLS_KEY_LOG } from "./magic.js";
import { BLOCK, hasFrameNumber } from "./pcapng-blocks.js";
import {
  findOption,
  nextOption,
  OPTION_COMMENT,
  OPTION_TIMESTAMP_OFFSET,
  OPTION_TIMESTAMP_RESOLUTION,
  optionOctets,
} from "./pcapng-options.js";
import { TimestampClock } from "./timestamp.js";

/** A hostile file may describe an interface every twenty octets; real ones have a handful. */
const MAX_INTERFACES = 65_536;
const OPTION_VALUE = 4;
/** Without options; shorter ones lack the length of the section. */
const SECTION_HEADER_OCTETS = 28;
/** Type and length before the body of a block, and the length after it. */
const BODY = 8;
const TRAILER = 4;

interface CaptureInterface {
  readonly linkType: number;
  /** 0 is no limit. */
  readonly snapshotLength: number;
  readonly clock: TimestampClock;
}

export class PcapngSections {
  readonly #sink: FrameSink;
  readonly #frame = newFrame();
  readonly #decoder = new TextDecoder();
  #interfaces: CaptureInterface[] = [];
  /** Interfaces of the sections before, since each section counts its own from 0. */
  #earlierInterfaces = 0;
  #toldUnknownInterface = false;

  constructor(sink: FrameSink) {
    this.#sink = sink;
  }

  get frames(): number {
    return this.#frame.number;
  }

  /** The blocks that follow lie in this range. */
  enter(range: FileRange): void {
    this.#frame.octets = range.octets;
    this.#frame.view = range.view;
  }

  /** Reads one whole block; types that are not known are passed over. */
  block(range: FileRange, start: number, end: number, littleEndian: boolean): void {
    const view = range.view;
    const type = view.getUint32(start, littleEndian);
    this.#sink.block?.({ type, octets: range.octets.subarray(start, end), littleEndian });
    switch (type) {
      case BLOCK.enhancedPacket:
        return this.#enhancedPacket(range, start, end, littleEndian);
      case BLOCK.simplePacket:
        return this.#simplePacket(range, start, end, littleEndian);
      case BLOCK.packet:
        return this.#obsoletePacket(range, start, end, littleEndian);
      case BLOCK.interfaceDescription:
        return this.#interfaceDescription(view, start, end, littleEndian);
      case BLOCK.decryptionSecrets:
        return this.#decryptionSecrets(range, start, end, littleEndian);
      case BLOCK.sectionHeader:
        if (end - start >= SECTION_HEADER_OCTETS) this.#sink.section?.(range.fileOffset + start);
        this.#earlierInterfaces += this.#interfaces.length;
        this.#interfaces = [];
        this.#toldUnknownInterface = false;
        return;
      default:
        if (hasFrameNumber(type)) this.#frame.number++;
    }
  }

  #interfaceDescription(view: DataView, start: number, end: number, littleEndian: boolean): void {
    const options = start + BODY + 8;
    const last = end - TRAILER;
    if (options > last || this.#interfaces.length >= MAX_INTERFACES) return;
    const resolution = findOption(view, options, last, littleEndian, OPTION_TIMESTAMP_RESOLUTION);
    const offset = findOption(view, options, last, littleEndian, OPTION_TIMESTAMP_OFFSET);
    this.#interfaces.push({
      linkType: view.getUint16(start + BODY, littleEndian),
      snapshotLength: view.getUint32(start + BODY + 4, littleEndian),
      clock: new TimestampClock(
        resolution >= 0 && optionOctets(view, resolution, littleEndian) >= 1
          ? view.getUint8(resolution + OPTION_VALUE)
          : undefined,
        offset >= 0 && optionOctets(view, offset, littleEndian) >= 8
          ? Number(view.getBigInt64(offset + OPTION_VALUE, littleEndian))
          : undefined,
      ),
    });
  }

  #decryptionSecrets(range: FileRange, start: number, end: number, littleEndian: boolean): void {
    const secrets = start + BODY + 8;
    const last = end - TRAILER;
    if (secrets > last || range.view.getUint32(start + BODY, littleEndian) !== TLS_KEY_LOG) return;
    const length = range.view.getUint32(start + BODY + 4, littleEndian);
    this.#sink.secrets(range.octets.slice(secrets, Math.min(secrets + length, last)));
  }

  #enhancedPacket(range: FileRange, start: number, end: number, littleEndian: boolean): void {
    const view = range.view;
    const data = start + BODY + 20;
    if (data > end - TRAILER) return this.#tellShort(range, start);
    this.#frame.originalLength = view.getUint32(start + BODY + 16, littleEndian);
    this.#timedPacket(range, start, data, end, littleEndian, view.getUint32(start + BODY, littleEndian));
  }

  /** The block that the Enhanced Packet Block replaced: its interface has 16 bits, beside a count of drops. */
  #obsoletePacket(range: FileRange, start: number, end: number, littleEndian: boolean): void {
    const view = range.view;
    const data = start + BODY + 20;
    if (data > end - TRAILER) return this.#tellShort(range, start);
    this.#frame.originalLength = view.getUint32(start + BODY + 16, littleEndian);
    this.#timedPacket(range, start, data, end, littleEndian, view.getUint16(start + BODY, littleEndian));
  }

  /** Enhanced and obsolete Packet Blocks have timestamp, lengths and data at the same offsets. */
  #timedPacket(range: FileRange, start: number, data: number, end: number, littleEndian: boolean, id: number): void {
    const view = range.view;
    const captured = view.getUint32(start + BODY + 12, littleEndian);
    if (captured > end - TRAILER - data) return this.#tellShort(range, start);
    const from = this.#interfaces[id];
    const frame = this.#frame;
    frame.atMicros =
      from?.clock.toMicros(
        view.getUint32(start + BODY + 4, littleEndian),
        view.getUint32(start + BODY + 8, littleEndian),
      ) ?? NaN;
    this.#handOn(range, start, data, data + captured, from, id);
    const options = data + ((captured + 3) & ~3);
    if (options < end - TRAILER) this.#comments(view, options, end - TRAILER, littleEndian);
  }

  #simplePacket(range: FileRange, start: number, end: number, littleEndian: boolean): void {
    const data = start + BODY + 4;
    if (data > end - TRAILER) return this.#tellShort(range, start);
    const from = this.#interfaces[0];
    const original = range.view.getUint32(start + BODY, littleEndian);
    const snapshotLength = from?.snapshotLength || original;
    this.#frame.originalLength = original;
    this.#frame.atMicros = NaN;
    this.#handOn(range, start, data, Math.min(data + Math.min(original, snapshotLength), end - TRAILER), from, 0);
  }

  #handOn(
    range: FileRange,
    start: number,
    data: number,
    dataEnd: number,
    from: CaptureInterface | undefined,
    id: number,
  ): void {
    const frame = this.#frame;
    frame.number++;
    if (from === undefined) {
      if (this.#toldUnknownInterface) return;
      this.#toldUnknownInterface = true;
      const offset = range.fileOffset + start;
      const message = `Frame ${frame.number} belongs to interface ${id}, which its section does not describe; frames of it are not read.`;
      return this.#sink.problem(offset, message);
    }
    frame.start = data;
    frame.end = dataEnd;
    frame.fileOffset = range.fileOffset + data;
    frame.linkType = from.linkType;
    frame.interfaceIndex = this.#earlierInterfaces + id;
    this.#sink.frame(frame);
  }

  #comments(view: DataView, start: number, end: number, littleEndian: boolean): void {
    let option = findOption(view, start, end, littleEndian, OPTION_COMMENT);
    while (option >= 0) {
      const value = option + OPTION_VALUE;
      const octets = this.#frame.octets.subarray(value, value + optionOctets(view, option, littleEndian));
      this.#sink.comment(this.#frame.number, this.#decoder.decode(octets));
      option = findOption(view, nextOption(view, option, littleEndian), end, littleEndian, OPTION_COMMENT);
    }
  }

  #tellShort(range: FileRange, start: number): void {
    this.#frame.number++;
    const offset = range.fileOffset + start;
    this.#sink.problem(
      offset,
      `The packet block at offset ${offset} is shorter than the frame it declares; that frame is lost.`,
    );
  }
}
