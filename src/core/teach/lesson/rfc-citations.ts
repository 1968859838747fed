/** Citations of RFCs in a text, `RFC 3261 §10.2.4` or `RFC 7616`, and whether what they name exists. */
import { RFC_SECTIONS } from "./rfc-sections.js";

export interface RfcCitation {
  readonly number: number;
  /** `10.2.4`; undefined for the whole. */
  readonly section: string | undefined;
  /** Half-open, in characters of the text. */
  readonly start: number;
  readonly end: number;
}

const CITATION = /\bRFC (\d{1,5})(?: §(\d{1,2}(?:\.\d{1,2}){0,4}))?/g;

export function rfcCitations(text: string): RfcCitation[] {
  return [...text.matchAll(CITATION)].map((match) => ({
    number: Number(match[1]),
    section: match[2],
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** A sentence for a section that its RFC lacks; undefined when it is there, and for an RFC whose sections are not known here. */
export function missingSection({ number, section }: RfcCitation): string | undefined {
  const sections = RFC_SECTIONS[number];
  if (!sections || section === undefined || sections.has(section)) return undefined;
  return `RFC ${number} has no section ${section}.`;
}
