/** CSeq: the number and method that a transaction is known by (RFC 3261 §20.16). */
import type { ByteRange } from "../model/span.js";
import type { HeaderField } from "./header-fields.js";
import { isWhiteSpace, parseDigits, skipWhiteSpace } from "./lexical.js";

/** The number must be less than 2**31 (RFC 3261 §8.1.1.5). */
export const CSEQ_LIMIT = 2 ** 31;

export interface CSeq {
  readonly number: number;
  readonly numberRange: ByteRange;
  /** As on the wire; methods are compared in exact case. "" when missing. */
  readonly method: string;
  readonly methodRange: ByteRange;
  readonly range: ByteRange;
  readonly header: HeaderField;
}

/** Undefined when the value does not begin with a number. */
export function parseCSeq(text: string, header: HeaderField): CSeq | undefined {
  const { start, end } = header.valueRange;
  let numberEnd = start;
  while (numberEnd < end && !isWhiteSpace(text.charCodeAt(numberEnd))) numberEnd++;
  const number = parseDigits(text, start, numberEnd);
  if (Number.isNaN(number)) return undefined;
  const methodStart = skipWhiteSpace(text, numberEnd, end);
  return {
    number,
    numberRange: { start, end: numberEnd },
    method: text.slice(methodStart, end),
    methodRange: { start: methodStart, end },
    range: header.valueRange,
    header,
  };
}
