/** Lines that a mail program, a ticket or a terminal broke at one width: the width is learnt, and with it which lines go on. */
import { readHexRow } from "./hex-row.js";
import { Join } from "./message-lines.js";
import { startLineAt } from "./start-line.js";

/** Narrower texts are broken by nobody; in wider ones a line of the greatest width is one of many. */
const MIN_COLUMNS = 60;
const MAX_COLUMNS = 160;
/** So many lines broken outside the headers of a message, no two of them alike, are so by no chance. */
const MIN_BROKEN = 3;
/** A line that ends further before the width was not broken for the width alone. */
const FULL_SHARE = 0.5;
/** Of the lines that go on, so many follow one of the greatest width if that was kept to within words. */
const EXACT_SHARE = 0.8;
/** Of the lines of a text in paragraphs so many go on. */
const BROKEN_SHARE = 0.4;
/** A line that is shorter by more than such a word was not broken before a usual one. */
const MAX_WORD_COLUMNS = 20;
/** By so much of their beginnings the lines of a log are known again. */
const KNOWN_CHARACTERS = 8;

/** A header whose name nobody would write within a value; no log breaks a line before such a word. */
const HEADER = /^(?:[A-Z][\w.!%*+`'~-]{0,63}|[a-z])[ \t]?:(?:[ \t]|$)/;
const SDP = /^[a-z]=/;
const OBJECT = /^\{ ?"/;
/** It goes on, whatever its length. */
const VIA_WITHOUT_HOST = /\bvia[ \t]*:[ \t]*SIP\/2\.0\/[A-Z]{2,4}[ \t]*$/i;
const RULE = /^[-=*_#~+<>]{3}/;
const RULE_ALONE = /^[-=*_#~+<>]{3,}$/;
/** A line that holds a whole message has its line ends written out: what looks like a line of it begins none. */
const WRITTEN_END = /(?:#012|\\[rn])[A-Z][\w-]{0,40}:|(?:#012|\\n)$/;
/** Behind these a header's value has a blank: a line that ends with them was broken there. */
const BEFORE_BLANK = /(?:[,:]|\bDigest|SIP\/2\.0\/[A-Z]{2,4}|\bIN|\bIP[46])$/;

/** How the lines were broken. */
interface Breaking {
  /** The greatest width of a line that could have been broken. */
  readonly columns: number;
  /** Else anywhere. */
  readonly atBlanks: boolean;
  /** The blank stays at the line's end. */
  readonly keepsBlank: boolean;
}

export class BrokenLines {
  readonly #breaking: Breaking;
  readonly #known: ReadonlySet<string>;
  #last = "";
  /** The line that the last one went on with. */
  #begun = "";

  private constructor(breaking: Breaking, known: ReadonlySet<string>) {
    this.#breaking = breaking;
    this.#known = known;
  }

  /** @returns undefined when the lines of `head` stand as they were printed. */
  static learn(head: string): BrokenLines | undefined {
    if (!head.includes("SIP/2.0")) return undefined;
    const lines = head.split("\n").map(plainLine);
    for (const columns of columnsOf(lines)) {
      const known = knownBeginnings(lines, columns);
      const breaking = breakingOf(lines, columns, known);
      if (breaking) return new BrokenLines(breaking, known);
    }
    return undefined;
  }

  /** How a line, which comes after those asked about before, goes on from the one before it. */
  joinOf(printed: string): Join {
    const last = this.#last;
    const line = plainLine(printed);
    const join = isBeginning(line, last, this.#begun, this.#known) ? Join.Line : joinOf(last, line, this.#breaking);
    this.#last = line;
    if (join === Join.Line) this.#begun = line;
    return join;
  }
}

/** Widths that may be the one: that of the widest line, and that of the widest with a blank at which it could be broken. */
function columnsOf(lines: readonly string[]): ReadonlySet<number> {
  let [widest, widestWithBlank] = [0, 0];
  for (const line of lines) {
    const width = widthOf(line.trimEnd());
    widest = Math.max(widest, width);
    if (/\S\s\S/.test(line)) widestWithBlank = Math.max(widestWithBlank, width);
  }
  return new Set([widest, widestWithBlank].filter((width) => MIN_COLUMNS <= width && width <= MAX_COLUMNS));
}

/** How the lines behind those that could not be broken begin: they begin so where they follow a full one, too. */
function knownBeginnings(lines: readonly string[], columns: number): ReadonlySet<string> {
  const known = new Set<string>();
  for (const [index, line] of lines.entries()) {
    if (index === 0 || !isFull(lines[index - 1]!, line, columns)) known.add(beginningOf(line));
  }
  return known;
}

function breakingOf(lines: readonly string[], columns: number, known: ReadonlySet<string>): Breaking | undefined {
  const kinds = new Set<string>();
  /** Lines that go on, those that go on a header for sure, those that go on one behind a prefix, and full lines that nothing goes on with. */
  let [broken, headers, prefixed, whole] = [0, 0, 0, 0];
  /** Of the first: behind a line of the greatest width, and behind one that ends with a blank. */
  let [exact, exactProofs, likelyBlanks, blanks] = [0, 0, 0, 0];
  let inMessage = false;
  let begun = "";
  for (const [index, line] of lines.entries()) {
    const last = lines[index - 1] ?? "";
    const isAfterFull = index > 0 && isFull(last, line, columns);
    if (!isAfterFull || isBeginning(line, last, begun, known)) {
      if (isAfterFull && widthOf(last) + MAX_WORD_COLUMNS > columns) whole++;
      begun = line;
    } else if (widthOf(last.trimEnd()) >= FULL_SHARE * columns || VIA_WITHOUT_HOST.test(last)) {
      broken++;
      kinds.add(beginningOf(last)).add(beginningOf(line));
      const isExact = widthOf(last) >= columns - 1;
      const next = inMessage ? lines[index + 1] : undefined;
      const isInHeaders = next !== undefined && HEADER.test(begun) && (next === "" || HEADER.test(next));
      const isHeader = isInHeaders || VIA_WITHOUT_HOST.test(last);
      const isPrefixed = next !== undefined && !isHeader && beginningOf(begun) === beginningOf(next);
      if (isHeader) headers++;
      if (isPrefixed) prefixed++;
      if (isExact) exact++;
      if (isExact && BEFORE_BLANK.test(last)) likelyBlanks++;
      if (isExact && (isHeader || isPrefixed)) exactProofs++;
      if (last.endsWith(" ")) blanks++;
    }
    if (startLineAt(line, 0, line.length, line.indexOf("SIP/2.0")) >= 0) inMessage = true;
    else if (line === "") inMessage = false;
  }
  const proofs = headers + prefixed;
  const isExact = proofs > 0 ? exactProofs >= EXACT_SHARE * proofs : exact >= EXACT_SHARE * broken;
  const isAnywhere = isExact && 2 * likelyBlanks < exact;
  const isText = isAnywhere ? exact > whole : broken > BROKEN_SHARE * lines.length;
  const isBroken = headers > 0 || prefixed > 1 || (isText && kinds.size >= 2 * MIN_BROKEN);
  if (!isBroken) return undefined;
  const keepsBlank = blanks > 0 && exact + blanks >= broken;
  return { columns, atBlanks: !isAnywhere || blanks === broken, keepsBlank };
}

/** Whether a line could not have taken the first word of the next one. */
function isFull(last: string, line: string, columns: number): boolean {
  const width = widthOf(last.trimEnd());
  return width > 0 && width + 1 + widthOf(/^\S*/.exec(line)![0]) > columns;
}

/** Whether a line can only be one of its own. */
function isBeginning(line: string, last: string, begun: string, known: ReadonlySet<string>): boolean {
  if (line.trim() === "" || OBJECT.test(line) || known.has(beginningOf(line))) return true;
  if (WRITTEN_END.test(last)) return false;
  if (HEADER.test(line) || RULE.test(line) || isStart(line)) return true;
  if (SDP.test(line) && (begun === "" || SDP.test(begun))) return true;
  return readHexRow(line, () => true) !== undefined;
}

/** Whether a line ends with a start line whose method is known, or begins with a status line: what has another one may be the rest of a line. */
function isStart(line: string): boolean {
  const behindMark = `|${line}`;
  const at = startLineAt(behindMark, 0, behindMark.length, behindMark.indexOf("SIP/2.0"));
  return at === 1 || (at > 1 && line.endsWith("SIP/2.0"));
}

/** For a line that may go on with the one before. */
function joinOf(last: string, line: string, { columns, atBlanks, keepsBlank }: Breaking): Join {
  const width = widthOf(last);
  if (line.startsWith("\t") || (atBlanks ? RULE : RULE_ALONE).test(last.trim())) return Join.Line;
  if (!atBlanks) return width >= columns ? Join.Direct : width === columns - 1 ? Join.Blank : Join.Line;
  if (/^[ \t]/.test(line) || !isFull(last, line, columns)) return Join.Line;
  if (/[ \t]$/.test(last)) return Join.Direct;
  if (keepsBlank) return width >= columns ? Join.Direct : Join.Line;
  return Join.Blank;
}

/** With blanks for those that a web page keeps, whose two octets are one column. */
function plainLine(line: string): string {
  return line.replace(/\r$/, "").replaceAll("\xc2\xa0", " ");
}

function beginningOf(line: string): string {
  return line.length < KNOWN_CHARACTERS ? line : line.slice(0, KNOWN_CHARACTERS).replace(/\d+/g, "0");
}

/** In characters: of UTF-8 in which each octet is one. */
function widthOf(line: string): number {
  let width = line.length;
  for (let i = 0; i < line.length; i++) if ((line.charCodeAt(i) & 0xc0) === 0x80) width--;
  return width;
}
