/** The pcapng file: sections of typed blocks, each with its length before and after it (draft-ietf-opsawg-pcapng). */
import type { ContainerReader, FileRange } from "./container.js";
import type { FrameSink } from "./frame.js";
import { BLOCK, isKnownBlock } from "./pcapng-blocks.js";
import { PcapngSections } from "./pcapng-sections.js";

const BLOCK_HEADER_OCTETS = 8;
const SMALLEST_BLOCK_OCTETS = 12;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
/** A block is held in memory as a whole, and no capture tool writes one near this size. */
const LARGEST_BLOCK_OCTETS = 64 * 1024 * 1024;
/** When looking for the next block after damage only blocks of usual size are believed, which bounds the reading ahead. */
const LARGEST_FOUND_OCTETS = 262_144 + 1024;
/** A file that is damaged more often than this is not a capture any more. */
const MAX_DAMAGES = 1000;

/** After damage: where it is and what it was, until the next readable block is found. */
interface Damage {
  readonly offset: number;
  readonly message: string;
}

export class PcapngReader implements ContainerReader {
  wantedOctets = SMALLEST_BLOCK_OCTETS;
  stopped = false;
  readonly #sink: FrameSink;
  readonly #fileOctets: number;
  readonly #sections: PcapngSections;
  #littleEndian = false;
  #damage: Damage | undefined;
  #damages = 0;

  /** @param fileOctets size of the file, so that a block that cannot be there is known without reading on. */
  constructor(sink: FrameSink, fileOctets: number) {
    this.#sink = sink;
    this.#fileOctets = fileOctets;
    this.#sections = new PcapngSections(sink);
  }

  get frames(): number {
    return this.#sections.frames;
  }

  read(range: FileRange): number {
    const end = range.octets.length;
    this.#sections.enter(range);
    this.wantedOctets = SMALLEST_BLOCK_OCTETS;
    let at = 0;
    while (at < end && !this.stopped) {
      const next = this.#damage === undefined ? this.#readBlock(range, at) : this.#findBlock(range, at);
      if (next < 0) break;
      at = next;
    }
    if (range.isLast && !this.stopped) this.#finish(range.fileOffset + at, range.fileOffset + end);
    return at;
  }

  /** @returns where the next block begins; `at` itself when this one is damaged; -1 when the range ends within it. */
  #readBlock(range: FileRange, at: number): number {
    const { view, fileOffset } = range;
    const left = view.byteLength - at;
    if (left < SMALLEST_BLOCK_OCTETS) {
      return range.isLast
        ? this.#lose(fileOffset, at, "The file ends within the block")
        : this.#want(SMALLEST_BLOCK_OCTETS);
    }
    const isSection = view.getUint32(at) === BLOCK.sectionHeader;
    if (isSection && !this.#takeByteOrder(view, at)) {
      return this.#lose(fileOffset, at, "A section header without byte-order magic stands");
    }
    const declared = view.getUint32(at + 4, this.#littleEndian);
    // Some writers leave the padding out of the length.
    const length = Math.ceil(declared / 4) * 4;
    if (declared < SMALLEST_BLOCK_OCTETS || length > LARGEST_BLOCK_OCTETS) {
      return this.#lose(fileOffset, at, `An impossible block length of ${declared} octets stands`);
    }
    if (fileOffset + at + length > this.#fileOctets || (range.isLast && length > left)) {
      return this.#lose(fileOffset, at, "The file ends within the block");
    }
    if (length > left) return this.#want(length);

    const repeated = view.getUint32(at + length - 4, this.#littleEndian);
    if (repeated !== declared && view.getUint32(at + declared - 4, this.#littleEndian) !== declared) {
      if (left < length + LARGEST_FOUND_OCTETS && !range.isLast) return this.#want(length + LARGEST_FOUND_OCTETS);
      // A length that is too large would swallow blocks that can be read.
      const mayFollow = left === length || this.#mayBeBlock(view, at + length);
      if (!mayFollow || this.#holdsBlock(view, at + BLOCK_HEADER_OCTETS, at + length)) {
        return this.#lose(fileOffset, at, "The two lengths of a block differ");
      }
      this.#tell(
        fileOffset + at,
        `The two lengths of the block at offset ${fileOffset + at} differ; the first was taken.`,
      );
    }
    this.#sections.block(range, at, at + length, this.#littleEndian);
    return at + length;
  }

  #want(octets: number): -1 {
    this.wantedOctets = octets;
    return -1;
  }

  #takeByteOrder(view: DataView, at: number): boolean {
    for (const littleEndian of [true, false]) {
      if (view.getUint32(at + 8, littleEndian) !== BYTE_ORDER_MAGIC) continue;
      this.#littleEndian = littleEndian;
      return true;
    }
    return false;
  }

  /** Goes over to looking for the next block. */
  #lose(fileOffset: number, at: number, what: string): number {
    this.#damage = { offset: fileOffset + at, message: `${what} at offset ${fileOffset + at}` };
    return at;
  }

  /** After damage, the next offset where a whole block of a known type with two equal lengths stands; -1 as `#readBlock`. */
  #findBlock(range: FileRange, at: number): number {
    const { view, fileOffset } = range;
    const damage = this.#damage!;
    const end = view.byteLength;
    for (let candidate = Math.max(at, damage.offset + 1 - fileOffset); ; candidate++) {
      if (end - candidate < SMALLEST_BLOCK_OCTETS) {
        // What was looked at is done with; a damaged block at the very start must still be left behind.
        return candidate <= at ? -1 : candidate;
      }
      if (!this.#mayBeBlock(view, candidate)) continue;
      const length = this.#lengthAt(view, candidate);
      if (fileOffset + candidate + length > this.#fileOctets) continue;
      if (candidate + length > end) {
        if (range.isLast) continue;
        this.wantedOctets = length;
        return candidate === at ? -1 : candidate;
      }
      if (!this.#isRepeated(view, candidate, length)) continue;
      const skipped = fileOffset + candidate - damage.offset;
      this.#tell(damage.offset, `${damage.message}; ${skipped} octets were skipped to the next readable block.`);
      this.#damage = undefined;
      return candidate;
    }
  }

  /** Whether a whole block begins in a stretch that should be one block. */
  #holdsBlock(view: DataView, start: number, end: number): boolean {
    const last = Math.min(end, start + LARGEST_FOUND_OCTETS);
    for (let candidate = start; candidate < last; candidate++) {
      if (!this.#mayBeBlock(view, candidate)) continue;
      const length = this.#lengthAt(view, candidate);
      if (candidate + length <= view.byteLength && this.#isRepeated(view, candidate, length)) return true;
    }
    return false;
  }

  /** Whether a block's length stands at its end, too. */
  #isRepeated(view: DataView, at: number, length: number): boolean {
    return view.getUint32(at + length - 4, this.#orderAt(view, at)) === length;
  }

  #mayBeBlock(view: DataView, at: number): boolean {
    if (view.byteLength - at < BLOCK_HEADER_OCTETS + 4) return false;
    const littleEndian = this.#orderAt(view, at);
    if (view.getUint32(at) === BLOCK.sectionHeader) {
      if (view.getUint32(at + 8, littleEndian) !== BYTE_ORDER_MAGIC) return false;
    } else if (!isKnownBlock(view.getUint32(at, littleEndian))) {
      return false;
    }
    const length = this.#lengthAt(view, at);
    return length >= SMALLEST_BLOCK_OCTETS && length % 4 === 0 && length <= LARGEST_FOUND_OCTETS;
  }

  #lengthAt(view: DataView, at: number): number {
    return view.getUint32(at + 4, this.#orderAt(view, at));
  }

  /** A section header brings its own byte order. */
  #orderAt(view: DataView, at: number): boolean {
    if (view.getUint32(at) !== BLOCK.sectionHeader) return this.#littleEndian;
    return view.getUint32(at + 8, true) === BYTE_ORDER_MAGIC;
  }

  #finish(offset: number, fileEnd: number): void {
    if (this.#damage === undefined && offset < fileEnd) {
      this.#tell(offset, `The file ends within the block at offset ${offset}.`);
    } else if (this.#damage !== undefined) {
      this.#tell(this.#damage.offset, `${this.#damage.message}; nothing after it could be read.`);
    }
  }

  #tell(offset: number, message: string): void {
    this.#sink.problem(offset, message);
    if (++this.#damages < MAX_DAMAGES) return;
    this.stopped = true;
    this.#sink.problem(offset, "The file is damaged in too many places; the rest is not read.");
  }
}
