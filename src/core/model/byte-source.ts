/**
 * The bytes of a file, read by ranges. Reading is synchronous because core always runs where blocking is allowed:
 * in a worker or in the command line. Node reads with `readSync`, the browser from memory or a blob.
 */
export interface ByteSource {
  /** What messages call the file: as the user named it. */
  readonly name: string;
  /** Infinity until the end has been read where it cannot be known before. */
  readonly size: number;
  /** Octets that were read before are costly to read again (a packed file): whoever needs them later keeps them. */
  readonly isSequential?: boolean;
  /** Up to `length` octets from `offset`; fewer at the end of the file. May return a view that the next call overwrites. */
  read(offset: number, length: number): Uint8Array;
}

export function memorySource(name: string, octets: Uint8Array): ByteSource {
  return {
    name,
    size: octets.length,
    read: (offset, length) => octets.subarray(offset, Math.min(offset + length, octets.length)),
  };
}
