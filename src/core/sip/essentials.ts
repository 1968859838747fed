/** What correlation needs of a message, found by one look at its octets: the fast way for the million usual ones. */

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
const QUOTE = 0x22;
const COMMA = 0x2c;
const SLASH = 0x2f;
const COLON = 0x3a;
const SEMICOLON = 0x3b;
const LEFT_ANGLE = 0x3c;
const EQUALS = 0x3d;
const RIGHT_ANGLE = 0x3e;
const LEFT_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const RIGHT_BRACKET = 0x5d;

/** Which of the headers that a request must have were seen; bits of `Essentials.seen`. */
export const SEEN = { via: 1, from: 2, to: 4, callId: 8, cseq: 16, maxForwards: 32, contact: 64 } as const;

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

  #octets: Uint8Array = new Uint8Array(0);
  #contentLength = -1;
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
    return true;
  }

  #clear(): void {
    this.status = this.methodStart = this.methodEnd = this.cseqNumber = this.cseqMethodStart = this.cseqMethodEnd = 0;
    this.callIdStart = this.callIdEnd = this.branchStart = this.branchEnd = this.toTagStart = this.toTagEnd = 0;
    this.toUriStart = this.toUriEnd = this.viaHostStart = this.viaHostEnd = this.viaPort = 0;
    this.receivedStart = this.receivedEnd = this.rport = this.hops = this.seen = 0;
    this.hasCredentials = this.hasChallenge = false;
    this.#contentLength = -1;
  }

  /** `SIP/2.0 401 …`, or a method in capitals, one blank, a URI without blanks, one blank, `SIP/2.0`. */
  #readStartLine(end: number): boolean {
    const octets = this.#octets;
    if (isVersion(octets, 0)) {
      if (end < 12 || octets[7] !== SPACE || (octets[11] !== SPACE && end > 11)) return false;
      const status = digits(octets, 8, 11);
      this.status = status;
      return status >= 100 && status <= 699;
    }
    let at = 0;
    while (at < end && octets[at]! >= 0x41 && octets[at]! <= 0x5a) at++;
    this.methodEnd = at;
    if (at === 0 || octets[at] !== SPACE || end < at + 10) return false;
    const version = end - 7;
    if (octets[version - 1] !== SPACE || !isVersion(octets, version)) return false;
    for (let uri = at + 1; uri < version - 1; uri++) if (octets[uri] === SPACE) return false;
    return version - 1 > at + 1;
  }

  #readField(line: number, end: number): boolean {
    const octets = this.#octets;
    let colon = line;
    while (colon < end && octets[colon] !== COLON) colon++;
    if (colon === end || isBlank(octets[colon - 1]!)) return false;
    const length = colon - line;
    // Headers that matter here begin with one of ten letters; nothing is read of the others.
    switch (octets[line]! | 0x20) {
      case 0x76: // v
        return length === 1 || is(octets, line, length, "via") ? this.#readVia(colon + 1, end) : true;
      case 0x66: // f
        if (length === 1 || is(octets, line, length, "from")) this.seen |= SEEN.from;
        return true;
      case 0x74: // t
        return length === 1 || is(octets, line, length, "to") ? this.#readTo(colon + 1, end) : true;
      case 0x69: // i
        if (length === 1) this.#readCallId(colon + 1, end);
        return true;
      case 0x63: // c
        if (is(octets, line, length, "call-id")) this.#readCallId(colon + 1, end);
        else if (is(octets, line, length, "cseq")) return this.#readCSeq(colon + 1, end);
        else if (is(octets, line, length, "contact")) this.seen |= SEEN.contact;
        else if (is(octets, line, length, "content-length")) return this.#readContentLength(colon + 1, end);
        return true;
      case 0x6c: // l
        return length === 1 ? this.#readContentLength(colon + 1, end) : true;
      case 0x6d: // m
        if (length === 1) this.seen |= SEEN.contact;
        else if (is(octets, line, length, "max-forwards")) this.seen |= SEEN.maxForwards;
        return true;
      case 0x61: // a
        if (is(octets, line, length, "authorization")) this.hasCredentials = true;
        return true;
      case 0x70: // p
        if (is(octets, line, length, "proxy-authorization")) this.hasCredentials = true;
        else if (is(octets, line, length, "proxy-authenticate")) this.hasChallenge = true;
        return true;
      case 0x77: // w
        if (is(octets, line, length, "www-authenticate")) this.hasChallenge = true;
        return true;
      default:
        return true;
    }
  }

  /** Counts the Vias of the field; the branch is that of the very first. A quote or an empty element is left to the parser. */
  #readVia(start: number, end: number): boolean {
    const octets = this.#octets;
    const isTop = this.hops === 0;
    this.seen |= SEEN.via;
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
    if (this.seen & SEEN.to) return true;
    this.seen |= SEEN.to;
    const octets = this.#octets;
    let at = skipBlanks(octets, start, end);
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
        this.toUriEnd = trimEnd(octets, this.toUriStart, at);
        // A bracket behind the first parameter would make a name of what stands before it.
        if (octets.subarray(at, end).includes(LEFT_ANGLE)) return false;
      }
      if (octet !== LEFT_ANGLE) continue;
      this.toUriStart = skipBlanks(octets, at + 1, end);
      while (at < end && octets[at] !== RIGHT_ANGLE) at++;
      if (at >= end) return false;
      this.toUriEnd = trimEnd(octets, this.toUriStart, at);
      from = at;
    }
    if (from < 0) {
      this.toUriEnd = trimEnd(octets, this.toUriStart, end);
      return true;
    }
    const found = this.#param(from, end, "tag");
    if (found < 0) return false;
    this.toTagStart = this.#valueStart;
    this.toTagEnd = this.#valueEnd;
    return true;
  }

  #readCallId(start: number, end: number): void {
    if (this.seen & SEEN.callId) return;
    this.seen |= SEEN.callId;
    this.callIdStart = skipBlanks(this.#octets, start, end);
    this.callIdEnd = trimEnd(this.#octets, this.callIdStart, end);
  }

  #readCSeq(start: number, end: number): boolean {
    if (this.seen & SEEN.cseq) return true;
    this.seen |= SEEN.cseq;
    const octets = this.#octets;
    const number = skipBlanks(octets, start, end);
    let numberEnd = number;
    while (numberEnd < end && octets[numberEnd]! >= 0x30 && octets[numberEnd]! <= 0x39) numberEnd++;
    const method = skipBlanks(octets, numberEnd, end);
    const methodEnd = trimEnd(octets, method, end);
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
    const to = trimEnd(octets, from, end);
    const length = to > from && to - from < 10 ? digits(octets, from, to) : -1;
    if (length < 0 || (this.#contentLength >= 0 && this.#contentLength !== length)) return false;
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
      if (!is(octets, from, nameEnd - from, name)) continue;
      if (octets[nameEnd] !== EQUALS || nameEnd >= end) {
        this.#isBare = true;
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

/** `SIP/2.0` stands there. */
function isVersion(octets: Uint8Array, at: number): boolean {
  return (
    octets[at] === 0x53 &&
    octets[at + 1] === 0x49 &&
    octets[at + 2] === 0x50 &&
    octets[at + 3] === 0x2f &&
    octets[at + 4] === 0x32 &&
    octets[at + 5] === 0x2e &&
    octets[at + 6] === 0x30
  );
}

/** Whether a name given in lower case stands there, in any case. */
function is(octets: Uint8Array, start: number, length: number, name: string): boolean {
  if (length !== name.length) return false;
  for (let index = 0; index < length; index++) {
    const octet = octets[start + index]!;
    const lower = octet >= 0x41 && octet <= 0x5a ? octet | 0x20 : octet;
    if (lower !== name.charCodeAt(index)) return false;
  }
  return true;
}

/** -1 when anything but digits stands there. */
function digits(octets: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = octets[at]! - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function isBlank(octet: number): boolean {
  return octet === SPACE || octet === TAB || octet === CR;
}

function skipBlanks(octets: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(octets[at]!)) at++;
  return at;
}

function trimEnd(octets: Uint8Array, start: number, end: number): number {
  let at = end;
  while (at > start && isBlank(octets[at - 1]!)) at--;
  return at;
}
