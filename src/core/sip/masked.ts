/** Values that the poster of a log blotted out: nothing can be concluded from what stands in their place. */

/** `xxxx`, `XX.XX.XX.XX`, `***`, `...`, `<removed>`, `[redacted]`. Addresses are masked in parts, so dots may stand between. */
const BLOTTED = /^(?:[xX*#._-]{2,}|[<[({]?(?:removed|redacted|masked|hidden|censored|deleted|snip)[>\])}]?)$/i;

export function isMasked(value: string): boolean {
  return value.length <= 300 && BLOTTED.test(value);
}
