/** Text of a trace as it may be drawn: every character is seen, and none steers a terminal or turns the reading direction. */
import { decodeOctets } from "../sip/lexical.js";

// C0, DEL and C1, the bidirectional controls, separators of lines and invisible characters of Unicode.
const UNSAFE =
  // eslint-disable-next-line no-control-regex -- these are the characters to replace
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** U+2400 to U+241F picture the controls U+0000 to U+001F; U+2421 pictures DEL. */
const PICTURES = 0x2400;
const PICTURE_OF_DELETE = "\u2421";
const REPLACEMENT = "\ufffd";

/** One line. A control is drawn as its picture (`␍`), one without a picture as `�`; nothing gets longer. */
export function visible(text: string): string {
  // Nearly every text is harmless, and looking is cheaper than replacing nothing.
  if (text.search(UNSAFE) < 0) return text;
  return text.replace(UNSAFE, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(PICTURES + code);
    return code === 0x7f ? PICTURE_OF_DELETE : REPLACEMENT;
  });
}

/** `visible`, but line ends stay. */
export function visibleLines(text: string): string {
  return text.split("\n").map(visible).join("\n");
}

/** Visible text of octets (one character each), no longer than `limit` characters; a cut is told by `…`. */
export function quoteOf(octets: string, limit: number): string {
  // Four octets are the most that UTF-8 takes for a character: more need not be decoded.
  const text = visible(decodeOctets(octets.slice(0, limit * 4)));
  return text.length > limit || octets.length > limit * 4 ? `${text.slice(0, limit - 1)}…` : text;
}
