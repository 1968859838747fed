/** The lines of a message: start line, header fields with their folds, the blank line, the body (RFC 3261 §7). */
import { COLON, CR, LF, SPACE, TAB } from "../model/ascii.js";
import type { ByteRange } from "../model/span.js";
import { canonicalHeaderName, registeredNameAt } from "./header-names.js";
import { decodeOctets, skipWhiteSpace, trimEnd, unfold } from "./lexical.js";

/** One header field; a folded one is a single field. */
export class HeaderField {
  /** As on the wire. */
  readonly name: string;
  /** Registered spelling: `Call-ID` for `i` or `CALL-ID`. */
  readonly canonical: string;
  readonly #text: string;
  readonly #start: number;
  readonly #nameEnd: number;
  readonly #valueStart: number;
  readonly #valueEnd: number;
  readonly #end: number;
  #value: string | undefined;

  constructor(text: string, start: number, colon: number, end: number) {
    const nameEnd = trimEnd(text, start, colon);
    const registered = registeredNameAt(text, start, nameEnd);
    this.name = registered ?? text.slice(start, nameEnd);
    this.canonical = registered ?? canonicalHeaderName(this.name);
    this.#text = text;
    this.#start = start;
    this.#nameEnd = nameEnd;
    this.#valueStart = skipWhiteSpace(text, colon + 1, end);
    this.#valueEnd = trimEnd(text, this.#valueStart, end);
    this.#end = end;
  }

  get nameRange(): ByteRange {
    return { start: this.#start, end: this.#nameEnd };
  }

  /** The raw value with its folds, without white space around it. */
  get valueRange(): ByteRange {
    return { start: this.#valueStart, end: this.#valueEnd };
  }

  /** The whole field with its folds, without the line end. */
  get range(): ByteRange {
    return { start: this.#start, end: this.#end };
  }

  /** On one line, without white space around it, UTF-8 decoded. */
  get value(): string {
    return (this.#value ??= decodeOctets(unfold(this.#text.slice(this.#valueStart, this.#valueEnd))));
  }
}

export interface MessageLines {
  /** Without its line end; empty at the end for a message of nothing but line ends. */
  readonly startLine: ByteRange;
  readonly fields: readonly HeaderField[];
  /** Lines that are neither field nor continuation: without a colon, or a continuation of nothing. */
  readonly strayLines: readonly ByteRange[];
  readonly body: ByteRange;
  /** Whether the blank line that ends the header is there. */
  readonly hasHeaderEnd: boolean;
  /** Whether some line ended in LF alone. */
  readonly hasBareLineFeed: boolean;
  /** Whether there were more fields than are read. */
  readonly isCut: boolean;
}

/** Fields read from one message. Real ones have under a hundred; what follows is skipped, the body still found. */
export const MAX_FIELDS = 4096;

/** Stray lines kept; they are only told to the user. */
const MAX_STRAY_LINES = 16;

/** Reads the lines of a message; LF alone ends a line too, and line ends before the start line are skipped (§7.5). */
export function readLines(text: string): MessageLines {
  const size = text.length;
  let at = 0;
  while (at < size && (text.charCodeAt(at) === CR || text.charCodeAt(at) === LF)) at++;
  const fields: HeaderField[] = [];
  const strayLines: ByteRange[] = [];
  let hasHeaderEnd = false;
  let hasBareLineFeed = false;
  let isCut = false;
  let startLine: ByteRange | undefined;
  // Of the field being read; -1 when none is.
  let fieldStart = -1;
  let colon = 0;
  let fieldEnd = 0;
  const close = () => {
    if (fieldStart < 0) return;
    if (fields.length === MAX_FIELDS) isCut = true;
    else fields.push(new HeaderField(text, fieldStart, colon, fieldEnd));
    fieldStart = -1;
  };
  while (at < size) {
    const feed = text.indexOf("\n", at);
    const next = feed < 0 ? size : feed + 1;
    let end = feed < 0 ? size : feed;
    if (end > at && text.charCodeAt(end - 1) === CR) end--;
    else if (feed >= 0) hasBareLineFeed = true;
    const first = text.charCodeAt(at);
    if (end === at) {
      at = next;
      hasHeaderEnd = feed >= 0;
      break;
    }
    if (!startLine) startLine = { start: at, end };
    else if (first === SPACE || first === TAB) {
      if (fieldStart >= 0) fieldEnd = end;
      else if (strayLines.length < MAX_STRAY_LINES) strayLines.push({ start: at, end });
    } else {
      close();
      colon = colonOf(text, at, end);
      if (colon > at) {
        fieldStart = at;
        fieldEnd = end;
      } else if (strayLines.length < MAX_STRAY_LINES) strayLines.push({ start: at, end });
    }
    at = next;
  }
  close();
  startLine ??= { start: size, end: size };
  return { startLine, fields, strayLines, body: { start: at, end: size }, hasHeaderEnd, hasBareLineFeed, isCut };
}

function colonOf(text: string, start: number, end: number): number {
  for (let at = start; at < end; at++) if (text.charCodeAt(at) === COLON) return at;
  return -1;
}
