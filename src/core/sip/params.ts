/** Parameters after semicolons: `;name=value;flag;text="quoted"` (RFC 3261 §25.1, generic-param). */
import { EQUALS, LEFT_ANGLE, QUOTE, SEMICOLON } from "../model/ascii.js";
import type { ByteRange } from "../model/span.js";
import {
  closingQuote,
  decodeOctets,
  indexOfCode,
  MAX_VALUES_PER_FIELD,
  skipWhiteSpace,
  splitList,
  trimEnd,
  unescapeQuoted,
} from "./lexical.js";
import type { Value } from "./value.js";

export class Param {
  /** Lower-cased: names are compared in any case (RFC 3261 §7.3.1). */
  readonly name: string;
  readonly isQuoted: boolean;
  readonly #text: string;
  readonly #start: number;
  readonly #nameEnd: number;
  readonly #valueStart: number;
  /** -1 for a flag. */
  readonly #valueEnd: number;
  readonly #end: number;

  /** @param equals offset of the equals sign; -1 for a flag. The white space around the parameter is already off. */
  constructor(text: string, start: number, equals: number, end: number) {
    this.#text = text;
    this.#start = start;
    this.#end = end;
    this.#nameEnd = equals < 0 ? end : trimEnd(text, start, equals);
    this.name = text.slice(start, this.#nameEnd).toLowerCase();
    const valueStart = equals < 0 ? end : skipWhiteSpace(text, equals + 1, end);
    this.isQuoted = valueStart < end && text.charCodeAt(valueStart) === QUOTE;
    const close = this.isQuoted ? closingQuote(text, valueStart, end) : -1;
    this.#valueStart = this.isQuoted ? valueStart + 1 : valueStart;
    this.#valueEnd = equals < 0 ? -1 : close < 0 ? end : close;
  }

  /** Undefined for a bare flag (`;lr`); "" for `;name=`. A quoted value is unescaped and without its quotes. */
  get value(): string | undefined {
    const { octets } = this;
    return octets === undefined ? undefined : decodeOctets(octets);
  }

  /** The same with one character an octet, as hashes take it. */
  get octets(): string | undefined {
    if (this.#valueEnd < 0) return undefined;
    const raw = this.#text.slice(this.#valueStart, this.#valueEnd);
    return this.isQuoted ? unescapeQuoted(raw) : raw;
  }

  get nameRange(): ByteRange {
    return { start: this.#start, end: this.#nameEnd };
  }

  /** Inside the quotes of a quoted value; empty at the end of the name for a flag. */
  get valueRange(): ByteRange {
    return { start: this.#valueStart, end: this.#valueEnd < 0 ? this.#valueStart : this.#valueEnd };
  }

  get range(): ByteRange {
    return { start: this.#start, end: this.#end };
  }
}

/** Reads what follows the first `;`. Empty parameters (`;;`) are left out. At most `MAX_VALUES_PER_FIELD` are read. */
export function parseParams(text: string, start: number, end: number): readonly Param[] {
  if (start >= end) return NO_PARAMS;
  const params: Param[] = [];
  if (!hasBrackets(text, start, end)) {
    // Hardly any parameter needs the care of a list with quotes, and they are read of every message.
    for (let from = start; from < end && params.length < MAX_VALUES_PER_FIELD;) {
      const semicolon = indexOfCode(text, SEMICOLON, from, end);
      const to = semicolon < 0 ? end : semicolon;
      const param = parseParam(text, from, to);
      if (param) params.push(param);
      from = to + 1;
    }
    return params;
  }
  for (const part of splitList(text, start, end, SEMICOLON)) {
    const param = parseParam(text, part.start, part.end);
    if (param) params.push(param);
  }
  return params;
}

const NO_PARAMS: readonly Param[] = [];

function hasBrackets(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE || code === LEFT_ANGLE) return true;
  }
  return false;
}

/** One `name`, `name=value` or `name="value"`; undefined when nothing stands there. */
export function parseParam(text: string, start: number, end: number): Param | undefined {
  const from = skipWhiteSpace(text, start, end);
  const to = trimEnd(text, from, end);
  if (from === to) return undefined;
  return new Param(text, from, indexOfCode(text, EQUALS, from, to), to);
}

/** The first parameter of a name, given in lower case. */
export function findParam(params: readonly Param[], name: string): Param | undefined {
  for (const param of params) if (param.name === name) return param;
  return undefined;
}

/** The value of a parameter that has one; undefined for a flag or when absent. */
export function paramValue(params: readonly Param[], name: string): Value<string> | undefined {
  const param = findParam(params, name);
  const value = param?.value;
  return param && value !== undefined ? { value, range: param.valueRange } : undefined;
}
