/** Tells the headers that essentials are taken from, also in their compact forms (RFC 3261 §20). */
import { isWord, octetAt, word } from "./octets";

export enum Header {
  other,
  via,
  from,
  to,
  callId,
  cseq,
  contact,
  contentLength,
  maxForwards,
  minExpires,
  expires,
  authorization,
  proxyAuthorization,
  proxyAuthenticate,
  wwwAuthenticate,
  userAgent,
  route,
}

const LETTERS: usize = 32;
const LONGEST_OCTETS: i32 = 19;
/** By length and last letter, which no two of the names have in common: at most one comparison tells a header. */
const HEADERS = memory.data((LONGEST_OCTETS + 1) * 32);
const WORDS = memory.data((LONGEST_OCTETS + 1) * 32 * 4, 4);

name("via", Header.via);
name("v", Header.via);
name("from", Header.from);
name("f", Header.from);
name("to", Header.to);
name("t", Header.to);
name("call-id", Header.callId);
name("i", Header.callId);
name("cseq", Header.cseq);
name("contact", Header.contact);
name("m", Header.contact);
name("content-length", Header.contentLength);
name("l", Header.contentLength);
name("max-forwards", Header.maxForwards);
name("min-expires", Header.minExpires);
name("expires", Header.expires);
name("authorization", Header.authorization);
name("proxy-authorization", Header.proxyAuthorization);
name("proxy-authenticate", Header.proxyAuthenticate);
name("www-authenticate", Header.wwwAuthenticate);
name("user-agent", Header.userAgent);
name("route", Header.route);
name("record-route", Header.route);

function name(text: string, header: Header): void {
  const place = placeOf(text.length, text.charCodeAt(text.length - 1));
  store<u8>(HEADERS + place, <u8>header);
  store<usize>(WORDS + place * 4, word(text));
}

/** @param length of the name, more than 0 */
export function headerAt(start: usize, length: i32): Header {
  if (length > LONGEST_OCTETS) return Header.other;
  const place = placeOf(length, octetAt(start + length - 1));
  const header = <Header>octetAt(HEADERS + place);
  return header !== Header.other && isWord(start, length, load<usize>(WORDS + place * 4)) ? header : Header.other;
}

function placeOf(length: i32, lastLetter: i32): usize {
  return <usize>length * LETTERS + <usize>(lastLetter & 31);
}
