/** How `.siptrace` writes octets as text: UTF-8 as it is, and `\xHH` for what text cannot show or would hide. */
import { BACKSLASH, CR, LF, TAB } from "../model/ascii.js";

/** Text lines are broken here, so that binary bodies make no line that an editor cannot show. */
const MAX_LINE_CHARACTERS = 16_384;

/** Characters that break lines, hide, or turn the direction of writing in editors and terminals, and unassigned ones. */
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}]/u;

function escapeOctet(octet: number): string {
  return `\\x${octet.toString(16).padStart(2, "0")}`;
}

/** The character of the UTF-8 sequence that begins here (RFC 3629 §3); 0 when it is none or must be escaped. */
function shownCharacter(octets: Uint8Array, at: number): number {
  const lead = octets[at]!;
  const more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
  if (lead < 0xc2 || lead > 0xf4 || at + more >= octets.length) return 0;
  let code = lead & (0x3f >> more);
  for (let i = 1; i <= more; i++) {
    const octet = octets[at + i]!;
    if ((octet & 0xc0) !== 0x80) return 0;
    code = code * 64 + (octet & 0x3f);
  }
  const least = more === 3 ? 0x1_0000 : more === 2 ? 0x800 : 0x80;
  if (code < least || code > 0x10_ffff || (code >= 0xd800 && code <= 0xdfff)) return 0;
  return UNSAFE.test(String.fromCodePoint(code)) ? 0 : code;
}

function sequenceOctets(code: number): number {
  return code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;
}

/**
 * The octets of a message as lines of text. The end of a text line stands for CRLF, unless the line ends in a single
 * backslash. `isRecord` tells lines that would read as the next record.
 */
export function escapeMessage(octets: Uint8Array, isRecord: (line: string) => boolean): string[] {
  const lines: string[] = [];
  let line = "";
  const finish = (lineEnd: boolean) => {
    // A backslash at the end would join the lines; it is one of the message if it was not written just for that.
    if (lineEnd && line.endsWith("\\")) line = `${line.slice(0, -1)}\\x5c`;
    if (line.startsWith("#") || isRecord(line)) line = escapeOctet(line.charCodeAt(0)) + line.slice(1);
    lines.push(lineEnd ? line : `${line}\\`);
    line = "";
  };
  let at = 0;
  while (at < octets.length) {
    const octet = octets[at]!;
    if (octet === CR && octets[at + 1] === LF) {
      finish(true);
      at += 2;
      continue;
    }
    const run = plainRun(octets, at);
    if (run > at) {
      line += ascii(octets, at, run);
      at = run;
    } else {
      const code = octet < 0x80 ? 0 : shownCharacter(octets, at);
      if (code > 0) line += String.fromCodePoint(code);
      else line += octet === BACKSLASH && octets[at + 1] !== 120 ? "\\" : escapeOctet(octet);
      at += code > 0 ? sequenceOctets(code) : 1;
    }
    if (octet === LF || line.length >= MAX_LINE_CHARACTERS) {
      if (line.endsWith("\\")) line = `${line.slice(0, -1)}\\x5c`;
      finish(false);
    }
  }
  if (line !== "") {
    if (line.endsWith("\\")) line = `${line.slice(0, -1)}\\x5c`;
    finish(false);
  }
  return lines;
}

/** End of the run of characters that stand for themselves. */
function plainRun(octets: Uint8Array, from: number): number {
  let at = from;
  const limit = Math.min(octets.length, from + MAX_LINE_CHARACTERS);
  for (; at < limit; at++) {
    const octet = octets[at]!;
    if ((octet < 32 && octet !== TAB) || octet >= 127 || octet === BACKSLASH) break;
  }
  return at;
}

function ascii(octets: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...octets.subarray(from, to));
}

/** Text inside quotation marks or among words: every octet but the printable ASCII ones is escaped, and so are `"` and `\`. */
export function escapeWord(octets: Uint8Array, blanks: boolean): string {
  let text = "";
  for (const octet of octets) {
    const shown = octet > (blanks ? 31 : 32) && octet < 127 && octet !== 34 && octet !== BACKSLASH;
    text += shown ? String.fromCharCode(octet) : escapeOctet(octet);
  }
  return text;
}

/** Reads what `escapeWord` wrote. */
export function unescapeWord(text: string): Uint8Array {
  const octets: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const escaped = /^\\x([0-9a-fA-F]{2})/.exec(text.slice(i, i + 4));
    if (escaped) i += 3;
    octets.push(escaped ? parseInt(escaped[1]!, 16) : text.charCodeAt(i) & 255);
  }
  return Uint8Array.from(octets);
}
