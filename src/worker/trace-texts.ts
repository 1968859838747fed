/** The texts that show a trace's messages, whether a log or written from a capture; and what is placed in them alike. */
import { type Analysis, findingView } from "../core/index.js";
import type { Location } from "../core/model/finding.js";
import type { Message } from "../core/trace/message.js";
import {
  NUMBERS_A_MESSAGE,
  type OutlineHeader,
  type OutlineMessage,
  type PlacedFinding,
  type Selection,
  type TextModel,
  type TextPosition,
  type TextRange,
} from "./protocol.js";

export interface TraceTexts {
  /** Whether one text shows every message. */
  readonly hasWholeText: boolean;
  /** The texts whose findings are shown before anybody opens them. */
  models(): TextModel[];
  /** @throws with a sentence for the user where the text is the file itself. */
  write(selection: Selection): { readonly text: string; readonly model: TextModel };
  outline(selection: Selection): OutlineMessage[];
  /** Where everything stands in a text. */
  placed(selection: Selection): PlacedText;
}

export interface PlacedText {
  readonly model: TextModel;
  readonly positions: Positions;
}

/** Where the octets of messages stand in one text; a signal, called `-1 - signal`, has only its line. */
export interface Positions {
  shows(message: number): boolean;
  /** Where an octet of a message begins; at its end, the end of its last line. */
  startOf(message: number, octet: number): TextPosition;
  /** The place behind the octet before this one. */
  endOf(message: number, octet: number): TextPosition;
}

/** An outline with every header of very many messages helps nobody and takes seconds to show. */
const MAX_MESSAGES_WITH_HEADERS = 2000;

/** The numbers of `TextModel.messages`, ascending by line. */
export function linesOf(messages: Iterable<Message>, positions: Positions): Uint32Array {
  const rows: (readonly [number, number, number, number])[] = [];
  for (const { index, sip } of messages) {
    const { text, body, lines } = sip;
    const end = positions.endOf(index, contentEnd(text)).line + 1;
    const bodyLine = body.end > body.start ? positions.startOf(index, body.start).line : end;
    rows.push([index, positions.startOf(index, lines.startLine.start).line, Math.min(bodyLine, end), end]);
  }
  // Messages of a log without times, or of several hosts, need not stand in the trace's order.
  rows.sort((a, b) => a[1] - b[1]);
  return Uint32Array.from(rows.flat());
}

/** Offset behind the last character that is no line end. */
function contentEnd(text: string): number {
  let end = text.length;
  while (end > 1 && (text[end - 1] === "\n" || text[end - 1] === "\r")) end--;
  return end;
}

/** A finding is told in a text when the text shows its message; so are its related places. */
export function placeFindings(analysis: Analysis, positions: Positions): PlacedFinding[] {
  const placed: PlacedFinding[] = [];
  for (const [index, finding] of analysis.findings.entries()) {
    if (!positions.shows(numberOf(finding.location))) continue;
    const related = finding.related.filter(({ location }) => positions.shows(numberOf(location)));
    placed.push({
      view: findingView(analysis, index),
      aor: finding.aor,
      range: placeOf(analysis, finding.location, positions),
      related: related.map(({ location, message }) => ({
        label: message,
        range: placeOf(analysis, location, positions),
      })),
    });
  }
  return placed;
}

function numberOf({ message, signal }: Location): number {
  return message ?? -1 - (signal ?? 0);
}

function placeOf(analysis: Analysis, location: Location, positions: Positions): TextRange {
  const { message, range } = location;
  if (message === null) {
    const signal = numberOf(location);
    return { start: positions.startOf(signal, 0), end: positions.endOf(signal, 0) };
  }
  // Nothing can be underlined in no characters; then the start line stands for the message.
  const isEmpty = range.end <= range.start;
  const { start, end } = isEmpty ? analysis.trace.messages.sip(message).lines.startLine : range;
  return { start: positions.startOf(message, start), end: positions.endOf(message, end) };
}

/** @param messages those that the text shows, with their lines. */
export function outlineOf(analysis: Analysis, { messages: lines }: TextModel, positions: Positions): OutlineMessage[] {
  const { messages } = analysis.trace;
  const withHeaders = lines.length / NUMBERS_A_MESSAGE <= MAX_MESSAGES_WITH_HEADERS;
  const outline: OutlineMessage[] = [];
  for (let at = 0; at < lines.length; at += NUMBERS_A_MESSAGE) {
    const message = messages.at(lines[at]!);
    outline.push({
      ...titlesOf(message),
      isRequest: message.sip.isRequest,
      startLine: lines[at + 1]!,
      endLine: lines[at + 3]!,
      headers: withHeaders ? headersOf(message, positions) : [],
    });
  }
  return outline;
}

function titlesOf({ sip, source, destination }: Message): { title: string; detail: string } {
  const { startLine, cseq } = sip;
  const uri =
    startLine.kind === "request"
      ? sip.text.slice(startLine.requestUri.range.start, startLine.requestUri.range.end)
      : "";
  const title = startLine.kind === "request" ? `${startLine.method} ${uri}` : `${sip.statusCode} ${sip.reason}`;
  const sides = [source.address, destination.address].filter((address) => address !== "").join(" → ");
  const exchange = cseq ? `CSeq ${cseq.number} ${cseq.method}` : "";
  return { title, detail: [exchange, sides].filter((part) => part !== "").join(" · ") };
}

function headersOf({ index, sip }: Message, positions: Positions): OutlineHeader[] {
  return sip.fields.map(({ name, value, range }) => ({
    // An outline refuses an entry without a name.
    name: name || "(no name)",
    value: value.slice(0, 200),
    startLine: positions.startOf(index, range.start).line,
    endLine: positions.endOf(index, range.end).line + 1,
  }));
}
