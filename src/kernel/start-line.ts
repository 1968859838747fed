/** The first line and CSeq of a message in their usual form. */
import { SPACE } from "../core/model/ascii";
import { MESSAGE } from "./message";
import {
  classOf,
  DIGITS,
  digits,
  endOfRun,
  find,
  isVersion,
  isWord,
  octetAt,
  skipBlanks,
  trimBlanks,
  word,
} from "./octets";
import { offsetOf, record } from "./record";

const CAPITALS = classOf("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
/** `sip:` as a number of 32 bits. */
const SIP_SCHEME = 0x3a706973;
/** More than any of these methods has. */
const MOST_LETTERS: usize = 16;
/** Of nearly all requests. */
const METHODS: StaticArray<usize> = [
  word("register"),
  word("invite"),
  word("ack"),
  word("bye"),
  word("options"),
  word("notify"),
];

/** The Request-URI; both 0 in a response. */
export let requestUri: usize = 0;
export let requestUriEnd: usize = 0;

/**
 * `SIP/2.0 401 …`, or a method in capitals, one blank, a URI without blanks, one blank, `SIP/2.0`.
 * @returns whether the line from the first octet to `end` is in that form.
 */
export function readStartLine(end: usize): bool {
  requestUri = requestUriEnd = 0;
  const start = MESSAGE;
  if (isVersion(start)) {
    if (end < start + 12 || octetAt(start + 7) !== SPACE || octetAt(start + 11) !== SPACE) return false;
    record.status = digits(start + 8, start + 11);
    record.reasonStart = 12;
    record.reasonEnd = offsetOf(end);
    return record.status >= 100 && record.status <= 699;
  }
  const methodEnd = endOfRun(CAPITALS, start, end);
  if (methodEnd === start || octetAt(methodEnd) !== SPACE || end < methodEnd + 10) return false;
  record.methodEnd = offsetOf(methodEnd);
  const version = end - 7;
  if (octetAt(version - 1) !== SPACE || !isVersion(version)) return false;
  requestUri = methodEnd + 1;
  requestUriEnd = version - 1;
  return requestUriEnd > requestUri && find(SPACE, requestUri, requestUriEnd) === requestUriEnd;
}

/** Whether the octets begin with `SIP/2.0` and a digit behind one blank, or with a usual method, one blank and `sip:`. */
export function beginsUsually(): bool {
  if (isVersion(MESSAGE)) return octetAt(MESSAGE + 7) === SPACE && digits(MESSAGE + 8, MESSAGE + 9) >= 0;
  const length = <i32>(endOfRun(CAPITALS, MESSAGE, MESSAGE + MOST_LETTERS) - MESSAGE);
  if (octetAt(MESSAGE + length) !== SPACE || load<u32>(MESSAGE + length + 1) !== SIP_SCHEME) return false;
  for (let index = 0; index < METHODS.length; index++) {
    if (isWord(MESSAGE, length, unchecked(METHODS[index]))) return true;
  }
  return false;
}

/**
 * `17 REGISTER`: a number of at most nine digits (ten may exceed 2**31) and a method in capitals.
 * @returns whether the value is in that form.
 */
export function readCSeq(start: usize, end: usize): bool {
  const number = skipBlanks(start, end);
  const numberEnd = endOfRun(DIGITS, number, end);
  const method = skipBlanks(numberEnd, end);
  const methodEnd = trimBlanks(method, end);
  if (numberEnd === number || numberEnd - number > 9 || method === numberEnd || methodEnd === method) return false;
  if (endOfRun(CAPITALS, method, methodEnd) < methodEnd) return false;
  record.cseqNumber = digits(number, numberEnd);
  record.cseqMethodStart = offsetOf(method);
  record.cseqMethodEnd = offsetOf(methodEnd);
  return true;
}
