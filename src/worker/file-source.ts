/** A file of the local disk as a byte source, read by ranges without ever loading it whole. Node only. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { ByteSource } from "../core/model/byte-source.js";
import { reasonOf } from "../core/model/reason.js";

export interface FileSource extends ByteSource {
  readonly modifiedMicros: number;
  close(): void;
}

/** Read ahead, so that messages looked at one after the other cost a system call a dozen. */
const BLOCK_OCTETS = 16 * 1024;
/** What begins so near behind the read before is one of many in order; anything else is a single look. */
const NEAR_OCTETS = 2 * 1024;

/**
 * Opens a file.
 * @param name what messages call it.
 * @throws when the file cannot be opened, or is a directory; `describeOpenError` says it in a sentence.
 */
export function openFileSource(path: string, name: string): FileSource {
  const descriptor = openSync(path, "r");
  const status = fstatSync(descriptor);
  if (status.isDirectory()) {
    closeSync(descriptor);
    throw Object.assign(new Error("is a directory"), { code: "EISDIR" });
  }
  /** @returns octets read; a read may return less than asked for, on network file systems above all. */
  const fill = (target: Uint8Array, offset: number, length: number): number => {
    let filled = 0;
    while (filled < length) {
      const count = readSync(descriptor, target, filled, length - filled, offset + filled);
      if (count === 0) break;
      filled += count;
    }
    return filled;
  };
  // Views of the same memory are given out again and again, as `ByteSource` allows: a gigabyte read into new memory costs
  // more than reading it.
  let large: Uint8Array = new Uint8Array(0);
  const block = new Uint8Array(BLOCK_OCTETS);
  let blockOffset = 0;
  let blockFilled = 0;
  /** Where the read before ended. */
  let lastEnd = 0;
  const readSmall = (offset: number, length: number): Uint8Array => {
    const isNear = offset >= lastEnd && offset - lastEnd < NEAR_OCTETS;
    lastEnd = offset + length;
    if (offset < blockOffset || lastEnd > blockOffset + blockFilled) {
      blockOffset = offset;
      blockFilled = fill(block, offset, Math.min(isNear ? BLOCK_OCTETS : length, status.size - offset));
    }
    const start = offset - blockOffset;
    return block.subarray(start, Math.min(start + length, blockFilled));
  };
  return {
    name,
    size: status.size,
    modifiedMicros: status.mtimeMs * 1000,
    read(offset, asked) {
      const length = Math.max(0, Math.min(asked, status.size - offset));
      if (length <= BLOCK_OCTETS) return readSmall(offset, length);
      if (large.length < length) large = new Uint8Array(length);
      return large.subarray(0, fill(large, offset, length));
    },
    close: () => closeSync(descriptor),
  };
}

/** Why a file could not be opened, as one sentence. */
export function describeOpenError(name: string, error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "ENOENT":
      return `${name}: there is no such file.`;
    case "EISDIR":
      return `${name}: this is a directory; name the capture or log file in it.`;
    case "EACCES":
    case "EPERM":
      return `${name}: no permission to read this file.`;
    default:
      return `${name}: cannot be read (${reasonOf(error)}).`;
  }
}
