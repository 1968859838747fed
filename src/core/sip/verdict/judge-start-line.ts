/** Judges the request or status line (RFC 3261 §7.1, §7.2, §25.1). */
import { LEFT_ANGLE, SPACE } from "../../model/ascii.js";
import { isTokenOctet, isWhiteSpace } from "../lexical.js";
import type { SipMessage } from "../message.js";
import type { RequestLine, StatusLine } from "../start-line.js";
import { type FaultList, shown } from "./fault.js";
import { judgeUri } from "./judge-uri.js";
import { isSound, SOUND_REQUEST_URI } from "./sound-forms.js";

export function judgeStartLine(message: SipMessage, faults: FaultList): void {
  const line = message.startLine;
  if (line.kind === "request") judgeRequestLine(message, line, faults);
  else if (line.kind === "response") judgeStatusLine(message, line, faults);
  else judgeUnreadable(message, faults);
}

function judgeUnreadable(message: SipMessage, faults: FaultList): void {
  const { start, end } = message.startLine.range;
  const line = message.text.slice(start, end);
  const status = /^SIP\/\S*\s+(\S+)/i.exec(line);
  if (status?.[1] !== undefined) {
    const codeEnd = start + status[0].length;
    const range = { start: codeEnd - status[1].length, end: codeEnd };
    const explanation = `The status code ${shown(status[1])} is not a number of three digits from 100 on.`;
    faults.refuse("malformed", null, range, "RFC 3261 §7.2", explanation);
    return;
  }
  const explanation = `The first line ${shown(line)} is neither a request line nor a status line of SIP.`;
  faults.refuse("malformed", null, { start, end }, "RFC 3261 §7.1", explanation);
}

function judgeRequestLine(message: SipMessage, line: RequestLine, faults: FaultList): void {
  const { text } = message;
  for (let at = line.methodRange.start; at < line.methodRange.end; at++) {
    if (isTokenOctet(text.charCodeAt(at))) continue;
    const explanation = `The method ${shown(line.method)} holds a character that no method may have.`;
    faults.refuse("malformed", null, { start: at, end: at + 1 }, "RFC 3261 §25.1", explanation);
    break;
  }
  judgeVersion(line, faults);
  const uri = line.requestUri.range;
  judgeGap(message, line.methodRange.end, uri.start, faults);
  judgeGap(message, uri.end, line.versionRange.start, faults);
  if (line.versionRange.end < line.range.end) {
    const range = { start: line.versionRange.end, end: line.range.end };
    faults.refuse("malformed", null, range, "RFC 3261 §7.1", "White space stands at the end of the request line.");
  }
  if (text.charCodeAt(uri.start) === LEFT_ANGLE) {
    faults.refuse(
      "malformed",
      null,
      uri,
      "RFC 3261 §7.1",
      "The Request-URI stands in angle brackets, which it must not.",
    );
    return;
  }
  if (isSound(SOUND_REQUEST_URI, message, uri)) return;
  const parsed = message.requestUri;
  if (!parsed) return;
  judgeUri(message, parsed, null, "Request-URI", faults);
  if (parsed.headers) {
    const range = { start: parsed.headers.range.start - 1, end: parsed.headers.range.end };
    const explanation = `The Request-URI carries headers (${shown(parsed.headers.value)}), which only a Contact or a link may.`;
    faults.refuse("malformed", null, range, "RFC 3261 §19.1.1", explanation);
  }
}

/** Exactly one blank stands between the parts of the line. */
function judgeGap(message: SipMessage, start: number, end: number, faults: FaultList): void {
  if (end - start === 1 && message.text.charCodeAt(start) === SPACE) return;
  const explanation = "More than a single blank stands between two parts of the request line.";
  faults.refuse("malformed", null, { start, end }, "RFC 3261 §7.1", explanation);
}

function judgeVersion(line: RequestLine | StatusLine, faults: FaultList): void {
  if (line.version.toUpperCase() === "SIP/2.0") return;
  const explanation = `The protocol version is ${shown(line.version)} where SIP/2.0 is spoken.`;
  faults.refuse("version", null, line.versionRange, "RFC 3261 §21.5.6", explanation);
}

function judgeStatusLine(message: SipMessage, line: StatusLine, faults: FaultList): void {
  judgeVersion(line, faults);
  if (line.statusCode > 699) {
    const explanation = `The status code ${line.statusCode} is of no class that SIP knows (1xx to 6xx).`;
    faults.tolerate("out-of-range", null, line.statusCodeRange, "RFC 3261 §7.2", explanation);
  }
  if (!isWhiteSpace(message.text.charCodeAt(line.statusCodeRange.end)) || line.statusCodeRange.end === line.range.end) {
    const explanation = "The blank that ends the status code is missing, though the reason phrase may be empty.";
    faults.tolerate("oddity", null, line.statusCodeRange, "RFC 3261 §25.1", explanation);
  }
}
