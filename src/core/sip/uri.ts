/** SIP, SIPS and other URIs (RFC 3261 §19.1), their equivalence and the canonical form of an address-of-record. */
import { AT, COLON, SEMICOLON } from "../model/ascii.js";
import type { ByteRange } from "../model/span.js";
import { parseHostPort } from "./host.js";
import { indexOfCode, skipWhiteSpace, trimEnd } from "./lexical.js";
import { findParam, type Param, paramValue, parseParams } from "./params.js";
import { type Value, valueAt } from "./value.js";

export interface Uri {
  /** As on the wire. */
  readonly text: string;
  readonly range: ByteRange;
  /** Lower case; "" when there is none. */
  readonly scheme: string;
  /** `sip:` or `sips:`. Only these have the parts below; another scheme keeps its rest in `opaque`. */
  readonly isSip: boolean;
  /** As on the wire, escapes included; undefined when there is no `@`. */
  readonly user: Value<string> | undefined;
  readonly password: Value<string> | undefined;
  /** Canonical: lower case, IPv6 without brackets (the range too excludes them). */
  readonly host: Value<string> | undefined;
  readonly port: Value<number> | undefined;
  readonly portText: Value<string>;
  readonly params: readonly Param[];
  /** After the `?`; undefined when there is none. */
  readonly headers: Value<string> | undefined;
  /** What follows the colon of a scheme other than SIP's. */
  readonly opaque: Value<string> | undefined;
}

const QUESTION = 0x3f;
const NO_PARAMS: readonly Param[] = [];

/** Reads the URI between two offsets, without the angle brackets. Gives what it can read of anything. */
export function parseUri(text: string, start: number, end: number): Uri {
  const from = skipWhiteSpace(text, start, end);
  const to = trimEnd(text, from, end);
  const range = { start: from, end: to };
  const whole = text.slice(from, to);
  const colon = indexOfCode(text, COLON, from, to);
  const scheme = colon < 0 ? "" : text.slice(from, colon).trimEnd().toLowerCase();
  if (scheme !== "sip" && scheme !== "sips") {
    const rest = colon < 0 ? from : colon + 1;
    const opaque = valueAt(text.slice(rest, to), rest, to);
    const portText = valueAt("", to, to);
    const absent = { user: undefined, password: undefined, host: undefined, port: undefined, headers: undefined };
    return { text: whole, range, scheme, isSip: false, ...absent, portText, params: NO_PARAMS, opaque };
  }
  const rest = colon + 1;
  const at = lastAt(text, rest, to);
  const hostStart = at < 0 ? rest : at + 1;
  let question = indexOfCode(text, QUESTION, hostStart, to);
  if (question < 0) question = to;
  let semicolon = indexOfCode(text, SEMICOLON, hostStart, question);
  if (semicolon < 0) semicolon = question;
  const passwordColon = at < 0 ? -1 : indexOfCode(text, COLON, rest, at);
  const userEnd = passwordColon < 0 ? at : passwordColon;
  return {
    text: whole,
    range,
    scheme,
    isSip: true,
    user: at < 0 ? undefined : valueAt(text.slice(rest, userEnd), rest, userEnd),
    password: passwordColon < 0 ? undefined : valueAt(text.slice(passwordColon + 1, at), passwordColon + 1, at),
    ...parseHostPort(text, hostStart, semicolon),
    params: semicolon < question ? parseParams(text, semicolon + 1, question) : NO_PARAMS,
    headers: question < to ? valueAt(text.slice(question + 1, to), question + 1, to) : undefined,
    opaque: undefined,
  };
}

/**
 * The `@` that ends the user part: the last before any `?` of headers. `;` and `?` may stand in the user part, so they
 * end the search only when no `@` follows (RFC 3261 §25.1, user-unreserved).
 */
function lastAt(text: string, start: number, end: number): number {
  let found = -1;
  let question = false;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === AT && !(question && found >= 0)) found = at;
    else if (code === QUESTION) question = true;
  }
  return found;
}

/** The port that a URI means: its own, or the default of its scheme and transport (RFC 3261 §19.1.2). */
export function portOf(uri: Uri): number {
  if (uri.port) return uri.port.value;
  const transport = paramValue(uri.params, "transport")?.value.toLowerCase();
  return uri.scheme === "sips" || transport === "tls" ? 5061 : 5060;
}

/** Resolves the escapes of characters that need none, so that `%61` and `a` are equal (RFC 3261 §19.1.4). */
export function normaliseEscapes(text: string): string {
  if (!text.includes("%")) return text;
  return text.replace(/%([0-9a-f]{2})/gi, (escape, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return /[A-Za-z0-9\-_.!~*'()]/.test(character) ? character : escape.toUpperCase();
  });
}

/**
 * The address-of-record in canonical form (RFC 3261 §10.3 step 5): scheme, user and host, without password, parameters,
 * headers and default port: `sip:2001@pbx.example.com`. A URI of another scheme is its own text, in lower case up to the colon.
 */
export function canonicalAor(uri: Uri): string {
  if (!uri.isSip) return uri.scheme === "" ? uri.text : `${uri.scheme}:${uri.opaque?.value ?? ""}`;
  const user = uri.user ? `${normaliseEscapes(uri.user.value)}@` : "";
  const host = uri.host?.value ?? "";
  const bracketed = host.includes(":") ? `[${host}]` : host;
  const isDefault = uri.port === undefined || uri.port.value === (uri.scheme === "sips" ? 5061 : 5060);
  return `${uri.scheme}:${user}${bracketed}${isDefault ? "" : `:${uri.port.value}`}`;
}

/** These must match when only one of the two URIs has them (RFC 3261 §19.1.4). */
const DECISIVE_PARAMS = ["user", "ttl", "method", "maddr", "transport"];

/**
 * Equivalence of URIs (RFC 3261 §19.1.4), with one leniency: a default port may be left out, as the digest-uri of many
 * phones does.
 */
export function sameUri(a: Uri, b: Uri): boolean {
  if (a.text === b.text) return true;
  if (a.scheme !== b.scheme) return false;
  if (!a.isSip) return a.opaque?.value.toLowerCase() === b.opaque?.value.toLowerCase();
  if (normaliseEscapes(a.user?.value ?? "") !== normaliseEscapes(b.user?.value ?? "")) return false;
  if (normaliseEscapes(a.password?.value ?? "") !== normaliseEscapes(b.password?.value ?? "")) return false;
  if (a.host?.value !== b.host?.value || portOf(a) !== portOf(b)) return false;
  return sameParams(a.params, b.params) && sameHeaders(a.headers?.value, b.headers?.value);
}

function sameParams(a: readonly Param[], b: readonly Param[]): boolean {
  for (const name of DECISIVE_PARAMS) {
    if ((findParam(a, name) === undefined) !== (findParam(b, name) === undefined)) return false;
  }
  const ofB = new Map(b.map((param) => [normaliseEscapes(param.name), param.value]));
  return a.every((param) => {
    const name = normaliseEscapes(param.name);
    if (!ofB.has(name)) return true;
    return normaliseEscapes(param.value ?? "").toLowerCase() === normaliseEscapes(ofB.get(name) ?? "").toLowerCase();
  });
}

/** Headers are never ignored, and their order does not matter. */
function sameHeaders(a: string | undefined, b: string | undefined): boolean {
  const sorted = (headers: string | undefined) =>
    normaliseEscapes(headers ?? "")
      .toLowerCase()
      .split("&")
      .sort()
      .join("&");
  return sorted(a) === sorted(b);
}
