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
  "&#39;": 39,
  "&#34;": 34,
};

/** A web page copied as source. */
export const HTML: Escape = {
  pattern: /&(?:lt|gt|quot|amp|apos|#39|#34);/g,
  decode: (escaped) => ENTITIES[escaped],
};

const NOTHING: Escape = { pattern: /(?!)/g, decode: () => undefined };

interface LineForm {
  readonly hint: string;
  /** A line end as this form writes it. */
  readonly lineEnd: RegExp;
  readonly escape: Escape;
}

const LINE_FORMS: readonly LineForm[] = [
  { hint: "#012", lineEnd: /(?:#015)?#012/g, escape: OCTAL },
  { hint: "\\n", lineEnd: /(?:\\r)?\\n/g, escape: BACKSLASH },
  { hint: "\\x0a", lineEnd: /(?:\\x0d)?\\x0a/g, escape: BACKSLASH },
  { hint: "\\r", lineEnd: /\\r/g, escape: BACKSLASH },
  { hint: "^M ", lineEnd: /\^M ?/g, escape: NOTHING },
  { hint: "<br", lineEnd: /<br ?\/?>/g, escape: HTML },
];

export interface OneLineMessage {
  readonly escape: Escape;
  /** Pairs: start and end of each line of the message within the text given. */
  readonly ranges: readonly number[];
}

/** Splits a line that holds several lines of a message; undefined when it holds one, as most do. */
export function splitOneLine(line: string): OneLineMessage | undefined {
  if (!/\\[rnx]|#012|\^M |<br/.test(line)) return undefined;
  for (const form of LINE_FORMS) {
    if (!line.includes(form.hint)) continue;
    const ranges: number[] = [];
    let from = 0;
    for (const match of line.matchAll(form.lineEnd)) {
      ranges.push(from, match.index);
      from = match.index + match[0].length;
    }
    // A start line ends before the first header's colon; a form that splits nowhere is not this line's.
    if (ranges.length < 4) continue;
    ranges.push(from, line.length);
    return { escape: form.escape, ranges };
  }
  return undefined;
}
