/** Makes a failing input smaller while it fails in the same way. */
import { concat } from "../../capture/capture-files.js";

/** Enough to come near the smallest; the rest is for a person. */
const MAX_TRIES = 1500;
/** And no longer than a watcher takes for a hang. */
const MAX_MILLIS = 15_000;

/** Leaves out halves, then quarters, and so on down to single octets. */
export function minimised(input: Uint8Array, fails: (input: Uint8Array) => boolean): Uint8Array {
  let smallest = input;
  let tries = 0;
  const end = Date.now() + MAX_MILLIS;
  const isOver = () => tries >= MAX_TRIES || Date.now() > end;
  const attempt = (candidate: Uint8Array): boolean => {
    tries++;
    if (!fails(candidate)) return false;
    smallest = candidate;
    return true;
  };
  for (let size = Math.ceil(input.length / 2); size >= 1 && !isOver(); size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < smallest.length && !isOver();) {
      if (!attempt(concat([smallest.subarray(0, at), smallest.subarray(at + size)]))) at += size;
    }
  }
  return smallest;
}
