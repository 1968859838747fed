/** Columns that text takes on a terminal: two for the wide characters of East Asia and for pictures, none for marks above letters. */

const ZERO = /\p{Mark}/u;
/** Unicode's East Asian Wide and Fullwidth, in the ranges that terminals agree on. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1faff],
  [0x20000, 0x3fffd],
];

export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x300) columns++;
    else if (!ZERO.test(character)) columns += WIDE.some(([first, last]) => first <= code && code <= last) ? 2 : 1;
  }
  return columns;
}

export function padEnd(text: string, columns: number): string {
  return text + " ".repeat(Math.max(columns - columnsOf(text), 0));
}

export function padStart(text: string, columns: number): string {
  return " ".repeat(Math.max(columns - columnsOf(text), 0)) + text;
}

/** Centred; the left side gets the smaller half. */
export function padBetween(text: string, columns: number): string {
  const room = Math.max(columns - columnsOf(text), 0);
  return padEnd(" ".repeat(room >> 1) + text, columns);
}
