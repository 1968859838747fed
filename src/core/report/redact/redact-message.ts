/** One SIP message with pseudonyms in place of what names somebody: as many octets as before, in the same places. */
import { octetsOf } from "../../model/octets.js";
import { canonicalHeaderName } from "../../sip/header-names.js";
import type { Pseudonyms } from "./pseudonyms.js";
import { redactBody } from "./redact-body.js";
import { redactCredentials } from "./redact-credentials.js";
import { redactAddresses, redactUri } from "./redact-uri.js";
import { keepsNothing, keepsNumbers, keepsVocabulary, scrub } from "./scrub.js";
import { isTopLevel, isVocabulary } from "./vocabulary.js";

const START_LINE = /^([A-Za-z]{1,20})([ \t]+)(\S.*?)([ \t]+SIP\/\d.*)$/;
const STATUS_LINE = /^(SIP\/\d\.\d[ \t]+\d{3}\b)(.*)$/;
/** A line with those that it is folded into. */
const LINES = /[^\n]*(?:\n[ \t][^\n]*)*\n?/g;
const HEADER = /^([^\s:]*)(\s*:)([\s\S]*)$/;

const ADDRESSES = new Set(
  `Via To From Contact Route Record-Route Path Service-Route P-Asserted-Identity P-Preferred-Identity Remote-Party-ID Diversion
  History-Info Refer-To Referred-By Reply-To P-Associated-URI P-Called-Party-ID P-Served-User Alert-Info Call-Info Error-Info
  P-Hint P-Profile-Key P-User-Database P-Refused-URI-List Identity-Info Geolocation Permission-Missing Trigger-Consent`.split(
    /\s+/,
  ),
);
const CREDENTIALS = new Set(
  "WWW-Authenticate Proxy-Authenticate Authorization Proxy-Authorization Authentication-Info Proxy-Authentication-Info".split(
    " ",
  ),
);
/** Numbers, or dates, by their grammar. */
const NUMBERS = new Set(
  `CSeq Max-Forwards Content-Length Expires Min-Expires Session-Expires Min-SE RSeq RAck Retry-After Timestamp Flow-Timer Date
  MIME-Version Max-Breadth`.split(/\s+/),
);
/** Lists of the grammar's own words, and text for people. */
const VOCABULARY = new Set(
  `Accept Accept-Encoding Accept-Language Allow Allow-Events Content-Type Content-Encoding Content-Disposition Content-Language Event
  Priority Privacy Proxy-Require Require Supported Unsupported Subscription-State Reason Warning P-Registrar-Error Request-Disposition
  Security-Client Security-Server Security-Verify Accept-Contact Reject-Contact P-Early-Media Recv-Info Info-Package Target-Dialog
  Answer-Mode Priv-Answer-Mode Feature-Caps P-Access-Network-Info`.split(/\s+/),
);
const PRODUCTS = new Set(["User-Agent", "Server"]);
/** What has digits and letters and is so long names one device; so does the address of its network card. */
const SERIAL = /^(?=.*\d)[a-z\d]{9,}$|^\d{7,}$|^[\da-f]{12}$/i;

/** @param octets of one message, or of its beginning */
export function redactMessage(octets: Uint8Array, pseudonyms: Pseudonyms): Uint8Array {
  return octetsOf(redactMessageText(textOf(octets), pseudonyms));
}

/** One character an octet. */
export function textOf(octets: Uint8Array): string {
  let text = "";
  for (let at = 0; at < octets.length; at += 8192) text += String.fromCharCode(...octets.subarray(at, at + 8192));
  return text;
}

export function redactMessageText(text: string, pseudonyms: Pseudonyms): string {
  const blank = /\n\r?\n/.exec(text);
  const bodyAt = blank ? blank.index + blank[0].length : text.length;
  const head = text.slice(0, bodyAt);
  let contentType: string | undefined;
  let isFirst = true;
  const redacted = head.replace(LINES, (line) => {
    if (line === "" || /^\r?\n$/.test(line)) return line;
    if (isFirst) {
      isFirst = false;
      return redactStartLine(line, pseudonyms);
    }
    const header = HEADER.exec(line);
    if (!header) return scrub(line, pseudonyms, keepsVocabulary);
    const [, name = "", colon = "", value = ""] = header;
    const canonical = canonicalHeaderName(name);
    if (canonical === "Content-Type") contentType = value.trim().toLowerCase();
    return redactName(name, pseudonyms) + colon + redactHeader(canonical, value, pseudonyms);
  });
  const body = text.slice(bodyAt);
  return redacted + (body === "" ? "" : redactBody(body, contentType, pseudonyms, redactMessageText));
}

function redactStartLine(line: string, pseudonyms: Pseudonyms): string {
  const end = /\r?\n?$/.exec(line)!.index;
  const text = line.slice(0, end);
  const request = START_LINE.exec(text);
  if (request) {
    const [, method = "", blank = "", uri = "", rest = ""] = request;
    const shown = /^[A-Z]+$/.test(method) ? method : scrub(method, pseudonyms, keepsVocabulary);
    return shown + blank + redactUri(uri, pseudonyms) + rest + line.slice(end);
  }
  const status = STATUS_LINE.exec(text);
  if (status) return status[1]! + scrub(status[2]!, pseudonyms, keepsVocabulary) + line.slice(end);
  return redactAddresses(text, pseudonyms) + line.slice(end);
}

/** Headers of products and companies may carry a name. */
function redactName(name: string, pseudonyms: Pseudonyms): string {
  const isPlain = name.split("-").every((word) => word.length <= 1 || isVocabulary(word.toLowerCase()));
  const canonical = canonicalHeaderName(name);
  const isKnown = [ADDRESSES, CREDENTIALS, NUMBERS, VOCABULARY, PRODUCTS].some((names) => names.has(canonical));
  return isPlain || isKnown ? name : scrub(name, pseudonyms, keepsVocabulary);
}

function redactHeader(name: string, value: string, pseudonyms: Pseudonyms): string {
  if (ADDRESSES.has(name)) return redactAddresses(value, pseudonyms);
  if (CREDENTIALS.has(name)) return redactCredentials(value, pseudonyms);
  if (NUMBERS.has(name)) return scrub(value, pseudonyms, keepsNumbers);
  if (PRODUCTS.has(name)) return redactProduct(value, pseudonyms);
  if (name === "Warning") return redactWarning(value, pseudonyms);
  if (VOCABULARY.has(name)) return scrub(value, pseudonyms, keepsVocabulary);
  // What others put into headers of their own may be anything.
  return /[<;]|sips?:/i.test(value) ? redactAddresses(value, pseudonyms) : scrub(value, pseudonyms, keepsNothing);
}

/** A code of three digits, the name of the host that warns, and a text. */
function redactWarning(value: string, pseudonyms: Pseudonyms): string {
  const code = /^\s*\d{3}\b\s*/.exec(value)?.[0] ?? "";
  const agentEnd = /[\s"]|$/.exec(value.slice(code.length))!.index + code.length;
  const agent = scrub(value.slice(code.length, agentEnd), pseudonyms, keepsNothing);
  return code + agent + scrub(value.slice(agentEnd), pseudonyms, keepsVocabulary);
}

/** What may be the name of a host: its labels, and the last of them. */
const HOST = /(?<![\w.-])(?:[a-z][a-z\d-]{0,62}\.){1,8}([a-z]{2,10})(?![\w-]|\.[a-z\d])/gi;

/** Product and version stay, since fixes are told by them; serial and build numbers, hosts, hardware addresses and comments do not. */
function redactProduct(value: string, pseudonyms: Pseudonyms): string {
  return value.replace(/\([^()]*\)?|[^()]+/g, (part) => {
    if (part.startsWith("(")) return scrub(part, pseudonyms, keepsNumbers);
    let redacted = "";
    let end = 0;
    for (const { 0: host, 1: label, index } of part.matchAll(HOST)) {
      if (!isTopLevel(label!.toLowerCase())) continue;
      redacted += redactProductWords(part.slice(end, index), pseudonyms) + scrub(host, pseudonyms, keepsVocabulary);
      end = index + host.length;
    }
    return redacted + redactProductWords(part.slice(end), pseudonyms);
  });
}

function redactProductWords(text: string, pseudonyms: Pseudonyms): string {
  return text.replace(/[\da-f]{2}(?:[:-][\da-f]{2}){5}|[a-z\d\x80-\xff]+/gi, (word) => {
    if (word.length === 17 && /[:-]/.test(word)) return pseudonyms.hardwareText(word);
    return SERIAL.test(word) && !isVocabulary(word.toLowerCase()) && !isName(word) ? pseudonyms.word(word) : word;
  });
}

/** Letters with few digits behind them: the name of a model. */
function isName(word: string): boolean {
  return /^[a-z]{3,}\d{0,5}[a-z]{0,2}$/i.test(word);
}
