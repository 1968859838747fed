/** The classic libpcap file, and those of patched libpcaps: one header, then records of a fixed head and the frame (draft-ietf-opsawg-pcap). */
import type { ContainerReader, FileRange } from "./container.js";
import { newFrame, type FrameSink } from "./frame.js";
import { PCAP_MICROSECONDS, PCAP_MODIFIED, PCAP_NANOSECONDS } from "./magic.js";

const FILE_HEADER_OCTETS = 24;
/** Seconds, fraction, captured and original length. */
const RECORD_HEADER_OCTETS = 16;
/** Patched libpcaps put interface, protocol and processor behind that: Red Hat 6.1 and Nokia without saying so, ... */
const RECORD_HEADERS: readonly number[] = [RECORD_HEADER_OCTETS, 24, 20];
/** ... others by their magic number: most, and SuSE 6.3. */
const MODIFIED_RECORD_HEADERS: readonly number[] = [24, 28];
const LARGEST_RECORD_HEADER = 28;
const YEAR_SECONDS = 31_536_000;

/** What libpcap and Wireshark take as the longest frame; a longer record is read only if the header announces it. */
const USUAL_FRAME_OCTETS = 262_144;
/** A snapshot length beyond this is not believed: a record is held in memory as a whole. */
const LARGEST_FRAME_OCTETS = 64 * 1024 * 1024;

export class PcapReader implements ContainerReader {
  /** The first record and the head of the second tell how long heads are. */
  wantedOctets = FILE_HEADER_OCTETS + USUAL_FRAME_OCTETS + 2 * LARGEST_RECORD_HEADER;
  stopped = false;
  readonly #sink: FrameSink;
  readonly #fileOctets: number;
  readonly #frame = newFrame();
  #headerRead = false;
  #littleEndian = false;
  #fractionsPerMicro = 1;
  #headerOctets = RECORD_HEADER_OCTETS;
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
    this.#littleEndian = !isMagic(view.getUint32(0));
    const magic = view.getUint32(0, this.#littleEndian);
    this.#fractionsPerMicro = magic === PCAP_NANOSECONDS ? 1000 : 1;
    const snapshotLength = view.getUint32(16, this.#littleEndian);
    if (snapshotLength <= LARGEST_FRAME_OCTETS) this.#longestFrame = Math.max(USUAL_FRAME_OCTETS, snapshotLength);
    // The upper half of the word tells the length of the frame check sequence.
    this.#frame.linkType = view.getUint32(20, this.#littleEndian) & 0xffff;
    this.#headerRead = true;
    const headers = magic === PCAP_MODIFIED ? MODIFIED_RECORD_HEADERS : RECORD_HEADERS;
    this.#headerOctets = headers.find((octets) => this.#fitsFirstRecord(range, octets)) ?? headers[0]!;
    return true;
  }

  /** With record heads of so many octets, something believable follows the first record. */
  #fitsFirstRecord({ view, isLast }: FileRange, headerOctets: number): boolean {
    const littleEndian = this.#littleEndian;
    if (view.byteLength < FILE_HEADER_OCTETS + headerOctets) return false;
    const next = FILE_HEADER_OCTETS + headerOctets + view.getUint32(FILE_HEADER_OCTETS + 8, littleEndian);
    if (next === view.byteLength && isLast) return true;
    if (next + RECORD_HEADER_OCTETS > view.byteLength) return false;
    const seconds = view.getUint32(next, littleEndian) - view.getUint32(FILE_HEADER_OCTETS, littleEndian);
    // Usual files may hold any times; that a file is of a rarer kind must be evident.
    if (headerOctets !== RECORD_HEADER_OCTETS && Math.abs(seconds) > YEAR_SECONDS) return false;
    const captured = view.getUint32(next + 8, littleEndian);
    const isFraction = view.getUint32(next + 4, littleEndian) < 1_000_000 * this.#fractionsPerMicro;
    return isFraction && captured <= this.#longestFrame && captured <= view.getUint32(next + 12, littleEndian);
  }

  #readRecords(range: FileRange, from: number): number {
    const { octets, view, fileOffset } = range;
    const littleEndian = this.#littleEndian;
    const frame = this.#frame;
    frame.octets = octets;
    frame.view = view;
    const end = octets.length;
    let at = from;
    const headerOctets = this.#headerOctets;
    this.wantedOctets = headerOctets;
    while (end - at >= headerOctets) {
      const captured = view.getUint32(at + 8, littleEndian);
      if (captured > this.#longestFrame) {
        this.#stop(
          fileOffset + at,
          `The record at offset ${fileOffset + at} declares ${captured} octets, more than a frame can have; the rest of the file is not read.`,
        );
        return at;
      }
      const next = at + headerOctets + captured;
      if (next > end) {
        this.wantedOctets = next - at;
        break;
      }
      const fraction = view.getUint32(at + 4, littleEndian) / this.#fractionsPerMicro;
      frame.start = at + headerOctets;
      frame.end = next;
      frame.fileOffset = fileOffset + at + headerOctets;
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

function isMagic(word: number): boolean {
  return word === PCAP_MICROSECONDS || word === PCAP_NANOSECONDS || word === PCAP_MODIFIED;
}
