/** The plain form of digest challenges and credentials: `Digest realm="a", nonce="b"` (RFC 7616 §3.3, §3.4). */
import { COMMA, EQUALS, QUOTE, SPACE } from "../core/model/ascii";
import { classOf, endOfRun, isWord, octetAt, octetClass, plainQuoteEnd, word } from "./octets";
import { offsetOf, record } from "./record";

const NAME = octetClass("_");
/** What stands without quotes: anything but blanks, quotes, commas and backslashes. */
const BARE = octetClass("!#$%&()*+-./:;<=>?@[]^_`{|}~");
const DIGEST = word("digest");
const URI = word("uri");
const USERNAME = word("username");
const REALM = word("realm");
const NC = word("nc");
const NONCE = word("nonce");
const CNONCE = word("cnonce");
const STALE = word("stale");
const TRUE = word("true");
const HEXADECIMAL = classOf("0123456789ABCDEFabcdef");
/** Nobody sends half of it. */
const MOST_PARAMS = 24;

/** Of the value read last; 0 when absent. */
export let uri: usize = 0;
export let uriEnd: usize = 0;

/** Notes the parameters in the record. @returns whether the value is one digest in the plain form, each parameter once */
export function readDigest(start: usize, end: usize): bool {
  record.usernameStart = record.usernameEnd = record.realmStart = record.realmEnd = 0;
  record.nonceStart = record.nonceEnd = record.isStale = record.hasCnonce = 0;
  record.nonceCount = -1;
  uri = uriEnd = 0;
  if (!isWord(start, 6, DIGEST) || octetAt(start + 6) !== SPACE) return false;
  let at = start + 7;
  for (let params = 0; params < MOST_PARAMS; params++) {
    const nameEnd = endOfRun(NAME, at, end);
    if (nameEnd === at || nameEnd >= end || octetAt(nameEnd) !== EQUALS) return false;
    let value = nameEnd + 1;
    let valueEnd: usize;
    let next: usize;
    if (value < end && octetAt(value) === QUOTE) {
      valueEnd = plainQuoteEnd(value, end);
      if (valueEnd === 0) return false;
      value++;
      next = valueEnd + 1;
    } else {
      next = valueEnd = endOfRun(BARE, value, end);
      if (valueEnd === value) return false;
    }
    if (!note(at, <i32>(nameEnd - at), value, valueEnd)) return false;
    if (next === end) return true;
    if (octetAt(next) !== COMMA) return false;
    at = octetAt(next + 1) === SPACE ? next + 2 : next + 1;
  }
  return false;
}

/** Takes down the parameters that matter; false where one stands twice. */
function note(name: usize, length: i32, start: usize, end: usize): bool {
  switch (octetAt(name) | 0x20) {
    case 0x75: // u
      if (isWord(name, length, URI)) {
        if (uri > 0) return false;
        uri = start;
        uriEnd = end;
      } else if (isWord(name, length, USERNAME)) {
        if (record.usernameStart > 0) return false;
        record.usernameStart = offsetOf(start);
        record.usernameEnd = offsetOf(end);
      }
      return true;
    case 0x72: // r
      if (!isWord(name, length, REALM)) return true;
      if (record.realmStart > 0) return false;
      record.realmStart = offsetOf(start);
      record.realmEnd = offsetOf(end);
      return true;
    case 0x6e: // n
      if (isWord(name, length, NC)) {
        if (record.nonceCount !== -1) return false;
        record.nonceCount = hexadecimal(start, end);
      } else if (isWord(name, length, NONCE)) {
        if (record.nonceStart > 0) return false;
        record.nonceStart = offsetOf(start);
        record.nonceEnd = offsetOf(end);
      }
      return true;
    case 0x63: // c
      if (isWord(name, length, CNONCE)) record.hasCnonce = 1;
      return true;
    case 0x73: // s
      if (!isWord(name, length, STALE)) return true;
      if (record.isStale !== 0) return false;
      record.isStale = isWord(start, <i32>(end - start), TRUE) ? 1 : 0;
      return true;
    default:
      return true;
  }
}

/** One to eight digits, whose 32 bits the host takes as they are; -1 for anything else. */
function hexadecimal(start: usize, end: usize): i32 {
  if (start === end || end - start > 8 || endOfRun(HEXADECIMAL, start, end) < end) return -1;
  let value: u32 = 0;
  for (let at = start; at < end; at++) {
    const octet = octetAt(at);
    value = value * 16 + (octet <= 0x39 ? octet - 0x30 : (octet | 0x20) - 0x57);
  }
  return value;
}
