/** What a mail, a ticket, a terminal or a web page put around every line of a log: marks before it, colours, entities. */
import { HTML } from "./escapes.js";
import type { LogFormat } from "./log-format.js";
import { mayStandBetween } from "./opening.js";
import { startLineAt } from "./start-line.js";

const COLOUR = String.raw`${String.fromCharCode(27)}\[[\d;]{0,16}[mK]`;
/** A web page keeps several blanks by a character that looks like one; in UTF-8, an octet a character. */
const HARD_BLANK = "\xc2\xa0";
const HARD_BLANKS = /^\xc2\xa0| \xc2\xa0|\xc2\xa0[ \xc2]|\xc2\xa0SIP\/2\.0/m;
/** A terminal's copy, or a program's, may write the octet that begins a colour out. */
const WRITTEN_COLOUR = String.raw`(?:\^\[|\\(?:x1b|033|e))\[[\d;]{0,16}[mK]`;
const HAS_WRITTEN_COLOUR = new RegExp(WRITTEN_COLOUR);
/** Word processors and chats put typographer's quotes for those of a program, in UTF-8. */
const ROUND_QUOTE = "\xe2\x80[\x9c\x9d]";
const ROUND_QUOTED = /=\xe2\x80[\x9c\x9d]/;
const WRITTEN_BRACKET = /&(?:lt|#60|#x3c);sips?:/i;
const QUOTE = 34;
/** A line end that was written out before the real one, or a web page's. */
const WRITTEN_END = String.raw`(?:\\r\\n|\\[rn]|\^M|<br ?\/?>)[ \t]*$`;
const HAS_WRITTEN_END = new RegExp(WRITTEN_END);
const BLANK = 32;

/** Quoting, comment marks, bars, indentation, and the number of a line: none of them tells what a program would. */
const MAX_MARKS = 40;
const MARKS = /^[ \t>|#*;/]*(?:[1-9]\d{0,6}[:.)|\t -][ \t]*)?[ \t>|#*;/]*$/;
const COMMON = /^[ \t>|#*;/]{1,40}/;
/** A start line is compared with so many lines before and after it. */
const NEAR_LINES = 6;
/** So many lines that all begin alike are no chance. */
const MIN_COMMON_LINES = 8;
/** So many lines of a message that end with blanks do so by no chance. */
const MIN_PADDED_LINES = 4;
/** More start lines without decoration prove that there is none. */
const MAX_TRIED = 16;

export class Decoration {
  readonly #escaped: RegExp | undefined;
  readonly #before: string;
  /** A terminal's copy fills every line up with blanks. */
  readonly #isPadded: boolean;

  private constructor(escaped: RegExp | undefined, before: string, isPadded: boolean) {
    this.#escaped = escaped;
    this.#before = before;
    this.#isPadded = isPadded;
  }

  /**
   * @param head the beginning of the log.
   * @param declared formats of a user, who states what stands before a line and knows it.
   * @returns undefined when its lines stand as they were printed.
   */
  static learn(head: string, declared: readonly LogFormat[] = []): Decoration | undefined {
    const escaped = escapedIn(head);
    const plain = new Decoration(escaped, "", false);
    const lines = head.split("\n").map((line) => plain.#textOf(line.replace(/\r$/, "")));
    if (declared.some(({ opening, prefix }) => lines.some((line) => opening.test(line) || prefix?.test(line))))
      return undefined;
    const before = beforeStartLine(lines) ?? beforeAll(lines);
    const isPadded = arePadded(lines);
    const isPlain = escaped === undefined && before === "" && !isPadded;
    return isPlain ? undefined : new Decoration(escaped, before, isPadded);
  }

  /** The parts of a line that its program printed, in order: offsets in it, or the octet that a part stands for. */
  *parts(padded: string): Generator<{ readonly start: number; readonly end: number; readonly octet?: number }> {
    const line = this.#isPadded ? padded.trimEnd() : padded;
    let skip = this.#before === "" ? 0 : contentAt(this.#before, this.#textOf(line));
    let from = 0;
    for (const match of this.#escaped === undefined ? [] : line.matchAll(this.#escaped)) {
      const length = match.index - from;
      if (skip < length) yield { start: from + skip, end: match.index };
      skip = Math.max(0, skip - length);
      from = match.index + match[0].length;
      const octet = octetOf(match[0]);
      if (octet !== undefined && skip-- <= 0) {
        skip = 0;
        yield { start: match.index, end: from, octet };
      }
    }
    if (from + skip < line.length) yield { start: from + skip, end: line.length };
  }

  #textOf(line: string): string {
    if (this.#escaped === undefined) return line;
    return line.replace(this.#escaped, (found) => {
      const octet = octetOf(found);
      return octet === undefined ? "" : String.fromCharCode(octet);
    });
  }
}

function escapedIn(head: string): RegExp | undefined {
  const parts = [];
  if (head.includes("\x1b[")) parts.push(COLOUR);
  if (HAS_WRITTEN_COLOUR.test(head)) parts.push(WRITTEN_COLOUR);
  // A log that writes its own brackets has entities only within what it prints.
  if (WRITTEN_BRACKET.test(head) && !head.includes("<sip")) parts.push(HTML.pattern.source);
  if (HARD_BLANKS.test(head)) parts.push(HARD_BLANK);
  if (haveWrittenEnds(head)) parts.push(WRITTEN_END);
  if (ROUND_QUOTED.test(head) && !head.includes('="')) parts.push(ROUND_QUOTE);
  return parts.length > 0 ? new RegExp(parts.join("|"), "g") : undefined;
}

/** Whether all lines have them: a program may write those of its messages so. */
function haveWrittenEnds(head: string): boolean {
  const lines = head.split("\n").slice(0, -1);
  return lines.length >= MIN_COMMON_LINES && lines.every((line) => HAS_WRITTEN_END.test(line.replace(/\r$/, "")));
}

/** The octet that such a part of a line stands for; a colour stands for none. */
function octetOf(part: string): number | undefined {
  if (part === HARD_BLANK) return BLANK;
  if (part.startsWith("&")) return HTML.decode(part);
  return part.startsWith("\xe2") ? QUOTE : undefined;
}

/** Whether a start line and the headers behind it all end with blanks. */
function arePadded(lines: readonly string[]): boolean {
  const index = lines.findIndex((line) => startLineAt(line, 0, line.length, line.indexOf("SIP/2.0")) >= 0);
  const shown = index < 0 ? [] : lines.slice(index, index + NEAR_LINES).filter((line) => line.trim() !== "");
  return shown.length >= MIN_PADDED_LINES && shown.every((line) => /[ \t]$/.test(line));
}

/** What stands before a start line, and before the lines around it too. */
function beforeStartLine(lines: readonly string[]): string | undefined {
  let tried = 0;
  for (const [index, line] of lines.entries()) {
    const version = line.indexOf("SIP/2.0");
    const at = version < 0 ? -1 : startLineAt(line, 0, line.length, version);
    if (at < 0) continue;
    if (++tried > MAX_TRIED) return undefined;
    for (let length = Math.min(at, MAX_MARKS); length > 0; length--) {
      const before = line.slice(0, length);
      if (MARKS.test(before) && isAround(before, lines, index, length === at)) return before;
    }
  }
  return undefined;
}

/**
 * Whether the lines around a start line have it too: the message's next lines, and before it what announces it, down to
 * a line that has nothing of it. Else it belongs to the format.
 */
function isAround(before: string, lines: readonly string[], index: number, isAll: boolean): boolean {
  const has = (line: string) => line.trim() === "" || contentAt(before, line) > 0;
  if (!lines.slice(index + 1, index + NEAR_LINES).every(has) || !isCounted(before, lines, index)) return false;
  let announced = false;
  for (let i = index - 1; i >= 0; i--) {
    const line = lines[i]!;
    if (line.trim() === "") continue;
    const at = contentAt(before, line);
    // A line right before that has nothing of it announces what follows.
    if (at === 0) return announced && line[0] !== before[0] && lines[i + 1]!.trim() === "";
    if (index - i > NEAR_LINES) return announced;
    announced ||= !mayStandBetween(line.slice(at));
  }
  return announced || isAll;
}

/** A number counts the lines: any other is the log's own. */
function isCounted(before: string, lines: readonly string[], index: number): boolean {
  const numberOf = (line = "") => Number(/\d+/.exec(line)?.[0]);
  const next = numberOf(lines[index + 1]);
  return !/\d/.test(before) || next === numberOf(before) + 1;
}

/** What all lines begin with: of dumps, whose start lines are digits. */
function beforeAll(all: readonly string[]): string {
  const lines = all.filter((line) => line.trim() !== "");
  // The last line of the head may be cut.
  lines.pop();
  let common = lines.length < MIN_COMMON_LINES ? "" : (COMMON.exec(lines[0]!)?.[0] ?? "");
  for (const line of lines) {
    while (common !== "" && !line.startsWith(common) && common.trimEnd() !== line) common = common.slice(0, -1);
  }
  return common;
}

/** Where the content of a line begins that has `before` before it, with another number perhaps; 0 when it has not. */
function contentAt(before: string, line: string): number {
  if (line.startsWith(before)) return before.length;
  let at = 0;
  for (let i = 0; i < before.length; i++) {
    if (isDigit(before, i)) {
      // Numbers are right-aligned: a longer one takes the place of blanks.
      while (line[at] === " ") at++;
      const from = at;
      while (isDigit(line, at)) at++;
      if (from === at) return 0;
      while (isDigit(before, i + 1)) i++;
    } else if (before[i] === line[at]) at++;
    // Editors cut the blanks at the end of a line.
    else if (at === line.length && before.slice(i).trim() === "") return at;
    else if (before[i] !== " " || !isDigit(before, i + 1 + before.slice(i + 1).search(/[^ ]|$/))) return 0;
  }
  return at;
}

function isDigit(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 48 && unit <= 57;
}
