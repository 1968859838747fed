/** Messages printed on one line, with their line ends written out, and the characters that such logs escape. */

/** How the octets of a log line stand for those of the message. */
export interface Escape {
  /** One escaped character. */
  readonly pattern: RegExp;
  /** The octet it stands for; undefined when it stands for itself. */
  decode(escaped: string): number | undefined;
}

/** rsyslog writes control characters as `#` and three octal digits. */
const OCTAL: Escape = {
  pattern: /#[0-3][0-7][0-7]/g,
  decode: (escaped) => {
    const octet = parseInt(escaped.slice(1), 8);
    return octet < 32 || octet >= 127 ? octet : undefined;
  },
};

const STRING_ESCAPES: Readonly<Record<string, number>> = { '"': 34, "'": 39, "/": 47, "\\": 92, t: 9 };

/** JSON and program output write strings with backslashes. */
export const BACKSLASH: Escape = {
  pattern: /\\(?:u00[0-9a-fA-F]{2}|x[0-9a-fA-F]{2}|["'/\\t])/g,
  decode: (escaped) =>
    escaped[1] === "u"
      ? parseInt(escaped.slice(4), 16)
      : escaped[1] === "x"
        ? parseInt(escaped.slice(2), 16)
        : STRING_ESCAPES[escaped[1]!],
};

/** Text in which line ends are written out as well. */
export const STRING: Escape = {
  pattern: /\\(?:u00[0-9a-fA-F]{2}|x[0-9a-fA-F]{2}|["'/\\tnr])/g,
  decode: (escaped) => (escaped === "\\r" ? 13 : escaped === "\\n" ? 10 : BACKSLASH.decode(escaped)),
};

const ENTITIES: Readonly<Record<string, number>> = {
  "&lt;": 60,
  "&gt;": 62,
  "&quot;": 34,
  "&amp;": 38,
  "&apos;": 39,
  "&nbsp;": 32,
  "&#160;": 32,
};

/** A web page copied as source. */
export const HTML: Escape = {
  pattern: /&(?:lt|gt|quot|amp|apos|nbsp|#160|#(?:3[2-9]|[4-9]\d|1[01]\d|12[0-6])|#[xX][2-7][\da-fA-F]);/g,
  decode: (escaped) => ENTITIES[escaped] ?? Number(escaped.slice(2, -1).replace(/^x/i, "0x")),
};

const NOTHING: Escape = { pattern: /(?!)/g, decode: () => undefined };

/** How a message is printed on one line. */
export interface LineForm {
  readonly hint: string;
  /** A line end as this form writes it. */
  readonly lineEnd: RegExp;
  readonly escape: Escape;
}

/**
 * A dot stands for each octet that cannot be printed, as ngrep and FortiGates do it: two are a line end where a line of a
 * message may follow. Values of their own end with two dots too, but no more than the length is followed by a blank line
 * and a header's name.
 */
const DOTTED: LineForm = {
  hint: "..",
  lineEnd:
    /\.\.(?=[ )\]]{0,200}$|[A-Za-z][\w-]{0,40} ?:|[a-z]=|<|\.\.(?:[ )\]]{0,200}$|[a-z]=|<))|(?<=[Ll]ength ?: {0,3}\d{1,7})\.\.(?=\.\.)/g,
  escape: NOTHING,
};
const IS_DOTTED = /^(?:SIP\/2\.0 \d{3}|[^ ]{1,64} .{1,1024} SIP\/2\.0)[^:]{0,100}?\.\.[A-Za-z][\w-]{0,40} ?:/;

const LINE_FORMS: readonly LineForm[] = [
  { hint: "#012", lineEnd: /(?:#015)?#012/g, escape: OCTAL },
  { hint: "\\n", lineEnd: /(?:\\r)?\\n/g, escape: BACKSLASH },
  { hint: "\\x0a", lineEnd: /(?:\\x0d)?\\x0a/g, escape: BACKSLASH },
  { hint: "\\r", lineEnd: /\\r/g, escape: BACKSLASH },
  { hint: "^M ", lineEnd: /\^M ?/g, escape: NOTHING },
  { hint: "<br", lineEnd: /<br ?\/?>/g, escape: HTML },
];

/** A start line of the longest URI and a header: a line may hold a thousand messages more, which say the same. */
const LOOK_CHARACTERS = 16 << 10;

/** How a line that begins with a start line writes the line ends in it; undefined when it holds one line, as most do. */
export function oneLineForm(line: string): LineForm | undefined {
  const head = line.slice(0, LOOK_CHARACTERS);
  if (head.includes("..") && IS_DOTTED.test(head)) return DOTTED;
  if (!/\\[rnx]|#012|\^M |<br/.test(head)) return undefined;
  // A start line ends before the first header's colon; a form that splits nowhere is not this line's.
  return LINE_FORMS.find(({ hint, lineEnd }) => head.includes(hint) && endsTwice(head, lineEnd));
}

function endsTwice(text: string, lineEnd: RegExp): boolean {
  lineEnd.lastIndex = 0;
  return lineEnd.test(text) && lineEnd.test(text);
}
