/** One row of a hex dump, whatever printed it: where its digits stand, told from the text column by what that repeats. */

export interface HexRow {
  /** As printed, without `0x`: hexadecimal in most dumps, octal in od's. */
  readonly offset: string;
  /** What stands before the offset. */
  readonly before: string;
  /** Where the digits stand in the line, half-open. */
  readonly start: number;
  readonly end: number;
  /** How many octets they are. */
  readonly octets: number;
}

/** Longer lines are no rows: 64 octets with their text take 300 characters. */
const MAX_LINE_CHARACTERS = 1024;
const MAX_ROW_OCTETS = 64;
/** An offset behind blanks or a mark of the log. xxd and tcpdump print a colon behind it, OpenSSL a dash. */
const OFFSET = /(?<![^\s:|\]>])(?:0x)?([\da-f]{4,8}):?[ \t](?:- |[ \t]{0,3})(?=[\da-f]{2})/gi;
/** xxd and tcpdump put octets together, up to eight of them. */
const DIGITS = /(?:[\da-f]{2}){1,8}(?![^\s|>-])/iy;
const BETWEEN = /[ \t]{1,2}(?:- )?|-/y;
const COLUMN_MARKS = /^[|>]|[|<]$/g;

/** @param isOffset whether a row may begin with this offset. */
export function readHexRow(line: string, isOffset: (offset: string) => boolean): HexRow | undefined {
  if (line.length > MAX_LINE_CHARACTERS) return undefined;
  for (const match of line.matchAll(OFFSET)) {
    if (!isOffset(match[1]!)) continue;
    const start = match.index + match[0].length;
    const found = digitsFrom(line, start);
    if (found) return { offset: match[1]!, before: line.slice(0, match.index), start, ...found };
  }
  return undefined;
}

/** The octets that a line has from `start` on, as far as the text behind them shows the same octets. */
function digitsFrom(line: string, start: number): { end: number; octets: number } | undefined {
  const octets: number[] = [];
  /** Where the digits of each group end, and how many octets that makes. */
  const groups: { end: number; octets: number }[] = [];
  for (let at = start; octets.length < MAX_ROW_OCTETS;) {
    DIGITS.lastIndex = at;
    const digits = DIGITS.exec(line)?.[0];
    if (digits === undefined) break;
    for (let i = 0; i < digits.length; i += 2) octets.push(parseInt(digits.slice(i, i + 2), 16));
    groups.push({ end: at + digits.length, octets: octets.length });
    BETWEEN.lastIndex = at + digits.length;
    const between = BETWEEN.exec(line);
    if (!between) break;
    at = BETWEEN.lastIndex;
  }
  const shown = groups.findLast((group) => shows(line.slice(group.end), octets.slice(0, group.octets)));
  if (shown) return shown;
  // Without a column of text, or with one in another character set, the digits end where blanks follow.
  return groups.find(
    ({ end }) => /^(?:\s*$|\s{2,}\S)/.test(line.slice(end)) && !/^\s{2}[\da-f]{2} /i.test(line.slice(end)),
  );
}

/** Whether the column of text is that of these octets: a dot may stand for any, and blanks are set by taste. */
function shows(text: string, octets: readonly number[]): boolean {
  const column = text.trim().replaceAll(COLUMN_MARKS, "").replaceAll(/\s/g, "");
  const printed = octets.filter((octet) => octet !== 0x20);
  if (column === "") return false;
  return (
    column.length === printed.length && printed.every((octet, i) => column[i] === "." || column.charCodeAt(i) === octet)
  );
}
