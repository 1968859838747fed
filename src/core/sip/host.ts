/** Host and port of a URI or Via (RFC 3261 §25.1): a name, an IPv4 address, or an IPv6 address in brackets. */
import ipaddr from "ipaddr.js";
import { COLON, LEFT_BRACKET, RIGHT_BRACKET } from "../model/ascii.js";
import { indexOfCode, parseDigits, skipWhiteSpace, trimEnd } from "./lexical.js";
import { type Value, valueAt } from "./value.js";

export interface HostPort {
  /** Canonical as `canonicalHost` makes it; undefined when nothing stands there. */
  readonly host: Value<string> | undefined;
  /** Undefined when absent or no number. */
  readonly port: Value<number> | undefined;
  /** What stands where the port should, empty when there is no colon. */
  readonly portText: Value<string>;
}

/** Longer than any literal with a zone; a longer text is not an address. */
const MAX_IPV6_LENGTH = 64;

/**
 * Lower case, IPv6 without brackets and as RFC 5952 writes it, so that equal hosts are equal strings and compare with
 * the address of an `Endpoint`. An invalid address stays as it is.
 */
export function canonicalHost(host: string): string {
  const bare = host.startsWith("[") && host.endsWith("]") ? host.slice(1, -1) : host;
  if (!bare.includes(":") || bare.length > MAX_IPV6_LENGTH) return bare.toLowerCase();
  // RFC 3261's own grammar yields three colons before an IPv4 part; RFC 5118 §4.10 asks to read them as two.
  const address = bare.replace(":::", "::");
  return ipaddr.IPv6.isValid(address) ? ipaddr.IPv6.parse(address).toRFC5952String() : bare.toLowerCase();
}

/** An IPv6 address without brackets, in any spelling that RFC 5118 asks to accept. */
export function isIpv6Address(text: string): boolean {
  return text.length <= MAX_IPV6_LENGTH && text.includes(":") && ipaddr.IPv6.isValid(text.replace(":::", "::"));
}

export function parseHostPort(text: string, start: number, end: number): HostPort {
  const from = skipWhiteSpace(text, start, end);
  const to = trimEnd(text, from, end);
  let hostStart = from;
  let hostEnd: number;
  let colon: number;
  const close = text.charCodeAt(from) === LEFT_BRACKET ? indexOfCode(text, RIGHT_BRACKET, from, to) : -1;
  if (close >= 0) {
    hostStart = from + 1;
    hostEnd = close;
    colon = indexOfCode(text, COLON, close, to);
  } else {
    colon = indexOfCode(text, COLON, from, to);
    // Several colons without brackets are an IPv6 address whose sender forgot them; no port can be told apart.
    if (colon >= 0 && indexOfCode(text, COLON, colon + 1, to) >= 0) colon = -1;
    hostEnd = trimEnd(text, from, colon < 0 ? to : colon);
  }
  const host =
    hostEnd > hostStart ? valueAt(canonicalHost(text.slice(hostStart, hostEnd)), hostStart, hostEnd) : undefined;
  const portStart = colon < 0 ? to : skipWhiteSpace(text, colon + 1, to);
  const port = parseDigits(text, portStart, to);
  return {
    host,
    port: Number.isNaN(port) ? undefined : valueAt(port, portStart, to),
    portText: valueAt(text.slice(portStart, to), portStart, to),
  };
}
