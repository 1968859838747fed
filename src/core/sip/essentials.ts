/** What correlation needs of a message, found by one look at its octets: the fast way for the million usual ones. */
import { COLON, COMMA, CR, SPACE, TAB } from "../model/ascii.js";
import { LineFeeds } from "../model/line-feeds.js";
import { areEqual, isBlank, isWord, plainNumber, skipBlanks, trimBlanks, word } from "./octets.js";
import { PlainAddress } from "./plain-address.js";
import { PlainAuthentication } from "./plain-authentication.js";
import { HEADER, headerAt } from "./plain-header.js";
import { PlainCSeq, PlainStartLine } from "./plain-start-line.js";
import { PlainVia } from "./plain-via.js";

/** Which of the headers that a request must have were seen; bits of `Essentials.seen`. */
export const SEEN = { via: 1, from: 2, to: 4, callId: 8, cseq: 16, maxForwards: 32, contact: 64, length: 128 } as const;
const INVITE = word("invite");
const MANDATORY = SEEN.via | SEEN.from | SEEN.to | SEEN.callId | SEEN.cseq;

/** Filled again for each message. Half-open ranges of its octets, empty for what is not there; `scan` gives up, never guesses. */
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
  /** The top Via. */
  readonly via = new PlainVia();
  toTagStart = 0;
  toTagEnd = 0;
  /** The URI of To, without its brackets. */
  toUriStart = 0;
  toUriEnd = 0;
  /** Vias in all. */
  hops = 0;
  seen = 0;
  hasCredentials = false;
  hasChallenge = false;
  /** The length of the body agrees with Content-Length, or none is declared. */
  isWhole = false;
  /** Every header that has a grammar is plain, what must be there is there once, the body whole: no fault to refuse for. */
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
  /** The `uri` of the credentials is the Request-URI, octet for octet. */
  isUriOfRequest = false;

  #octets: Uint8Array = new Uint8Array(0);
  readonly #lineFeeds = new LineFeeds();
  #contentLength = -1;
  #isPlain = true;
  /** Headers with challenges or credentials. */
  #digests = 0;
  #expires = -1;
  #contactExpires = -1;
  #toUserStart = 0;
  #toUserEnd = 0;
  readonly #address = new PlainAddress();
  readonly #lowerVia = new PlainVia();
  readonly #startLine = new PlainStartLine();
  readonly #cseq = new PlainCSeq();

  /** @returns whether the message is as usual and the fields are filled; else read it as a `SipMessage`. */
  scan(octets: Uint8Array): boolean {
    this.#octets = octets;
    this.#clear();
    const lineFeeds = this.#lineFeeds.enter(octets);
    let end = lineFeeds.next(0, octets.length);
    if (end < 1 || octets[end - 1] !== CR || !this.#readStartLine(end - 1)) return false;
    for (;;) {
      const line = end + 1;
      end = lineFeeds.next(line, octets.length);
      if (end < 0 || octets[end - 1] !== CR) return false;
      if (end - 1 === line) break;
      const first = octets[line]!;
      if (first === SPACE || first === TAB || !this.#readField(line, end - 1)) return false;
    }
    this.isWhole = this.#contentLength < 0 || this.#contentLength === octets.length - end - 1;
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
    const uriOctets = digest.uriEnd - digest.uriStart;
    this.isUriOfRequest =
      this.hasDigest &&
      uriOctets > 0 &&
      uriOctets === this.#startLine.uriEnd - this.#startLine.uriStart &&
      areEqual(octets, digest.uriStart, this.#startLine.uriStart, uriOctets);
    this.isSound = this.#isPlain && this.isWhole && (this.seen & MANDATORY) === MANDATORY && this.#isRequestSound();
  }

  #isRequestSound(): boolean {
    if (this.status !== 0) return true;
    if ((this.seen & SEEN.maxForwards) === 0) return false;
    const octets = this.#octets;
    const length = this.methodEnd - this.methodStart;
    const isSameLength = length === this.cseqMethodEnd - this.cseqMethodStart;
    if (!isSameLength || !areEqual(octets, this.methodStart, this.cseqMethodStart, length)) return false;
    return (this.seen & SEEN.contact) !== 0 || !isWord(octets, this.methodStart, length, INVITE);
  }

  #clear(): void {
    this.status = this.methodStart = this.methodEnd = this.cseqNumber = this.cseqMethodStart = this.cseqMethodEnd = 0;
    this.callIdStart = this.callIdEnd = this.toTagStart = this.toTagEnd = this.toUriStart = this.toUriEnd = 0;
    this.hops = this.seen = 0;
    this.via.clear();
    this.hasCredentials = this.hasChallenge = false;
    this.#contentLength = this.#expires = this.#contactExpires = this.expiresSeconds = -1;
    this.fromUriStart = this.fromUriEnd = 0;
    this.contacts = this.contactStart = this.contactEnd = this.contactUriStart = this.contactUriEnd = 0;
    this.#toUserStart = this.#toUserEnd = this.#digests = 0;
    this.isContactReceived = this.hasDigest = this.isProxyDigest = false;
    this.reasonStart = this.reasonEnd = this.userAgentStart = this.userAgentEnd = 0;
    this.#isPlain = true;
  }

  #readStartLine(end: number): boolean {
    const line = this.#startLine;
    if (!line.read(this.#octets, end)) return false;
    this.status = line.status;
    this.methodEnd = line.methodEnd;
    this.reasonStart = line.reasonStart;
    this.reasonEnd = line.reasonEnd;
    const { uriStart, uriEnd } = line;
    if (line.status === 0 && this.#address.readUri(this.#octets, uriStart, uriEnd) !== uriEnd) this.#isPlain = false;
    return true;
  }

  #readField(line: number, end: number): boolean {
    const octets = this.#octets;
    let colon = line;
    while (colon < end && octets[colon] !== COLON) colon++;
    if (colon === end || colon === line || isBlank(octets[colon - 1]!)) return false;
    const header = headerAt(octets, line, colon - line);
    return header === HEADER.other || this.#readValue(header, skipBlanks(octets, colon + 1, end), end);
  }

  /** @param start offset of the value, of which only the end may still have blanks */
  #readValue(header: number, start: number, lineEnd: number): boolean {
    const end = trimBlanks(this.#octets, start, lineEnd);
    switch (header) {
      case HEADER.via:
        return this.#readVia(start, end);
      case HEADER.from:
        this.#readFrom(start, end);
        return true;
      case HEADER.to:
        return this.#readTo(start, end);
      case HEADER.callId:
        this.#readCallId(start, end);
        return true;
      case HEADER.cseq:
        return this.#readCSeq(start, end);
      case HEADER.contact:
        this.#readContacts(start, end);
        return true;
      case HEADER.contentLength:
        return this.#readContentLength(start, end);
      case HEADER.maxForwards:
        if (this.seen & SEEN.maxForwards || this.#readSeconds(start, end) > 255) this.#isPlain = false;
        this.seen |= SEEN.maxForwards;
        return true;
      case HEADER.minExpires:
        this.#readSeconds(start, end);
        return true;
      case HEADER.expires:
        if (this.#expires < 0) this.#expires = this.#readSeconds(start, end);
        return true;
      case HEADER.authorization:
      case HEADER.proxyAuthorization:
        this.hasCredentials = true;
        this.#readDigest(start, end, header === HEADER.proxyAuthorization);
        return true;
      case HEADER.wwwAuthenticate:
      case HEADER.proxyAuthenticate:
        this.hasChallenge = true;
        this.#readDigest(start, end, header === HEADER.proxyAuthenticate);
        return true;
      case HEADER.userAgent:
        this.#readUserAgent(start, end);
        return true;
      case HEADER.route:
        if (this.#readAddresses(start, end) < 0) this.#isPlain = false;
        return true;
      default:
        return true;
    }
  }

  #readDigest(start: number, end: number, isProxy: boolean): void {
    this.#digests++;
    this.isProxyDigest = isProxy;
    const { digest } = this;
    const isPlain = digest.read(this.#octets, start, end);
    if (!isPlain) this.#isPlain = false;
    this.hasDigest = isPlain && digest.nonceEnd > digest.nonceStart && digest.realmEnd > digest.realmStart;
  }

  #readSeconds(start: number, end: number): number {
    const seconds = plainNumber(this.#octets, start, end);
    if (seconds < 0) this.#isPlain = false;
    return seconds;
  }

  #readUserAgent(start: number, end: number): void {
    if (this.userAgentEnd > 0) return;
    this.userAgentStart = start;
    this.userAgentEnd = end;
  }

  #readFrom(start: number, end: number): void {
    if (this.seen & SEEN.from) {
      this.#isPlain = false;
      return;
    }
    this.seen |= SEEN.from;
    const address = this.#address;
    if (!address.read(this.#octets, start, end) || address.next !== end || address.tagEnd === 0) {
      this.#isPlain = false;
      return;
    }
    this.fromUriStart = address.uriStart;
    this.fromUriEnd = address.uriEnd;
  }

  #readContacts(start: number, end: number): void {
    this.seen |= SEEN.contact;
    const isFirst = this.contacts === 0;
    const count = this.#readAddresses(start, end, isFirst);
    if (count < 0) this.#isPlain = false;
    this.contacts = count < 0 || this.contacts < 0 ? -1 : this.contacts + count;
  }

  /** @returns how many plain addresses stand there, with commas between; -1 when anything else does. */
  #readAddresses(start: number, end: number, isFirstContact?: boolean): number {
    const octets = this.#octets;
    const address = this.#address;
    let at = start;
    for (let count = 1; ; count++) {
      const from = at;
      if (!address.read(octets, at, end)) return -1;
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
      if (at === end) return count;
      at = skipBlanks(octets, at, end);
      if (octets[at] !== COMMA || at >= end) return -1;
      at = skipBlanks(octets, at + 1, end);
    }
  }

  /** A list in one field, and whatever is not as usual, is left to the parser. */
  #readVia(start: number, end: number): boolean {
    this.seen |= SEEN.via;
    const via = this.hops++ === 0 ? this.via : this.#lowerVia;
    return via.read(this.#octets, start, end);
  }

  #readTo(start: number, end: number): boolean {
    if (this.seen & SEEN.to) {
      this.#isPlain = false;
      return true;
    }
    this.seen |= SEEN.to;
    const address = this.#address;
    if (!address.read(this.#octets, start, end) || address.next !== end) return false;
    this.toUriStart = address.uriStart;
    this.toUriEnd = address.uriEnd;
    this.toTagStart = address.tagStart;
    this.toTagEnd = address.tagEnd;
    this.#toUserStart = address.userStart;
    this.#toUserEnd = address.userEnd;
    return true;
  }

  #readCallId(start: number, end: number): void {
    if (this.seen & SEEN.callId) {
      this.#isPlain = false;
      return;
    }
    this.seen |= SEEN.callId;
    this.callIdStart = start;
    this.callIdEnd = end;
    if (this.callIdStart === this.callIdEnd) this.#isPlain = false;
  }

  #readCSeq(start: number, end: number): boolean {
    if (this.seen & SEEN.cseq) {
      this.#isPlain = false;
      return true;
    }
    this.seen |= SEEN.cseq;
    const cseq = this.#cseq;
    if (!cseq.read(this.#octets, start, end)) return false;
    this.cseqNumber = cseq.number;
    this.cseqMethodStart = cseq.methodStart;
    this.cseqMethodEnd = cseq.methodEnd;
    return true;
  }

  #readContentLength(start: number, end: number): boolean {
    const length = plainNumber(this.#octets, start, end);
    if (length < 0 || (this.#contentLength >= 0 && this.#contentLength !== length)) return false;
    if (this.seen & SEEN.length) this.#isPlain = false;
    this.seen |= SEEN.length;
    this.#contentLength = length;
    return true;
  }
}
