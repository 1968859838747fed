/** Judges From, To, Contact, Route and Record-Route (RFC 3261 §20.10, §20.20, §20.39, §25.1). */
import { COMMA, LEFT_ANGLE, QUOTE, RIGHT_ANGLE, SEMICOLON } from "../../model/ascii.js";
import type { ByteRange } from "../../model/span.js";
import { Contact } from "../contact.js";
import type { HeaderField } from "../header-fields.js";
import { closingQuote, isWhiteSpace, skipWhiteSpace, strictClosingQuote } from "../lexical.js";
import type { SipMessage } from "../message.js";
import { type NameAddr, parseAddresses } from "../name-addr.js";
import { type FaultList, shown } from "./fault.js";
import { judgeUri } from "./judge-uri.js";
import { isSound, SOUND_ADDRESS } from "./sound-forms.js";

/** Faults of lists end with the first values; a field of a thousand broken ones tells nothing more. */
const MAX_JUDGED_VALUES = 64;

const ADDRESS_HEADERS = new Set(["From", "To", "Contact", "Route", "Record-Route"]);

export function judgeAddresses(message: SipMessage, faults: FaultList): void {
  let judged = 0;
  for (const field of message.fields) {
    const { canonical, valueRange } = field;
    if (!ADDRESS_HEADERS.has(canonical) || isSound(SOUND_ADDRESS, message, valueRange)) continue;
    if (canonical === "From" || canonical === "To") {
      const address = canonical === "From" ? message.from : message.to;
      if (address?.header === field) judgeAddress(message, address, faults);
      continue;
    }
    for (const address of parseAddresses(message.text, field)) {
      if (judged++ === MAX_JUDGED_VALUES) return;
      if (canonical === "Contact") judgeContact(message, new Contact(message.text, field, address.range), faults);
      else judgeAddress(message, address, faults);
    }
  }
}

function judgeContact(message: SipMessage, contact: Contact, faults: FaultList): void {
  if (contact.isStar) return;
  judgeAddress(message, contact, faults);
  const { q, expires } = contact;
  if (q && !/^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(q.value)) {
    const explanation = `The preference q=${q.value.slice(0, 20)} is not a number from 0 to 1 with up to three decimals.`;
    faults.tolerate("q-value", contact.header.name, q.range, "RFC 3261 §25.1", explanation);
  }
  if (expires && !(/^\d+$/.test(expires.value) && Number(expires.value) < 2 ** 32)) {
    const explanation = `The parameter expires=${expires.value.slice(0, 40)} is no number of seconds below 2^32; peers take 3600 instead.`;
    faults.tolerate("out-of-range", contact.header.name, expires.range, "RFC 3261 §10.3", explanation);
  }
}

function judgeAddress(message: SipMessage, address: NameAddr, faults: FaultList): void {
  const { text } = message;
  const { range, uriRange, header } = address;
  if (judgeQuotes(text, header, range, faults)) return;
  // A server answers a request without To by a To of nothing but its tag; the fault is the request's.
  if (message.isResponse && uriRange.start === uriRange.end) {
    const explanation = `${header.canonical} of the response names nobody.`;
    faults.tolerate("oddity", header.name, range, "RFC 3261 §25.1", explanation);
    return;
  }
  if (!address.isBracketed) judgeBareAddress(address, faults);
  else if (text.charCodeAt(uriRange.end) !== RIGHT_ANGLE || uriRange.end >= range.end) {
    const open = { start: uriRange.start - 1, end: uriRange.start };
    const explanation = `The angle bracket that opens the URI in ${header.canonical} is never closed.`;
    faults.refuse("malformed", header.name, open, "RFC 3261 §25.1", explanation);
    return;
  } else {
    judgeDisplayName(text, address, faults);
    judgeBrackets(text, address, faults);
  }
  judgeUri(message, address.uri, header.name, `URI in ${header.canonical}`, faults);
  judgeSeparators(text, address, faults);
}

/** A URI with a question mark or comma must stand in brackets, or it cannot be told from what follows (§20.10). */
function judgeBareAddress({ uri, uriRange, header }: NameAddr, faults: FaultList): void {
  if (!uri.isSip) return;
  const mark = /[?,]/.exec(uri.text);
  if (!mark) return;
  const explanation = `The URI in ${header.canonical} holds ${mark[0] === "?" ? "a question mark" : "a comma"}, so it must stand in angle brackets.`;
  const range = { start: uri.range.start + mark.index, end: uriRange.end };
  faults.refuse("malformed", header.name, range, "RFC 3261 §20.10", explanation);
}

/** Without quotes a display name is a row of tokens. Everybody reads other characters too, but a comma splits a list. */
function judgeDisplayName(text: string, { displayName, header, range }: NameAddr, faults: FaultList): void {
  if (!displayName || text.charCodeAt(range.start) === QUOTE) return;
  const raw = text.slice(displayName.range.start, displayName.range.end);
  const illegal = /[(),;:\\/?={}@[\]"]/.exec(raw);
  if (!illegal) return;
  const start = displayName.range.start + illegal.index;
  const explanation = `The display name ${shown(displayName.value)} holds ${shown(illegal[0])} and must stand in quotes.`;
  const fault = [header.name, { start, end: start + 1 }, "RFC 3261 §25.1", explanation] as const;
  if (illegal[0] === ",") faults.refuse("malformed", ...fault);
  else faults.tolerate("oddity", ...fault);
}

function judgeBrackets(text: string, { uriRange, range, header }: NameAddr, faults: FaultList): void {
  const inside = skipWhiteSpace(text, uriRange.start, uriRange.end);
  const lastIsBlank = uriRange.end > uriRange.start && isWhiteSpace(text.charCodeAt(uriRange.end - 1));
  if (inside > uriRange.start || lastIsBlank) {
    const at = inside > uriRange.start ? uriRange.start : uriRange.end - 1;
    const explanation = `White space stands inside the angle brackets of ${header.canonical}.`;
    faults.refuse("malformed", header.name, { start: at, end: at + 1 }, "RFC 3261 §25.1", explanation);
  }
  const after = skipWhiteSpace(text, uriRange.end + 1, range.end);
  if (after < range.end && text.charCodeAt(after) !== SEMICOLON) {
    const explanation = `Between the address in ${header.canonical} and its parameters stands ${shown(text.slice(after, range.end))}.`;
    faults.refuse("malformed", header.name, { start: after, end: range.end }, "RFC 3261 §25.1", explanation);
  }
}

/** Parameters with nothing in them (`;;`). Readers skip them. */
function judgeSeparators(text: string, { paramsStart, range, header }: NameAddr, faults: FaultList): void {
  const empty = emptyParam(text, paramsStart, range.end);
  if (empty < 0) return;
  const explanation = `A semicolon in ${header.canonical} is followed by no parameter.`;
  faults.tolerate("oddity", header.name, { start: empty, end: range.end }, "RFC 3261 §25.1", explanation);
}

/** Offset of a semicolon that no parameter follows; -1 when there is none. */
export function emptyParam(text: string, start: number, end: number): number {
  let semicolon = start - 1;
  if (start >= end) return text.charCodeAt(semicolon) === SEMICOLON ? semicolon : -1;
  for (let at = start; at <= end; at++) {
    const code = at < end ? text.charCodeAt(at) : SEMICOLON;
    if (code === QUOTE) {
      const close = strictClosingQuote(text, at, end);
      if (close < 0) return -1;
      at = close;
    } else if (code === SEMICOLON) {
      if (skipWhiteSpace(text, semicolon + 1, at) === at) return semicolon;
      semicolon = at;
    }
  }
  return -1;
}

/** Judges the quotes of a value; true when one is never closed, so that nothing after it can be judged. */
export function judgeQuotes(text: string, header: HeaderField, { start, end }: ByteRange, faults: FaultList): boolean {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === LEFT_ANGLE) {
      // A quote inside a URI's brackets opens nothing.
      while (at < end && text.charCodeAt(at) !== RIGHT_ANGLE && text.charCodeAt(at) !== COMMA) at++;
    }
    if (code !== QUOTE) continue;
    const close = closingQuote(text, at, end);
    const fault = [header.name, { start: at, end }, "RFC 3261 §25.1"] as const;
    if (close < 0) {
      faults.refuse("malformed", ...fault, `The quote that opens here in ${header.canonical} is never closed.`);
      return true;
    }
    if (strictClosingQuote(text, at, end) < 0) {
      const explanation = `The quote that opens here in ${header.canonical} is closed only by a quote after a backslash.`;
      faults.tolerate("oddity", ...fault, explanation);
      return false;
    }
    at = close;
  }
  return false;
}
