/** A run of lines to read a message from. */

/** Where lines come from: the log itself, or one line of it that holds a whole message. Positions are file offsets. */
export interface LineFeed {
  readonly text: string;
  readonly base: number;
  readonly start: number;
  readonly end: number;
  readonly cut: boolean;
  advance(): boolean;
  /** Makes the next `advance` give the current line again. */
  stay(): void;
}
