/** The parts of a text that may hold SIP messages, told by a search alone: what stands around what may be a start line. */

/**
 * What ends a start line, or stands in one: the version, with a status code behind it or nothing but what logs print at the
 * end of a line or of a string (RFC 3261 §7.1). A Via goes on with its transport, and a sentence with a word.
 */
const VERSION = /SIP\/2\.0(?: [1-6]\d\d(?!\d)|(?=[ \t.]{0,80}$|\.\.[A-Za-z]|[\\"'<&|#^]|[^ -~]))/gm;
/** Announcements stand before a message; records that print a packet layer by layer begin pages before it. */
const CHARACTERS_BEFORE = 4096;
/** The first headers prove a message. */
const CHARACTERS_BEHIND = 8192;
/**
 * Headers of every message (RFC 3261 §8.1.1), whose names may be coloured: a web server's log of what scanners asked it has
 * none, and a page about SIP has their names alone.
 */
const HEADERS = /(?:cseq|call-id)[^\n:]{0,8}:/i;
/** Of one text: what is no message there will hardly be one at the next place. */
const MOST_EXCERPTS = 3;

/** At most three, in order. */
export function* startLineExcerpts(text: string): Generator<string> {
  let end = 0;
  let count = 0;
  for (const { index } of text.matchAll(VERSION)) {
    if (index < end) continue;
    end = index + CHARACTERS_BEHIND;
    if (!HEADERS.test(text.slice(index, end))) continue;
    yield text.slice(text.lastIndexOf("\n", index - CHARACTERS_BEFORE) + 1, end);
    if (++count === MOST_EXCERPTS) return;
  }
}
