/**
 * Pseudonyms of IPv4 addresses: private stays private in its own block, public stays public, hosts of one /24 stay together,
 * and each number keeps its count of digits, so that the text of an address keeps its length.
 */
import type { KeyedStream } from "./keyed-stream.js";

const CACHED_ORDERS = 20_000;

export class Ipv4Cipher {
  readonly #orders = new Map<string, ReadonlyMap<number, number>>();

  constructor(private readonly stream: KeyedStream) {}

  /** Four numbers to four numbers. What names no host stays: loopback, multicast, broadcast, 0.0.0.0. */
  encipher([a, b, c, d]: readonly [number, number, number, number]): [number, number, number, number] {
    if (a === 0 || a === 127 || a >= 224) return [a, b, c, d];
    const [first, second] = this.#network(a, b);
    const third = this.#permute(`${a}.${b}`, OCTET_CLASSES, c);
    // .0 and .255 name networks and all their hosts.
    const fourth = d === 0 || d === 255 ? d : this.#permute(`${a}.${b}.${c}`, HOST_CLASSES, d);
    return [first, second, third, fourth];
  }

  #network(a: number, b: number): [number, number] {
    if (a === 10) return [a, this.#permute("10", OCTET_CLASSES, b)];
    if (a === 172 && b >= 16 && b <= 31) return [a, this.#permute("172", [[16, 31]], b)];
    if (a === 100 && b >= 64 && b <= 127)
      return [
        a,
        this.#permute(
          "100",
          [
            [64, 99],
            [100, 127],
          ],
          b,
        ),
      ];
    if (isSpecial(a, b)) return [a, b];
    const pair = this.#permuteOf("public", () => publicPairs(a, b), a * 256 + b, `${digitsOf(a)} ${digitsOf(b)}`);
    return [pair >> 8, pair & 0xff];
  }

  #permute(prefix: string, classes: readonly (readonly [number, number])[], value: number): number {
    const [from, to] = classes.find(([low, high]) => value >= low && value <= high)!;
    const members = () => Array.from({ length: to - from + 1 }, (_, index) => from + index);
    return this.#permuteOf(prefix, members, value, String(from));
  }

  #permuteOf(prefix: string, members: () => number[], value: number, form: string): number {
    const name = `ipv4 ${prefix} ${form}`;
    let order = this.#orders.get(name);
    if (order === undefined) {
      order = this.#cycle(name, members());
      if (this.#orders.size >= CACHED_ORDERS) this.#orders.clear();
      this.#orders.set(name, order);
    }
    return order.get(value)!;
  }

  /** Each member to another one: a single cycle through all of them (Sattolo's algorithm), so that none stays itself. */
  #cycle(name: string, members: readonly number[]): Map<number, number> {
    const shuffled = Array.from(members);
    const random = this.stream.octets(name, shuffled.length * 4);
    const view = new DataView(random.buffer, random.byteOffset);
    for (let at = shuffled.length - 1; at > 0; at--) {
      const other = view.getUint32(at * 4) % at;
      [shuffled[at], shuffled[other]] = [shuffled[other]!, shuffled[at]!];
    }
    return new Map(members.map((member, index) => [member, shuffled[index]!]));
  }
}

const OCTET_CLASSES: readonly (readonly [number, number])[] = [
  [0, 9],
  [10, 99],
  [100, 255],
];
const HOST_CLASSES: readonly (readonly [number, number])[] = [
  [1, 9],
  [10, 99],
  [100, 254],
];

function digitsOf(number: number): number {
  return String(number).length;
}

/** Networks that the Internet does not route to, or that name no single host. */
function isSpecial(a: number, b: number): boolean {
  return (
    a === 0 ||
    a === 10 ||
    a === 127 ||
    a >= 224 ||
    (a === 100 && b >= 64 && b <= 127) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b <= 31) ||
    (a === 192 && b === 168)
  );
}

/** The first two numbers of all public addresses whose text has the same length. */
function publicPairs(likeA: number, likeB: number): number[] {
  const pairs: number[] = [];
  for (let a = 1; a < 224; a++) {
    if (digitsOf(a) !== digitsOf(likeA)) continue;
    for (let b = 0; b < 256; b++) {
      if (digitsOf(b) === digitsOf(likeB) && !isSpecial(a, b)) pairs.push(a * 256 + b);
    }
  }
  return pairs;
}
