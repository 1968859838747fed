/** The end of a usual head on a stream, and what tells where its message ends (RFC 3261 §18.3). */
import { COLON, CR, LF, SPACE, TAB } from "../core/model/ascii";
import { Header, headerAt } from "./header";
import { MESSAGE } from "./message";
import { classOf, endOfRun, find, isWord, octetAt, octetClass, plainNumber, word } from "./octets";

/** `token` of RFC 3261 §25.1. */
const TOKEN = octetClass("-.!%*_+`'~");
const DIGITS = classOf("0123456789");
const CONTENT_TYPE = word("content-type");
const C = word("c");
const MESSAGE_TYPE = word("message");
const MULTIPART = word("multipart");

/** Of the head read last: value of Content-Length, -1 when there is none. */
let length = -1;
/** 0 without a Content-Type; 2 when the body's type may hold whole SIP messages, else 1. */
let body = 0;

const INCOMPLETE = -1;
const CLOSER_LOOK = -2;

/**
 * @param octets from the start line on, and perhaps more than the head
 * @returns the offset behind the empty line; `INCOMPLETE` when it is not there; `CLOSER_LOOK` at a folded line, a line that is no
 * header, a Content-Length that is none
 */
export function readHead(octets: i32): i32 {
  length = -1;
  body = 0;
  const last = MESSAGE + octets;
  for (let end = find(LF, MESSAGE, last); end < last;) {
    const line = end + 1;
    end = find(LF, line, last);
    if (end >= last) return INCOMPLETE;
    const lineEnd = end > line && octetAt(end - 1) === CR ? end - 1 : end;
    if (lineEnd === line) return <i32>(end + 1 - MESSAGE);
    const nameEnd = endOfRun(TOKEN, line, lineEnd);
    if (nameEnd === line || nameEnd === lineEnd || octetAt(nameEnd) !== COLON) return CLOSER_LOOK;
    // Content-Length or Content-Type, long or short.
    const initial = octetAt(line) | 0x20;
    if ((initial === 0x63 || initial === 0x6c) && !note(line, nameEnd, lineEnd)) return CLOSER_LOOK;
  }
  return INCOMPLETE;
}

/** Content-Length of the head read last; -1 for none. */
export function headContentLength(): i32 {
  return length;
}

/** 0 when the head read last has no Content-Type, 2 when the body's type may hold whole SIP messages, else 1. */
export function headBody(): i32 {
  return body;
}

function note(name: usize, nameEnd: usize, lineEnd: usize): bool {
  const nameLength = <i32>(nameEnd - name);
  if (length < 0 && headerAt(name, nameLength) === Header.contentLength) {
    const value = skipSpaces(nameEnd + 1, lineEnd);
    const valueEnd = endOfRun(DIGITS, value, lineEnd);
    length = plainNumber(value, valueEnd);
    return length >= 0 && skipSpaces(valueEnd, lineEnd) === lineEnd;
  }
  if (body === 0 && (isWord(name, nameLength, CONTENT_TYPE) || isWord(name, nameLength, C))) {
    const value = skipSpaces(nameEnd + 1, lineEnd);
    if (value === lineEnd) return false;
    const typeLength = <i32>(endOfRun(TOKEN, value, lineEnd) - value);
    body = isWord(value, typeLength, MESSAGE_TYPE) || isWord(value, typeLength, MULTIPART) ? 2 : 1;
  }
  return true;
}

export function skipSpaces(start: usize, end: usize): usize {
  let at = start;
  while (at < end && (octetAt(at) === SPACE || octetAt(at) === TAB)) at++;
  return at;
}
