/** Tells the headers that essentials are taken from by their names as octets. */
import { isWord, word } from "./octets.js";

export const HEADER = {
  other: 0,
  via: 1,
  from: 2,
  to: 3,
  callId: 4,
  cseq: 5,
  contact: 6,
  contentLength: 7,
  maxForwards: 8,
  minExpires: 9,
  expires: 10,
  authorization: 11,
  proxyAuthorization: 12,
  proxyAuthenticate: 13,
  wwwAuthenticate: 14,
  userAgent: 15,
  route: 16,
} as const;

/** Also in their compact forms (RFC 3261 §20). */
const NAMES: readonly (readonly [name: string, header: number])[] = [
  ["via", HEADER.via],
  ["v", HEADER.via],
  ["from", HEADER.from],
  ["f", HEADER.from],
  ["to", HEADER.to],
  ["t", HEADER.to],
  ["call-id", HEADER.callId],
  ["i", HEADER.callId],
  ["cseq", HEADER.cseq],
  ["contact", HEADER.contact],
  ["m", HEADER.contact],
  ["content-length", HEADER.contentLength],
  ["l", HEADER.contentLength],
  ["max-forwards", HEADER.maxForwards],
  ["min-expires", HEADER.minExpires],
  ["expires", HEADER.expires],
  ["authorization", HEADER.authorization],
  ["proxy-authorization", HEADER.proxyAuthorization],
  ["proxy-authenticate", HEADER.proxyAuthenticate],
  ["www-authenticate", HEADER.wwwAuthenticate],
  ["user-agent", HEADER.userAgent],
  ["route", HEADER.route],
  ["record-route", HEADER.route],
];

const LETTERS = 32;
const LONGEST_OCTETS = 19;
/** By length and last letter, which no two of the names have in common: at most one comparison tells a header. */
const HEADERS = new Uint8Array((LONGEST_OCTETS + 1) * LETTERS);
const WORDS = Array.from(HEADERS, () => word(""));
for (const [name, header] of NAMES) {
  const place = placeOf(name.length, name.charCodeAt(name.length - 1));
  HEADERS[place] = header;
  WORDS[place] = word(name);
}

/** @param length of the name, more than 0 */
export function headerAt(octets: Uint8Array, start: number, length: number): number {
  if (length > LONGEST_OCTETS) return HEADER.other;
  const place = placeOf(length, octets[start + length - 1]!);
  const header = HEADERS[place]!;
  return header !== HEADER.other && isWord(octets, start, length, WORDS[place]!) ? header : HEADER.other;
}

function placeOf(length: number, lastLetter: number): number {
  return length * LETTERS + (lastLetter & (LETTERS - 1));
}
