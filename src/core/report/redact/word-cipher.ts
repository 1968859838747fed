/**
 * Pseudonyms of words: letters for letters, digits for digits, as many as there were, so that nothing in a file moves.
 * The same word has the same pseudonym wherever it stands, and capitals stay where they are: `User` and `user` still
 * differ in nothing else.
 */
import { permuteDigits } from "./digits-cipher.js";
import type { KeyedStream } from "./keyed-stream.js";

const LETTERS = 26;
/** Of hexadecimal words: `a` to `f`. */
const HEX_LETTERS = 6;
const LETTER_A = 0x61;
const DIGIT_0 = 0x30;
/** From so many bits on, two words never meet by chance, and one look at the key is enough. */
const LARGE_DOMAIN_BITS = 64;
/** A step leaves the words of a form with a probability of a half at most; more steps than this are not seen. */
const MAX_STEPS = 200;
const MAC_DIGITS = 12;
const CACHED_WORDS = 50_000;

export class WordCipher {
  readonly #cache = new Map<string, string>();

  /** @param isKept words in lower case that are never replaced, nor made */
  constructor(
    private readonly stream: KeyedStream,
    private readonly isKept: (word: string) => boolean,
  ) {}

  /** @param word letters, digits and octets above 0x7f, of which each becomes a letter */
  encipher(word: string): string {
    const lower = word.toLowerCase();
    let made = this.#cache.get(lower);
    if (made === undefined) {
      made = this.#make(lower);
      if (this.#cache.size >= CACHED_WORDS) this.#cache.clear();
      this.#cache.set(lower, made);
    }
    return lower === word ? made : withCapitals(made, word);
  }

  #make(word: string): string {
    const form = formOf(word);
    let made = word;
    for (let step = 0; step < MAX_STEPS; step++) {
      made = this.#step(made);
      // Stepping on within one form keeps different words different (cycle walking).
      if (!this.isKept(made) && (formOf(made) === form || form === "other")) return made;
    }
    return made;
  }

  #step(word: string): string {
    const isHex = formOf(word) !== "word" && formOf(word) !== "other";
    const bases = Array.from(word, (character) => baseOf(character, isHex));
    const bits = bases.reduce((sum, base) => sum + Math.log2(base), 0);
    if (bits >= LARGE_DOMAIN_BITS || formOf(word) === "other") {
      const random = this.stream.octets(`word ${word}`, word.length);
      return spell(
        bases.map((base, at) => random[at]! % base),
        bases,
      );
    }
    const digits = Array.from(word, valueOf);
    return spell(permuteDigits(this.stream, `word ${bases.join()}`, digits, bases), bases);
  }
}

type WordForm = "hex" | "station" | "word" | "other";

/** What must be so of the pseudonym as well. A `station` may be the address of a network card, which no group has. */
function formOf(word: string): WordForm {
  // eslint-disable-next-line no-control-regex -- all of ASCII
  if (!/^[\x00-\x7f]*$/.test(word)) return "other";
  if (!/^[0-9a-f]*$/.test(word)) return "word";
  const isStation = word.length === MAC_DIGITS && "02468ace".includes(word.charAt(1));
  return isStation ? "station" : "hex";
}

function baseOf(character: string, isHex: boolean): number {
  if (character >= "0" && character <= "9") return 10;
  return isHex ? HEX_LETTERS : LETTERS;
}

function valueOf(character: string): number {
  const code = character.charCodeAt(0);
  return code >= LETTER_A ? code - LETTER_A : code - DIGIT_0;
}

function spell(digits: readonly number[], bases: readonly number[]): string {
  return String.fromCharCode(...digits.map((digit, at) => digit + (bases[at] === 10 ? DIGIT_0 : LETTER_A)));
}

function withCapitals(made: string, model: string): string {
  return Array.from(made, (character, at) => {
    const code = model.charCodeAt(at);
    return code >= 0x41 && code <= 0x5a ? character.toUpperCase() : character;
  }).join("");
}
