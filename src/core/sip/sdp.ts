/**
 * Session descriptions (RFC 8866), read lightly: the lines that name addresses, ports and profiles, with their octets.
 * Written by hand because a finding must underline the address in the message, and libraries drop the offsets.
 */
import { CR } from "../model/ascii.js";
import type { ByteRange } from "../model/span.js";
import { canonicalHost } from "./host.js";
import { parseDigits } from "./lexical.js";
import { type Value, valueAt } from "./value.js";

export interface SdpAttribute {
  /** Before the colon, as on the wire. */
  readonly name: string;
  /** After the colon; "" for a flag such as `sendrecv`. */
  readonly value: string;
  readonly valueRange: ByteRange;
  readonly range: ByteRange;
}

export interface SdpOrigin {
  readonly username: string;
  readonly sessionId: string;
  readonly sessionVersion: string;
  /** Canonical: lower case, IPv6 as RFC 5952 writes it. */
  readonly address: Value<string>;
  readonly range: ByteRange;
}

export interface SdpMedia {
  /** `audio`, `video`, `image`, `application` … */
  readonly kind: string;
  readonly port: Value<number>;
  /** `RTP/AVP`, `RTP/SAVPF` … as on the wire. */
  readonly profile: Value<string>;
  readonly formats: readonly string[];
  /** The media's own `c=`; undefined when the session's holds. */
  readonly connection: Value<string> | undefined;
  readonly attributes: readonly SdpAttribute[];
  /** The `m=` line. */
  readonly range: ByteRange;
}

export interface Sdp {
  readonly range: ByteRange;
  readonly origin: SdpOrigin | undefined;
  /** Address of the session's `c=`. */
  readonly connection: Value<string> | undefined;
  readonly attributes: readonly SdpAttribute[];
  readonly media: readonly SdpMedia[];
}

/** Lines read from one description; real ones have under two hundred. */
const MAX_SDP_LINES = 4096;

/**
 * Reads the session description of a body.
 * @param contentType lower case; a body without one counts as SDP when it begins like one (RFC 3261 §20.15 wants it named)
 */
export function parseSdp(text: string, body: ByteRange, contentType: string | undefined): Sdp | undefined {
  const range = sdpRange(text, body, contentType);
  return range && parseLines(text, range);
}

function sdpRange(text: string, body: ByteRange, contentType: string | undefined): ByteRange | undefined {
  if (body.start === body.end) return undefined;
  if (contentType === "application/sdp") return body;
  if (contentType === undefined) return text.startsWith("v=0", body.start) ? body : undefined;
  if (!contentType.startsWith("multipart/")) return undefined;
  // The part begins after the blank line of its own header, and ends before the next boundary.
  let start = text.indexOf("\nv=0", body.start) + 1;
  if (start === 0 || start >= body.end) return undefined;
  const from = start;
  while (start < body.end && !text.startsWith("--", start)) {
    const feed = text.indexOf("\n", start);
    start = feed < 0 ? body.end : feed + 1;
  }
  return { start: from, end: Math.min(start, body.end) };
}

interface OpenMedia extends SdpMedia {
  connection: Value<string> | undefined;
  readonly attributes: SdpAttribute[];
}

function parseLines(text: string, range: ByteRange): Sdp {
  const media: OpenMedia[] = [];
  const attributes: SdpAttribute[] = [];
  let origin: SdpOrigin | undefined;
  let connection: Value<string> | undefined;
  let at = range.start;
  for (let line = 0; at < range.end && line < MAX_SDP_LINES; line++) {
    const feed = text.indexOf("\n", at);
    const next = feed < 0 || feed >= range.end ? range.end : feed + 1;
    let end = feed < 0 || feed >= range.end ? range.end : feed;
    if (end > at && text.charCodeAt(end - 1) === CR) end--;
    const current = media.at(-1);
    switch (text.slice(at, Math.min(at + 2, end))) {
      case "o=":
        origin ??= parseOrigin(text, at, end);
        break;
      case "c=":
        if (current) current.connection ??= parseConnection(text, at, end);
        else connection ??= parseConnection(text, at, end);
        break;
      case "m=": {
        const found = parseMedia(text, at, end);
        if (found) media.push(found);
        break;
      }
      case "a=":
        (current?.attributes ?? attributes).push(parseAttribute(text, at, end));
        break;
    }
    at = next;
  }
  return { range, origin, connection, attributes, media };
}

/** The words of a line after its `x=`, with their offsets. */
function words(text: string, start: number, end: number): Value<string>[] {
  const found: Value<string>[] = [];
  let at = start + 2;
  while (at < end && found.length < MAX_WORDS) {
    const blank = text.indexOf(" ", at);
    const wordEnd = blank < 0 || blank > end ? end : blank;
    if (wordEnd > at) found.push(valueAt(text.slice(at, wordEnd), at, wordEnd));
    at = wordEnd + 1;
  }
  return found;
}

/** An `m=` line names some payload types, never hundreds. */
const MAX_WORDS = 256;

function address(word: Value<string>): Value<string> {
  // A multicast address carries its TTL: 224.2.1.1/127 (RFC 8866 §5.7).
  const slash = word.value.indexOf("/");
  const length = slash < 0 ? word.value.length : slash;
  return valueAt(canonicalHost(word.value.slice(0, length)), word.range.start, word.range.start + length);
}

function parseOrigin(text: string, start: number, end: number): SdpOrigin | undefined {
  const [username, sessionId, sessionVersion, , , host] = words(text, start, end);
  if (!username || !sessionId || !sessionVersion || !host) return undefined;
  return {
    username: username.value,
    sessionId: sessionId.value,
    sessionVersion: sessionVersion.value,
    address: address(host),
    range: { start, end },
  };
}

function parseConnection(text: string, start: number, end: number): Value<string> | undefined {
  const host = words(text, start, end)[2];
  return host && address(host);
}

function parseMedia(text: string, start: number, end: number): OpenMedia | undefined {
  const [kind, port, profile, ...formats] = words(text, start, end);
  if (!kind || !port || !profile) return undefined;
  // `49170/2` asks for two pairs of ports from the first.
  const digits = port.value.split("/", 1)[0] ?? "";
  const number = parseDigits(digits, 0, digits.length);
  return {
    kind: kind.value,
    port: valueAt(Number.isNaN(number) ? 0 : number, port.range.start, port.range.start + digits.length),
    profile,
    formats: formats.map((format) => format.value),
    connection: undefined,
    attributes: [],
    range: { start, end },
  };
}

function parseAttribute(text: string, start: number, end: number): SdpAttribute {
  const body = text.slice(start + 2, end);
  const colon = body.indexOf(":");
  const valueStart = colon < 0 ? end : start + 2 + colon + 1;
  return {
    name: colon < 0 ? body : body.slice(0, colon),
    value: text.slice(valueStart, end),
    valueRange: { start: valueStart, end },
    range: { start, end },
  };
}
