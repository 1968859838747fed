/** Finds the line ends of messages, four octets at a step: every octet of every message is looked at for them. */
import { LF } from "./ascii.js";

/** In each of four octets: a line feed, the lowest bit, the highest bit. */
const LINE_FEEDS = 0x0a0a0a0a;
const LOWEST_BITS = 0x01010101;
const HIGHEST_BITS = 0x80808080;
const OCTETS_A_STEP = 4;
const NOTHING = new Uint8Array(0);

/** One is used for message after message: those of a range of the file lie in one buffer and share its view. */
export class LineFeeds {
  #octets: Uint8Array = NOTHING;
  #buffer: ArrayBufferLike = NOTHING.buffer;
  #view = new DataView(this.#buffer);
  /** The ones before: messages of streams lie now in the range of the file, now in the memory where they were put together. */
  #otherBuffer = this.#buffer;
  #otherView = this.#view;
  #base = 0;

  /** Begins with other octets. */
  enter(octets: Uint8Array): this {
    const { buffer } = octets;
    if (this.#buffer !== buffer) this.#change(buffer);
    this.#octets = octets;
    this.#base = octets.byteOffset;
    return this;
  }

  #change(buffer: ArrayBufferLike): void {
    const view = this.#otherBuffer === buffer ? this.#otherView : new DataView(buffer);
    this.#otherBuffer = this.#buffer;
    this.#otherView = this.#view;
    this.#buffer = buffer;
    this.#view = view;
  }

  /** @returns the offset of the next line feed from `from` on and before `end`; -1 for none. */
  next(from: number, end: number): number {
    const octets = this.#octets;
    const view = this.#view;
    const base = this.#base;
    let at = from;
    for (; at + OCTETS_A_STEP <= end; at += OCTETS_A_STEP) {
      const mixed = view.getInt32(base + at, true) ^ LINE_FEEDS;
      // The borrow of a subtraction reaches a highest bit that was not set only where an octet is zero: a line feed.
      if (((mixed - LOWEST_BITS) & ~mixed & HIGHEST_BITS) !== 0) break;
    }
    for (; at < end; at++) if (octets[at] === LF) return at;
    return -1;
  }
}
