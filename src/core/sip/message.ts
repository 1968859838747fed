/** One SIP message (RFC 3261 §7): read lazily, so that what nobody asks for costs nothing; every value keeps its octets. */
import { COMMA } from "../model/ascii.js";
import { octetsOf } from "../model/octets.js";
import type { ByteRange } from "../model/span.js";
import { type Contact, MAX_DELTA_SECONDS, parseContacts } from "./contact.js";
import { type CSeq, parseCSeq } from "./cseq.js";
import { type Challenge, type Credentials, parseChallenges, parseCredentials } from "./digest.js";
import { type HeaderField, type MessageLines, readLines } from "./header-fields.js";
import { canonicalHeaderName } from "./header-names.js";
import { endOfToken, indexOfCode, parseDigits, skipWhiteSpace, splitList } from "./lexical.js";
import { NameAddr, parseAddresses } from "./name-addr.js";
import { parseSdp, type Sdp } from "./sdp.js";
import { parseStartLine, type StartLine } from "./start-line.js";
import { parseUri, type Uri } from "./uri.js";
import { type Value, valueAt } from "./value.js";
import { parseVias, Via } from "./via.js";

/** Engines read this label as windows-1252 (as the standard says) or as Latin-1; both give one character an octet. */
const latin1 = new TextDecoder("latin1");

/** What windows-1252 makes of the octets 0x80 to 0x9F, in their order; those it leaves alone stand as blanks. */
const WINDOWS_1252 = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/** Gives back to each character that windows-1252 renamed the code of its octet. */
export function latin1OfWindows1252(text: string): string {
  return text.replace(/[\u0100-\uffff]/g, (character) => String.fromCharCode(0x80 + WINDOWS_1252.indexOf(character)));
}

/** One character an octet, its code the octet, so that an index in the text is an offset in the message. */
export function textOfOctets(octets: Uint8Array): string {
  return latin1OfWindows1252(latin1.decode(octets));
}

/** Not read yet, to tell it from read and absent. */
const UNREAD = Symbol("unread");
type Lazy<T> = T | undefined | typeof UNREAD;

/**
 * All getters give `undefined` (or an empty list) for what is absent or unreadable, and never throw. Strings cut from a
 * message keep its whole text alive; whoever stores one for long copies it with `ownString`.
 */
export class SipMessage {
  #octets: Uint8Array | undefined;
  #text: string | undefined;
  #lines: MessageLines | undefined;
  #startLine: StartLine | undefined;
  #requestUri: Lazy<Uri> = UNREAD;
  #callId: Lazy<Value<string>> = UNREAD;
  #cseq: Lazy<CSeq> = UNREAD;
  #from: Lazy<NameAddr> = UNREAD;
  #to: Lazy<NameAddr> = UNREAD;
  #topVia: Lazy<Via> = UNREAD;
  #vias: readonly Via[] | undefined;
  #contacts: readonly Contact[] | undefined;
  #challenges: readonly Challenge[] | undefined;
  #credentials: readonly Credentials[] | undefined;
  #sdp: Lazy<Sdp> = UNREAD;

  /** @param message its octets, or its text as `textOfOctets` gives it */
  constructor(message: Uint8Array | string) {
    if (typeof message === "string") this.#text = message;
    else this.#octets = message;
  }

  get octets(): Uint8Array {
    return (this.#octets ??= octetsOf(this.text));
  }

  /** One character an octet: an index is an offset in the message. */
  get text(): string {
    return (this.#text ??= textOfOctets(this.#octets ?? new Uint8Array(0)));
  }

  get lines(): MessageLines {
    return (this.#lines ??= readLines(this.text));
  }

  get startLine(): StartLine {
    return (this.#startLine ??= parseStartLine(this.text, this.lines.startLine));
  }

  get isRequest(): boolean {
    return this.startLine.kind === "request";
  }

  get isResponse(): boolean {
    return this.startLine.kind === "response";
  }

  /** Of a response from its CSeq; "" if unknown. */
  get method(): string {
    const line = this.startLine;
    return line.kind === "request" ? line.method : (this.cseq?.method ?? "");
  }

  /** 0 for a request. */
  get statusCode(): number {
    const line = this.startLine;
    return line.kind === "response" ? line.statusCode : 0;
  }

  get reason(): string {
    const line = this.startLine;
    return line.kind === "response" ? line.reason : "";
  }

  get requestUri(): Uri | undefined {
    if (this.#requestUri === UNREAD) {
      const line = this.startLine;
      const range = line.kind === "request" ? line.requestUri.range : undefined;
      this.#requestUri = range && parseUri(this.text, range.start, range.end);
    }
    return this.#requestUri;
  }

  get fields(): readonly HeaderField[] {
    return this.lines.fields;
  }

  /** The first field of a name, in any case or compact form. */
  header(name: string): HeaderField | undefined {
    return this.#first(canonicalHeaderName(name));
  }

  headers(name: string): readonly HeaderField[] {
    const canonical = canonicalHeaderName(name);
    return this.lines.fields.filter((field) => field.canonical === canonical);
  }

  /** Octets after the blank line; empty at the end when there is none. */
  get body(): ByteRange {
    return this.lines.body;
  }

  get hasHeaderEnd(): boolean {
    return this.lines.hasHeaderEnd;
  }

  get callId(): Value<string> | undefined {
    if (this.#callId === UNREAD) this.#callId = this.#nonEmpty("Call-ID");
    return this.#callId;
  }

  get cseq(): CSeq | undefined {
    if (this.#cseq === UNREAD) {
      const field = this.#first("CSeq");
      this.#cseq = field && parseCSeq(this.text, field);
    }
    return this.#cseq;
  }

  get from(): NameAddr | undefined {
    if (this.#from === UNREAD) this.#from = this.#address("From");
    return this.#from;
  }

  get to(): NameAddr | undefined {
    if (this.#to === UNREAD) this.#to = this.#address("To");
    return this.#to;
  }

  /** The first Via alone, for matching transactions: cheaper than reading them all. */
  get topVia(): Via | undefined {
    if (this.#topVia === UNREAD) {
      const field = this.#first("Via");
      const part = field && this.#firstPart(field);
      this.#topVia = field && part && new Via(this.text, field, part.start, part.end);
    }
    return this.#topVia;
  }

  /** All of all Via fields, top first. */
  get vias(): readonly Via[] {
    return (this.#vias ??= this.headers("Via").flatMap((field) => parseVias(this.text, field)));
  }

  get contacts(): readonly Contact[] {
    return (this.#contacts ??= this.headers("Contact").flatMap((field) => parseContacts(this.text, field)));
  }

  /** The addresses of another header with name-addr values, such as Route, Record-Route, Path or Service-Route. */
  addresses(name: string): readonly NameAddr[] {
    return this.headers(name).flatMap((field) => parseAddresses(this.text, field));
  }

  /** Tokens of a list header such as Supported, Require, Allow or Unsupported. */
  tokens(name: string): readonly Value<string>[] {
    return this.headers(name).flatMap((field) =>
      splitList(this.text, field.valueRange.start, field.valueRange.end, COMMA)
        .map(({ start, end }) => this.#trimmed(start, end))
        .filter((token) => token.value !== ""),
    );
  }

  get expiresSeconds(): number | undefined {
    return this.#delta("Expires");
  }

  get minExpires(): number | undefined {
    return this.#delta("Min-Expires");
  }

  get maxForwards(): number | undefined {
    return this.#number("Max-Forwards");
  }

  get contentLength(): number | undefined {
    return this.#number("Content-Length");
  }

  /** Comments and parameters after the number (`120 (maintenance);duration=3600`) are ignored (RFC 3261 §20.33). */
  get retryAfterSeconds(): number | undefined {
    return this.#delta("Retry-After");
  }

  /** Seconds between keep-alives that the registrar allows (RFC 5626 §10). */
  get flowTimerSeconds(): number | undefined {
    return this.#delta("Flow-Timer");
  }

  /** Of WWW-Authenticate and Proxy-Authenticate, in the order of the message. */
  get challenges(): readonly Challenge[] {
    return (this.#challenges ??= this.fields
      .filter(({ canonical }) => canonical === "WWW-Authenticate" || canonical === "Proxy-Authenticate")
      .flatMap((field) => parseChallenges(this.text, field)));
  }

  /** Of Authorization and Proxy-Authorization, in the order of the message. */
  get credentials(): readonly Credentials[] {
    return (this.#credentials ??= this.fields
      .filter(({ canonical }) => canonical === "Authorization" || canonical === "Proxy-Authorization")
      .flatMap((field) => parseCredentials(this.text, field)));
  }

  get userAgent(): string | undefined {
    return this.#first("User-Agent")?.value;
  }

  get server(): string | undefined {
    return this.#first("Server")?.value;
  }

  /** Lower case, without parameters; undefined when absent or empty. */
  get contentType(): string | undefined {
    const value = this.#first("Content-Type")?.value.split(";", 1)[0]?.trim().toLowerCase();
    return value === "" ? undefined : value;
  }

  /** The session description: the body, or the first part of a multipart body that is one. */
  get sdp(): Sdp | undefined {
    if (this.#sdp === UNREAD) this.#sdp = parseSdp(this.text, this.body, this.contentType);
    return this.#sdp;
  }

  #first(canonical: string): HeaderField | undefined {
    for (const field of this.lines.fields) if (field.canonical === canonical) return field;
    return undefined;
  }

  #nonEmpty(canonical: string): Value<string> | undefined {
    const field = this.#first(canonical);
    const value = field?.value;
    return field && value ? { value, range: field.valueRange } : undefined;
  }

  #address(canonical: string): NameAddr | undefined {
    const field = this.#first(canonical);
    if (!field || field.valueRange.start === field.valueRange.end) return undefined;
    return new NameAddr(this.text, field, field.valueRange);
  }

  #firstPart(field: HeaderField): ByteRange | undefined {
    const { start, end } = field.valueRange;
    if (start === end) return undefined;
    if (indexOfCode(this.text, COMMA, start, end) < 0) return field.valueRange;
    return splitList(this.text, start, end, COMMA).find(
      (part) => skipWhiteSpace(this.text, part.start, part.end) < part.end,
    );
  }

  #trimmed(start: number, end: number): Value<string> {
    const raw = this.text.slice(start, end);
    const value = raw.trim();
    const from = start + (value === "" ? 0 : raw.indexOf(value));
    return valueAt(value, from, from + value.length);
  }

  /** The number that a value begins with; a value that begins otherwise is unreadable. */
  #number(canonical: string): number | undefined {
    const field = this.#first(canonical);
    if (!field) return undefined;
    const { start, end } = field.valueRange;
    const number = parseDigits(this.text, start, endOfToken(this.text, start, end));
    return Number.isNaN(number) ? undefined : number;
  }

  #delta(canonical: string): number | undefined {
    const number = this.#number(canonical);
    return number === undefined ? undefined : Math.min(number, MAX_DELTA_SECONDS);
  }
}

/** A copy that does not keep the message alive it was cut from. */
export function ownString(text: string): string {
  return Array.from(text).join("");
}
