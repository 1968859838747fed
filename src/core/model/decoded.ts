/** What a reader understood of some octets, and where it could not go on. */
import type { ByteRange } from "./span.js";

export interface DecodeProblem {
  /** `truncated`: fewer octets than the layer needs; `length`: a declared length that does not fit; `unsupported`; `malformed`. */
  readonly kind: "truncated" | "length" | "unsupported" | "malformed";
  readonly layer: string;
  readonly at: ByteRange;
  readonly needed?: number;
  readonly declared?: number;
  readonly detail?: string;
}

/** `value` is absent only when nothing could be understood; `problems` may stand beside a value. */
export interface Decoded<T> {
  readonly value: T | undefined;
  readonly problems: readonly DecodeProblem[];
}

const NO_PROBLEMS: readonly DecodeProblem[] = [];

export function decoded<T>(value: T, problems: readonly DecodeProblem[] = NO_PROBLEMS): Decoded<T> {
  return { value, problems };
}

export function stopped(problem: DecodeProblem): Decoded<never> {
  return { value: undefined, problems: [problem] };
}
