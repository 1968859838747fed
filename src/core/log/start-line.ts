/** Finds a SIP start line in a line of a log, at its beginning or behind whatever the log prints before it. */
import { isMasked } from "../model/masked.js";
import { octetsOf } from "../model/octets.js";
import { isDigit, stands } from "./line-content.js";

const METHODS = [
  ..."BENOTIFY REGISTER SUBSCRIBE NEGOTIATE OPTIONS MESSAGE PUBLISH INVITE CANCEL UPDATE NOTIFY SERVICE PRACK REFER".split(
    " ",
  ),
  ..."INFO PING ACK BYE".split(" "),
];
const MAX_URI_CHARACTERS = 8192;
/** What may stand behind `SIP/2.0` of a request line: blanks, a printed CR or LF, the end of a quotation or colour. */
const REQUEST_END = /^(?:[ \t.]*$|\.\.[A-Za-z]|[ \t]*\^M|#0|\\[rn]|[^ -~]\[|["<&|])/;
const STATUS = /^ [1-6]\d\d(?![\d.])/;
const TOKEN = /[\w.!%*+`'~-]/;

const URI_BEGIN = /^<?[a-z][a-z\d+.-]*:\S/i;
/** `sip:<my user>@<my host>`: the words that a poster put for what is blotted out have blanks between them. */
const MASKED_URI = / sips?:(?:[^\s<>]|<[a-z][\w .-]{0,60}>){1,300} $/i;
const MAX_MASKED_CHARACTERS = 400;

/** What a web page puts for `user@host` to hide it from collectors of mail addresses, and where its blank is. */
const HIDDEN_ADDRESS = "[email protected]";
const HIDDEN_BLANK = HIDDEN_ADDRESS.indexOf(" ");

/**
 * Offset in `text` where the start line begins, or -1. `from` and `end` bound the line, `version` is where `SIP/2.0`
 * was found in it.
 */
export function startLineAt(text: string, from: number, end: number, version: number): number {
  for (let at = version; at >= 0 && at < end; at = text.indexOf("SIP/2.0", at + 7)) {
    const after = text.charCodeAt(at + 7);
    if (after === 47 /* "SIP/2.0/UDP": a Via */) continue;
    if (after === 32 && STATUS.test(text.slice(at + 7, Math.min(end, at + 13)))) return at;
    const start = requestLineAt(text, from, end, at);
    if (start >= 0) return start;
  }
  return -1;
}

function requestLineAt(text: string, from: number, end: number, version: number): number {
  if (version - from < 5 || text.charCodeAt(version - 1) !== 32) return -1;
  if (version + 7 < end && !REQUEST_END.test(text.slice(version + 7, Math.min(end, version + 17)))) return -1;
  let space = blankBefore(text, from, version - 1);
  if (text.startsWith(HIDDEN_ADDRESS, space - HIDDEN_BLANK)) space = blankBefore(text, from, space);
  const maskedAt = text.slice(space + 1, version).includes(">") ? maskedUriBefore(text, from, version) : -1;
  if (maskedAt >= 0) space = maskedAt;
  if (space <= from || version - space > MAX_URI_CHARACTERS) return -1;
  const isUri = maskedAt >= 0 || URI_BEGIN.test(text.slice(space + 1, Math.min(space + 40, version)));
  if (!isUri && !isMasked(text.slice(space + 1, version - 1))) return -1;
  let start = space;
  while (start > from && space - start < 64 && TOKEN.test(text[start - 1]!)) start--;
  const token = text.slice(start, space);
  // What stands in place of a URI is no proof of one.
  if (!isUri && !METHODS.includes(token)) return -1;
  const aloneInLine = start === from || text.charCodeAt(start - 1) <= 32;
  if (aloneInLine && /^[A-Z]{2,20}$/.test(token)) return start;
  // Printed octets of a packet's header, or a mark of the log, may stand right before the method.
  const known = METHODS.find((method) => token.endsWith(method));
  if (known !== undefined) return space - known.length;
  return aloneInLine && token.length > 0 && start === from ? start : -1;
}

/** Where the last blank of the line before a place is; before the line if there is none: the window before it may be long. */
function blankBefore(text: string, from: number, end: number): number {
  return from + text.slice(from, end).lastIndexOf(" ");
}

/** Where the blank before such a URI is, or -1. */
function maskedUriBefore(text: string, from: number, version: number): number {
  const begin = Math.max(from, version - MAX_MASKED_CHARACTERS);
  const index = text.slice(begin, version).search(MASKED_URI);
  return index < 0 ? -1 : begin + index;
}

const VERSION = octetsOf(" SIP/2.0");
const STATUS_BEGIN = octetsOf("SIP/2.0 ");
const URI_SCHEME = octetsOf("sip:");
const MAX_USUAL_OCTETS = 1024;
/** None of them stands in a usual start line behind its version or method: some end URIs, with others logs write line ends. */
const UNUSUAL = new Uint8Array(256).fill(1, 127);
for (const octet of octetsOf("/<>\\#^")) UNUSUAL[octet] = 1;

/** Whether the line in these octets is a start line and nothing else, as most are; of others the text must be looked at. */
export function isUsualStartLine(octets: Uint8Array, start: number, end: number): boolean {
  if (end - start > MAX_USUAL_OCTETS || end - start < 12) return false;
  if (stands(STATUS_BEGIN, octets, start)) {
    const [a, b, c, behind] = [octets[start + 8]!, octets[start + 9]!, octets[start + 10]!, octets[start + 11]!];
    return a > 48 && a < 55 && isDigit(b) && isDigit(c) && behind === 32 && isUsual(octets, start + 11, end, 32);
  }
  let at = start;
  while (octets[at]! >= 65 && octets[at]! <= 90) at++;
  const version = end - VERSION.length;
  if (at - start < 2 || at - start > 20 || octets[at] !== 32 || version - at < 6) return false;
  return stands(URI_SCHEME, octets, at + 1) && isUsual(octets, at + 1, version, 33) && stands(VERSION, octets, version);
}

/** @param least the least octet that may stand there. */
function isUsual(octets: Uint8Array, from: number, to: number, least: number): boolean {
  for (let i = from; i < to; i++) {
    const octet = octets[i]!;
    if (octet < least || UNUSUAL[octet] === 1 || (octet === 46 && octets[i + 1] === 46)) return false;
  }
  return true;
}

/** Whether a line, already free of what the log printed before it, is a start line. */
export function isStartLine(line: string): boolean {
  const version = line.indexOf("SIP/2.0");
  return version >= 0 && startLineAt(line, 0, line.length, version) === 0;
}
