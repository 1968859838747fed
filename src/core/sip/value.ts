/** A value read from a message, with the octets that say it. */
import type { ByteRange } from "../model/span.js";

export interface Value<T> {
  readonly value: T;
  /** Exactly the characters of the value: inside the quotes of a quoted string, inside the brackets of an IPv6 address. */
  readonly range: ByteRange;
}

export function valueAt<T>(value: T, start: number, end: number): Value<T> {
  return { value, range: { start, end } };
}
