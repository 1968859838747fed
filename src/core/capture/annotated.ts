/** What is put into an annotated capture, and what came of it. */
import type { Problem } from "../model/problem.js";

/** By frame number: texts to be added, in their order. */
export type FrameComments = ReadonlyMap<number, readonly string[]>;

export interface Annotated {
  /** Comments that were written. */
  readonly comments: number;
  /** What could not be written: the rest of a damaged file, comments on frames whose block has no room for any. */
  readonly problems: readonly Omit<Problem, "file">[];
}

/** The receiver of the file, piece by piece; a piece is its own until the next one. */
export type WritePiece = (octets: Uint8Array) => void;
