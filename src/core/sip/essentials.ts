/** What correlation needs of a message, found by one look at its octets: the fast way for the million usual ones. */

import {
  BACKSLASH,
  COLON,
  COMMA,
  CR,
  digits,
  EQUALS,
  isBlank,
  isVersion,
  isWord,
  LEFT_ANGLE,
  LEFT_BRACKET,
  LF,
  QUOTE,
  RIGHT_ANGLE,
  RIGHT_BRACKET,
  SEMICOLON,
  skipBlanks,
  SLASH,
  SPACE,
  TAB,
  trimBlanks,
} from "./octets.js";
import { PlainAddress } from "./plain-address.js";
import { PlainAuthentication } from "./plain-authentication.js";
import { PlainVia } from "./plain-via.js";

/** Which of the headers that a request must have were seen; bits of `Essentials.seen`. */
export const SEEN = { via: 1, from: 2, to: 4, callId: 8, cseq: 16, maxForwards: 32, contact: 64, length: 128 } as const;
const MANDATORY = SEEN.via | SEEN.from | SEEN.to | SEEN.callId | SEEN.cseq;

/**
 * A record that is filled again for each message. Ranges are octets of the message, half-open; start equals end for what
 * is not there. They say what `SipMessage` would: `scan` gives up rather than guess, on folds, odd start lines, escapes.
 */
export class Essentials {
  /** 0 for a request. */
  status = 0;
  methodStart = 0;
  methodEnd = 0;
  cseqNumber = 0;
  cseqMethodStart = 0;
  cseqMethodEnd = 0;
  callIdStart = 0;
  callIdEnd = 0;
  /** Of the top Via. */
  branchStart = 0;
  branchEnd = 0;
  toTagStart = 0;
  toTagEnd = 0;
  /** The URI of To, without its brackets. */
  toUriStart = 0;
  toUriEnd = 0;
  /** Of the top Via: its host without brackets, its port (0 when absent), and what the next hop saw (RFC 3581). */
  viaHostStart = 0;
  viaHostEnd = 0;
  viaPort = 0;
  receivedStart = 0;
  receivedEnd = 0;
  /** 0 when absent or without value. */
  rport = 0;
  /** Vias in all. */
  hops = 0;
  seen = 0;
  hasCredentials = false;
  hasChallenge = false;
  /** The length of the body agrees with Content-Length, or none is declared. */
  isWhole = false;
  /**
   * Every header that has a grammar is in its plain form, what must be there is there once, and the body is whole: then
   * peers have no fault to refuse the message for.
   */
  isSound = false;
  /** The URI of From in its plain form, without its brackets. */
  fromUriStart = 0;
  fromUriEnd = 0;
  /** Contacts in plain form; -1 when one is not. */
  contacts = 0;
  /** Of the first Contact: its whole value with parameters, its URI. */
  contactStart = 0;
  contactEnd = 0;
  contactUriStart = 0;
  contactUriEnd = 0;
  /** A Contact has a parameter `received`. */
  isContactReceived = false;
  /** Seconds that the first Contact says, else those of Expires; -1 for neither. */
  expiresSeconds = -1;
  userAgentStart = 0;
  userAgentEnd = 0;
  /** The one and only challenge or credentials, if there is just one and it is plain; `hasDigest` tells. */
  readonly digest = new PlainAuthentication();
  hasDigest = false;
  /** It stands in a Proxy-Authenticate or Proxy-Authorization. */
  isProxyDigest = false;
  /** Reason phrase of a response. */
  reasonStart = 0;
  reasonEnd = 0;
  /** The user name of the credentials is the user of To, octet for octet. */
  isUserOfTo = false;

  #octets: Uint8Array = new Uint8Array(0);
  #contentLength = -1;
  #isPlain = true;
  /** Headers with challenges or credentials. */
  #digests = 0;
  #expires = -1;
  #contactExpires = -1;
  #toUserStart = 0;
  #toUserEnd = 0;
  readonly #address = new PlainAddress();
  readonly #via = new PlainVia();
  /** Of the parameter that `#param` found. */
  #valueStart = 0;
  #valueEnd = 0;
  #isBare = false;

  /** @returns whether the message is as usual and the fields are filled; else read it as a `SipMessage`. */
  scan(octets: Uint8Array): boolean {
    this.#octets = octets;
    this.#clear();
    let end = octets.indexOf(LF);
    if (end < 1 || octets[end - 1] !== CR || !this.#readStartLine(end - 1)) return false;
    for (;;) {
      const line = end + 1;
      end = octets.indexOf(LF, line);
      if (end < 0 || octets[end - 1] !== CR) return false;
      if (end - 1 === line) break;
      const first = octets[line]!;
      if (first === SPACE || first === TAB || !this.#readField(line, end - 1)) return false;
    }
    const bodyOctets = octets.length - end - 1;
    this.isWhole = this.#contentLength < 0 || this.#contentLength === bodyOctets;
    this.#conclude();
    return true;
  }

  /** What can be told only when all headers are read. */
  #conclude(): void {
    const octets = this.#octets;
    const { digest } = this;
    this.hasDigest = this.#digests === 1 && this.hasDigest;
    this.expiresSeconds = this.#contactExpires >= 0 ? this.#contactExpires : this.#expires;
    const nameOctets = digest.usernameEnd - digest.usernameStart;
    this.isUserOfTo =
      this.hasDigest &&
      nameOctets > 0 &&
      nameOctets === this.#toUserEnd - this.#toUserStart &&
      areEqual(octets, digest.usernameStart, this.#toUserStart, nameOctets);
    this.isSound = this.#isPlain && this.isWhole && (this.seen & MANDATORY) === MANDATORY && this.#isRequestSound();
  }

  #isRequestSound(): boolean {
    if (this.status !== 0) return true;
    const octets = this.#octets;
    if ((this.seen & SEEN.maxForwards) === 0) return false;
    const length = this.methodEnd - this.methodStart;
    if (length !== this.cseqMethodEnd - this.cseqMethodStart) return false;
    if (!areEqual(octets, this.methodStart, this.cseqMethodStart, length)) return false;
    return (this.seen & SEEN.contact) !== 0 || !isWord(octets, this.methodStart, length, "invite");
  }

  #clear(): void {
    this.status = this.methodStart = this.methodEnd = this.cseqNumber = this.cseqMethodStart = this.cseqMethodEnd = 0;
    this.callIdStart = this.callIdEnd = this.branchStart = this.branchEnd = this.toTagStart = this.toTagEnd = 0;
    this.toUriStart = this.toUriEnd = this.viaHostStart = this.viaHostEnd = this.viaPort = 0;
    this.receivedStart = this.receivedEnd = this.rport = this.hops = this.seen = 0;
    this.hasCredentials = this.hasChallenge = false;
    this.#contentLength = this.#expires = this.#contactExpires = this.expiresSeconds = -1;
    this.fromUriStart = this.fromUriEnd = 0;
    this.contacts = this.contactStart = this.contactEnd = this.contactUriStart = this.contactUriEnd = 0;
    this.#toUserStart = this.#toUserEnd = this.#digests = 0;
    this.isContactReceived = this.hasDigest = this.isProxyDigest = false;
    this.reasonStart = this.reasonEnd = this.userAgentStart = this.userAgentEnd = 0;
    this.#isPlain = true;
  }

  /** `SIP/2.0 401 …`, or a method in capitals, one blank, a URI without blanks, one blank, `SIP/2.0`. */
  #readStartLine(end: number): boolean {
    const octets = this.#octets;
    if (isVersion(octets, 0)) {
      if (end < 12 || octets[7] !== SPACE || (octets[11] !== SPACE && end > 11)) return false;
      const status = digits(octets, 8, 11);
      this.status = status;
      this.reasonStart = Math.min(12, end);
      this.reasonEnd = end;
      return status >= 100 && status <= 699;
    }
    let at = 0;
    while (at < end && octets[at]! >= 0x41 && octets[at]! <= 0x5a) at++;
    this.methodEnd = at;
    if (at === 0 || octets[at] !== SPACE || end < at + 10) return false;
    const version = end - 7;
    if (octets[version - 1] !== SPACE || !isVersion(octets, version)) return false;
    for (let uri = at + 1; uri < version - 1; uri++) if (octets[uri] === SPACE) return false;
    if (this.#address.readUri(octets, at + 1, version - 1) !== version - 1) this.#isPlain = false;
    return version - 1 > at + 1;
  }

  #readField(line: number, end: number): boolean {
    const octets = this.#octets;
    let colon = line;
    while (colon < end && octets[colon] !== COLON) colon++;
    if (colon === end || colon === line || isBlank(octets[colon - 1]!)) return false;
    const length = colon - line;
    const value = colon + 1;
    // Headers that matter here begin with one of a dozen letters; nothing is read of the others.
    switch (octets[line]! | 0x20) {
      case 0x76: // v
        return length === 1 || isWord(octets, line, length, "via") ? this.#readVia(value, end) : true;
      case 0x66: // f
        if (length === 1 || isWord(octets, line, length, "from")) this.#readFrom(value, end);
        return true;
      case 0x74: // t
        return length === 1 || isWord(octets, line, length, "to") ? this.#readTo(value, end) : true;
      case 0x69: // i
        if (length === 1) this.#readCallId(value, end);
        return true;
      case 0x63: // c
        if (isWord(octets, line, length, "call-id")) this.#readCallId(value, end);
        else if (isWord(octets, line, length, "cseq")) return this.#readCSeq(value, end);
        else if (isWord(octets, line, length, "contact")) this.#readContacts(value, end);
        else if (isWord(octets, line, length, "content-length")) return this.#readContentLength(value, end);
        return true;
      case 0x6c: // l
        return length === 1 ? this.#readContentLength(value, end) : true;
      case 0x6d: // m
        if (length === 1) this.#readContacts(value, end);
        else if (isWord(octets, line, length, "max-forwards")) this.#readMaxForwards(value, end);
        else if (isWord(octets, line, length, "min-expires")) this.#readSeconds(value, end);
        return true;
      case 0x61: // a
        if (isWord(octets, line, length, "authorization")) this.#readCredentials(value, end, false);
        return true;
      case 0x70: // p
        if (isWord(octets, line, length, "proxy-authorization")) this.#readCredentials(value, end, true);
        else if (isWord(octets, line, length, "proxy-authenticate")) this.#readChallenge(value, end, true);
        return true;
      case 0x77: // w
        if (isWord(octets, line, length, "www-authenticate")) this.#readChallenge(value, end, false);
        return true;
      case 0x65: // e
        if (isWord(octets, line, length, "expires") && this.#expires < 0) this.#expires = this.#readSeconds(value, end);
        return true;
      case 0x75: // u
        if (isWord(octets, line, length, "user-agent")) this.#readUserAgent(value, end);
        return true;
      case 0x72: // r
        if (isWord(octets, line, length, "route") || isWord(octets, line, length, "record-route")) {
          if (this.#readAddresses(value, end) < 0) this.#isPlain = false;
        }
        return true;
      default:
        return true;
    }
  }

  #readCredentials(start: number, end: number, isProxy: boolean): void {
    this.hasCredentials = true;
    this.#readDigest(start, end, isProxy);
  }

  #readChallenge(start: number, end: number, isProxy: boolean): void {
    this.hasChallenge = true;
    this.#readDigest(start, end, isProxy);
  }

  #readDigest(start: number, end: number, isProxy: boolean): void {
    const octets = this.#octets;
    this.#digests++;
    this.isProxyDigest = isProxy;
    const from = skipBlanks(octets, start, end);
    const { digest } = this;
    const isPlain = digest.read(octets, from, trimBlanks(octets, from, end));
    if (!isPlain) this.#isPlain = false;
    this.hasDigest = isPlain && digest.nonceEnd > digest.nonceStart && digest.realmEnd > digest.realmStart;
  }

  /** Seconds below 2^30; -1 for what is left to the parser. */
  #readSeconds(start: number, end: number): number {
    const octets = this.#octets;
    const from = skipBlanks(octets, start, end);
    const to = trimBlanks(octets, from, end);
    const seconds = to > from && to - from < 10 ? digits(octets, from, to) : -1;
    if (seconds < 0) this.#isPlain = false;
    return seconds;
  }

  #readMaxForwards(start: number, end: number): void {
    if (this.seen & SEEN.maxForwards) this.#isPlain = false;
    this.seen |= SEEN.maxForwards;
    if (this.#readSeconds(start, end) > 255) this.#isPlain = false;
  }

  #readUserAgent(start: number, end: number): void {
    if (this.userAgentEnd > 0) return;
    this.userAgentStart = skipBlanks(this.#octets, start, end);
    this.userAgentEnd = trimBlanks(this.#octets, this.userAgentStart, end);
  }

  #readFrom(start: number, end: number): void {
    const octets = this.#octets;
    if (this.seen & SEEN.from) {
      this.#isPlain = false;
      return;
    }
    this.seen |= SEEN.from;
    const address = this.#address;
    const last = trimBlanks(octets, start, end);
    if (!address.read(octets, skipBlanks(octets, start, last), last) || address.next !== last || address.tagEnd === 0) {
      this.#isPlain = false;
      return;
    }
    this.fromUriStart = address.uriStart;
    this.fromUriEnd = address.uriEnd;
  }

  #readContacts(start: number, end: number): void {
    this.seen |= SEEN.contact;
    const isFirst = this.contacts === 0;
    const from = skipBlanks(this.#octets, start, end);
    const count = this.#readAddresses(from, end, isFirst);
    if (count < 0) this.#isPlain = false;
    this.contacts = count < 0 || this.contacts < 0 ? -1 : this.contacts + count;
  }

  /** @returns how many plain addresses stand there, with commas between; -1 when anything else does. */
  #readAddresses(start: number, end: number, isFirstContact?: boolean): number {
    const octets = this.#octets;
    const address = this.#address;
    const last = trimBlanks(octets, start, end);
    let at = skipBlanks(octets, start, last);
    for (let count = 1; ; count++) {
      const from = at;
      if (!address.read(octets, at, last)) return -1;
      at = address.next;
      if (isFirstContact !== undefined) {
        if (address.hasReceived) this.isContactReceived = true;
        if (isFirstContact && count === 1) {
          this.contactStart = from;
          this.contactEnd = at;
          this.contactUriStart = address.uriStart;
          this.contactUriEnd = address.uriEnd;
          this.#contactExpires = address.expires;
        }
      }
      if (at === last) return count;
      at = skipBlanks(octets, at, last);
      if (octets[at] !== COMMA || at >= last) return -1;
      at = skipBlanks(octets, at + 1, last);
    }
  }

  /** Counts the Vias of the field; the branch is that of the very first. A quote or an empty element is left to the parser. */
  #readVia(start: number, end: number): boolean {
    const octets = this.#octets;
    const isTop = this.hops === 0;
    this.seen |= SEEN.via;
    const via = this.#via;
    const from = skipBlanks(octets, start, end);
    if (via.read(octets, from, trimBlanks(octets, from, end))) {
      this.hops++;
      if (!isTop) return true;
      this.branchStart = via.branchStart;
      this.branchEnd = via.branchEnd;
      this.viaHostStart = via.hostStart;
      this.viaHostEnd = via.hostEnd;
      this.viaPort = via.port;
      this.receivedStart = via.receivedStart;
      this.receivedEnd = via.receivedEnd;
      this.rport = via.rport;
      return true;
    }
    this.#isPlain = false;
    let elementEnd = -1;
    let isEmpty = true;
    for (let at = start; at < end; at++) {
      const octet = octets[at]!;
      if (octet === QUOTE || octet === BACKSLASH || octet === LEFT_ANGLE) return false;
      if (octet === COMMA) {
        if (isEmpty) return false;
        if (elementEnd < 0) elementEnd = at;
        this.hops++;
        isEmpty = true;
      } else if (!isBlank(octet)) isEmpty = false;
    }
    if (isEmpty) return false;
    this.hops++;
    if (!isTop) return true;
    return this.#readTopVia(start, elementEnd < 0 ? end : elementEnd);
  }

  /** `SIP/2.0/UDP host:port;params` without blanks inside the host. */
  #readTopVia(start: number, end: number): boolean {
    const octets = this.#octets;
    if (this.#param(start, end, "branch") < 0) return false;
    this.branchStart = this.#valueStart;
    this.branchEnd = this.#valueEnd;
    if (this.#param(start, end, "received") < 0) return false;
    this.receivedStart = this.#valueStart;
    this.receivedEnd = this.#valueEnd;
    if (this.#flag(start, end, "rport") < 0) return false;
    this.rport = Math.max(digits(octets, this.#valueStart, this.#valueEnd), 0);

    let at = skipBlanks(octets, start, end);
    if (!isVersion(octets, at) || octets[at + 7] !== SLASH) return false;
    at += 8;
    const transport = at;
    while (at < end && octets[at]! > SPACE && octets[at] !== SEMICOLON && octets[at] !== SLASH) at++;
    if (at === transport || octets[at] !== SPACE) return false;
    at = skipBlanks(octets, at, end);
    const isBracketed = octets[at] === LEFT_BRACKET;
    if (isBracketed) at++;
    this.viaHostStart = at;
    while (at < end && octets[at]! > SPACE && octets[at] !== SEMICOLON) {
      if (octets[at] === (isBracketed ? RIGHT_BRACKET : COLON)) break;
      at++;
    }
    this.viaHostEnd = at;
    if (at === this.viaHostStart) return false;
    if (isBracketed && octets[at++] !== RIGHT_BRACKET) return false;
    if (octets[at] === COLON && at < end) {
      const port = ++at;
      while (at < end && octets[at]! >= 0x30 && octets[at]! <= 0x39) at++;
      if (at === port || at - port > 5) return false;
      this.viaPort = digits(octets, port, at);
    }
    at = skipBlanks(octets, at, end);
    return at >= end || octets[at] === SEMICOLON;
  }

  /** As `#param`, but the parameter may stand without a value. */
  #flag(start: number, end: number, name: string): number {
    const found = this.#param(start, end, name);
    return found < 0 && this.#isBare ? 0 : found;
  }

  /** The tag stands behind the URI: behind the brackets, or behind the first semicolon. */
  #readTo(start: number, end: number): boolean {
    if (this.seen & SEEN.to) {
      this.#isPlain = false;
      return true;
    }
    this.seen |= SEEN.to;
    const octets = this.#octets;
    const address = this.#address;
    let at = skipBlanks(octets, start, end);
    const last = trimBlanks(octets, at, end);
    if (address.read(octets, at, last) && address.next === last) {
      this.toUriStart = address.uriStart;
      this.toUriEnd = address.uriEnd;
      this.toTagStart = address.tagStart;
      this.toTagEnd = address.tagEnd;
      this.#toUserStart = address.userStart;
      this.#toUserEnd = address.userEnd;
      return true;
    }
    this.#isPlain = false;
    if (octets[at] === QUOTE) {
      for (at++; at < end && octets[at] !== QUOTE; at++) if (octets[at] === BACKSLASH) return false;
      at = skipBlanks(octets, at + 1, end);
      if (octets[at] !== LEFT_ANGLE || at >= end) return false;
    }
    let from = -1;
    this.toUriStart = at;
    for (; at < end && from < 0; at++) {
      const octet = octets[at]!;
      if (octet === QUOTE || octet === BACKSLASH || octet === COMMA) return false;
      if (octet === SEMICOLON) {
        from = at;
        this.toUriEnd = trimBlanks(octets, this.toUriStart, at);
        // A bracket behind the first parameter would make a name of what stands before it.
        if (octets.subarray(at, end).includes(LEFT_ANGLE)) return false;
      }
      if (octet !== LEFT_ANGLE) continue;
      this.toUriStart = skipBlanks(octets, at + 1, end);
      while (at < end && octets[at] !== RIGHT_ANGLE) at++;
      if (at >= end) return false;
      this.toUriEnd = trimBlanks(octets, this.toUriStart, at);
      from = at;
    }
    if (from < 0) {
      this.toUriEnd = trimBlanks(octets, this.toUriStart, end);
      return true;
    }
    const found = this.#param(from, end, "tag");
    if (found < 0) return false;
    this.toTagStart = this.#valueStart;
    this.toTagEnd = this.#valueEnd;
    return true;
  }

  #readCallId(start: number, end: number): void {
    const octets = this.#octets;
    if (this.seen & SEEN.callId) {
      this.#isPlain = false;
      return;
    }
    this.seen |= SEEN.callId;
    this.callIdStart = skipBlanks(octets, start, end);
    this.callIdEnd = trimBlanks(octets, this.callIdStart, end);
    if (this.callIdStart === this.callIdEnd) this.#isPlain = false;
  }

  #readCSeq(start: number, end: number): boolean {
    if (this.seen & SEEN.cseq) {
      this.#isPlain = false;
      return true;
    }
    this.seen |= SEEN.cseq;
    const octets = this.#octets;
    const number = skipBlanks(octets, start, end);
    let numberEnd = number;
    while (numberEnd < end && octets[numberEnd]! >= 0x30 && octets[numberEnd]! <= 0x39) numberEnd++;
    const method = skipBlanks(octets, numberEnd, end);
    const methodEnd = trimBlanks(octets, method, end);
    // Ten digits may exceed 2**31, which is a fault for the parser to name.
    if (numberEnd === number || numberEnd - number > 9 || method === numberEnd || methodEnd === method) return false;
    for (let at = method; at < methodEnd; at++) if (octets[at]! < 0x41 || octets[at]! > 0x5a) return false;
    this.cseqNumber = digits(octets, number, numberEnd);
    this.cseqMethodStart = method;
    this.cseqMethodEnd = methodEnd;
    return true;
  }

  #readContentLength(start: number, end: number): boolean {
    const octets = this.#octets;
    const from = skipBlanks(octets, start, end);
    const to = trimBlanks(octets, from, end);
    const length = to > from && to - from < 10 ? digits(octets, from, to) : -1;
    if (length < 0 || (this.#contentLength >= 0 && this.#contentLength !== length)) return false;
    if (this.seen & SEEN.length) this.#isPlain = false;
    this.seen |= SEEN.length;
    this.#contentLength = length;
    return true;
  }

  /**
   * Finds `;name=value` and leaves where its value stands.
   * @returns 1 when found, 0 when there is none, -1 when the parameters are not as usual.
   */
  #param(start: number, end: number, name: string): number {
    const octets = this.#octets;
    this.#valueStart = this.#valueEnd = 0;
    this.#isBare = false;
    for (let at = start; at < end; at++) {
      if (octets[at] === QUOTE) return -1;
      if (octets[at] !== SEMICOLON) continue;
      const from = skipBlanks(octets, at + 1, end);
      let nameEnd = from;
      while (nameEnd < end && octets[nameEnd]! > SPACE && octets[nameEnd] !== EQUALS && octets[nameEnd] !== SEMICOLON) {
        nameEnd++;
      }
      if (!isWord(octets, from, nameEnd - from, name)) continue;
      if (octets[nameEnd] !== EQUALS || nameEnd >= end) {
        const after = skipBlanks(octets, nameEnd, end);
        this.#isBare = after >= end || octets[after] === SEMICOLON;
        return -1;
      }
      let valueEnd = nameEnd + 1;
      while (valueEnd < end && octets[valueEnd]! > SPACE && octets[valueEnd] !== SEMICOLON) {
        const octet = octets[valueEnd]!;
        if (octet === QUOTE || octet === BACKSLASH || octet === COMMA || octet > 0x7e) return -1;
        if (octet === LEFT_ANGLE || octet === RIGHT_ANGLE) return -1;
        valueEnd++;
      }
      const rest = skipBlanks(octets, valueEnd, end);
      if (rest < end && octets[rest] !== SEMICOLON) return -1;
      this.#valueStart = nameEnd + 1;
      this.#valueEnd = valueEnd;
      return 1;
    }
    return 0;
  }
}

function areEqual(octets: Uint8Array, a: number, b: number, length: number): boolean {
  for (let index = 0; index < length; index++) if (octets[a + index] !== octets[b + index]) return false;
  return true;
}
