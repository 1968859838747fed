/** Challenges and credentials (RFC 3261 §22, RFC 7616): names, hashes and keys replaced, what they rest on kept. */
import { nonceTime } from "../../sip/nonce.js";
import type { Pseudonyms } from "./pseudonyms.js";
import { redactUri } from "./redact-uri.js";
import { keepsNothing, keepsVocabulary, scrub } from "./scrub.js";

const PARAM = /([a-z\d_.-]+)(\s*=\s*"?)((?<=")(?:[^"\\]|\\[\s\S])*|[^",\s]*)/gi;
/** Parameters whose values are words of the grammar. */
const GRAMMATICAL = new Set(["algorithm", "qop", "stale", "charset", "userhash", "auth-param"]);
const NAMED = new Set([
  ...GRAMMATICAL,
  ..."username username* realm nonce uri response cnonce opaque nc domain nextnonce rspauth auts ik ck integrity-protected targetname gssapi-data version".split(
    " ",
  ),
]);
/** Kamailio's nonce begins with two times of four octets, which are eleven characters of base64. */
const KAMAILIO_TIME_CHARACTERS = 11;
const OPENSIPS_TIME_CHARACTERS = 8;

/** WWW-Authenticate, Authorization, Authentication-Info and their like. */
export function redactCredentials(text: string, pseudonyms: Pseudonyms): string {
  let result = "";
  let at = 0;
  for (const match of text.matchAll(PARAM)) {
    const [whole, name = "", before = "", value = ""] = match;
    if (!NAMED.has(name.toLowerCase())) continue;
    result += scrub(text.slice(at, match.index), pseudonyms, keepsVocabulary);
    result += name + before + redactValue(name.toLowerCase(), value, pseudonyms);
    at = match.index + whole.length;
  }
  return result + scrub(text.slice(at), pseudonyms, keepsVocabulary);
}

function redactValue(name: string, value: string, pseudonyms: Pseudonyms): string {
  if (name === "nc" && /^[\da-f]{1,8}$/i.test(value)) return value;
  if (GRAMMATICAL.has(name)) return scrub(value, pseudonyms, keepsVocabulary);
  if (name === "uri") return redactUri(value, pseudonyms);
  if (name === "nonce" || name === "nextnonce") return redactNonce(value, pseudonyms);
  return scrub(value, pseudonyms, keepsNothing);
}

/** The time that a registrar wrote into its nonce tells its clock, and nothing else: it stays. */
function redactNonce(nonce: string, pseudonyms: Pseudonyms): string {
  const kept = timeCharacters(nonce);
  const rest = nonce.slice(kept).replace(/[a-z\d\x80-\xff]+/gi, (word) => pseudonyms.token(word));
  return nonce.slice(0, kept) + rest;
}

function timeCharacters(nonce: string): number {
  switch (nonceTime(nonce)?.layout) {
    case "asterisk-pjsip":
    case "resiprocate":
      return /^\d*/.exec(nonce)![0].length;
    case "opensips":
      return OPENSIPS_TIME_CHARACTERS;
    case "kamailio":
      return KAMAILIO_TIME_CHARACTERS;
    case undefined:
      return 0;
  }
}
