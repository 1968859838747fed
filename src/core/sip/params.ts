/** Parameters after semicolons: `;name=value;flag;text="quoted"` (RFC 3261 §25.1, generic-param). */
import type { ByteRange } from "../model/span.js";
import {
  closingQuote,
  decodeOctets,
  EQUALS,
  indexOfCode,
  QUOTE,
  SEMICOLON,
  skipWhiteSpace,
  splitList,
  trimEnd,
  unescapeQuoted,
} from "./lexical.js";
import { type Value, valueAt } from "./value.js";

export interface Param {
  /** Lower-cased: names are compared in any case (RFC 3261 §7.3.1). */
  readonly name: string;
  readonly nameRange: ByteRange;
  /** Undefined for a bare flag (`;lr`); "" for `;name=`. A quoted value is unescaped and without its quotes. */
  readonly value: string | undefined;
  /** Inside the quotes of a quoted value; empty at the end of the name for a flag. */
  readonly valueRange: ByteRange;
  readonly isQuoted: boolean;
  readonly range: ByteRange;
}

/** Reads what follows the first `;`. Empty parameters (`;;`) are left out. At most `MAX_VALUES_PER_FIELD` are read. */
export function parseParams(text: string, start: number, end: number): readonly Param[] {
  if (start >= end) return NO_PARAMS;
  const params: Param[] = [];
  for (const part of splitList(text, start, end, SEMICOLON)) {
    const param = parseParam(text, part.start, part.end);
    if (param) params.push(param);
  }
  return params;
}

const NO_PARAMS: readonly Param[] = [];

/** One `name`, `name=value` or `name="value"`; undefined when nothing stands there. */
export function parseParam(text: string, start: number, end: number): Param | undefined {
  const from = skipWhiteSpace(text, start, end);
  const to = trimEnd(text, from, end);
  if (from === to) return undefined;
  const equals = indexOfCode(text, EQUALS, from, to);
  if (equals < 0) {
    const valueRange = { start: to, end: to };
    const range = { start: from, end: to };
    const name = text.slice(from, to).toLowerCase();
    return { name, nameRange: range, value: undefined, valueRange, isQuoted: false, range };
  }
  const nameEnd = trimEnd(text, from, equals);
  let valueStart = skipWhiteSpace(text, equals + 1, to);
  let valueEnd = to;
  const isQuoted = text.charCodeAt(valueStart) === QUOTE && valueStart < to;
  if (isQuoted) {
    const close = closingQuote(text, valueStart, to);
    valueStart++;
    if (close >= 0) valueEnd = close;
  }
  const raw = decodeOctets(text.slice(valueStart, valueEnd));
  return {
    name: text.slice(from, nameEnd).toLowerCase(),
    nameRange: { start: from, end: nameEnd },
    value: isQuoted ? unescapeQuoted(raw) : raw,
    valueRange: { start: valueStart, end: valueEnd },
    isQuoted,
    range: { start: from, end: to },
  };
}

/** The first parameter of a name, given in lower case. */
export function findParam(params: readonly Param[], name: string): Param | undefined {
  for (const param of params) if (param.name === name) return param;
  return undefined;
}

/** The value of a parameter that has one; undefined for a flag or when absent. */
export function paramValue(params: readonly Param[], name: string): Value<string> | undefined {
  const param = findParam(params, name);
  if (param?.value === undefined) return undefined;
  return valueAt(param.value, param.valueRange.start, param.valueRange.end);
}
