/** DHCP messages (RFC 2131 §2): addresses, names of servers, and what names the client. */
import { octetsOf } from "../../model/octets.js";
import type { Pseudonyms } from "./pseudonyms.js";
import { textOf } from "./redact-message.js";
import { keepsNothing, scrub } from "./scrub.js";

const ADDRESSES = [12, 16, 20, 24];
const HARDWARE = 28;
const SERVER_NAME = 44;
const COOKIE = 236;
const OPTIONS = 240;
const END = 255;
const SIP_SERVERS = 120;
/** Lists of addresses: mask aside, routers, time, names, loggers, NetBIOS, NTP, requested address, server, TFTP. */
const ADDRESS_OPTIONS = new Set([3, 4, 5, 6, 7, 8, 28, 41, 42, 44, 45, 50, 54, 150]);
/** Host name, domain, TFTP server, boot file, provisioning, and their like. */
const TEXT_OPTIONS = new Set([12, 15, 60, 66, 67, 128, 159, 160]);
/** Mask, lease, type, parameters asked for, longest message, renewal, rebinding. */
const PLAIN_OPTIONS = new Set([1, 51, 53, 55, 57, 58, 59]);

/** @param octets the message, changed in place and given back */
export function redactDhcp(octets: Uint8Array, pseudonyms: Pseudonyms): Uint8Array {
  for (const at of ADDRESSES) pseudonyms.address(octets, at, 4);
  pseudonyms.hardware(octets, HARDWARE);
  octets.fill(0, HARDWARE + 6, Math.min(COOKIE, octets.length));
  octets.fill(0, SERVER_NAME, Math.min(COOKIE, octets.length));
  let at = OPTIONS;
  while (at + 1 < octets.length && octets[at] !== END) {
    const code = octets[at]!;
    const end = code === 0 ? at + 1 : at + 2 + octets[at + 1]!;
    if (end > octets.length) break;
    if (code !== 0) redactOption(code, octets.subarray(at + 2, end), pseudonyms);
    at = end;
  }
  octets.fill(0, Math.min(at + 1, octets.length));
  return octets;
}

function redactOption(code: number, value: Uint8Array, pseudonyms: Pseudonyms): void {
  if (PLAIN_OPTIONS.has(code)) return;
  if (ADDRESS_OPTIONS.has(code)) return addresses(value, 0, pseudonyms);
  if (TEXT_OPTIONS.has(code)) return value.set(octetsOf(scrub(textOf(value), pseudonyms, keepsNothing)));
  if (code === SIP_SERVERS && value[0] === 1) return addresses(value, 1, pseudonyms);
  if (code === SIP_SERVERS) return names(value, pseudonyms);
  value.fill(0);
}

function addresses(value: Uint8Array, start: number, pseudonyms: Pseudonyms): void {
  for (let at = start; at + 4 <= value.length; at += 4) pseudonyms.address(value, at, 4);
}

/** Labels with their lengths (RFC 3361 §3.1). */
function names(value: Uint8Array, pseudonyms: Pseudonyms): void {
  const lengths: number[] = [];
  for (let at = 1; at < value.length; at += 1 + value[at]!) lengths.push(at);
  const dotted = value.slice(1);
  for (const at of lengths) dotted[at - 1] = value[at] === 0 ? 0 : 0x2e;
  const redacted = octetsOf(scrub(textOf(dotted), pseudonyms, keepsNothing));
  for (const at of lengths) redacted[at - 1] = value[at]!;
  value.set(redacted, 1);
}
