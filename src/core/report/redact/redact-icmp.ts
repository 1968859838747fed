/** What ICMP quotes of other packets, and how neighbours of IPv6 ask for each other (RFC 4861). */
import { MAX_KEEP_ALIVE_OCTETS } from "../../packet/datagrams.js";
import { looksLikeSip } from "../../packet/sip-framing.js";
import type { Pseudonyms } from "./pseudonyms.js";
import { redactMessage } from "./redact-message.js";

const HEADER_OCTETS = 8;
const TARGET_OCTETS = 16;
const SOLICITATION = 135;
const ADVERTISEMENT = 136;
const SOURCE_ADDRESS = 1;
const TARGET_ADDRESS = 2;

/** The payload of a quoted packet, mostly cut: the beginning of a SIP message, or else zeros. */
export function redactQuotedPayload(octets: Uint8Array, pseudonyms: Pseudonyms): Uint8Array {
  if (octets.length <= MAX_KEEP_ALIVE_OCTETS) return octets;
  // The quotation may end within the start line.
  const isSip =
    looksLikeSip(octets, 0, octets.length) ||
    /^[A-Z]{3,12} sips?:/.test(String.fromCharCode(...octets.subarray(0, 24)));
  return isSip ? redactMessage(octets, pseudonyms) : new Uint8Array(octets.length);
}

/** Changes an ICMPv6 message in place. @returns how many octets of it may be shown. */
export function redactNeighbourMessage(octets: Uint8Array, pseudonyms: Pseudonyms): number {
  const type = octets[0];
  if ((type !== SOLICITATION && type !== ADVERTISEMENT) || octets.length < HEADER_OCTETS + TARGET_OCTETS) {
    return Math.min(octets.length, HEADER_OCTETS);
  }
  pseudonyms.address(octets, HEADER_OCTETS, TARGET_OCTETS);
  let at = HEADER_OCTETS + TARGET_OCTETS;
  for (; at + HEADER_OCTETS <= octets.length; at += HEADER_OCTETS) {
    const isAddress = octets[at] === SOURCE_ADDRESS || octets[at] === TARGET_ADDRESS;
    if (!isAddress || octets[at + 1] !== 1) break;
    pseudonyms.hardware(octets, at + 2);
  }
  return at;
}
