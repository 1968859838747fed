/** SIP's grammar on octets instead of text, for what is looked at in every message: nothing is cut out or decoded. */
import { BACKSLASH, COLON, CR, QUOTE, SPACE, TAB, ZERO } from "../model/ascii.js";
import { octetsOf } from "../model/octets.js";

/** A table of the octets that a class holds: letters, digits, and those given. */
export function octetClass(others: string): Uint8Array {
  const table = new Uint8Array(256);
  for (let code = 0; code < 128; code++) {
    const character = String.fromCharCode(code);
    if (/[A-Za-z0-9]/.test(character) || others.includes(character)) table[code] = 1;
  }
  return table;
}

/** `SIP/2.0` stands there. */
export function isVersion(octets: Uint8Array, at: number): boolean {
  return (
    octets[at] === 0x53 &&
    octets[at + 1] === 0x49 &&
    octets[at + 2] === 0x50 &&
    octets[at + 3] === 0x2f &&
    octets[at + 4] === 0x32 &&
    octets[at + 5] === 0x2e &&
    octets[at + 6] === 0x30
  );
}

/** Letters to lower case, all else to itself. */
const LOWER = Uint8Array.from({ length: 256 }, (_, octet) => (octet >= 0x41 && octet <= 0x5a ? octet | 0x20 : octet));

/** The octets of a name in lower case, for `isWord`: comparing with those costs half of comparing with a string. */
export function word(name: string): Uint8Array {
  return octetsOf(name);
}

/** Whether a name stands there, in any case. */
export function isWord(octets: Uint8Array, start: number, length: number, name: Uint8Array): boolean {
  if (length !== name.length) return false;
  for (let index = 0; index < length; index++) if (LOWER[octets[start + index]!] !== name[index]) return false;
  return true;
}

/** -1 when anything but digits stands there; 0 for nothing. */
export function digits(octets: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = octets[at]! - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

export function isBlank(octet: number): boolean {
  return octet === SPACE || octet === TAB || octet === CR;
}

export function skipBlanks(octets: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(octets[at]!)) at++;
  return at;
}

export function trimBlanks(octets: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start && isBlank(octets[at - 1]!)) at--;
  return at;
}

/** Offset after the run of octets of a class. */
export function endOfRun(table: Uint8Array, octets: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && table[octets[at]!] === 1) at++;
  return at;
}

/** Offset of the quote that closes the one at `open`, if only plain octets stand between; -1 otherwise. */
export function plainQuoteEnd(octets: Uint8Array, open: number, end: number): number {
  for (let at = open + 1; at < end; at++) {
    const octet = octets[at]!;
    if (octet === QUOTE) return at;
    if (octet === BACKSLASH || octet < SPACE) return -1;
  }
  return -1;
}

/** Offset after `:5060` at `at`, `at` itself where no colon stands; -1 for what is no port up to 65535. */
export function portEnd(octets: Uint8Array, at: number, end: number): number {
  if (at >= end || octets[at] !== COLON) return at;
  let port = 0;
  let last = at + 1;
  for (; last < end && octets[last]! >= ZERO && octets[last]! <= 0x39; last++) port = port * 10 + octets[last]! - ZERO;
  return last === at + 1 || last - at > 6 || port > 65_535 ? -1 : last;
}

/** The number that stands there, of at most nine digits; -1 for anything else. */
export function plainNumber(octets: Uint8Array, start: number, end: number): number {
  return end > start && end - start < 10 ? digits(octets, start, end) : -1;
}

/** Whether the octets at two places are the same for a length. */
export function areEqual(octets: Uint8Array, a: number, b: number, length: number): boolean {
  for (let index = 0; index < length; index++) if (octets[a + index] !== octets[b + index]) return false;
  return true;
}
