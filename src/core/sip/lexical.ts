/**
 * The basic rules of SIP's grammar (RFC 3261 §25.1): white space, tokens, quoted strings, lists. All functions look at
 * `text` between two offsets and never beyond, so that an offset in `text` is an offset in the message.
 */
import { BACKSLASH, CR, LEFT_ANGLE, LF, QUOTE, RIGHT_ANGLE, SPACE, TAB } from "../model/ascii.js";
import { octetsOf } from "../model/octets.js";
import type { ByteRange } from "../model/span.js";

/** White space inside a header value; CR and LF stand in it where the header is folded. */
export function isWhiteSpace(code: number): boolean {
  return code === SPACE || code === CR || code === LF || code === TAB;
}

export function skipWhiteSpace(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isWhiteSpace(text.charCodeAt(at))) at++;
  return at;
}

/** The end of `start`–`end` without the white space before it. */
export function trimEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isWhiteSpace(text.charCodeAt(at - 1))) at--;
  return at;
}

const TOKEN_OCTETS = new Uint8Array(128);
for (const character of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.!%*_+`'~") {
  TOKEN_OCTETS[character.charCodeAt(0)] = 1;
}

export function isTokenOctet(code: number): boolean {
  return TOKEN_OCTETS[code] === 1;
}

/** Offset after the longest token that begins at `start`. */
export function endOfToken(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && TOKEN_OCTETS[text.charCodeAt(at)] === 1) at++;
  return at;
}

export function isToken(text: string): boolean {
  return text.length > 0 && endOfToken(text, 0, text.length) === text.length;
}

/**
 * Offset of the quote that closes the one at `open`; -1 when none does. Where every later quote is escaped, the first of
 * them closes: some phones send a name that ends in a backslash (`"DOMAIN\"`), and their peers read it so.
 */
export function closingQuote(text: string, open: number, end: number): number {
  const close = strictClosingQuote(text, open, end);
  if (close >= 0) return close;
  for (let at = open + 1; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
  }
  return -1;
}

/** As the grammar has it: a quote after a backslash never closes (RFC 3261 §25.1, quoted-pair). */
export function strictClosingQuote(text: string, open: number, end: number): number {
  for (let at = open + 1; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at++;
  }
  return -1;
}

/** Offset of a character between two offsets; -1 when it is not there. */
export function indexOfCode(text: string, code: number, start: number, end: number): number {
  for (let at = start; at < end; at++) if (text.charCodeAt(at) === code) return at;
  return -1;
}

/** The digits between two offsets as a number; NaN when anything else stands there or nothing. */
export function parseDigits(text: string, start: number, end: number): number {
  if (start >= end) return Number.NaN;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = text.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Text of the inside of a quoted string, its `\x` pairs resolved. */
export function unescapeQuoted(text: string): string {
  return text.includes("\\") ? text.replace(/\\([\s\S])/g, "$1") : text;
}

/** A header value on one line: each fold becomes one blank (RFC 3261 §7.3.1). */
export function unfold(text: string): string {
  if (!text.includes("\n")) return text;
  let unfolded = "";
  let from = 0;
  for (let fold = text.indexOf("\n"); fold >= 0; fold = text.indexOf("\n", from)) {
    unfolded += text.slice(from, trimEnd(text, from, fold)) + " ";
    from = skipWhiteSpace(text, fold, text.length);
  }
  return unfolded + text.slice(from);
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The characters that octets stand for: UTF-8, or one character an octet where they are no UTF-8 (old phones send Latin-1). */
export function decodeOctets(text: string): string {
  let ascii = true;
  for (let at = 0; at < text.length && ascii; at++) ascii = text.charCodeAt(at) < 0x80;
  if (ascii) return text;
  try {
    return utf8.decode(octetsOf(text));
  } catch {
    return text;
  }
}

/** Values read from one header field. A real field holds a few; more is an attack on the reader. */
export const MAX_VALUES_PER_FIELD = 1024;

/**
 * Splits at `separator`, except within quotes and angle brackets. The parts are untrimmed and may be empty. A quote or
 * bracket that is never closed counts as an ordinary character, so that what follows stays readable.
 */
export function splitList(text: string, start: number, end: number, separator: number): ByteRange[] {
  const parts: ByteRange[] = [];
  let from = start;
  let quotes = true;
  let angles = true;
  let angle = false;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === separator && !angle) {
      parts.push({ start: from, end: at });
      from = at + 1;
      if (parts.length === MAX_VALUES_PER_FIELD) return parts;
    } else if (code === QUOTE && quotes && !angle) {
      const close = strictClosingQuote(text, at, end);
      // Without a proper close the search has gone to the end; doing that again for each quote would take for ever.
      if (close < 0) quotes = false;
      at = Math.max(at, close < 0 ? closingQuote(text, at, end) : close);
    } else if (code === LEFT_ANGLE && angles && !angle) {
      // Looked up once: a thousand brackets that are never closed must not cost a thousand searches.
      angle = angles = indexOfCode(text, RIGHT_ANGLE, at, end) >= 0;
    } else if (code === RIGHT_ANGLE) angle = false;
  }
  parts.push({ start: from, end });
  return parts;
}
