/** The hash that tables of octet strings are addressed with; the same as `hashOf` of the host. */
import { MESSAGE } from "./message";
import { octetAt } from "./octets";

let firstFactor: i32 = 1;
let secondFactor: i32 = 1;

/** Takes the host's random factors: whoever writes a trace cannot know which strings collide. */
export function seed(first: i32, second: i32): void {
  firstFactor = first;
  secondFactor = second;
}

/** Two chains of multiplications, four octets at a step; what cancels in one does not in the other. */
export function hash(start: i32, end: i32): i32 {
  let first = end - start;
  let second = first;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const octets = load<i32>(MESSAGE + at);
    first = (first ^ octets) * firstFactor;
    first ^= first >>> 15;
    second = (second + octets) * secondFactor;
    second ^= second >>> 13;
  }
  for (; at < end; at++) {
    first = (first ^ octetAt(MESSAGE + at)) * firstFactor;
    second = (second + octetAt(MESSAGE + at)) * secondFactor;
  }
  const mixed = (first ^ (first >>> 16) ^ second) * 0x2c1b3c6d;
  return mixed ^ (mixed >>> 13);
}
