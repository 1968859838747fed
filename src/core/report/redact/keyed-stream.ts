/** Octets that only the holder of a key can foretell: HMAC-SHA-256 of a text, counted on (RFC 2104). */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";
import { octetsOf } from "../../model/octets.js";

export class KeyedStream {
  readonly #keyed;

  constructor(key: Uint8Array) {
    this.#keyed = hmac.create(sha256, key);
  }

  /** `count` octets that depend on the whole text. */
  octets(text: string, count: number): Uint8Array {
    const seed = octetsOf(text);
    const first = this.#digest(seed, 0);
    if (count <= first.length) return first;
    const parts = [first];
    for (let part = 1; part * first.length < count; part++) parts.push(this.#digest(seed, part));
    return concatBytes(...parts);
  }

  #digest(seed: Uint8Array, part: number): Uint8Array {
    const count = new Uint8Array([part >> 16, part >> 8, part]);
    return this.#keyed.clone().update(count).update(seed).digest();
  }
}
