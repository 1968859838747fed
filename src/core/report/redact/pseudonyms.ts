/** The pseudonyms of one redaction: one key, so that a value has the same one in every layer, message and file. */
import { Ipv4Cipher } from "./ipv4-cipher.js";
import { carriesIpv4, Ipv6Cipher } from "./ipv6-cipher.js";
import { KeyedStream } from "./keyed-stream.js";
import { KnownNames } from "./known-names.js";
import { RedactionTally } from "./redaction-tally.js";
import { isKeptValue } from "./vocabulary.js";
import { WordCipher } from "./word-cipher.js";

export class Pseudonyms {
  readonly stream: KeyedStream;
  readonly #words: WordCipher;
  readonly #ipv4: Ipv4Cipher;
  readonly #ipv6: Ipv6Cipher;

  constructor(
    key: Uint8Array,
    readonly tally: RedactionTally = new RedactionTally(),
  ) {
    this.stream = new KeyedStream(key);
    this.#words = new WordCipher(this.stream, isKeptValue);
    this.#ipv4 = new Ipv4Cipher(this.stream);
    this.#ipv6 = new Ipv6Cipher(this.stream, this.#ipv4);
  }

  /** Sees every word that is replaced as a name. */
  onWord: ((word: string) => void) | undefined;
  #known: KnownNames | undefined;

  /** What is replaced from now on, for text that people wrote about it. */
  remember(): KnownNames {
    return (this.#known ??= new KnownNames());
  }

  /** @param word letters, digits and octets above 0x7f */
  word(word: string): string {
    if (isKeptValue(word.toLowerCase())) return word;
    this.onWord?.(word);
    this.#known?.add(word);
    return this.tally.replaced("words", word, this.#words.encipher(word));
  }

  /** What gives no word back to the owner: a hash, a key, a random string. */
  token(word: string): string {
    this.tally.count("tokens");
    this.#known?.add(word);
    return this.#words.encipher(word);
  }

  /** @param text four numbers with dots between them, each up to 255 */
  ipv4Text(text: string): string {
    const numbers = text.split(".").map(Number);
    const made = this.#ipv4.encipher([numbers[0]!, numbers[1]!, numbers[2]!, numbers[3]!]);
    return this.tally.replaced("addresses", text, made.join("."));
  }

  /** A valid IPv6 address without brackets and zone. */
  ipv6Text(text: string): string {
    const [head = "", tail] = text.split("::");
    const left = head.split(":").filter((part) => part !== "");
    const right = (tail ?? "").split(":").filter((part) => part !== "");
    const groups = new Array<number>(8).fill(0);
    left.flatMap(groupsOf).forEach((group, index) => (groups[index] = group));
    const last = right.flatMap(groupsOf);
    last.forEach((group, index) => (groups[8 - last.length + index] = group));
    const made = this.#ipv6.encipher(groups);
    const spelt = (parts: readonly string[], from: number) => {
      let at = from;
      return parts.map((part) => {
        const isDotted = part.includes(".");
        const text = isDotted ? dotted(made[at]!, made[at + 1]!) : spellGroup(part, made[at]!);
        at += isDotted ? 2 : 1;
        return text;
      });
    };
    const parts = [spelt(left, 0).join(":"), spelt(right, 8 - last.length).join(":")];
    const result = tail === undefined ? parts[0]! : parts.join("::");
    // The hexadecimal form of a carried IPv4 address may need another count of digits.
    if (result.length !== text.length && carriesIpv4(groups))
      return text.replace(/[\da-f]+/gi, (word) => this.word(word));
    return this.tally.replaced("addresses", text, result);
  }

  /** Replaces the 4 or 16 octets of an address in place. */
  address(octets: Uint8Array, at: number, size: 4 | 16): void {
    if (at + size > octets.length) return;
    if (size === 4) {
      octets.set(this.#ipv4.encipher([octets[at]!, octets[at + 1]!, octets[at + 2]!, octets[at + 3]!]), at);
      return;
    }
    const groups = Array.from({ length: 8 }, (_, index) => octets[at + 2 * index]! * 256 + octets[at + 2 * index + 1]!);
    this.#ipv6.encipher(groups).forEach((group, index) => octets.set([group >> 8, group & 0xff], at + 2 * index));
  }

  /** The hardware address in its text form, whatever stands between the digits. Groups of stations stay. */
  hardwareText(text: string): string {
    const digits = text.replace(/[^\da-f]/gi, "");
    const made = isGroupAddress(Number.parseInt(digits.slice(0, 2), 16)) ? digits : this.#words.encipher(digits);
    let at = 0;
    const spelt = text.replace(/[\da-f]/gi, () => made.charAt(at++));
    return this.tally.replaced("hardware addresses", text, spelt);
  }

  /** Replaces six octets in place. Groups of stations and "none" stay. */
  hardware(octets: Uint8Array, at: number): void {
    if (at + 6 > octets.length) return;
    const address = octets.subarray(at, at + 6);
    if (isGroupAddress(address[0]!) || address.every((octet) => octet === 0)) return;
    const digits = Array.from(address, (octet) => octet.toString(16).padStart(2, "0")).join("");
    const made = this.#words.encipher(digits);
    for (let index = 0; index < 6; index++) address[index] = Number.parseInt(made.slice(2 * index, 2 * index + 2), 16);
  }

  /** Replaces octets that mean nothing to a reader, such as keys and signatures. */
  opaque(octets: Uint8Array): void {
    octets.set(
      this.stream.octets(String.fromCharCode(...octets.subarray(0, 4096)), octets.length).subarray(0, octets.length),
    );
  }
}

/** The lowest bit of the first octet. */
function isGroupAddress(first: number): boolean {
  return (first & 1) !== 0;
}

function groupsOf(part: string): number[] {
  if (!part.includes(".")) return [Number.parseInt(part, 16)];
  const [a = 0, b = 0, c = 0, d = 0] = part.split(".").map(Number);
  return [a * 256 + b, c * 256 + d];
}

function dotted(high: number, low: number): string {
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join(".");
}

function spellGroup(model: string, group: number): string {
  const text = group.toString(16).padStart(model.length, "0");
  return /[A-F]/.test(model) ? text.toUpperCase() : text;
}
