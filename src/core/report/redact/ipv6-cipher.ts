/**
 * Pseudonyms of IPv6 addresses: scope and kind stay, addresses of one network stay together, and each group of digits keeps its
 * length, so that the text of an address keeps its own however it is shortened.
 */
import { permuteDigits } from "./digits-cipher.js";
import type { Ipv4Cipher } from "./ipv4-cipher.js";
import type { KeyedStream } from "./keyed-stream.js";

const CACHED_ADDRESSES = 20_000;

export class Ipv6Cipher {
  readonly #cache = new Map<string, readonly number[]>();

  constructor(
    private readonly stream: KeyedStream,
    private readonly ipv4: Ipv4Cipher,
  ) {}

  /** Eight groups of 16 bits to eight groups. Loopback and the unspecified address stay. */
  encipher(groups: readonly number[]): readonly number[] {
    const name = groups.join();
    let made = this.#cache.get(name);
    if (made === undefined) {
      made = this.#make(groups);
      if (this.#cache.size >= CACHED_ADDRESSES) this.#cache.clear();
      this.#cache.set(name, made);
    }
    return made;
  }

  #make(groups: readonly number[]): readonly number[] {
    if (groups.slice(0, 7).every((group) => group === 0) && groups[7]! <= 1) return groups;
    if (carriesIpv4(groups)) return [...groups.slice(0, 6), ...this.#carried(groups[6]!, groups[7]!)];
    if (groups[0]! >= 0xff00) return this.#multicast(groups);
    return groups.map((group, index) => {
      const prefix = groups.slice(0, index).join();
      return index === 0 ? this.#first(group) : this.#group(prefix, group);
    });
  }

  /** Groups of hosts name nobody, but for the one that a host's neighbours ask it in (RFC 4291 §2.7.1): it ends as its address. */
  #multicast(groups: readonly number[]): readonly number[] {
    if (groups[5] !== 1 || groups[6]! >> 8 !== 0xff) return groups;
    const [high, low] = [this.#group("solicited", groups[6]!, 2), this.#group("solicited", groups[7]!)];
    return [...groups.slice(0, 6), high, low];
  }

  #carried(high: number, low: number): [number, number] {
    const [a, b, c, d] = this.ipv4.encipher([high >> 8, high & 0xff, low >> 8, low & 0xff]);
    return [a * 256 + b, c * 256 + d];
  }

  /** Says what kind of address it is. */
  #first(group: number): number {
    // Unique local addresses (RFC 4193): the first octet is the kind, the second is random.
    if (group >> 9 === 0x7e) return (group & 0xff00) | (this.#group("unique", 0x100 | (group & 0xff), 1) & 0xff);
    // 2001 is Teredo, documentation and others, 2002 is 6to4: their second group tells them apart.
    if (group >> 13 !== 1 || group === 0x2001 || group === 0x2002) return group;
    for (let made = group; ;) {
      made = this.#group("global", made, 1);
      if (made !== 0x2001 && made !== 0x2002) return made;
    }
  }

  /** A group with as many digits; the first `kept` ones stay. Zero stays, since a run of zeros is left out of the text. */
  #group(prefix: string, group: number, kept = 0): number {
    if (group === 0) return 0;
    const digits = Array.from(group.toString(16), (digit) => Number.parseInt(digit, 16));
    const changed = digits.slice(kept);
    // The first digit is no zero.
    const offset = kept === 0 ? 1 : 0;
    const bases = changed.map((_, index) => (index === 0 ? 16 - offset : 16));
    changed[0]! -= offset;
    const made = permuteDigits(this.stream, `ipv6 ${prefix} ${changed.length}`, changed, bases);
    made[0]! += offset;
    return [...digits.slice(0, kept), ...made].reduce((number, digit) => number * 16 + digit, 0);
  }
}

/** `::ffff:a.b.c.d` (RFC 4291 §2.5.5.2), and what NAT64 makes of an IPv4 address (RFC 6052 §2.1). */
export function carriesIpv4(groups: readonly number[]): boolean {
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  const isTranslated = groups[0] === 0x64 && groups[1] === 0xff9b && groups.slice(2, 6).every((group) => group === 0);
  return isMapped || isTranslated;
}
