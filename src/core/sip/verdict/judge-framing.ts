/** Judges the lines of a message and the length of its body (RFC 3261 §7.3, §7.4.2, §18.3). */
import { CR, LF } from "../../model/ascii.js";
import { isToken } from "../lexical.js";
import type { SipMessage } from "../message.js";
import { type FaultList, shown } from "./fault.js";

/** @param isCut whether the end of the message is not in the file, so that the blank line may be missing */
export function judgeLines(message: SipMessage, isCut: boolean, faults: FaultList): void {
  const { lines, text } = message;
  for (const line of lines.strayLines) {
    // A header that ends in the middle of a line was cut on its way; the missing blank line tells that.
    if (line.end === text.length && !lines.hasHeaderEnd) continue;
    const explanation = `The line ${shown(text.slice(line.start, line.end))} is no header: it has no name with a colon.`;
    faults.refuse("malformed", null, line, "RFC 3261 §7.3.1", explanation);
  }
  for (const field of lines.fields) {
    if (isToken(field.name)) continue;
    const explanation = `The header name ${shown(field.name)} holds a character that no name may have.`;
    faults.tolerate("oddity", field.name, field.nameRange, "RFC 3261 §25.1", explanation);
  }
  if (lines.hasBareLineFeed) {
    const explanation = "Lines end in LF alone, not in CR LF.";
    faults.tolerate("oddity", null, lines.startLine, "RFC 3261 §7", explanation);
  }
  if (!lines.hasHeaderEnd && !isCut) {
    const end = { start: text.length, end: text.length };
    faults.tolerate("oddity", null, end, "RFC 3261 §7", "The blank line that ends the headers is missing.");
  }
}

export function judgeContentLength(message: SipMessage, isCut: boolean, faults: FaultList): void {
  const field = message.header("Content-Length");
  if (!field) return;
  const declared = message.contentLength;
  if (declared === undefined) {
    const range = field.value === "" ? field.range : field.valueRange;
    const explanation = `Content-Length ${shown(field.value)} is no number of octets.`;
    faults.refuse("malformed", field.name, range, "RFC 3261 §20.14", explanation);
    return;
  }
  if (isCut) return;
  const { start, end } = message.body;
  const octets = end - start;
  const explanation = `Content-Length is ${declared}, and the body has ${octets} octets.`;
  if (declared > octets) {
    faults.refuse("content-length", field.name, field.valueRange, "RFC 3261 §18.3", explanation);
  } else if (declared < octets && !isLineEnds(message.text, start + declared)) {
    // A datagram's surplus is thrown away (§18.3); on a stream it stands before the next message.
    faults.tolerate("content-length", field.name, field.valueRange, "RFC 3261 §18.3", explanation);
  }
}

/** Whether nothing but line ends follows; many senders add one. */
function isLineEnds(text: string, start: number): boolean {
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== CR && code !== LF && code !== 0) return false;
  }
  return true;
}
