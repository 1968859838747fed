/** Writes a capture anew in the container it came in: every frame with its number, time and original length, shorter if asked. */
import type { ByteSource } from "../model/byte-source.js";
import type { ByteTarget } from "../model/byte-target.js";
import { viewOf } from "../model/octets.js";
import { commentOptions, padded } from "./comment-options.js";
import type { CaptureContainer } from "./detect.js";
import type { Frame, PcapngBlock } from "./frame.js";
import { PCAP_MICROSECONDS, PCAP_MODIFIED, PCAPNG_BYTE_ORDER, TLS_KEY_LOG } from "./magic.js";
import { PCAP_HEADER_OCTETS, PcapAsPcapng } from "./pcap-as-pcapng.js";
import { BLOCK, hasFrameNumber } from "./pcapng-blocks.js";
import {
  findOption,
  nextOption,
  OPTION_COMMENT,
  OPTION_TIMESTAMP_OFFSET,
  OPTION_TIMESTAMP_RESOLUTION,
  optionOctets,
} from "./pcapng-options.js";

const PCAP_RECORD_OCTETS = 16;
const CUSTOM_BLOCK = 0x0bad;
/** In front of the frame's octets in an Enhanced Packet Block. */
const PACKET_HEADER_OCTETS = 28;
const TRAILER_OCTETS = 4;
const END_OF_OPTIONS_OCTETS = 4;
/** Direction and kind of the frame. */
const OPTION_PACKET_FLAGS = 2;
/** Length of the frame check sequence. */
const OPTION_FCS_LENGTH = 13;
/** What is written at once. */
const BUFFER_OCTETS = 1024 * 1024;

export class CaptureCopy {
  /** Blocks of other kinds, which are not written: comments, names, keys, statistics. */
  leftOut = 0;
  readonly #target: ByteTarget;
  readonly #isPcapng: boolean;
  readonly #buffer = new Uint8Array(BUFFER_OCTETS);
  #filled = 0;
  #written = 0;
  #littleEndian = false;
  /** Where the last record of a pcap ended in the file. */
  #recordEnd = PCAP_HEADER_OCTETS;
  /** The block of the frame that comes next. */
  #packet: PcapngBlock | undefined;
  readonly #commentInstead: ((text: string) => string) | undefined;
  /** Waits for the first section. */
  #keyLog: string;
  /** Of a pcap that becomes a pcapng. */
  #pcap: PcapAsPcapng | undefined;

  /**
   * @param keyLog put into the copy, which is a pcapng then; empty for none
   * @param commentInstead what is written for a comment on a packet; comments are left out without it
   */
  constructor(
    container: CaptureContainer,
    source: ByteSource,
    target: ByteTarget,
    keyLog = "",
    commentInstead?: (text: string) => string,
  ) {
    this.#target = target;
    this.#commentInstead = commentInstead;
    this.#keyLog = keyLog;
    const isPcapng = container.id === "pcapng";
    if (!isPcapng && keyLog !== "") this.#pcap = this.#openPcapng(source);
    this.#isPcapng = isPcapng || this.#pcap !== undefined;
    if (!this.#isPcapng) this.#pcapHeader(source);
  }

  /** The blocks of a pcapng, in turn; the one of a frame before the frame. */
  block(block: PcapngBlock): void {
    const { type, octets, littleEndian } = block;
    // Its frame could not be read, but has a number.
    if (this.#packet !== undefined) this.#placeholder();
    this.#packet = undefined;
    switch (type) {
      case BLOCK.sectionHeader:
        this.#littleEndian = littleEndian;
        return this.#section();
      case BLOCK.interfaceDescription:
        return this.#interface(octets);
      case BLOCK.enhancedPacket:
      case BLOCK.packet:
      case BLOCK.simplePacket:
        this.#packet = block;
        return;
      default:
        this.leftOut++;
        // Without it, the frames that follow would have other numbers.
        if (hasFrameNumber(type)) this.#placeholder();
    }
  }

  /**
   * Writes a frame with other octets, which may be fewer.
   * @returns where its first octet stands in the file written.
   */
  frame(frame: Frame, octets: Uint8Array): number {
    if (this.#pcap !== undefined) {
      const { octets: block } = this.#newBlock(BLOCK.enhancedPacket, 20);
      block.set(this.#pcap.packetHead(frame), 8);
      this.block({ type: BLOCK.enhancedPacket, octets: block, littleEndian: true });
    }
    return this.#isPcapng ? this.#packetBlock(frame, octets) : this.#record(frame, octets);
  }

  /** Writes over octets of a frame that was written. */
  patch(offset: number, octets: Uint8Array): void {
    const inBuffer = offset - this.#written;
    const written = Math.max(0, Math.min(octets.length, -inBuffer));
    if (written > 0) this.#target.write(offset, octets.subarray(0, written));
    if (written < octets.length) this.#buffer.set(octets.subarray(written), inBuffer + written);
  }

  /** Everything is in the file. */
  finish(): void {
    if (this.#filled > 0) this.#target.write(this.#written, this.#buffer.subarray(0, this.#filled));
    this.#written += this.#filled;
    this.#filled = 0;
  }

  #placeholder(): void {
    this.#append(this.#newBlock(CUSTOM_BLOCK, 4).octets);
  }

  #append(octets: Uint8Array): number {
    if (this.#filled + octets.length > BUFFER_OCTETS) this.finish();
    const at = this.#written + this.#filled;
    if (octets.length > BUFFER_OCTETS) {
      this.#target.write(at, octets);
      this.#written += octets.length;
      return at;
    }
    this.#buffer.set(octets, this.#filled);
    this.#filled += octets.length;
    return at;
  }

  #openPcapng(source: ByteSource): PcapAsPcapng | undefined {
    const header = source.read(0, PCAP_HEADER_OCTETS).slice();
    if (header.length < PCAP_HEADER_OCTETS) return undefined;
    const pcap = new PcapAsPcapng(viewOf(header));
    this.#littleEndian = true;
    for (const { type, body } of pcap.opening) {
      const { octets } = this.#newBlock(type, body.length);
      octets.set(body, 8);
      this.block({ type, octets, littleEndian: true });
    }
    return pcap;
  }

  #pcapHeader(source: ByteSource): void {
    const header = source.read(0, PCAP_HEADER_OCTETS).slice();
    const view = viewOf(header);
    if (header.length < PCAP_HEADER_OCTETS) return;
    // Their first octet is the lowest of the magic number where the low end comes first.
    this.#littleEndian = header[0] !== 0xa1;
    // Records of patched libpcaps have more fields, which are not written.
    const isModified = view.getUint32(0, this.#littleEndian) === PCAP_MODIFIED;
    if (isModified) view.setUint32(0, PCAP_MICROSECONDS, this.#littleEndian);
    this.#append(header);
  }

  #record(frame: Frame, octets: Uint8Array): number {
    const headerAt = frame.start - (frame.fileOffset - this.#recordEnd);
    this.#recordEnd = frame.fileOffset + frame.end - frame.start;
    const record = new Uint8Array(PCAP_RECORD_OCTETS + octets.length);
    // The time as it was written, to the nanosecond.
    record.set(frame.octets.subarray(headerAt, headerAt + 8));
    const view = new DataView(record.buffer);
    view.setUint32(8, octets.length, this.#littleEndian);
    view.setUint32(12, frame.originalLength, this.#littleEndian);
    record.set(octets, PCAP_RECORD_OCTETS);
    return this.#append(record) + PCAP_RECORD_OCTETS;
  }

  #packetBlock(frame: Frame, octets: Uint8Array): number {
    const from = this.#packet!;
    this.#packet = undefined;
    const options =
      from.type === BLOCK.simplePacket
        ? new Uint8Array(0)
        : this.#packetOptions(from, PACKET_HEADER_OCTETS + padded(frame.end - frame.start));
    if (from.type === BLOCK.simplePacket) return this.#simplePacket(frame, octets);
    const { octets: block, view } = this.#newBlock(BLOCK.enhancedPacket, 20 + padded(octets.length) + options.length);
    const fromView = viewOf(from.octets);
    // The obsolete block has a count of drops behind the interface's number of 16 bits.
    const id =
      from.type === BLOCK.packet
        ? fromView.getUint16(8, this.#littleEndian)
        : fromView.getUint32(8, this.#littleEndian);
    view.setUint32(8, id, this.#littleEndian);
    block.set(from.octets.subarray(12, 20), 12);
    view.setUint32(20, octets.length, this.#littleEndian);
    view.setUint32(24, frame.originalLength, this.#littleEndian);
    block.set(octets, PACKET_HEADER_OCTETS);
    block.set(options, PACKET_HEADER_OCTETS + padded(octets.length));
    return this.#append(block) + PACKET_HEADER_OCTETS;
  }

  /** It states no captured length, so it keeps the one it had; what is not given is zero. */
  #simplePacket(frame: Frame, octets: Uint8Array): number {
    const { octets: block, view } = this.#newBlock(BLOCK.simplePacket, 4 + padded(frame.end - frame.start));
    view.setUint32(8, frame.originalLength, this.#littleEndian);
    block.set(octets, 12);
    return this.#append(block) + 12;
  }

  #section(): void {
    const { octets, view } = this.#newBlock(BLOCK.sectionHeader, 16);
    view.setUint32(8, PCAPNG_BYTE_ORDER, this.#littleEndian);
    view.setUint16(12, 1, this.#littleEndian);
    // The length of the section is not told.
    view.setBigInt64(16, -1n, this.#littleEndian);
    this.#append(octets);
    if (this.#keyLog !== "") this.#secrets(new TextEncoder().encode(this.#keyLog));
    this.#keyLog = "";
  }

  /** Before the frames that it decrypts, as readers want it. */
  #secrets(keyLog: Uint8Array): void {
    const { octets, view } = this.#newBlock(BLOCK.decryptionSecrets, 8 + padded(keyLog.length));
    view.setUint32(8, TLS_KEY_LOG, this.#littleEndian);
    view.setUint32(12, keyLog.length, this.#littleEndian);
    octets.set(keyLog, 16);
    this.#append(octets);
  }

  /** Link type, snapshot length and how times are counted; names and addresses of the interface are left out. */
  #interface(from: Uint8Array): void {
    const kept = [OPTION_TIMESTAMP_RESOLUTION, OPTION_TIMESTAMP_OFFSET, OPTION_FCS_LENGTH];
    const block = { type: BLOCK.interfaceDescription, octets: from, littleEndian: this.#littleEndian };
    const options = this.#keptOptions(block, 16, kept);
    const { octets } = this.#newBlock(BLOCK.interfaceDescription, 8 + options.length);
    octets.set(from.subarray(8, 16), 8);
    octets.set(options, 16);
    this.#append(octets);
  }

  #packetOptions(block: PcapngBlock, start: number): Uint8Array {
    const flags = this.#keptOptions(block, start, [OPTION_PACKET_FLAGS]);
    const instead = this.#commentInstead;
    const texts = instead === undefined ? [] : commentTexts(viewOf(block.octets), start, block);
    if (instead === undefined || texts.length === 0) return flags;
    const comments = commentOptions(texts.map(instead), block.littleEndian);
    const flagOctets = Math.max(0, flags.length - END_OF_OPTIONS_OCTETS);
    const options = new Uint8Array(flagOctets + comments.length);
    options.set(flags.subarray(0, flagOctets));
    options.set(comments, flagOctets);
    return options;
  }

  /** The options with these codes from `start` on, and the end of options behind them. */
  #keptOptions({ octets, littleEndian }: PcapngBlock, start: number, codes: readonly number[]): Uint8Array {
    const view = viewOf(octets);
    const end = octets.length - TRAILER_OCTETS;
    const kept: number[] = [];
    for (const code of codes) {
      const at = start <= end ? findOption(view, start, end, littleEndian, code) : -1;
      if (at >= 0) kept.push(...octets.subarray(at, nextOption(view, at, littleEndian)));
    }
    return Uint8Array.from(kept.length === 0 ? [] : [...kept, 0, 0, 0, 0]);
  }

  /** A block with its type and two lengths. */
  #newBlock(type: number, bodyOctets: number): { octets: Uint8Array; view: DataView } {
    const octets = new Uint8Array(8 + bodyOctets + TRAILER_OCTETS);
    const view = viewOf(octets);
    view.setUint32(0, type, this.#littleEndian);
    view.setUint32(4, octets.length, this.#littleEndian);
    view.setUint32(octets.length - TRAILER_OCTETS, octets.length, this.#littleEndian);
    return { octets, view };
  }
}

/** From `start` on. */
function commentTexts(view: DataView, start: number, { littleEndian }: PcapngBlock): string[] {
  const texts: string[] = [];
  const end = view.byteLength - TRAILER_OCTETS;
  let at = start <= end ? findOption(view, start, end, littleEndian, OPTION_COMMENT) : -1;
  while (at >= 0) {
    const octets = new Uint8Array(view.buffer, view.byteOffset + at + 4, optionOctets(view, at, littleEndian));
    texts.push(new TextDecoder().decode(octets));
    at = findOption(view, nextOption(view, at, littleEndian), end, littleEndian, OPTION_COMMENT);
  }
  return texts;
}
