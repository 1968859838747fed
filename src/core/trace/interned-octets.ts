/** Short octet strings by number: Call-IDs, branches and tags of a million messages in one arena, without a string each. */
import { decodeOctets } from "../sip/lexical.js";
import { textOfOctets } from "../sip/message.js";

const FIRST_SLOTS = 1 << 12;
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
  #hashes = new Uint32Array(FIRST_SLOTS * MOST_TAKEN + 1);
  /** Number + 1 by slot; 0 for a free one. */
  #slots = new Uint32Array(FIRST_SLOTS);
  #length = 1;

  add(octets: Uint8Array, start: number, end: number): number {
    if (start === end || this.#arenaEnd + end - start > MOST_OCTETS) return 0;
    const hash = hashOf(octets, start, end);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let number = this.#slots[slot]!; number !== 0; number = this.#slots[slot]!) {
      if (this.#hashes[number - 1] === hash && this.#equals(number - 1, octets, start, end)) return number - 1;
      slot = (slot + 1) & mask;
    }
    const number = this.#append(octets, start, end, hash);
    this.#slots[slot] = number + 1;
    if (this.#length >= this.#slots.length * MOST_TAKEN) this.#grow();
    return number;
  }

  addText(text: string): number {
    const octets = encoder.encode(text);
    return this.add(octets, 0, octets.length);
  }

  text(number: number): string {
    return decodeOctets(textOfOctets(this.#arena.subarray(this.#startOf(number), this.#ends[number])));
  }

  #startOf(number: number): number {
    return number === 0 ? 0 : this.#ends[number - 1]!;
  }

  #equals(number: number, octets: Uint8Array, start: number, end: number): boolean {
    const from = this.#startOf(number);
    if (this.#ends[number]! - from !== end - start) return false;
    const arena = this.#arena;
    for (let index = end - start - 1; index >= 0; index--) {
      if (arena[from + index] !== octets[start + index]) return false;
    }
    return true;
  }

  #append(octets: Uint8Array, start: number, end: number, hash: number): number {
    const length = end - start;
    if (this.#arenaEnd + length > this.#arena.length) {
      const doubled = Math.min(this.#arena.length * 2, MOST_OCTETS);
      const larger = new Uint8Array(Math.max(doubled, this.#arenaEnd + length));
      larger.set(this.#arena);
      this.#arena = larger;
    }
    // They are short: a loop costs less than a view for the copy.
    for (let at = start; at < end; at++) this.#arena[this.#arenaEnd++] = octets[at]!;
    const number = this.#length++;
    this.#ends[number] = this.#arenaEnd;
    this.#hashes[number] = hash;
    return number;
  }

  #grow(): void {
    const size = this.#slots.length * 2;
    const ends = new Uint32Array(size * MOST_TAKEN + 1);
    ends.set(this.#ends);
    this.#ends = ends;
    const hashes = new Uint32Array(size * MOST_TAKEN + 1);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
    this.#slots = new Uint32Array(size);
    for (let number = 1; number < this.#length; number++) {
      let slot = hashes[number]! & (size - 1);
      while (this.#slots[slot] !== 0) slot = (slot + 1) & (size - 1);
      this.#slots[slot] = number + 1;
    }
  }
}

/** Whoever writes a trace cannot know which strings collide. */
const FIRST_FACTOR = randomFactor();
const SECOND_FACTOR = randomFactor();

function randomFactor(): number {
  return (Math.random() * 0x1_0000_0000) | 1;
}

/** Two chains of multiplications, four octets at a step; what cancels in one does not in the other. 32 bits. */
function hashOf(octets: Uint8Array, start: number, end: number): number {
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
