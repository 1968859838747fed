/** Words that messages name somebody or something by, to be found again in text around them. */
import { octetsOf } from "../../model/octets.js";

/** More than this are not kept in memory. */
const MAX_NAMES = 2_000_000;
/** A name of one letter or two digits would be found everywhere. */
const NAME = /^(?:\d{3,}|(?=.*[^\d]).{2,})$/;

export class KnownNames {
  readonly #words = new Set<string>();

  /** @param word letters, digits and octets above 0x7f */
  add(word: string): void {
    if (this.#words.size < MAX_NAMES && NAME.test(word)) this.#words.add(folded(word));
  }

  /** @param word as it is written, in whatever case */
  has(word: string): boolean {
    return this.#words.has(folded(word));
  }
}

function folded(word: string): string {
  return /[\x80-\xff]/.test(word) ? new TextDecoder().decode(octetsOf(word)).toLowerCase() : word.toLowerCase();
}
