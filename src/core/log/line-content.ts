/** What a line of a log is to a SIP message, told from its characters; all functions look at a range of a longer text. */

/** `token` of RFC 3261 §25.1; a header's name in a log begins with a letter, other than times and marks of the log. */
const TOKEN = new Uint8Array(128);
for (const character of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.!%*_+`'~") {
  TOKEN[character.charCodeAt(0)] = 1;
}

/** Whether these octets stand here. */
export function stands(what: Uint8Array, octets: Uint8Array, at: number): boolean {
  for (let i = 0; i < what.length; i++) if (octets[at + i] !== what[i]) return false;
  return true;
}

export function isDigit(octet: number): boolean {
  return octet >= 48 && octet <= 57;
}

/** Whether a header's name and colon stand here. */
export function isHeader(text: string, at: number, until: number): boolean {
  const letter = text.charCodeAt(at) | 32;
  if (letter < 97 || letter > 122) return false;
  let i = at + 1;
  while (i < until && TOKEN[text.charCodeAt(i)] === 1) i++;
  while (i < until && (text.charCodeAt(i) === 32 || text.charCodeAt(i) === 9)) i++;
  return i < until && text.charCodeAt(i) === 58;
}

export function isBlank(text: string, at: number, until: number): boolean {
  for (let i = at; i < until; i++) {
    const unit = text.charCodeAt(i);
    if (unit !== 32 && unit !== 9 && unit !== 13) return false;
  }
  return true;
}

const ESCAPE = 27;
const MAX_COLOUR_CHARACTERS = 12;

export function skipColour(text: string, at: number, end: number): number {
  while (at < end && text.charCodeAt(at) === ESCAPE) {
    const m = text.indexOf("m", at);
    if (m < 0 || m >= end || m - at > MAX_COLOUR_CHARACTERS) return at;
    at = m + 1;
  }
  return at;
}

/** Where the colour sequence begins that ends at `until`, or -1. */
function colourBefore(text: string, at: number, until: number): number {
  for (let i = until - 2; i >= Math.max(at, until - MAX_COLOUR_CHARACTERS); i--) {
    const unit = text.charCodeAt(i);
    if (unit === ESCAPE) return i;
    if (unit !== 91 && unit !== 59 && !(unit >= 48 && unit <= 57)) return -1;
  }
  return -1;
}

/**
 * End of the content: before carriage returns, whether real or printed as `^M` or `\r`, the vertical tab
 * that ends a record of sofia-sip, and codes of colour.
 */
export function trimEnd(text: string, at: number, end: number): number {
  let until = end;
  for (;;) {
    const last = text.charCodeAt(until - 1);
    if (until <= at) return at;
    if (last === 13 || last === 11) until--;
    else if (last === 114 && text.charCodeAt(until - 2) === 92 /* \r */ && until - 2 >= at) until -= 2;
    else if (last === 109 /* m */ && colourBefore(text, at, until) >= 0) until = colourBefore(text, at, until);
    else if (last === 77 && text.charCodeAt(until - 2) === 94 /* ^M */ && until - 2 >= at) until -= 2;
    else break;
  }
  return until;
}

/** `v=0`, `m=audio …`: one letter and an equals sign (RFC 8866 §5). */
export function isSdpLine(text: string, at: number): boolean {
  const letter = text.charCodeAt(at);
  return letter >= 97 && letter <= 122 && text.charCodeAt(at + 1) === 61;
}

const ENDS_CUT = /(?:\.\.\.|…|\[?truncated\]?>?|<truncated>)\s*$/i;
/** The sign is searched from each character on: in a longer line it is not looked for. */
const MAX_CUT_CHARACTERS = 4096;

/** Whether a message's last line says that the log cut it. */
export function endsCut(line: string): boolean {
  return line.length < MAX_CUT_CHARACTERS && ENDS_CUT.test(line);
}

/** Whether a header stops within a quoted string or a URI's brackets: the log cut it, if no other line follows. */
export function stopsWithin(line: string): boolean {
  const quotes = line.length < MAX_CUT_CHARACTERS ? line.replace(/\\./g, "").split('"') : [];
  // Between an even number of quotes stands what is not quoted.
  const bare = quotes.filter((_, index) => index % 2 === 0).join("");
  return quotes.length % 2 === 0 || bare.lastIndexOf("<") > bare.lastIndexOf(">");
}

/** Whether the text begins a line of a message, rather than going on with one. */
export function beginsLine(text: string, at: number, until: number): boolean {
  const folded = text[at] === " " || text[at] === "\t";
  return folded || isBlank(text, at, until) || isHeader(text, at, until) || isSdpLine(text, at);
}
