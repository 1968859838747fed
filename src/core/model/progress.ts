/** How far a reader has come; yielded between batches so that the caller paces it and may stop. */
export interface Progress {
  readonly readOctets: number;
  readonly totalOctets: number;
  /** Frames read so far; 0 for a log. */
  readonly frames: number;
}

/** A caller's answer to a step: ends the reading there, in good order. */
export type StopReading = "stop";
