/** An address in From, To, Contact, Route and their like: `"Name" <uri>;params` or `uri;params` (RFC 3261 §20.10). */
import { COMMA, LEFT_ANGLE, QUOTE, RIGHT_ANGLE, SEMICOLON } from "../model/ascii.js";
import type { ByteRange } from "../model/span.js";
import type { HeaderField } from "./header-fields.js";
import {
  closingQuote,
  decodeOctets,
  indexOfCode,
  skipWhiteSpace,
  splitList,
  trimEnd,
  unescapeQuoted,
  unfold,
} from "./lexical.js";
import { findParam, type Param, paramValue, parseParams } from "./params.js";
import { parseUri, type Uri } from "./uri.js";
import { type Value, valueAt } from "./value.js";

/** The parts are found at once; URI and parameters are read when asked for. */
export class NameAddr {
  readonly header: HeaderField;
  /** The whole value, without white space around it. */
  readonly range: ByteRange;
  /** Undefined when absent or empty. */
  readonly displayName: Value<string> | undefined;
  /** Whether the URI stands in angle brackets. */
  readonly isBracketed: boolean;
  /** Inside the brackets. */
  readonly uriRange: ByteRange;
  /** Offset after the first `;` behind the URI; the end of the value when there is none. */
  readonly paramsStart: number;
  readonly #text: string;
  #uri: Uri | undefined;
  #params: readonly Param[] | undefined;

  /** @param part what stands between the commas of the list, or the whole value of the field */
  constructor(text: string, header: HeaderField, part: ByteRange) {
    const from = skipWhiteSpace(text, part.start, part.end);
    const to = trimEnd(text, from, part.end);
    this.#text = text;
    this.header = header;
    this.range = { start: from, end: to };
    const nameEnd = endOfQuotedName(text, from, to);
    const open = indexOfCode(text, LEFT_ANGLE, nameEnd, to);
    this.isBracketed = open >= 0;
    let semicolon: number;
    if (open >= 0) {
      const close = indexOfCode(text, RIGHT_ANGLE, open, to);
      this.uriRange = { start: open + 1, end: close < 0 ? to : close };
      this.displayName = parseDisplayName(text, from, open);
      semicolon = close < 0 ? -1 : indexOfCode(text, SEMICOLON, close, to);
    } else {
      // Without brackets every parameter belongs to the header, none to the URI (RFC 3261 §20.10).
      semicolon = indexOfCode(text, SEMICOLON, from, to);
      this.uriRange = { start: from, end: trimEnd(text, from, semicolon < 0 ? to : semicolon) };
      this.displayName = undefined;
    }
    this.paramsStart = semicolon < 0 ? to : semicolon + 1;
  }

  get uri(): Uri {
    return (this.#uri ??= parseUri(this.#text, this.uriRange.start, this.uriRange.end));
  }

  get params(): readonly Param[] {
    return (this.#params ??= parseParams(this.#text, this.paramsStart, this.range.end));
  }

  /** Header parameter of a name in lower case. */
  param(name: string): Param | undefined {
    return findParam(this.params, name);
  }

  get tag(): Value<string> | undefined {
    return paramValue(this.params, "tag");
  }
}

/** All addresses of a field; empty list elements are skipped. */
export function parseAddresses(text: string, header: HeaderField): NameAddr[] {
  const { start, end } = header.valueRange;
  return splitList(text, start, end, COMMA)
    .map((part) => new NameAddr(text, header, part))
    .filter((address) => address.range.end > address.range.start);
}

/** Offset after a quoted display name, so that a `<` inside the quotes is not taken for the URI's. */
function endOfQuotedName(text: string, start: number, end: number): number {
  if (text.charCodeAt(start) !== QUOTE) return start;
  const close = closingQuote(text, start, end);
  return close < 0 ? start : close + 1;
}

function parseDisplayName(text: string, start: number, open: number): Value<string> | undefined {
  let from = start;
  let to = trimEnd(text, start, open);
  const isQuoted = text.charCodeAt(from) === QUOTE && from < to;
  if (isQuoted) {
    const close = closingQuote(text, from, to);
    from++;
    if (close >= 0) to = close;
  }
  if (from >= to) return undefined;
  const raw = decodeOctets(unfold(text.slice(from, to)));
  return valueAt(isQuoted ? unescapeQuoted(raw) : raw, from, to);
}
