/**
 * The plain form of addresses: what nearly every header has. What is in its plain form has no fault that peers refuse; anything
 * else is left to the parser.
 */
import { AT, COLON, DOT, EQUALS, LEFT_ANGLE, QUOTE, RIGHT_ANGLE, SEMICOLON, SPACE, ZERO } from "../core/model/ascii";
import { digits, endOfRun, isWord, octetAt, octetClass, plainQuoteEnd, portEnd, word } from "./octets";

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
const EXPIRES_DIGITS: usize = 9;

/** Of the address read last: the URI inside the brackets, its user part (start equals end without one), the tag (0 without one). */
export let uri: usize = 0;
export let uriEnd: usize = 0;
export let user: usize = 0;
export let userEnd: usize = 0;
export let tag: usize = 0;
export let tagEnd: usize = 0;
/** -1 when absent. */
export let expires: i32 = -1;
/** The parameter of that name, by which registrars tell the source address of a Contact. */
export let hasReceived: bool = false;

/**
 * `"Name" <sip:user@host:port;params>;params`.
 * @returns the place after the address: its end, or where another one follows, which is the caller's to judge; 0 when none
 * stands at `start`
 */
export function readAddress(start: usize, end: usize): usize {
  tag = tagEnd = 0;
  expires = -1;
  hasReceived = false;
  let at = start;
  if (octetAt(at) === QUOTE) {
    const quote = plainQuoteEnd(at, end);
    if (quote === 0) return 0;
    at = quote + 1;
    if (octetAt(at) === SPACE) at++;
  } else at = endOfRun(DISPLAY, at, end);
  if (at >= end || octetAt(at) !== LEFT_ANGLE) return 0;
  uri = at + 1;
  at = readUri(at + 1, end);
  if (at === 0 || at >= end || octetAt(at) !== RIGHT_ANGLE) return 0;
  uriEnd = at;
  return readParams(at + 1, end);
}

/** @returns the place after a plain SIP URI; 0 when none stands there */
export function readUri(start: usize, end: usize): usize {
  const scheme: usize = octetAt(start + 3) === COLON ? 3 : 4;
  if (start + scheme >= end || octetAt(start + scheme) !== COLON) return 0;
  if (!isWord(start, <i32>scheme, scheme === 3 ? SIP : SIPS)) return 0;
  const from = start + scheme + 1;
  let at = endOfRun(USER, from, end);
  user = userEnd = from;
  if (at < end && octetAt(at) === AT) {
    if (at === from) return 0;
    userEnd = at;
    const host = at + 1;
    at = endOfRun(HOST, host, end);
    if (at === host) return 0;
  } else if (at === from || endOfRun(HOST, from, at) < at) return 0;
  at = portEnd(at, end);
  while (at > 0 && at < end && octetAt(at) === SEMICOLON) {
    const name = at + 1;
    at = endOfRun(HOST, name, end);
    if (at === name) return 0;
    if (at < end && octetAt(at) === EQUALS) {
      const value = at + 1;
      at = endOfRun(URI_VALUE, value, end);
      if (at === value) return 0;
    }
  }
  return at;
}

function readParams(start: usize, end: usize): usize {
  let at = start;
  while (at < end && octetAt(at) === SEMICOLON) {
    const name = at + 1;
    const nameEnd = endOfRun(NAME, name, end);
    if (nameEnd === name) return 0;
    at = nameEnd;
    let value = nameEnd;
    let isQuoted = false;
    if (at < end && octetAt(at) === EQUALS) {
      value = at + 1;
      isQuoted = value < end && octetAt(value) === QUOTE;
      at = isQuoted ? plainQuoteEnd(value, end) + 1 : endOfRun(VALUE, value, end);
      if (at <= value) return 0;
    }
    if (!note(name, <i32>(nameEnd - name), value, at, isQuoted)) return 0;
  }
  return at;
}

/** Takes down the parameters that matter; false for a value that is the parser's to judge. */
function note(name: usize, length: i32, value: usize, end: usize, isQuoted: bool): bool {
  if (isWord(name, length, TAG)) {
    if (isQuoted || value === end || tagEnd > 0) return false;
    tag = value;
    tagEnd = end;
  } else if (isWord(name, length, EXPIRES)) {
    if (value === end || end - value > EXPIRES_DIGITS || expires >= 0) return false;
    expires = digits(value, end);
    return expires >= 0;
  } else if (isWord(name, length, RECEIVED)) hasReceived = value < end;
  else if (isWord(name, length, Q)) return isPreference(value, end);
  return true;
}

/** `qvalue` of RFC 3261 §25.1: from 0 to 1 with up to three decimals. */
function isPreference(start: usize, end: usize): bool {
  const whole = octetAt(start) - ZERO;
  if (start === end || (whole !== 0 && whole !== 1)) return false;
  if (start + 1 === end) return true;
  if (octetAt(start + 1) !== DOT || end - start > 5) return false;
  const decimals = digits(start + 2, end);
  return whole === 0 ? decimals >= 0 : decimals === 0;
}
