/** The plain form of digest challenges and credentials, read by one pass over their octets: `Digest realm="a", nonce="b"`. */
import { COMMA, EQUALS, QUOTE, SPACE } from "../model/ascii.js";
import { endOfRun, isWord, octetClass, plainQuoteEnd, word } from "./octets.js";

const NAME = octetClass("_");
const DIGEST = word("digest");
const URI = word("uri");
const USERNAME = word("username");
const REALM = word("realm");
const NC = word("nc");
const NONCE = word("nonce");
const CNONCE = word("cnonce");
const STALE = word("stale");
const TRUE = word("true");
/** What stands without quotes: anything but blanks, quotes, commas and backslashes. */
const BARE = new Uint8Array(256);
for (let octet = 0x21; octet < 0x7f; octet++) if (!'",\\'.includes(String.fromCharCode(octet))) BARE[octet] = 1;
/** Nobody sends half of it. */
const MOST_PARAMS = 24;

/** Filled again by each `read`. Ranges are without quotes; start equals end for what is not there. */
export class PlainAuthentication {
  usernameStart = 0;
  usernameEnd = 0;
  realmStart = 0;
  realmEnd = 0;
  nonceStart = 0;
  nonceEnd = 0;
  uriStart = 0;
  uriEnd = 0;
  /** Of `nc`; -1 when absent or unreadable. */
  nonceCount = -1;
  isStale = false;
  hasCnonce = false;

  /** @returns whether the value is one digest in the plain form, each parameter once. */
  read(octets: Uint8Array, start: number, end: number): boolean {
    this.usernameStart = this.usernameEnd = this.realmStart = this.realmEnd = this.nonceStart = this.nonceEnd = 0;
    this.uriStart = this.uriEnd = 0;
    this.nonceCount = -1;
    this.isStale = this.hasCnonce = false;
    if (!isWord(octets, start, 6, DIGEST) || octets[start + 6] !== SPACE) return false;
    let at = start + 7;
    for (let params = 0; params < MOST_PARAMS; params++) {
      const nameEnd = endOfRun(NAME, octets, at, end);
      if (nameEnd === at || nameEnd >= end || octets[nameEnd] !== EQUALS) return false;
      let value = nameEnd + 1;
      let valueEnd: number;
      let next: number;
      if (value < end && octets[value] === QUOTE) {
        valueEnd = plainQuoteEnd(octets, value, end);
        if (valueEnd < 0) return false;
        value++;
        next = valueEnd + 1;
      } else {
        next = valueEnd = endOfRun(BARE, octets, value, end);
        if (valueEnd === value) return false;
      }
      if (!this.#note(octets, at, nameEnd, value, valueEnd)) return false;
      if (next === end) return true;
      if (octets[next] !== COMMA) return false;
      at = octets[next + 1] === SPACE ? next + 2 : next + 1;
    }
    return false;
  }

  /** Takes down the parameters that matter; false where one stands twice. */
  #note(octets: Uint8Array, name: number, nameEnd: number, start: number, end: number): boolean {
    const length = nameEnd - name;
    switch (octets[name]! | 0x20) {
      case 0x75: // u
        if (isWord(octets, name, length, URI)) {
          if (this.uriStart > 0) return false;
          this.uriStart = start;
          this.uriEnd = end;
          return true;
        }
        if (!isWord(octets, name, length, USERNAME)) return true;
        if (this.usernameStart > 0) return false;
        this.usernameStart = start;
        this.usernameEnd = end;
        return true;
      case 0x72: // r
        if (!isWord(octets, name, length, REALM)) return true;
        if (this.realmStart > 0) return false;
        this.realmStart = start;
        this.realmEnd = end;
        return true;
      case 0x6e: // n
        if (isWord(octets, name, length, NC)) {
          if (this.nonceCount >= 0) return false;
          this.nonceCount = hexadecimal(octets, start, end);
          return true;
        }
        if (!isWord(octets, name, length, NONCE)) return true;
        if (this.nonceStart > 0) return false;
        this.nonceStart = start;
        this.nonceEnd = end;
        return true;
      case 0x63: // c
        if (isWord(octets, name, length, CNONCE)) this.hasCnonce = true;
        return true;
      case 0x73: // s
        if (!isWord(octets, name, length, STALE)) return true;
        if (this.isStale) return false;
        this.isStale = isWord(octets, start, end - start, TRUE);
        return true;
      default:
        return true;
    }
  }
}

/** One to eight digits; -1 for anything else. */
function hexadecimal(octets: Uint8Array, start: number, end: number): number {
  if (start === end || end - start > 8) return -1;
  let value = 0;
  for (let at = start; at < end; at++) {
    const octet = octets[at]!;
    const lower = octet | 0x20;
    const digit = octet <= 0x39 ? octet - 0x30 : lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}
