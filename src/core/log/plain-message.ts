/** Reads a message that its log prints as it was sent, in one pass over the octets; all others are the line reader's. */
import { COLON, CR, EQUALS, LF, SPACE, TAB } from "../model/ascii.js";
import { octetsOf } from "../model/octets.js";
import { SourceMap } from "../model/source-map.js";
import { HeaderFacts } from "./header-facts.js";
import { endsCut, mayBeTrimmed, mayEndCut, stands, TOKEN } from "./line-content.js";
import type { LogLines } from "./lines.js";
import type { LogFormat } from "./log-format.js";
import type { ReadMessage } from "./message-octets.js";
import type { OctetSlab } from "./octet-slab.js";

/** Longer messages are too few to matter. */
export const MAX_PLAIN_OCTETS = 16 << 10;

/** Whether a format prints nothing on the lines of a message but the message. */
export function printsPlainly(format: LogFormat | undefined): boolean {
  if (format === undefined) return true;
  const { prefix, until, tail, lineEnd } = format;
  return (prefix ?? until ?? tail ?? lineEnd) === undefined;
}

/**
 * Takes the message whose start line stands at the file offset `from`, alone in the current line from there on, if each of
 * its lines is a header, the blank line or SDP, and Content-Length says where it ends. The lines' current line is then
 * its last one. It gives what `readMessageLines` and `buildMessage` would give, without arrays of lines and
 * expressions tried on each.
 * @param to how far it is looked at: a file offset within the window, `MAX_PLAIN_OCTETS` further on at most.
 * @param isAnnounced else it must have a header that only SIP has.
 * @returns undefined for anything unusual, with the lines as they were.
 */
export function readPlainMessage(
  lines: LogLines,
  from: number,
  to: number,
  isAnnounced: boolean,
  slab: OctetSlab,
): ReadMessage | undefined {
  const { window: input, base } = lines;
  const limit = to - base;
  // A line has two octets at least, and a CR may come before the end of each.
  slab.reserve(0, 2 * MAX_PLAIN_OCTETS);
  const { octets: output, start: outputStart } = slab;
  const facts = new HeaderFacts();
  const sourceMap = new SourceMap();
  let at = outputStart;
  let count = 0;
  let bodyLength = -1;
  let bodyOctets = 0;
  for (let i = from - base; ;) {
    const start = i;
    const lineAt = at;
    let isHeader = false;
    if (count > 0 && bodyLength < 0) {
      for (; i < limit && TOKEN[input[i]!] === 1; i++) output[at++] = input[i]!;
      isHeader = i > start && isSmallLetter(input[start]! | 32);
      for (; i < limit && (input[i] === SPACE || input[i] === TAB); i++) output[at++] = input[i]!;
      isHeader &&= input[i] === COLON;
    }
    for (; i < limit; i++) {
      const octet = input[i]!;
      if (octet === LF) break;
      if (octet === AMPERSAND && stands(BRACKET, input, i)) return undefined;
      output[at++] = octet;
    }
    if (i === limit) return undefined;
    let end = i;
    const isCrlf = end > start && output[at - 1] === CR;
    if (isCrlf) {
      end--;
      at--;
    }
    if (end > start && mayBeTrimmed(input[end - 2]!, input[end - 1]!)) return undefined;
    count++;
    let isLast = false;
    let isOpen = false;
    if (bodyLength >= 0) {
      if (!isSmallLetter(input[start]!) || input[start + 1] !== EQUALS) return undefined;
      bodyOctets += end - start + 2;
      isOpen = bodyOctets - 2 === bodyLength;
      isLast = isOpen || bodyOctets === bodyLength;
      if (!isLast && bodyOctets > bodyLength) return undefined;
      if (isLast && mayEndCut(input[end - 1]!) && endsCut(lines.slice(base + start, base + end))) return undefined;
    } else if (end === start) {
      if (count === 2 || facts.contentLength === undefined) return undefined;
      bodyLength = facts.contentLength;
      isLast = bodyLength === 0;
      if (!isLast && facts.bodyKind !== undefined && facts.bodyKind !== "sdp") return undefined;
    } else if (count > 1) {
      if (!isHeader) return undefined;
      if (!isAnnounced && facts.sipHeaders === 0) facts.read(lines.text, start, end);
      else if (HeaderFacts.tellsExtent(input[start]!, input[start + 1]!, input[start + 7]!)) {
        if (!facts.readUsual(input, start, end)) facts.read(lines.text, start, end);
      }
    }
    sourceMap.add(lineAt - outputStart, base + start, end - start + (isCrlf && !isOpen ? 2 : 0));
    if (!isOpen) {
      output[at++] = CR;
      output[at++] = LF;
    }
    i++;
    if (isLast) {
      if (!isAnnounced && facts.sipHeaders === 0) return undefined;
      lines.goTo(base + start, base + end, base + i, count - 1);
      return { octets: slab.take(at - outputStart), sourceMap, isVerbatim: true, missingOctets: 0 };
    }
  }
}

/** How a web page's source writes the bracket of a URI: such a message is not printed as it was sent. */
const AMPERSAND = 0x26;
const BRACKET = octetsOf("&lt;sip");

function isSmallLetter(octet: number): boolean {
  return octet >= 97 && octet <= 122;
}
