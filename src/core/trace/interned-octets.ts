/** Short octet strings by number: Call-IDs, branches and tags of a million messages in one arena, without a string each. */
import { hashOf } from "../model/octets-hash.js";
import { decodeOctets } from "../sip/lexical.js";
import { textOfOctets } from "../sip/message.js";

const FIRST_SLOTS = 1 << 12;
const SLOT_BITS = 2;
const SLOT_WORDS = 1 << SLOT_BITS;
/** Rules ask for the same reason phrases and products again and again. */
const TEXTS_KEPT = 256;
const FIRST_OCTETS = 1 << 16;
/** The table grows when more than this part of it is taken: above, searches grow long. */
const MOST_TAKEN = 0.5;
/** The arena is addressed by 32 bits; identifiers of a trace that has more are all taken for one. */
const MOST_OCTETS = 0xffffffff;

const encoder = new TextEncoder();

/** Equal strings share one number. Number 0 is the empty string. */
export class InternedOctets {
  #arena = new Uint8Array(FIRST_OCTETS);
  #arenaEnd = 0;
  /** By number: where the string ends in the arena; it begins where the one before ends. */
  #ends = new Uint32Array(FIRST_SLOTS * MOST_TAKEN + 1);
  /** Number (0 for a free slot), hash, and the place and length in the arena, side by side in the processor's cache. */
  #slots = new Uint32Array(FIRST_SLOTS * SLOT_WORDS);
  #length = 1;
  /** Texts that were asked for, each at the rest of its number; 0 stands for none, and for the empty text. */
  readonly #texts = new Array<string>(TEXTS_KEPT).fill("");
  readonly #textNumbers = new Uint32Array(TEXTS_KEPT);

  /** @param hash as `hashOf` gives it, where it is known */
  add(octets: Uint8Array, start: number, end: number, hash = hashOf(octets, start, end)): number {
    if (start === end || this.#arenaEnd + end - start > MOST_OCTETS) return 0;
    const slots = this.#slots;
    const mask = slots.length - SLOT_WORDS;
    let slot = (hash << SLOT_BITS) & mask;
    for (let number = slots[slot]!; number !== 0; number = slots[slot]!) {
      const isLike = slots[slot + 1] === hash && slots[slot + 3] === end - start;
      if (isLike && this.#stands(slots[slot + 2]!, octets, start, end)) return number;
      slot = (slot + SLOT_WORDS) & mask;
    }
    slots[slot + 1] = hash;
    slots[slot + 2] = this.#arenaEnd;
    slots[slot + 3] = end - start;
    const number = (slots[slot] = this.#append(octets, start, end));
    if (this.#length * SLOT_WORDS >= slots.length * MOST_TAKEN) this.#grow();
    return number;
  }

  /** Whether the octets are those of a number: mostly of the one before, which is compared instead of looked for. */
  equals(number: number, octets: Uint8Array, start: number, end: number): boolean {
    const from = this.#startOf(number);
    return this.#ends[number]! - from === end - start && this.#stands(from, octets, start, end);
  }

  addText(text: string): number {
    const octets = encoder.encode(text);
    return this.add(octets, 0, octets.length);
  }

  text(number: number): string {
    const place = number % TEXTS_KEPT;
    if (this.#textNumbers[place] !== number) {
      this.#texts[place] = decodeOctets(textOfOctets(this.#arena.subarray(this.#startOf(number), this.#ends[number])));
      this.#textNumbers[place] = number;
    }
    return this.#texts[place]!;
  }

  #startOf(number: number): number {
    return number === 0 ? 0 : this.#ends[number - 1]!;
  }

  /** Whether the octets stand in the arena from a place on. */
  #stands(from: number, octets: Uint8Array, start: number, end: number): boolean {
    const arena = this.#arena;
    for (let index = end - start - 1; index >= 0; index--) {
      if (arena[from + index] !== octets[start + index]) return false;
    }
    return true;
  }

  #append(octets: Uint8Array, start: number, end: number): number {
    const length = end - start;
    if (this.#arenaEnd + length > this.#arena.length) {
      const doubled = Math.min(this.#arena.length * 2, MOST_OCTETS);
      const larger = new Uint8Array(Math.max(doubled, this.#arenaEnd + length));
      larger.set(this.#arena);
      this.#arena = larger;
    }
    const arena = this.#arena;
    let to = this.#arenaEnd;
    // They are short: a loop costs less than a view for the copy.
    for (let at = start; at < end; at++) arena[to++] = octets[at]!;
    this.#arenaEnd = to;
    const number = this.#length++;
    this.#ends[number] = to;
    return number;
  }

  #grow(): void {
    const old = this.#slots;
    const slots = new Uint32Array(old.length * 2);
    const mask = slots.length - SLOT_WORDS;
    for (let from = 0; from < old.length; from += SLOT_WORDS) {
      if (old[from] === 0) continue;
      let slot = (old[from + 1]! << SLOT_BITS) & mask;
      while (slots[slot] !== 0) slot = (slot + SLOT_WORDS) & mask;
      for (let word = 0; word < SLOT_WORDS; word++) slots[slot + word] = old[from + word]!;
    }
    this.#slots = slots;
    const ends = new Uint32Array((slots.length / SLOT_WORDS) * MOST_TAKEN + 1);
    ends.set(this.#ends);
    this.#ends = ends;
  }
}
