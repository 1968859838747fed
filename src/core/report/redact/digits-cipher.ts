/**
 * A keyed permutation of short lists of digits, each with a base of its own: what differs stays different, and the result
 * has the same form. An alternating Feistel network whose halves are added digit by digit, as FF1 does with numbers
 * (NIST SP 800-38G §5.1).
 */
import type { KeyedStream } from "./keyed-stream.js";

/** FF1 has ten for domains that must withstand an adversary with chosen texts; nobody can choose many here. */
const ROUNDS = 6;

/** @param tweak separates permutations that must not agree: another list form, another prefix of an address */
export function permuteDigits(
  stream: KeyedStream,
  tweak: string,
  digits: readonly number[],
  bases: readonly number[],
): number[] {
  const result = Array.from(digits);
  const middle = result.length >> 1;
  for (let round = 0; round < ROUNDS; round++) {
    const [from, to] = round % 2 === 0 ? [0, middle] : [middle, result.length];
    if (from === to) continue;
    const other = [...result.slice(0, from), ...result.slice(to)];
    const added = stream.octets(`${tweak} ${round} ${other.join(",")}`, to - from);
    for (let at = from; at < to; at++) result[at] = (result[at]! + added[at - from]!) % bases[at]!;
  }
  return result;
}
