/** The classic libpcap file: one header, then records of a fixed head and the frame (draft-ietf-opsawg-pcap). */
import type { ContainerReader, FileRange } from "./container.js";
import { newFrame, type FrameSink } from "./frame.js";

const FILE_HEADER_OCTETS = 24;
const RECORD_HEADER_OCTETS = 16;
const MAGIC_MICROSECONDS = 0xa1b2c3d4;
const MAGIC_NANOSECONDS = 0xa1b23c4d;

/** What libpcap and Wireshark take as the longest frame; a longer record is read only if the header announces it. */
const USUAL_FRAME_OCTETS = 262_144;
/** A snapshot length beyond this is not believed: a record is held in memory as a whole. */
const LARGEST_FRAME_OCTETS = 64 * 1024 * 1024;

export class PcapReader implements ContainerReader {
  wantedOctets = FILE_HEADER_OCTETS;
  stopped = false;
  readonly #sink: FrameSink;
  readonly #fileOctets: number;
  readonly #frame = newFrame();
  #headerRead = false;
  #littleEndian = false;
  #fractionsPerMicro = 1;
  #longestFrame = USUAL_FRAME_OCTETS;

  /** @param fileOctets size of the file, so that a record that cannot be there is known without reading on. */
  constructor(sink: FrameSink, fileOctets: number) {
    this.#sink = sink;
    this.#fileOctets = fileOctets;
  }

  get frames(): number {
    return this.#frame.number;
  }

  read(range: FileRange): number {
    let at = 0;
    if (!this.#headerRead) {
      if (!this.#readHeader(range)) return 0;
      at = FILE_HEADER_OCTETS;
    }
    return this.#readRecords(range, at);
  }

  #readHeader(range: FileRange): boolean {
    const { view } = range;
    if (view.byteLength < FILE_HEADER_OCTETS) {
      this.#stop(range.fileOffset, "The file ends within its pcap header.");
      return false;
    }
    const bigEndianMagic = view.getUint32(0);
    this.#littleEndian = bigEndianMagic !== MAGIC_MICROSECONDS && bigEndianMagic !== MAGIC_NANOSECONDS;
    this.#fractionsPerMicro = view.getUint32(0, this.#littleEndian) === MAGIC_NANOSECONDS ? 1000 : 1;
    const snapshotLength = view.getUint32(16, this.#littleEndian);
    if (snapshotLength <= LARGEST_FRAME_OCTETS) this.#longestFrame = Math.max(USUAL_FRAME_OCTETS, snapshotLength);
    // The upper half of the word tells the length of the frame check sequence.
    this.#frame.linkType = view.getUint32(20, this.#littleEndian) & 0xffff;
    this.#headerRead = true;
    return true;
  }

  #readRecords(range: FileRange, from: number): number {
    const { octets, view, fileOffset } = range;
    const littleEndian = this.#littleEndian;
    const frame = this.#frame;
    frame.octets = octets;
    frame.view = view;
    const end = octets.length;
    let at = from;
    this.wantedOctets = RECORD_HEADER_OCTETS;
    while (end - at >= RECORD_HEADER_OCTETS) {
      const captured = view.getUint32(at + 8, littleEndian);
      if (captured > this.#longestFrame) {
        this.#stop(
          fileOffset + at,
          `The record at offset ${fileOffset + at} declares ${captured} octets, more than a frame can have; the rest of the file is not read.`,
        );
        return at;
      }
      const next = at + RECORD_HEADER_OCTETS + captured;
      if (next > end) {
        this.wantedOctets = next - at;
        break;
      }
      const fraction = view.getUint32(at + 4, littleEndian) / this.#fractionsPerMicro;
      frame.start = at + RECORD_HEADER_OCTETS;
      frame.end = next;
      frame.fileOffset = fileOffset + at + RECORD_HEADER_OCTETS;
      frame.atMicros = view.getUint32(at, littleEndian) * 1_000_000 + fraction;
      frame.originalLength = view.getUint32(at + 12, littleEndian);
      frame.number++;
      this.#sink.frame(frame);
      at = next;
    }
    const isCut = range.isLast ? at < end : fileOffset + at + this.wantedOctets > this.#fileOctets;
    if (isCut && fileOffset + at < this.#fileOctets) {
      this.#stop(fileOffset + at, `The file ends within the record at offset ${fileOffset + at}; that frame is lost.`);
    }
    return at;
  }

  #stop(offset: number, message: string): void {
    this.stopped = true;
    this.#sink.problem(offset, message);
  }
}
