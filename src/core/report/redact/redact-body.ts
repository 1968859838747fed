/** Bodies of messages: session descriptions stay readable, of all else the letters and digits are blotted out. */
import type { Pseudonyms } from "./pseudonyms.js";
import { redactSdp } from "./redact-sdp.js";
import { keepsVocabulary, scrub } from "./scrub.js";

/** A message of SIP begins behind the body: of a datagram that holds two, or a piece of one in a NOTIFY. */
const BEGINS_MESSAGE = /^\s*(?:SIP\/2\.0 \d{3}|[A-Z]{1,20} \S+ SIP\/2\.0\s)/;

/** Redacts the text of a message that follows. */
type RedactMessage = (text: string, pseudonyms: Pseudonyms) => string;

export function redactBody(
  body: string,
  contentType: string | undefined,
  pseudonyms: Pseudonyms,
  redactMessage: RedactMessage,
): string {
  if (BEGINS_MESSAGE.test(body)) {
    const start = body.search(/\S/);
    return body.slice(0, start) + redactMessage(body.slice(start), pseudonyms);
  }
  if (contentType === "application/sdp" || contentType?.startsWith("application/sdp;"))
    return withNext(body, pseudonyms, redactMessage);
  if (contentType?.startsWith("multipart/")) return redactParts(body, pseudonyms);
  if (contentType === undefined && /^\s*v=0/.test(body)) return withNext(body, pseudonyms, redactMessage);
  return blot(body, pseudonyms);
}

/** A datagram may hold another message behind the description. */
function withNext(body: string, pseudonyms: Pseudonyms, redactMessage: RedactMessage): string {
  const next = /\n(?:SIP\/2\.0 \d{3}|[A-Z]{1,20} \S+ SIP\/2\.0\s)/.exec(body);
  if (!next) return redactSdp(body, pseudonyms);
  const at = next.index + 1;
  return redactSdp(body.slice(0, at), pseudonyms) + redactMessage(body.slice(at), pseudonyms);
}

/** Between boundaries: the headers of a part, then its content. */
function redactParts(body: string, pseudonyms: Pseudonyms): string {
  return body
    .split(/(^--[^\r\n]*(?:\r?\n|$))/m)
    .map((piece) => {
      if (piece.startsWith("--")) return scrub(piece, pseudonyms, keepsVocabulary);
      const blank = /^\r?\n|\n\r?\n/.exec(piece);
      const contentAt = blank ? blank.index + blank[0].length : 0;
      const content = piece.slice(contentAt);
      const redacted = /^v=0/.test(content) ? redactSdp(content, pseudonyms) : blot(content, pseudonyms);
      return scrub(piece.slice(0, contentAt), pseudonyms, keepsVocabulary) + redacted;
    })
    .join("");
}

/** Lines and punctuation stay. */
function blot(body: string, pseudonyms: Pseudonyms): string {
  if (/[a-z\d\x80-\xff]/i.test(body)) pseudonyms.tally.count("bodies");
  return body.replace(/[^\s!-/:-@[-`{-~]/g, "x");
}
