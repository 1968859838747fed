/** Half-open ranges of octets, `start` to `end`, relative to whatever the owner says they count in. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export function sizeOf(range: ByteRange): number {
  return range.end - range.start;
}
