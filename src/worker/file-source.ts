/** A file of the local disk as a byte source, read by ranges without ever loading it whole. Node only. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { ByteSource } from "../core/model/byte-source.js";

export interface FileSource extends ByteSource {
  readonly modifiedMicros: number;
  close(): void;
}

/** Ranges read ahead, so that the messages of a trace looked at one after the other cost a system call a hundred. */
const BLOCK_OCTETS = 128 * 1024;
const BLOCKS_KEPT = 16;

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
  const readRange = (offset: number, length: number): Uint8Array => {
    const octets = new Uint8Array(Math.max(0, Math.min(length, status.size - offset)));
    let filled = 0;
    // A read may return less than asked for, on network file systems above all.
    while (filled < octets.length) {
      const count = readSync(descriptor, octets, filled, octets.length - filled, offset + filled);
      if (count === 0) break;
      filled += count;
    }
    return filled === octets.length ? octets : octets.subarray(0, filled);
  };
  const blocks = new Map<number, Uint8Array>();
  const readBlock = (index: number): Uint8Array => {
    const known = blocks.get(index);
    if (known) return known;
    const [oldest] = blocks.keys();
    if (blocks.size >= BLOCKS_KEPT && oldest !== undefined) blocks.delete(oldest);
    const block = readRange(index * BLOCK_OCTETS, BLOCK_OCTETS);
    blocks.set(index, block);
    return block;
  };
  return {
    name,
    size: status.size,
    modifiedMicros: status.mtimeMs * 1000,
    read(offset, length) {
      const index = Math.floor(offset / BLOCK_OCTETS);
      const start = offset - index * BLOCK_OCTETS;
      if (length >= BLOCK_OCTETS / 2 || start + length > BLOCK_OCTETS) return readRange(offset, length);
      return readBlock(index).subarray(start, start + length);
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
      return `${name}: cannot be read (${error instanceof Error ? error.message : String(error)}).`;
  }
}
