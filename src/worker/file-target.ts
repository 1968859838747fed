/** A file of the local disk under writing. Node only. */
import { closeSync, openSync, readSync, renameSync, rmSync, writeSync } from "node:fs";
import type { ByteTarget } from "../core/model/byte-target.js";

export interface FileTarget extends ByteTarget {
  /** Gives the file its name; one that is not whole is taken away, so that nobody takes it for the copy. */
  close(isWhole: boolean): void;
}

/** @throws when the file cannot be made. */
export function openFileTarget(path: string): FileTarget {
  const part = `${path}.part`;
  const descriptor = openSync(part, "w+");
  let size = 0;
  return {
    name: path,
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
    close(isWhole) {
      closeSync(descriptor);
      if (isWhole) renameSync(part, path);
      else rmSync(part, { force: true });
    },
  };
}
