/** Checks what the text of a lesson says: numbers and headers that it quotes, RFCs that it cites, files that it links to. */
import type { Analysis } from "../../analysis.js";
import { findPlace } from "./find-place.js";
import { splitFrontMatter } from "./front-matter.js";
import type { Lesson, LessonMistake } from "./lesson.js";
import { digestsOf } from "./lesson-digest.js";
import { type LessonPiece, lessonPieces } from "./lesson-markdown.js";
import { missingSection, rfcCitations } from "./rfc-citations.js";

/** A digest of MD5 has 32 digits; nonces of many registrars look alike. */
const DIGEST = /\b[0-9a-f]{32,128}\b/gi;
/** `Contact: <sip:2001@192.0.2.10>`, `realm="asterisk"` */
const QUOTATION = /^(?:[A-Z][A-Za-z-]{1,30}: \S|[a-z-]{2,20}="[^"]*"$)/;
const PICTURE = /!\[[^\]]*\]\(/;
const MARKUP = /<\/?[a-z][a-z0-9-]*(?:\s[^<>]*)?\/?>|<!--/i;
const BARE_LINK = /\]\(|https?:\/\//;

/** @param text the lesson's file. */
export function textMistakes(
  text: string,
  lesson: Lesson,
  analysis: Analysis,
  hasFile: (relative: string) => boolean,
): LessonMistake[] {
  const parts = splitFrontMatter(text);
  if (!parts) return [];
  const capture = Array.from(analysis.trace.messages, ({ sip }) => sip.text).join("\n");
  const computed = computedDigests(lesson, analysis);
  const isKnown = (digits: string) => computed.has(digits) || capture.includes(digits);
  const check = (piece: LessonPiece): string[] => [
    ...(piece.kind === "link" ? linkMistakes(piece.content, lesson, hasFile) : []),
    ...(piece.kind === "text" ? wordMistakes(piece.content) : []),
    ...(piece.kind === "code" && QUOTATION.test(piece.content) && !capture.includes(piece.content)
      ? [`The capture has no "${piece.content}".`]
      : []),
    ...(piece.kind === "link"
      ? []
      : (piece.content.match(DIGEST) ?? []).flatMap((digits) =>
          isKnown(digits) ? [] : [`${digits} is neither in the capture nor computed in a step.`],
        )),
  ];
  return lessonPieces(parts.body).flatMap((piece) =>
    check(piece).map((message) => ({ line: parts.bodyLine + piece.line - 1, message })),
  );
}

/** What comes out of the passwords that the steps tell. */
function computedDigests({ steps }: Lesson, analysis: Analysis): ReadonlySet<string> {
  const known = new Set<string>();
  for (const { at, digest } of steps) {
    const place = digest && findPlace(analysis.trace, at);
    if (typeof place === "number" && place >= 0)
      for (const digits of digestsOf(analysis, place, digest!)) known.add(digits);
  }
  return known;
}

function wordMistakes(words: string): string[] {
  const sections = rfcCitations(words).flatMap((citation) => missingSection(citation) ?? []);
  // What would be a link, a picture or HTML, were it allowed, is shown as it is written.
  if (PICTURE.test(words)) return [...sections, "A lesson has no pictures but the ladders that it is given."];
  if (MARKUP.test(words)) return [...sections, "HTML is shown as it is written; say it in Markdown."];
  return BARE_LINK.test(words) ? [...sections, "A link leads to an RFC or to a file beside the lesson."] : sections;
}

function linkMistakes(address: string, { captures }: Lesson, hasFile: (relative: string) => boolean): string[] {
  if (address.startsWith("https:") || address.startsWith("#")) return [];
  const file = pathOf(address);
  return captures.some((capture) => capture.file === file) || hasFile(file) ? [] : [`There is no file ${file}.`];
}

/** Without the place in the file; as it is written where its escapes make no text. */
function pathOf(address: string): string {
  const path = address.replace(/#.*$/, "");
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
