/** Where a SIP message begins and ends in octets: told by content, and delimited by its head and Content-Length (RFC 3261 §18.3). */
import { COLON, CR, LF, SPACE, TAB } from "../model/ascii.js";
import { sharedKernel } from "../model/kernel.js";
import { LineFeeds } from "../model/line-feeds.js";
import {
  isHeaderLine,
  isStartLine,
  isUsualStartLine,
  lineEnd,
  skipBlanks,
  skipLineEnds,
  tokenEnd,
} from "./sip-start-line.js";

/** A start line and headers beyond this are not read: no stack accepts a tenth of it. */
export const MAX_HEAD_OCTETS = 256 * 1024;
/** How far into a datagram a start line is looked for behind lines of junk. */
const JUNK_OCTETS = 256;
/** Ten digits already exceed every size there is. */
const MAX_LENGTH_DIGITS = 10;
/** What the kernel says of a message that is as usual as far as it is there. */
const INCOMPLETE = -1;
/** One for all heads, of which each is read at once. */
const LINE_FEEDS = new LineFeeds();

/** The octets are a SIP message: after blank lines and blanks comes a start line. Whatever the port. */
export function looksLikeSip(octets: Uint8Array, start: number, end: number): boolean {
  const line = skipBlanks(octets, skipLineEnds(octets, start, end), end);
  return line < end && isStartLine(octets, line, lineEnd(octets, line, end));
}

/** As `looksLikeSip`, for a segment amid a stream: the rest of a torn method must not pass for another one. */
export function beginsMessage(octets: Uint8Array, start: number, end: number): boolean {
  const line = skipLineEnds(octets, start, end);
  return line < end && isUsualStartLine(octets, line, lineEnd(octets, line, end));
}

/**
 * Offset of the start line in a datagram: after blank lines, or after lines of junk if headers follow it.
 * @returns -1 when the datagram is not SIP.
 */
export function findSipInDatagram(octets: Uint8Array, start: number, end: number): number {
  if (looksLikeSip(octets, start, end)) return skipLineEnds(octets, start, end);
  const limit = Math.min(end, start + JUNK_OCTETS);
  for (let at = start; at < limit; at++) {
    if (octets[at] !== LF) continue;
    const line = at + 1;
    const after = lineEnd(octets, line, end);
    if (!isStartLine(octets, line, after)) continue;
    const header = skipLineEnds(octets, after, end);
    if (isHeaderLine(octets, header, lineEnd(octets, header, end))) return line;
  }
  return -1;
}

/**
 * Has the kernel read the message that begins at `start`, which spares `Essentials` to read it again.
 * @returns its octets; "incomplete" when it is as usual as far as it is there; undefined for what a closer look has to tell
 */
export function takeUsual(octets: Uint8Array, start: number, end: number): Uint8Array | "incomplete" | undefined {
  const kernel = sharedKernel();
  if (kernel === null) return undefined;
  const most = Math.min(end, start + kernel.mostOctets);
  const all = octets.subarray(start, most);
  const length = kernel.scanFirst(all);
  if (length === INCOMPLETE && most === end) return "incomplete";
  if (length <= 0) return undefined;
  const message = length === all.length ? all : all.subarray(0, length);
  kernel.handOn(message);
  return message;
}

/** The octets of a datagram are a usual message, which the kernel has read now and hands on. */
export function isUsualMessage(octets: Uint8Array): boolean {
  const kernel = sharedKernel();
  if (kernel === null || !kernel.scan(octets) || kernel.calls.beginsUsually() === 0) return false;
  kernel.handOn(octets);
  return true;
}

/**
 * Reads the head of a message that is not as usual, from its start line to the empty line, in as many steps as its octets come in:
 * line by line, so that no octet is looked at twice.
 */
export class HeadReader {
  /** Value of the first readable Content-Length (or `l`); undefined when there is none. */
  contentLength: number | undefined;
  /** There is a Content-Type (or `c`), so a body is meant. */
  hasContentType = false;
  /** The body's type may hold whole SIP messages: `message/sipfrag`, `multipart/mixed`. */
  bodyMayHoldSip = false;
  /** The head ended at the start line of another message, without an empty line. */
  endedByStartLine = false;

  #line: number;
  #searched: number;
  #isFirstLine = true;
  /** Name of the header under reading, for folded lines. */
  #header: "content-length" | "content-type" | "other" = "other";

  /** @param start offset of the start line */
  constructor(start: number) {
    this.#line = start;
    this.#searched = start;
  }

  /**
   * Goes on with the octets up to `end`.
   * @returns the offset behind the head; -1 when it has not ended yet.
   */
  read(octets: Uint8Array, end: number): number {
    LINE_FEEDS.enter(octets);
    for (let at = LINE_FEEDS.next(this.#searched, end); at >= 0; at = LINE_FEEDS.next(at + 1, end)) {
      const line = this.#line;
      const after = at > line && octets[at - 1] === CR ? at - 1 : at;
      if (!this.#isFirstLine) {
        if (after === line) return at + 1;
        const nameEnd = tokenEnd(octets, line, after);
        // With a colon behind its first word a line is a header; all others may be a start line.
        if (octets[nameEnd] !== COLON && isStartLine(octets, line, after)) {
          this.endedByStartLine = true;
          return line;
        }
        this.#readHeader(octets, line, nameEnd, after);
      }
      this.#isFirstLine = false;
      this.#line = at + 1;
    }
    this.#searched = end;
    return -1;
  }

  /** Without both headers there is nothing to say that a body follows. */
  get isBodiless(): boolean {
    return this.contentLength === undefined ? !this.hasContentType : this.contentLength === 0;
  }

  /** The octets moved to the front by `distance`. */
  move(distance: number): void {
    this.#line -= distance;
    this.#searched -= distance;
  }

  #readHeader(octets: Uint8Array, start: number, nameEnd: number, end: number): void {
    const first = octets[start]!;
    if (first === SPACE || first === TAB) return this.#readValue(octets, skipBlanks(octets, start, end), end);
    // Of Content-Length and Content-Type, long or short; nothing else of a head matters here.
    if ((first | 0x20) !== 0x63 && (first | 0x20) !== 0x6c) {
      this.#header = "other";
      return;
    }
    const colon = skipBlanks(octets, nameEnd, end);
    this.#header = "other";
    if (octets[colon] !== COLON || colon >= end) return;
    if (isName(octets, start, nameEnd, "content-length", "l")) this.#header = "content-length";
    else if (isName(octets, start, nameEnd, "content-type", "c")) this.#header = "content-type";
    else return;
    this.#readValue(octets, skipBlanks(octets, colon + 1, end), end);
  }

  #readValue(octets: Uint8Array, start: number, end: number): void {
    if (start >= end || this.#header === "other") return;
    if (this.#header === "content-length") {
      this.contentLength ??= parseLength(octets, start, end);
    } else if (!this.hasContentType) {
      this.hasContentType = true;
      const typeEnd = tokenEnd(octets, start, end);
      this.bodyMayHoldSip = isName(octets, start, typeEnd, "message", "multipart");
    }
    this.#header = "other";
  }
}

/** Octets `start` to `end` are one of two names, in any case. The names are given in lower case. */
function isName(octets: Uint8Array, start: number, end: number, long: string, short: string): boolean {
  const name = end - start === long.length ? long : end - start === short.length ? short : undefined;
  if (name === undefined) return false;
  for (let index = 0; index < name.length; index++) {
    const octet = octets[start + index]!;
    const lower = octet >= 0x41 && octet <= 0x5a ? octet | 0x20 : octet;
    if (lower !== name.charCodeAt(index)) return false;
  }
  return true;
}

/** 1*DIGIT and blanks; undefined for anything else. */
function parseLength(octets: Uint8Array, start: number, end: number): number | undefined {
  let value = 0;
  let at = start;
  for (; at < end && at - start < MAX_LENGTH_DIGITS; at++) {
    const digit = octets[at]! - 0x30;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  return at > start && skipBlanks(octets, at, end) === end ? value : undefined;
}
