/** How far a reader has come; yielded between batches so that the caller paces it and may stop. */
export interface Progress {
  readonly readOctets: number;
  readonly totalOctets: number;
  /** Frames read so far; 0 for a log. */
  readonly frames: number;
}
