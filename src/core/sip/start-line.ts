/** The first line: Request-Line or Status-Line (RFC 3261 §7.1, §7.2). */
import { SPACE } from "../model/ascii.js";
import type { ByteRange } from "../model/span.js";
import { decodeOctets, isWhiteSpace, parseDigits, skipWhiteSpace, trimEnd } from "./lexical.js";
import { type Value, valueAt } from "./value.js";

export interface RequestLine {
  readonly kind: "request";
  readonly method: string;
  readonly methodRange: ByteRange;
  /** As on the wire. */
  readonly requestUri: Value<string>;
  readonly version: string;
  readonly versionRange: ByteRange;
  readonly range: ByteRange;
}

export interface StatusLine {
  readonly kind: "response";
  /** 100 to 999. */
  readonly statusCode: number;
  readonly statusCodeRange: ByteRange;
  readonly reason: string;
  readonly reasonRange: ByteRange;
  readonly version: string;
  readonly versionRange: ByteRange;
  readonly range: ByteRange;
}

export interface MalformedStartLine {
  readonly kind: "malformed";
  readonly range: ByteRange;
}

export type StartLine = RequestLine | StatusLine | MalformedStartLine;

/** Reads the line between two offsets. More blanks than one between the parts are read over; `verdict` tells of them. */
export function parseStartLine(text: string, range: ByteRange): StartLine {
  const { start, end } = range;
  if (isVersion(text, start, end)) return parseStatusLine(text, range);
  const methodEnd = endOfWord(text, start, end);
  const versionEnd = trimEnd(text, methodEnd, end);
  let versionStart = versionEnd;
  while (versionStart > methodEnd && !isWhiteSpace(text.charCodeAt(versionStart - 1))) versionStart--;
  const uriStart = skipWhiteSpace(text, methodEnd, versionStart);
  const uriEnd = trimEnd(text, uriStart, versionStart);
  if (methodEnd === start || uriStart >= uriEnd || !isVersion(text, versionStart, versionEnd)) {
    return { kind: "malformed", range };
  }
  return {
    kind: "request",
    method: text.slice(start, methodEnd),
    methodRange: { start, end: methodEnd },
    requestUri: valueAt(text.slice(uriStart, uriEnd), uriStart, uriEnd),
    version: text.slice(versionStart, versionEnd),
    versionRange: { start: versionStart, end: versionEnd },
    range,
  };
}

function parseStatusLine(text: string, range: ByteRange): StatusLine | MalformedStartLine {
  const { start, end } = range;
  const versionEnd = endOfWord(text, start, end);
  const codeStart = skipWhiteSpace(text, versionEnd, end);
  const codeEnd = endOfWord(text, codeStart, end);
  const statusCode = parseDigits(text, codeStart, codeEnd);
  if (codeEnd - codeStart !== 3 || !(statusCode >= 100)) return { kind: "malformed", range };
  const reasonStart = skipWhiteSpace(text, codeEnd, end);
  const reasonEnd = trimEnd(text, reasonStart, end);
  return {
    kind: "response",
    statusCode,
    statusCodeRange: { start: codeStart, end: codeEnd },
    reason: decodeOctets(text.slice(reasonStart, reasonEnd)),
    reasonRange: { start: reasonStart, end: reasonEnd },
    version: text.slice(start, versionEnd),
    versionRange: { start, end: versionEnd },
    range,
  };
}

function endOfWord(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && text.charCodeAt(at) !== SPACE && !isWhiteSpace(text.charCodeAt(at))) at++;
  return at;
}

/** Whether `SIP/` stands there, in any case (RFC 3261 §7.1: the version is case-insensitive). */
function isVersion(text: string, start: number, end: number): boolean {
  return (
    end - start > 4 &&
    (text.charCodeAt(start) | 0x20) === 0x73 &&
    (text.charCodeAt(start + 1) | 0x20) === 0x69 &&
    (text.charCodeAt(start + 2) | 0x20) === 0x70 &&
    text.charCodeAt(start + 3) === 0x2f
  );
}
