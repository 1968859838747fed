/** How long the lines and messages of a log get that cuts them: what a header says further that ends there is not known. */
import { stopsWithin } from "../log/line-content.js";
import type { HeaderField } from "../sip/header-fields.js";
import type { SipMessage } from "../sip/message.js";

export interface LengthLimits {
  /** Characters of a line; Infinity where none looks cut. */
  readonly line: number;
  /** Octets of a message from which on it is cut if it states no length; Infinity where none is. */
  readonly message: number;
}

const HEADER = /^([A-Za-z][\w-]{0,40})[ \t]*:/;
const DIGEST = /^(?:Proxy-)?Authorization[ \t]*:[ \t]*Digest\b/i;
/** Columns of terminals and buffers of loggers, some of which keep an octet for the end: few lines are so long by chance. */
const CUSTOMARY = new Set([
  ...[60, 72, 80, 120, 127, 128, 132, 255, 256, 480, 511, 512],
  ...[1000, 1023, 1024, 2000, 2047, 2048, 4095, 4096],
]);
/** Two headers of a short log may be as long as each other by chance. */
const KINDS_AT_A_CUT = 2;
/** What a record holds before its message varies by so much: times, addresses, lengths. */
const VARYING_OCTETS = 64;

/** @param messages of one log, from its beginning. */
export function lengthLimitsOf(messages: Iterable<SipMessage>): LengthLimits {
  let longest = 0;
  let isLengthStated = false;
  const unstated: number[] = [];
  let line = 1;
  let lines: string[] = [];
  for (const { text, contentLength } of messages) {
    longest = Math.max(longest, text.length);
    if (contentLength === undefined) unstated.push(text.length);
    else isLengthStated = true;
    for (const each of text.split("\r\n").slice(1)) {
      if (each.length > line) {
        line = each.length;
        lines = [];
      }
      if (each.length === line) lines.push(each);
    }
  }
  const message = longest - VARYING_OCTETS;
  const isCut = isLengthStated && unstated.some((octets) => octets >= message);
  return { line: areCut(lines) ? line : Infinity, message: isCut ? message : Infinity };
}

/**
 * Whether the longest lines of a log look cut: a quotation or bracket stays open, three kinds of header end at the
 * same column, credentials lack the response, or the length is a customary one.
 */
function areCut(lines: readonly string[]): boolean {
  const headers = lines.filter((line) => HEADER.test(line));
  const names = new Set(headers.map((line) => HEADER.exec(line)![1]!.toLowerCase()));
  return names.size > KINDS_AT_A_CUT || headers.some((header) => CUSTOMARY.has(header.length) || looksCut(header));
}

function looksCut(header: string): boolean {
  return stopsWithin(header) || (DIGEST.test(header) && !/\bresponse[ \t]*=/i.test(header));
}

/** Whether a header of a message ends where the log ends lines or messages. */
export function endsAtLimit({ line, message }: LengthLimits, sip: SipMessage, { range }: HeaderField): boolean {
  const isLast = sip.fields.at(-1)?.range.end === range.end;
  if (isLast && sip.text.length >= message && sip.contentLength === undefined) return true;
  const lines = sip.text.slice(range.start, range.end).split("\r\n");
  return lines.some(({ length }) => length === line);
}

/** What a person is told of them. */
export function limitSentences({ line, message }: LengthLimits): string[] {
  return [
    ...(line < Infinity
      ? [`The log seems to cut lines at ${line} characters: what rests on a header of that length is not judged.`]
      : []),
    ...(message < Infinity
      ? [
          "The longest messages of the log end without Content-Length, as if cut: what rests on their last header is not judged.",
        ]
      : []),
  ];
}
