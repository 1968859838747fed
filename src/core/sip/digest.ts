/** Challenges and credentials: WWW-Authenticate, Authorization and their Proxy twins (RFC 3261 §22, RFC 8760, RFC 7616). */
import { COMMA, EQUALS, QUOTE } from "../model/ascii.js";
import type { ByteRange } from "../model/span.js";
import type { HeaderField } from "./header-fields.js";
import { closingQuote, endOfToken, indexOfCode, isWhiteSpace, skipWhiteSpace } from "./lexical.js";
import { type Param, paramValue, parseParam } from "./params.js";
import type { Value } from "./value.js";

/** Scheme and parameters, as both kinds of header have them. */
class AuthValue {
  readonly header: HeaderField;
  /** Of a Proxy-Authenticate or Proxy-Authorization field. */
  readonly proxy: boolean;
  /** As on the wire, `Digest` in any case. */
  readonly scheme: string;
  readonly schemeRange: ByteRange;
  readonly params: readonly Param[];
  readonly range: ByteRange;

  constructor(text: string, header: HeaderField, schemeRange: ByteRange, params: readonly Param[]) {
    this.header = header;
    this.proxy = header.canonical.startsWith("Proxy-");
    this.scheme = text.slice(schemeRange.start, schemeRange.end);
    this.schemeRange = schemeRange;
    this.params = params;
    // The closing quote of the last parameter belongs to the value.
    this.range = { start: schemeRange.start, end: params.at(-1)?.range.end ?? schemeRange.end };
  }

  get isDigest(): boolean {
    return this.scheme.toLowerCase() === "digest";
  }

  /** Parameter of a name in lower case. */
  param(name: string): Value<string> | undefined {
    return paramValue(this.params, name);
  }
  get realm(): Value<string> | undefined {
    return this.param("realm");
  }
  get nonce(): Value<string> | undefined {
    return this.param("nonce");
  }
  get algorithm(): Value<string> | undefined {
    return this.param("algorithm");
  }
  /** Of a challenge a list such as `auth,auth-int`; of credentials the one chosen. */
  get qop(): Value<string> | undefined {
    return this.param("qop");
  }
  get opaque(): Value<string> | undefined {
    return this.param("opaque");
  }
}

export class Challenge extends AuthValue {
  /** Undefined when absent or neither `true` nor `false`. */
  get stale(): boolean | undefined {
    const value = this.param("stale")?.value.toLowerCase();
    return value === "true" ? true : value === "false" ? false : undefined;
  }
  get domain(): Value<string> | undefined {
    return this.param("domain");
  }
}

export class Credentials extends AuthValue {
  get username(): Value<string> | undefined {
    return this.param("username");
  }
  get uri(): Value<string> | undefined {
    return this.param("uri");
  }
  get response(): Value<string> | undefined {
    return this.param("response");
  }
  /** Eight hexadecimal digits as text. */
  get nonceCount(): Value<string> | undefined {
    return this.param("nc");
  }
  get cnonce(): Value<string> | undefined {
    return this.param("cnonce");
  }
}

export function parseChallenges(text: string, header: HeaderField): Challenge[] {
  return readAuthValues(text, header, (scheme, params) => new Challenge(text, header, scheme, params));
}

export function parseCredentials(text: string, header: HeaderField): Credentials[] {
  return readAuthValues(text, header, (scheme, params) => new Credentials(text, header, scheme, params));
}

/** Schemes and parameters read from one field; several challenges of ten parameters each fit. */
const MAX_AUTH_PARAMS = 256;

/**
 * A field may hold several values with commas between them, just as their parameters have. A word followed by another
 * word, not by `=`, begins the next value: `Digest realm="a", nonce="b", Digest realm="c"`.
 */
function readAuthValues<T>(
  text: string,
  header: HeaderField,
  make: (scheme: ByteRange, params: readonly Param[]) => T,
): T[] {
  const values: T[] = [];
  let scheme: ByteRange | undefined;
  let params: Param[] = [];
  const { end } = header.valueRange;
  let at = header.valueRange.start;
  let read = 0;
  while (at < end && read++ < MAX_AUTH_PARAMS) {
    at = skipWhiteSpace(text, at, end);
    const wordEnd = endOfToken(text, at, end);
    const next = skipWhiteSpace(text, wordEnd, end);
    const isScheme = wordEnd > at && (scheme === undefined || (next > wordEnd && startsWord(text, next, end)));
    if (isScheme && text.charCodeAt(next) !== EQUALS) {
      if (scheme) values.push(make(scheme, params));
      scheme = { start: at, end: wordEnd };
      params = [];
      at = next;
      continue;
    }
    const partEnd = endOfAuthParam(text, at, end);
    const param = parseParam(text, at, partEnd);
    if (param) params.push(param);
    at = partEnd + 1;
  }
  if (scheme) values.push(make(scheme, params));
  return values;
}

/** Whether a parameter or another word begins here, rather than a separator. */
function startsWord(text: string, at: number, end: number): boolean {
  return at < end && endOfToken(text, at, end) > at;
}

/**
 * Offset of the separator after a parameter: the comma, or the blank behind a quoted value where a sender forgot the
 * comma (`realm="a" nonce="b"`). A quoted value may hold commas.
 */
function endOfAuthParam(text: string, start: number, end: number): number {
  const equals = skipWhiteSpace(text, endOfToken(text, start, end), end);
  const value = skipWhiteSpace(text, equals + 1, end);
  const isQuoted = value < end && text.charCodeAt(equals) === EQUALS && text.charCodeAt(value) === QUOTE;
  const close = isQuoted ? closingQuote(text, value, end) : value;
  if (close < 0) return end;
  if (isQuoted && close + 1 < end && isWhiteSpace(text.charCodeAt(close + 1))) {
    const next = skipWhiteSpace(text, close + 1, end);
    return text.charCodeAt(next) === COMMA ? next : close + 1;
  }
  const comma = indexOfCode(text, COMMA, isQuoted ? close : start, end);
  return comma < 0 ? end : comma;
}
