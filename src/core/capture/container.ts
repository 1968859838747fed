/** What the readers of capture containers have in common: they are fed ranges of the file and hand on frames. */

/** Part of the file under reading. */
export interface FileRange {
  readonly octets: Uint8Array;
  readonly view: DataView;
  /** Where the first octet lies in the file. */
  readonly fileOffset: number;
  /** Nothing follows in the file. */
  readonly isLast: boolean;
}

export interface ContainerReader {
  /**
   * Reads the whole records of the range, which begins where the last call stopped.
   * @returns the octets done with; the next range begins after them.
   */
  read(range: FileRange): number;
  /** Octets the next range must have, unless the file ends before, for the reader to get on. */
  readonly wantedOctets: number;
  /** True once nothing more can be read, because the rest is damaged. */
  readonly stopped: boolean;
  /** Frames read so far. */
  readonly frames: number;
}
