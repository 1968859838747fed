/** Where two values differ, so that the wrong characters can be underlined. */

/** Half-open, in characters; empty when nothing of this value differs. */
export interface Differing {
  readonly start: number;
  readonly end: number;
}

/** What separates words of SIP values: a reader compares words, not the letters that two words happen to share. */
const DELIMITER = /["=\s;,<>@:()]/;

/** The words of `value` between what it has in common with `other` at its start and at its end. */
export function differingPart(value: string, other: string): Differing {
  if (value === other) return { start: 0, end: 0 };
  const shorter = Math.min(value.length, other.length);
  let start = 0;
  while (start < shorter && value[start] === other[start]) start++;
  let common = 0;
  while (common < shorter - start && value[value.length - 1 - common] === other[other.length - 1 - common]) common++;
  let end = value.length - common;
  if (start === end) return { start, end };
  while (start > 0 && !DELIMITER.test(value[start - 1]!)) start--;
  while (end < value.length && !DELIMITER.test(value[end]!)) end++;
  return { start, end };
}

/** Whether two quotes are values of one kind, so that a reader gains from seeing them letter against letter. */
export function areComparable(a: string, b: string): boolean {
  if (a === "" || b === "" || a === b) return false;
  const { start } = differingPart(a, b);
  if (start > 0) return true;
  const isWord = (text: string) => !/\s/.test(text);
  const isUri = (text: string) => /^<?sips?:/i.test(text);
  return isWord(a) && isWord(b) && isUri(a) === isUri(b);
}
