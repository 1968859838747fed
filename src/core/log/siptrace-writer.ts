/** Writes a trace as `.siptrace` text, and knows for each octet of its messages the line and column where it stands. */
import { formatEndpoint, type Endpoint, type Transport } from "../model/endpoint.js";
import { toIso } from "../model/instant.js";
import type { Signal } from "../model/transmission.js";
import { parseRecord } from "./siptrace-reader.js";
import { escapeMessage, escapeWord } from "./siptrace-escape.js";
import { dhcpText, dnsText, ntpText } from "./siptrace-lookups.js";
import { tlsText } from "./siptrace-tls.js";

/** A message to write. `frame` is the frame of its capture. */
export interface WritableMessage {
  readonly atMicros: number;
  readonly transport: Transport | undefined;
  readonly source: Endpoint | undefined;
  readonly destination: Endpoint | undefined;
  readonly octets: Uint8Array;
  readonly frame: number | null;
  readonly missingOctets?: number;
  readonly garbageBefore?: Uint8Array | undefined;
  readonly capturePoint?: number;
}

/** A signal to write; its `place.frame` is written as its frame. */
export type WritableItem = WritableMessage | Signal;

/** Line numbers of the text are 0-based, as editors count; characters are UTF-16 units. */
export interface TextPosition {
  readonly line: number;
  readonly character: number;
}

/** Text of the items, in their order. */
export function writeSipTrace(items: Iterable<WritableItem>): SipTraceText {
  const parts: string[] = [];
  const lineOfItem: number[] = [];
  const offsetOfItem: number[] = [];
  let line = 0;
  let offset = 0;
  const put = (text: string) => {
    parts.push(text);
    line++;
    offset += text.length + 1;
  };
  for (const item of items) {
    put(recordLine(item));
    lineOfItem.push("kind" in item ? line - 1 : line);
    offsetOfItem.push("kind" in item ? offset - parts.at(-1)!.length - 1 : offset);
    if ("kind" in item) continue;
    for (const text of escapeMessage(item.octets, (candidate) => parseRecord(candidate) !== undefined)) put(text);
    put("");
  }
  return new SipTraceText(parts.length === 0 ? "" : `${parts.join("\n")}\n`, lineOfItem, offsetOfItem);
}

function recordLine(item: WritableItem): string {
  const details: string[] = [];
  const frame = "kind" in item ? item.place.frame : item.frame;
  if (frame !== null) details.push(`frame ${frame}`);
  if (item.capturePoint) details.push(`point ${item.capturePoint}`);
  if ("kind" in item) {
    details.push(signalText(item));
  } else {
    details.push(`${item.octets.length} octets`);
    if (item.missingOctets) details.push(`${item.missingOctets} missing`);
    if (item.garbageBefore?.length) details.push(`garbage "${escapeWord(item.garbageBefore, true)}"`);
  }
  const sides = `${endpointText(item.source)} > ${endpointText(item.destination)}`;
  return `${timeText(item.atMicros)} ${item.transport ?? "?"} ${sides} ${details.join(", ")}`;
}

function signalText(signal: Signal): string {
  switch (signal.kind) {
    case "keep-alive":
      return `keep-alive ${signal.form}`;
    case "tcp":
      return `tcp ${signal.event}${signal.isIncomplete ? " incomplete" : ""}`;
    case "tls":
      return `tls ${tlsText(signal.step, signal.details)}`;
    case "dns":
      return `dns ${dnsText(signal.dns)}`;
    case "dhcp":
      return `dhcp ${dhcpText(signal.dhcp)}`;
    case "ntp":
      return `ntp ${ntpText(signal.offsetMicros)}`;
    case "stun-mapping":
      return `stun-mapping ${endpointText(signal.mapped)}`;
    case "unreachable": {
      const quoted = signal.quoted.length === 0 ? "" : ` quoted "${escapeWord(signal.quoted, true)}"`;
      return `unreachable "${escapeWord(encode(signal.reason), true)}" reported by ${escapeWord(encode(signal.reporter), false) || "?"}${quoted}`;
    }
  }
}

/** Microseconds, and the part of one that a capture with nanoseconds has. */
function timeText(atMicros: number): string {
  const iso = toIso(atMicros);
  if (iso === null || !/^\d{4}-/.test(iso)) return "-";
  const part = Math.floor((atMicros - Math.floor(atMicros)) * 1000);
  return part === 0 ? iso : `${iso.slice(0, -1)}${String(part).padStart(3, "0")}Z`;
}

function endpointText(endpoint: Endpoint | undefined): string {
  if (endpoint === undefined) return "?";
  const text = escapeWord(encode(formatEndpoint(endpoint)), false);
  return text === "?" || text === "" ? "\\x3f" : text;
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Printable ASCII but the backslash; the line's end stands for CRLF. */
const PLAIN_LINE = /[\t -[\]-~]*\n/y;

/** A line of a message's text: the octet of the message at its beginning, and its offset in the text. */
interface LineBegin {
  readonly octet: number;
  readonly line: number;
  readonly at: number;
}

/** The text of a trace. Items are counted from 0 in the order in which they were written. */
export class SipTraceText {
  readonly #lines: Float64Array;
  readonly #offsets: Float64Array;

  constructor(
    readonly text: string,
    lineOfItem: readonly number[],
    offsetOfItem: readonly number[],
  ) {
    this.#lines = Float64Array.from(lineOfItem);
    this.#offsets = Float64Array.from(offsetOfItem);
  }

  get items(): number {
    return this.#lines.length;
  }

  /** Line of a message's start line, or of a signal's only line. */
  lineOfMessage(item: number): number {
    return this.#lines[item] ?? 0;
  }

  /** Behind the last character of a signal's line. */
  endOfSignal(item: number): TextPosition {
    const start = this.#offsets[item] ?? 0;
    const end = this.text.indexOf("\n", start);
    return { line: this.lineOfMessage(item), character: (end < 0 ? this.text.length : end) - start };
  }

  /** Item whose lines hold this line: its record line, its message or the blank line after it; -1 before the first. */
  itemAt(line: number): number {
    let low = 0;
    let high = this.#lines.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      // The record line above the start line belongs to the message.
      if (this.#lines[middle]! - 1 <= line) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Where an octet of the message stands; past its end, the end of its last line. */
  positionOf(item: number, octetOffset: number): TextPosition {
    const from = this.#lineOf(item, octetOffset);
    let { line, character } = { line: from.line, character: 0 };
    for (const step of this.#walk(item, from)) {
      if (step.octet > octetOffset) break;
      line = step.line;
      character = step.character;
    }
    return { line, character };
  }

  /** The octet of the message that stands at a place of its text, or the next one shown. */
  octetAt(item: number, position: TextPosition): number {
    let octet = 0;
    for (const step of this.#walk(item, this.#begin(item))) {
      if (step.line > position.line || (step.line === position.line && step.character > position.character)) break;
      octet = step.octet;
    }
    return octet;
  }

  #begin(item: number): LineBegin {
    return { octet: 0, line: this.lineOfMessage(item), at: this.#offsets[item] ?? 0 };
  }

  #endOf(item: number): number {
    return item + 1 < this.items ? this.#offsets[item + 1]! : this.text.length;
  }

  /** The line of an octet, or one before it: lines that stand for their own characters are passed over whole. */
  #lineOf(item: number, octetOffset: number): LineBegin {
    let { octet, line, at } = this.#begin(item);
    const end = this.#endOf(item);
    for (;;) {
      PLAIN_LINE.lastIndex = at;
      if (!PLAIN_LINE.test(this.text)) break;
      const next = PLAIN_LINE.lastIndex;
      const octets = next - at + 1;
      if (octet + octets > octetOffset || next >= end) break;
      octet += octets;
      at = next;
      line++;
    }
    return { octet, line, at };
  }

  /** Each character of a message's text from a line on, with the octet it stands for, ended by the place after the last. */
  *#walk(item: number, from: LineBegin): Generator<{ octet: number; line: number; character: number }> {
    let { octet, line, at } = from;
    const end = this.#endOf(item);
    let lineStart = at;
    while (at < end) {
      yield { octet, line, character: at - lineStart };
      const unit = this.text.codePointAt(at)!;
      if (unit === 10) {
        octet += 2;
        line++;
        lineStart = ++at;
      } else if (unit === 92 && this.text[at + 1] === "x" && /^[0-9a-f]{2}/.test(this.text.slice(at + 2, at + 4))) {
        octet += 1;
        at += 4;
      } else if (unit === 92 && this.text[at + 1] === "\n") {
        at += 2;
        line++;
        lineStart = at;
      } else {
        octet += unit < 0x80 ? 1 : unit < 0x800 ? 2 : unit < 0x1_0000 ? 3 : 4;
        at += unit < 0x1_0000 ? 1 : 2;
      }
    }
  }
}
