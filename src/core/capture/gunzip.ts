/** Gzip files (RFC 1952) as sources of what is in them: inflated range by range, in the order of reading. */
import {
  Z_BUF_ERROR,
  Z_DATA_ERROR,
  Z_NO_FLUSH,
  Z_OK,
  Z_STREAM_END,
  ZStream,
  zlibInflate,
  zlibInflateInit2,
  zlibInflateReset,
} from "pako";
import type { ByteSource } from "../model/byte-source.js";

/** Octets that `isGzip` needs to see. */
const MAGIC_OCTETS = 3;
/** Window of 32 KiB, and a gzip header before it. */
const GZIP_WINDOW_BITS = 15 + 16;
const PACKED_RANGE_OCTETS = 64 * 1024;
/** Deflate packs zeros 1030-fold; captures and logs of real traffic come to 5 to 100. So this is a bomb ... */
const MAX_EXPANSION = 500;
/** ... if it goes on for so long: large frames of zeros do occur. */
const ALWAYS_UNPACKED_OCTETS = 256 * 1024 * 1024;
/** Minutes of reading: beyond any file that a person waits for. */
const MAX_UNPACKED_OCTETS = 2 ** 36;

/** Where reading a gzip file ended before its end, and why. */
export interface GzipProblem {
  /** In the gzip file itself. */
  readonly offset: number;
  readonly message: string;
}

export function isGzip(octets: Uint8Array): boolean {
  return octets[0] === 0x1f && octets[1] === 0x8b && octets[2] === 0x08;
}

/** The source itself, or, where it begins as gzip does, what is packed in it. */
export function unpackedSource(source: ByteSource): ByteSource {
  return isGzip(source.read(0, MAGIC_OCTETS)) ? new GunzipSource(source) : source;
}

/**
 * Holds no more than the range read last. Reading on from any place in it costs nothing extra, reading before it
 * inflates the file again from its start: whoever needs octets later keeps them.
 */
export class GunzipSource implements ByteSource {
  readonly name: string;
  readonly isSequential = true;
  readonly #packed: ByteSource;
  #inflater: Inflater;
  /** The octets from `#base`, as many as `#filled`. */
  #window: Uint8Array = new Uint8Array(0);
  #base = 0;
  #filled = 0;

  constructor(packed: ByteSource) {
    this.name = packed.name;
    this.#packed = packed;
    this.#inflater = new Inflater(packed);
  }

  /** Infinity until the end has been reached. */
  get size(): number {
    return this.#inflater.isOver ? this.unpackedOctets : Infinity;
  }

  /** Octets unpacked so far. */
  get unpackedOctets(): number {
    return this.#base + this.#filled;
  }

  /** How far the gzip file itself has been read. */
  get packedOffset(): number {
    return this.#inflater.packedOffset;
  }

  /** Why reading ended before the end of the file; undefined while and where it is sound. */
  get problem(): GzipProblem | undefined {
    return this.#inflater.problem;
  }

  read(offset: number, length: number): Uint8Array {
    if (offset < this.#base) this.#startAgain();
    this.#letGo(offset);
    while (this.#base < offset && !this.#inflater.isOver) {
      this.#fill(Math.min(offset - this.#base, PACKED_RANGE_OCTETS));
      this.#letGo(offset);
    }
    if (this.#base < offset) return this.#window.subarray(0, 0);
    this.#fill(length);
    return this.#window.subarray(0, Math.min(length, this.#filled));
  }

  /** Ends the file where it has been read to; `message` says why. */
  stop(message: string): void {
    this.#inflater.stop(message);
  }

  #startAgain(): void {
    this.#inflater = new Inflater(this.#packed);
    this.#base = 0;
    this.#filled = 0;
  }

  #letGo(before: number): void {
    const gone = Math.min(before - this.#base, this.#filled);
    if (gone <= 0) return;
    this.#window.copyWithin(0, gone, this.#filled);
    this.#base += gone;
    this.#filled -= gone;
  }

  /** Inflates until the window holds `length` octets, or there are no more. */
  #fill(length: number): void {
    if (length > this.#window.length) {
      const larger = new Uint8Array(length);
      larger.set(this.#window.subarray(0, this.#filled));
      this.#window = larger;
    }
    if (length > this.#filled) this.#filled += this.#inflater.inflate(this.#window, this.#filled, length);
  }
}

/** Inflates the members of a gzip file one after the other, as if they were one (RFC 1952 §2.2). */
class Inflater {
  problem: GzipProblem | undefined;
  isOver = false;
  readonly #packed: ByteSource;
  readonly #stream = new ZStream();
  /** Where the range at hand ends in the file. */
  #rangeEnd = 0;
  #unpackedOctets = 0;

  constructor(packed: ByteSource) {
    this.#packed = packed;
    zlibInflateInit2(this.#stream, GZIP_WINDOW_BITS);
  }

  get packedOffset(): number {
    return this.#rangeEnd - this.#stream.avail_in;
  }

  /** Writes into `output` from `start` up to `end`. @returns the octets written; fewer than asked for at the end. */
  inflate(output: Uint8Array, start: number, end: number): number {
    const stream = this.#stream;
    stream.output = output as Uint8Array<ArrayBuffer>;
    stream.next_out = start;
    stream.avail_out = end - start;
    while (stream.avail_out > 0 && !this.isOver) this.#step();
    this.#unpackedOctets += stream.next_out - start;
    if (!this.isOver) this.#checkExpansion();
    return stream.next_out - start;
  }

  stop(message: string): void {
    this.problem ??= { offset: this.packedOffset, message };
    this.isOver = true;
  }

  #step(): void {
    const stream = this.#stream;
    if (stream.avail_in === 0 && !this.#nextRange()) {
      return this.stop(
        `The file ends within its gzip data, at offset ${this.packedOffset}; what stands before was read.`,
      );
    }
    const status = zlibInflate(stream, Z_NO_FLUSH);
    if (status === Z_STREAM_END) return this.#nextMember();
    if (status === Z_OK || status === Z_BUF_ERROR) return;
    const what =
      status === Z_DATA_ERROR && stream.msg.startsWith("incorrect data check")
        ? "do not fit their checksum"
        : "are damaged";
    this.stop(`The gzip data ${what} at offset ${this.packedOffset}; what stands before was read.`);
  }

  #nextRange(): boolean {
    const octets = this.#packed.read(this.#rangeEnd, PACKED_RANGE_OCTETS);
    this.#stream.input = octets;
    this.#stream.next_in = 0;
    this.#stream.avail_in = octets.length;
    this.#rangeEnd += octets.length;
    return octets.length > 0;
  }

  /** Behind a member comes another, or zeros with which tapes and block devices fill up, or the end. */
  #nextMember(): void {
    const stream = this.#stream;
    do {
      while (stream.avail_in > 0 && stream.input[stream.next_in] === 0) {
        stream.next_in++;
        stream.avail_in--;
      }
    } while (stream.avail_in === 0 && this.#nextRange());
    if (stream.avail_in === 0) {
      this.isOver = true;
    } else if (stream.input[stream.next_in] === 0x1f) {
      zlibInflateReset(stream);
    } else {
      this.stop(`What follows the gzip data from offset ${this.packedOffset} on is not gzip and is not read.`);
    }
  }

  #checkExpansion(): void {
    const unpacked = this.#unpackedOctets;
    if (unpacked > ALWAYS_UNPACKED_OCTETS && unpacked > this.packedOffset * MAX_EXPANSION) {
      this.stop(
        `The gzip data become more than ${MAX_EXPANSION} times as large, as no capture or log does; the rest is not read.`,
      );
    } else if (unpacked > MAX_UNPACKED_OCTETS) {
      this.stop("The gzip data hold more than 64 GiB; the rest is not read.");
    }
  }
}
