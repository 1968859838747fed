/** What correlation needs of a message, found by one look at its octets: the fast way for the million usual ones. */
import { COLON, COMMA, CR, EQUALS, LF } from "../core/model/ascii";
import * as address from "./address";
import { readAddress, readUri } from "./address";
import * as authentication from "./authentication";
import { readDigest } from "./authentication";
import { Header, headerAt } from "./header";
import { MESSAGE } from "./message";
import {
  areEqual,
  DIGITS,
  endOfRun,
  find,
  isWord,
  octetAt,
  plainNumber,
  skipBlanks,
  skipSpaces,
  TOKEN,
  trimBlanks,
  word,
} from "./octets";
import { clearRecord, offsetOf, record } from "./record";
import { beginsUsually, readCSeq, readStartLine, requestUri, requestUriEnd } from "./start-line";
import { readVia } from "./via";

/** Headers that a message must have, or have but once; bits of `seen`. */
enum Seen {
  via = 1,
  from = 2,
  to = 4,
  callId = 8,
  cseq = 16,
  maxForwards = 32,
  contact = 64,
  length = 128,
}

const INVITE = word("invite");
const MANDATORY = Seen.via | Seen.from | Seen.to | Seen.callId | Seen.cseq;

let seen = 0;
let contentLength = -1;
let isPlain = true;
/** Headers with challenges or credentials. */
let digests = 0;
let expires = -1;
let contactExpires = -1;
let toUser: usize = 0;
let toUserEnd: usize = 0;

const INCOMPLETE = -1;
const CLOSER_LOOK = 0;

/**
 * Fills the record from the message; gives up, never guesses.
 * @returns whether the message is as usual and the record is filled; else read it with the parser.
 */
export function scan(length: i32): bool {
  const head = readHeaders(length);
  if (head <= 0) return false;
  conclude(contentLength < 0 || contentLength === length - head);
  return true;
}

/**
 * As `scan`, for a message on a stream that says itself where it ends (RFC 3261 §18.3).
 * @param octets from the start line on, and perhaps more than the message
 * @returns its length; `INCOMPLETE` when it is as usual as far as it is there; `CLOSER_LOOK` for anything unusual, which is a message
 * without Content-Length too, and one whose body may hold the start line of another
 */
export function scanFirst(octets: i32): i32 {
  const head = readHeaders(octets);
  if (head === CLOSER_LOOK || !beginsUsually()) return CLOSER_LOOK;
  if (head < 0) return head;
  if (contentLength < 0) return CLOSER_LOOK;
  if (contentLength > octets - head) return INCOMPLETE;
  const length = head + contentLength;
  if (mayHoldStartLine(MESSAGE + head, MESSAGE + length)) return CLOSER_LOOK;
  conclude(true);
  return length;
}

/** @returns the offset behind the empty line; `INCOMPLETE` where all lines until the end are as usual; else `CLOSER_LOOK` */
function readHeaders(length: i32): i32 {
  clear();
  const last = MESSAGE + length;
  let end = find(LF, MESSAGE, last);
  if (end === last || end === MESSAGE || octetAt(end - 1) !== CR || !readStart(end - 1)) return CLOSER_LOOK;
  for (let line = end + 1; ; line = end + 1) {
    end = find(LF, line, last);
    if (end >= last) break;
    if (octetAt(end - 1) !== CR) return CLOSER_LOOK;
    if (end - 1 === line) return <i32>(end + 1 - MESSAGE);
    if (!readField(line, end - 1)) return CLOSER_LOOK;
  }
  return INCOMPLETE;
}

/** A start line begins with a word and a blank; a line of SDP, of XML and of JSON does not. */
function mayHoldStartLine(start: usize, end: usize): bool {
  for (let line = start; line < end; line = find(LF, line, end) + 1) {
    const isWordThere = endOfRun(TOKEN, line, line + 1) > line;
    if (isWordThere && (line + 1 === end || octetAt(line + 1) !== EQUALS)) return true;
  }
  return false;
}

function clear(): void {
  clearRecord();
  contentLength = expires = contactExpires = -1;
  isPlain = true;
  digests = seen = 0;
  toUser = toUserEnd = 0;
}

/** What can be told only when all headers are read. */
function conclude(isWhole: bool): void {
  record.isWhole = isWhole ? 1 : 0;
  if (digests !== 1) record.hasDigest = 0;
  record.expiresSeconds = contactExpires >= 0 ? contactExpires : expires;
  if (record.hasDigest !== 0) {
    const nameOctets = record.usernameEnd - record.usernameStart;
    const isSameLength = nameOctets > 0 && nameOctets === <i32>(toUserEnd - toUser);
    if (isSameLength && areEqual(MESSAGE + record.usernameStart, toUser, nameOctets)) record.isUserOfTo = 1;
    const uriOctets = <i32>(authentication.uriEnd - authentication.uri);
    const isSameUri = uriOctets > 0 && uriOctets === <i32>(requestUriEnd - requestUri);
    if (isSameUri && areEqual(authentication.uri, requestUri, uriOctets)) record.isUriOfRequest = 1;
  }
  const isComplete = isPlain && isWhole && (seen & MANDATORY) === MANDATORY;
  record.isSound = isComplete && isRequestSound() ? 1 : 0;
}

function isRequestSound(): bool {
  if (record.status !== 0) return true;
  if ((seen & Seen.maxForwards) === 0) return false;
  const length = record.methodEnd;
  if (length !== record.cseqMethodEnd - record.cseqMethodStart) return false;
  if (!areEqual(MESSAGE, MESSAGE + record.cseqMethodStart, length)) return false;
  return (seen & Seen.contact) !== 0 || !isWord(MESSAGE, length, INVITE);
}

function readStart(end: usize): bool {
  if (!readStartLine(end)) return false;
  if (record.status === 0 && readUri(requestUri, requestUriEnd) !== requestUriEnd) isPlain = false;
  return true;
}

function readField(line: usize, end: usize): bool {
  const colon = endOfRun(TOKEN, line, end);
  if (colon === end || colon === line || octetAt(colon) !== COLON) return false;
  const header = headerAt(line, <i32>(colon - line));
  if (header === Header.other) return true;
  if (header === Header.contentLength) return readContentLength(colon + 1, end);
  const value = skipBlanks(colon + 1, end);
  return readValue(header, value, trimBlanks(value, end));
}

function readValue(header: Header, start: usize, end: usize): bool {
  switch (header) {
    case Header.via:
      // A list in one field, and whatever is not as usual, is left to the parser.
      seen |= Seen.via;
      return readVia(start, end, record.hops++ === 0);
    case Header.from:
      readFrom(start, end);
      return true;
    case Header.to:
      return readTo(start, end);
    case Header.callId:
      readCallId(start, end);
      return true;
    case Header.cseq:
      return !isFirst(Seen.cseq) || readCSeq(start, end);
    case Header.contact:
      readContacts(start, end);
      return true;
    case Header.maxForwards:
      if (!isFirst(Seen.maxForwards) || readSeconds(start, end) > 255) isPlain = false;
      return true;
    case Header.minExpires:
      readSeconds(start, end);
      return true;
    case Header.expires:
      if (expires < 0) expires = readSeconds(start, end);
      return true;
    case Header.authorization:
    case Header.proxyAuthorization:
      record.hasCredentials = 1;
      readOneDigest(start, end, header === Header.proxyAuthorization);
      return true;
    case Header.wwwAuthenticate:
    case Header.proxyAuthenticate:
      record.hasChallenge = 1;
      readOneDigest(start, end, header === Header.proxyAuthenticate);
      return true;
    case Header.userAgent:
      readUserAgent(start, end);
      return true;
    case Header.route:
      if (readAddresses(start, end) < 0) isPlain = false;
      return true;
    default:
      return true;
  }
}

/** Notes that a header is there; where it stands a second time the message is not plain. */
function isFirst(header: Seen): bool {
  if ((seen & header) !== 0) {
    isPlain = false;
    return false;
  }
  seen |= header;
  return true;
}

function readOneDigest(start: usize, end: usize, isProxy: bool): void {
  digests++;
  record.isProxyDigest = isProxy ? 1 : 0;
  const isDigest = readDigest(start, end);
  if (!isDigest) isPlain = false;
  const isNamed = record.nonceEnd > record.nonceStart && record.realmEnd > record.realmStart;
  record.hasDigest = isDigest && isNamed ? 1 : 0;
}

function readSeconds(start: usize, end: usize): i32 {
  const seconds = plainNumber(start, end);
  if (seconds < 0) isPlain = false;
  return seconds;
}

function readUserAgent(start: usize, end: usize): void {
  if (record.userAgentEnd > 0) return;
  record.userAgentStart = offsetOf(start);
  record.userAgentEnd = offsetOf(end);
}

function readFrom(start: usize, end: usize): void {
  if (!isFirst(Seen.from)) return;
  if (readAddress(start, end) !== end || address.tagEnd === 0) {
    isPlain = false;
    return;
  }
  record.fromUriStart = offsetOf(address.uri);
  record.fromUriEnd = offsetOf(address.uriEnd);
}

function readTo(start: usize, end: usize): bool {
  if (!isFirst(Seen.to)) return true;
  if (readAddress(start, end) !== end) return false;
  record.toUriStart = offsetOf(address.uri);
  record.toUriEnd = offsetOf(address.uriEnd);
  if (address.tagEnd > 0) {
    record.toTagStart = offsetOf(address.tag);
    record.toTagEnd = offsetOf(address.tagEnd);
  }
  toUser = address.user;
  toUserEnd = address.userEnd;
  return true;
}

function readContacts(start: usize, end: usize): void {
  seen |= Seen.contact;
  const isFirstField = record.contacts === 0;
  const count = readAddresses(start, end, true, isFirstField);
  if (count < 0) isPlain = false;
  record.contacts = count < 0 || record.contacts < 0 ? -1 : record.contacts + count;
}

/** @returns how many plain addresses stand there, with commas between; -1 when anything else does. */
function readAddresses(start: usize, end: usize, isContact: bool = false, isFirstField: bool = false): i32 {
  let at = start;
  for (let count = 1; ; count++) {
    const from = at;
    at = readAddress(from, end);
    if (at === 0) return -1;
    if (isContact && address.hasReceived) record.isContactReceived = 1;
    if (isFirstField && count === 1) {
      record.contactStart = offsetOf(from);
      record.contactEnd = offsetOf(at);
      record.contactUriStart = offsetOf(address.uri);
      record.contactUriEnd = offsetOf(address.uriEnd);
      contactExpires = address.expires;
    }
    if (at === end) return count;
    at = skipBlanks(at, end);
    if (octetAt(at) !== COMMA || at >= end) return -1;
    at = skipBlanks(at + 1, end);
  }
  return -1;
}

function readCallId(start: usize, end: usize): void {
  if (!isFirst(Seen.callId)) return;
  record.callIdStart = offsetOf(start);
  record.callIdEnd = offsetOf(end);
  if (start === end) isPlain = false;
}

/** Blanks here are no carriage returns, as where streams are cut. */
function readContentLength(start: usize, end: usize): bool {
  const value = skipSpaces(start, end);
  const valueEnd = endOfRun(DIGITS, value, end);
  const length = skipSpaces(valueEnd, end) === end ? plainNumber(value, valueEnd) : -1;
  if (length < 0 || (contentLength >= 0 && contentLength !== length)) return false;
  isFirst(Seen.length);
  contentLength = length;
  return true;
}
