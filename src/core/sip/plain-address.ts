/**
 * The plain form of addresses, told and read by one pass over their octets: what nearly every header has. What is in its
 * plain form has no fault that peers refuse; anything else is left to the parser.
 */
import { AT, COLON, EQUALS, LEFT_ANGLE, QUOTE, RIGHT_ANGLE, SEMICOLON, SPACE } from "../model/ascii.js";
import { digits, endOfRun, isWord, octetClass, plainQuoteEnd, portEnd, word } from "./octets.js";

const USER = octetClass("_.+*#!~%-");
const HOST = octetClass("_.-");
const NAME = octetClass("_.+-");
const DISPLAY = octetClass("_.- ");
const URI_VALUE = octetClass("_.+%-");
const VALUE = octetClass("_.+*~!%':=-");
const SIP = word("sip");
const SIPS = word("sips");
const Q = word("q");
const TAG = word("tag");
const EXPIRES = word("expires");
const RECEIVED = word("received");
/** More digits may exceed 32 bits, which is a fault for the parser to name. */
const EXPIRES_DIGITS = 9;

/** `"Name" <sip:user@host:port;params>;params`; filled again by each `read`. */
export class PlainAddress {
  /** The URI inside the brackets, and its user part; start equals end without one. */
  uriStart = 0;
  uriEnd = 0;
  userStart = 0;
  userEnd = 0;
  tagStart = 0;
  tagEnd = 0;
  /** -1 when absent. */
  expires = -1;
  /** The parameter of that name, by which registrars tell the source address of a Contact. */
  hasReceived = false;
  /** Offset after the address: its end, or where another one follows. */
  next = 0;

  /** @returns whether a plain address stands at `start`; what stands at `next` is the caller's to judge. */
  read(octets: Uint8Array, start: number, end: number): boolean {
    this.tagStart = this.tagEnd = 0;
    this.expires = -1;
    this.hasReceived = false;
    let at = start;
    if (octets[at] === QUOTE) {
      at = plainQuoteEnd(octets, at, end) + 1;
      if (at === 0) return false;
      if (octets[at] === SPACE) at++;
    } else at = endOfRun(DISPLAY, octets, at, end);
    if (at >= end || octets[at] !== LEFT_ANGLE) return false;
    this.uriStart = at + 1;
    at = this.readUri(octets, at + 1, end);
    if (at < 0 || at >= end || octets[at] !== RIGHT_ANGLE) return false;
    this.uriEnd = at;
    return this.#readParams(octets, at + 1, end);
  }

  /** @returns the offset after a plain SIP URI; -1 when none stands there. */
  readUri(octets: Uint8Array, start: number, end: number): number {
    const scheme = octets[start + 3] === COLON ? 3 : 4;
    if (start + scheme >= end || octets[start + scheme] !== COLON) return -1;
    if (!isWord(octets, start, scheme, scheme === 3 ? SIP : SIPS)) return -1;
    const from = start + scheme + 1;
    let at = endOfRun(USER, octets, from, end);
    this.userStart = this.userEnd = from;
    if (at < end && octets[at] === AT) {
      if (at === from) return -1;
      this.userEnd = at;
      const host = at + 1;
      at = endOfRun(HOST, octets, host, end);
      if (at === host) return -1;
    } else if (at === from || endOfRun(HOST, octets, from, at) < at) return -1;
    at = portEnd(octets, at, end);
    while (at >= 0 && at < end && octets[at] === SEMICOLON) {
      const name = at + 1;
      at = endOfRun(HOST, octets, name, end);
      if (at === name) return -1;
      if (at < end && octets[at] === EQUALS) {
        const value = at + 1;
        at = endOfRun(URI_VALUE, octets, value, end);
        if (at === value) return -1;
      }
    }
    return at;
  }

  #readParams(octets: Uint8Array, start: number, end: number): boolean {
    let at = start;
    while (at < end && octets[at] === SEMICOLON) {
      const name = at + 1;
      const nameEnd = endOfRun(NAME, octets, name, end);
      if (nameEnd === name) return false;
      at = nameEnd;
      let value = nameEnd;
      let isQuoted = false;
      if (at < end && octets[at] === EQUALS) {
        value = at + 1;
        isQuoted = octets[value] === QUOTE && value < end;
        at = isQuoted ? plainQuoteEnd(octets, value, end) + 1 : endOfRun(VALUE, octets, value, end);
        if (at <= value) return false;
      }
      if (!this.#note(octets, name, nameEnd, value, at, isQuoted)) return false;
    }
    this.next = at;
    return true;
  }

  /** Takes down the parameters that matter; false for a value that is the parser's to judge. */
  #note(octets: Uint8Array, name: number, nameEnd: number, value: number, end: number, isQuoted: boolean): boolean {
    const length = nameEnd - name;
    if (isWord(octets, name, length, TAG)) {
      if (isQuoted || value === end || this.tagEnd > 0) return false;
      this.tagStart = value;
      this.tagEnd = end;
    } else if (isWord(octets, name, length, EXPIRES)) {
      if (value === end || end - value > EXPIRES_DIGITS || this.expires >= 0) return false;
      this.expires = digits(octets, value, end);
      return this.expires >= 0;
    } else if (isWord(octets, name, length, RECEIVED)) this.hasReceived = value < end;
    else if (isWord(octets, name, length, Q)) return isPreference(octets, value, end);
    return true;
  }
}

/** `qvalue` of RFC 3261 §25.1: from 0 to 1 with up to three decimals. */
function isPreference(octets: Uint8Array, start: number, end: number): boolean {
  const whole = octets[start]! - 0x30;
  if (start === end || (whole !== 0 && whole !== 1)) return false;
  if (start + 1 === end) return true;
  if (octets[start + 1] !== 0x2e || end - start > 5) return false;
  const decimals = digits(octets, start + 2, end);
  return whole === 0 ? decimals >= 0 : decimals === 0;
}
