/** The hash that tables of octet strings are addressed with. */

/** Whoever writes a trace cannot know which strings collide. */
export const FIRST_FACTOR = randomFactor();
export const SECOND_FACTOR = randomFactor();

function randomFactor(): number {
  return (Math.random() * 0x1_0000_0000) | 1;
}

/**
 * Two chains of multiplications, four octets at a step; what cancels in one does not in the other. The kernel has the same.
 * @returns 32 bits
 */
export function hashOf(octets: Uint8Array, start: number, end: number): number {
  let first = end - start;
  let second = first;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const word = octets[at]! | (octets[at + 1]! << 8) | (octets[at + 2]! << 16) | (octets[at + 3]! << 24);
    first = Math.imul(first ^ word, FIRST_FACTOR);
    first ^= first >>> 15;
    second = Math.imul((second + word) | 0, SECOND_FACTOR);
    second ^= second >>> 13;
  }
  for (; at < end; at++) {
    first = Math.imul(first ^ octets[at]!, FIRST_FACTOR);
    second = Math.imul((second + octets[at]!) | 0, SECOND_FACTOR);
  }
  const hash = Math.imul(first ^ (first >>> 16) ^ second, 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
