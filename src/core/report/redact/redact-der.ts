/** DER (X.690): texts, names, keys and signatures of a certificate replaced in place; structure, algorithms and dates stay. */
import { octetsOf } from "../../model/octets.js";
import type { Pseudonyms } from "./pseudonyms.js";
import { textOf } from "./redact-message.js";
import { keepsNothing, scrub } from "./scrub.js";

const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  enumerated: 0x0a,
  utcTime: 0x17,
  generalizedTime: 0x18,
} as const;
const PLAIN = new Set<number>([
  TAG.boolean,
  TAG.null,
  TAG.objectIdentifier,
  TAG.enumerated,
  TAG.utcTime,
  TAG.generalizedTime,
]);
/** UTF8-, Printable-, T61-, IA5-, VisibleString; of alternative names the mail address, the DNS name and the URI. */
const TEXTS = new Set([0x0c, 0x13, 0x14, 0x16, 0x1a, 0x81, 0x82, 0x86]);
const IP_ADDRESS = 0x87;
const CONSTRUCTED = 0x20;
/** Versions, exponents and path lengths. */
const SMALL_INTEGER_OCTETS = 3;
const MAX_DEPTH = 32;
/** Country names and the like of two letters are no secret; scrubbing them would make them invalid. */
const SHORT_TEXT_OCTETS = 2;

interface Element {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

export function redactDer(octets: Uint8Array, pseudonyms: Pseudonyms, depth = 0): void {
  for (let at = 0; at < octets.length;) {
    const element = elementAt(octets, at);
    if (element === undefined || depth > MAX_DEPTH) return pseudonyms.opaque(octets.subarray(at));
    redactElement(element.tag, octets.subarray(element.start, element.end), pseudonyms, depth);
    at = element.end;
  }
}

function redactElement(tag: number, content: Uint8Array, pseudonyms: Pseudonyms, depth: number): void {
  if ((tag & CONSTRUCTED) !== 0) return redactDer(content, pseudonyms, depth + 1);
  if (PLAIN.has(tag) || content.length === 0) return;
  if (TEXTS.has(tag)) {
    if (content.length > SHORT_TEXT_OCTETS) content.set(octetsOf(scrub(textOf(content), pseudonyms, keepsNothing)));
    return;
  }
  switch (tag) {
    case IP_ADDRESS:
      if (content.length === 4 || content.length === 16) return pseudonyms.address(content, 0, content.length);
      break;
    case TAG.integer:
      // The first octet tells the sign.
      if (content.length > SMALL_INTEGER_OCTETS) pseudonyms.opaque(content.subarray(1));
      return;
    case TAG.octetString:
      if (isDer(content)) return redactDer(content, pseudonyms, depth + 1);
      break;
    case TAG.bitString:
      // Behind the count of unused bits: a key in DER, a point on a curve, or flags.
      if (isDer(content.subarray(1))) return redactDer(content.subarray(1), pseudonyms, depth + 1);
      if (content.length > SMALL_INTEGER_OCTETS) pseudonyms.opaque(content.subarray(2));
      return;
  }
  pseudonyms.opaque(content);
}

/** The octets are elements up to the last one. */
function isDer(octets: Uint8Array): boolean {
  let at = 0;
  while (at < octets.length) {
    const element = elementAt(octets, at);
    if (element === undefined || octets[at] === 0) return false;
    at = element.end;
  }
  return octets.length > 0;
}

function elementAt(octets: Uint8Array, at: number): Element | undefined {
  const first = octets[at + 1];
  if (first === undefined) return undefined;
  const lengthOctets = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || lengthOctets > 3) return undefined;
  let length = first < 0x80 ? first : 0;
  for (let index = 0; index < lengthOctets; index++) length = length * 256 + (octets[at + 2 + index] ?? 0);
  const start = at + 2 + lengthOctets;
  return start + length > octets.length ? undefined : { tag: octets[at]!, start, end: start + length };
}
