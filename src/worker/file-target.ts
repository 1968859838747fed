/** A file of the local disk under writing. Node only. */
import { closeSync, openSync, readSync, writeSync } from "node:fs";
import type { ByteTarget } from "../core/model/byte-target.js";

export interface FileTarget extends ByteTarget {
  close(): void;
}

/** @throws when the file cannot be made. */
export function openFileTarget(path: string, name: string): FileTarget {
  const descriptor = openSync(path, "w+");
  let size = 0;
  return {
    name,
    get size() {
      return size;
    },
    read(offset, asked) {
      const octets = new Uint8Array(Math.max(0, Math.min(asked, size - offset)));
      let filled = 0;
      while (filled < octets.length) {
        const count = readSync(descriptor, octets, filled, octets.length - filled, offset + filled);
        if (count === 0) break;
        filled += count;
      }
      return octets.subarray(0, filled);
    },
    write(offset, octets) {
      let written = 0;
      while (written < octets.length) {
        written += writeSync(descriptor, octets, written, octets.length - written, offset + written);
      }
      size = Math.max(size, offset + octets.length);
    },
    close: () => closeSync(descriptor),
  };
}
