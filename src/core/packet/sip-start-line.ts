/** Tells a SIP start line by its content (RFC 3261 §7.1, §7.2), also a broken one that was evidently meant as such. */
import { COLON, CR, DOT, LF, SPACE, TAB } from "../model/ascii.js";
import { octetsOf } from "../model/octets.js";

/** Longer methods are not believed; the longest of RFC 4475 has 44 characters. */
const MAX_METHOD_OCTETS = 64;
const MAX_HEADER_NAME_OCTETS = 128;

/** `token` of RFC 3261 §25.1. */
const IS_TOKEN = new Uint8Array(256);
for (const character of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.!%*_+`'~") {
  IS_TOKEN[character.charCodeAt(0)] = 1;
}

/** With one of these and a SIP URI a request is told even if its version is missing or was cut off. */
const METHODS = [
  "INVITE",
  "ACK",
  "BYE",
  "CANCEL",
  "REGISTER",
  "OPTIONS",
  "SUBSCRIBE",
  "NOTIFY",
  "PUBLISH",
  "MESSAGE",
  "INFO",
  "UPDATE",
  "PRACK",
  "REFER",
  // Microsoft's variant, which ends like another method.
  "BENOTIFY",
].map(octetsOf);
const SIP_SLASH = octetsOf("SIP/");
/** Octets that a usual start line begins with. */
const IS_FIRST = new Uint8Array(256);
for (const word of [...METHODS, SIP_SLASH]) IS_FIRST[word[0]!] = 1;

const SCHEMES = ["sip:", "sips:", "tel:"].map(octetsOf);

const NO_START_LINE = 0;
const UNUSUAL = 1;
const USUAL = 2;

/** The octets from `start` to `end`, without line end, are a Request-Line or a Status-Line. */
export function isStartLine(octets: Uint8Array, start: number, end: number): boolean {
  return judgeStartLine(octets, start, end) !== NO_START_LINE;
}

/** A Status-Line, or a Request-Line with one of the methods that have an RFC: what a start line amid a stream is held to. */
export function isUsualStartLine(octets: Uint8Array, start: number, end: number): boolean {
  return judgeStartLine(octets, start, end) === USUAL;
}

function judgeStartLine(octets: Uint8Array, start: number, end: number): number {
  const version = sipVersionEnd(octets, start, end);
  if (version >= 0) {
    const isStatus = isBlankAt(octets, version, end) && isDigit(octets[skipBlanks(octets, version, end)]);
    return isStatus ? USUAL : NO_START_LINE;
  }
  const methodEnd = tokenEnd(octets, start, Math.min(end, start + MAX_METHOD_OCTETS));
  if (methodEnd === start || methodEnd >= end || !isBlank(octets[methodEnd]!)) return NO_START_LINE;
  const uri = skipBlanks(octets, methodEnd, end);
  // A blank before the colon of a header.
  if (uri >= end || octets[uri] === COLON) return NO_START_LINE;
  const isKnown = isKnownMethod(octets, start, methodEnd);
  if (isKnown && beginsWithOneOf(SCHEMES, octets, uri, end, false)) return USUAL;
  if (!endsWithSipVersion(octets, uri, end)) return NO_START_LINE;
  return isKnown ? USUAL : UNUSUAL;
}

/**
 * Where in a line a start line begins behind other octets: a body need not end with a line end, so its rest may stand
 * before the next message.
 * @returns -1 when there is none.
 */
export function findStartLineWithin(octets: Uint8Array, start: number, end: number): number {
  for (let at = start + 1; at < end; at++) {
    if (IS_FIRST[octets[at]!] === 1 && isUsualStartLine(octets, at, end)) return at;
  }
  return -1;
}

/** The octets are printable ASCII and tabs. */
export function isPlainText(octets: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const octet = octets[at]!;
    if (octet > 0x7e || (octet < SPACE && octet !== TAB)) return false;
  }
  return true;
}

/** The octets begin like a start line whose rest is not there yet: `REGIS`, `INVITE sip:al`, `SIP/2.0 4`. */
export function mayBecomeStartLine(octets: Uint8Array, start: number, end: number): boolean {
  const methodEnd = tokenEnd(octets, start, Math.min(end, start + MAX_METHOD_OCTETS));
  if (methodEnd === start) return false;
  if (isPrefixOfOne([SIP_SLASH], octets, start, end) || beginsWith(SIP_SLASH, octets, start, end, false)) return true;
  return methodEnd === end ? isPrefixOfOne(METHODS, octets, start, end) : isKnownMethod(octets, start, methodEnd);
}

/** The line begins with a header name and a colon. */
export function isHeaderLine(octets: Uint8Array, start: number, end: number): boolean {
  const nameEnd = tokenEnd(octets, start, Math.min(end, start + MAX_HEADER_NAME_OCTETS));
  if (nameEnd === start) return false;
  const colon = skipBlanks(octets, nameEnd, end);
  return colon < end && octets[colon] === COLON;
}

/** Offset of the CR or LF that ends the line, or `end`. */
export function lineEnd(octets: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && octets[at] !== LF && octets[at] !== CR) at++;
  return at;
}

/** Offset behind leading CR and LF, which a receiver ignores (RFC 3261 §7.5). */
export function skipLineEnds(octets: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && (octets[at] === CR || octets[at] === LF)) at++;
  return at;
}

export function skipBlanks(octets: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(octets[at]!)) at++;
  return at;
}

export function tokenEnd(octets: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && IS_TOKEN[octets[at]!] === 1) at++;
  return at;
}

/** Offset behind `SIP/2.0` or another version at `start`, or -1. */
function sipVersionEnd(octets: Uint8Array, start: number, end: number): number {
  if (!beginsWith(SIP_SLASH, octets, start, end, false)) return -1;
  const dot = skipDigits(octets, start + SIP_SLASH.length, end);
  if (dot === start + SIP_SLASH.length || octets[dot] !== DOT || dot >= end) return -1;
  const after = skipDigits(octets, dot + 1, end);
  return after === dot + 1 ? -1 : after;
}

function endsWithSipVersion(octets: Uint8Array, start: number, end: number): boolean {
  let last = end;
  while (last > start && isBlank(octets[last - 1]!)) last--;
  let word = last;
  while (word > start && !isBlank(octets[word - 1]!)) word--;
  return word > start && sipVersionEnd(octets, word, last) === last;
}

function isKnownMethod(octets: Uint8Array, start: number, end: number): boolean {
  for (const method of METHODS) {
    if (method.length === end - start && beginsWith(method, octets, start, end, true)) return true;
  }
  return false;
}

function beginsWithOneOf(
  words: readonly Uint8Array[],
  octets: Uint8Array,
  start: number,
  end: number,
  exactCase: boolean,
): boolean {
  for (const word of words) if (beginsWith(word, octets, start, end, exactCase)) return true;
  return false;
}

function isPrefixOfOne(words: readonly Uint8Array[], octets: Uint8Array, start: number, end: number): boolean {
  return words.some(
    (word) => end - start <= word.length && beginsWith(word.subarray(0, end - start), octets, start, end, true),
  );
}

function beginsWith(word: Uint8Array, octets: Uint8Array, start: number, end: number, exactCase: boolean): boolean {
  if (end - start < word.length) return false;
  for (let index = 0; index < word.length; index++) {
    const octet = octets[start + index]!;
    const wanted = word[index]!;
    if (octet !== wanted && (exactCase || (octet ^ wanted) !== 0x20 || !isLetter(wanted))) return false;
  }
  return true;
}

function skipDigits(octets: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isDigit(octets[at])) at++;
  return at;
}

function isBlankAt(octets: Uint8Array, at: number, end: number): boolean {
  return at < end && isBlank(octets[at]!);
}

function isBlank(octet: number): boolean {
  return octet === SPACE || octet === TAB;
}

function isDigit(octet: number | undefined): boolean {
  return octet !== undefined && octet >= 0x30 && octet <= 0x39;
}

function isLetter(octet: number): boolean {
  const lower = octet | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}
