/** Via: the way a request took and its response takes back (RFC 3261 §20.42, RFC 3581). */
import { COMMA, SEMICOLON, SLASH } from "../model/ascii.js";
import type { ByteRange } from "../model/span.js";
import type { HeaderField } from "./header-fields.js";
import { canonicalHost, type HostPort, parseHostPort } from "./host.js";
import { indexOfCode, isWhiteSpace, parseDigits, skipWhiteSpace, splitList, trimEnd } from "./lexical.js";
import { findParam, type Param, paramValue, parseParams } from "./params.js";
import { type Value, valueAt } from "./value.js";

/** `;rport` of a request has no value; the server fills it in (RFC 3581 §4). */
export interface Rport {
  /** Undefined when bare or no number. */
  readonly value: number | undefined;
  /** The number, or the name of a bare one. */
  readonly range: ByteRange;
}

/** Branches of RFC 3261 begin so; other ones come from RFC 2543 and identify nothing by themselves (§8.1.1.7). */
export const MAGIC_COOKIE = "z9hG4bK";

/** What stands before the parameters. */
interface SentProtocolAndBy extends HostPort {
  readonly protocol: Value<string>;
  readonly transport: Value<string>;
  readonly sentBy: ByteRange;
}

export class Via {
  readonly header: HeaderField;
  readonly range: ByteRange;
  /** Offset after the first `;`; the end when there is none. */
  readonly paramsStart: number;
  readonly #text: string;
  readonly #bodyEnd: number;
  #body: SentProtocolAndBy | undefined;
  #params: readonly Param[] | undefined;

  constructor(text: string, header: HeaderField, start: number, end: number) {
    const from = skipWhiteSpace(text, start, end);
    const to = trimEnd(text, from, end);
    this.#text = text;
    this.header = header;
    this.range = { start: from, end: to };
    const semicolon = indexOfCode(text, SEMICOLON, from, to);
    this.#bodyEnd = trimEnd(text, from, semicolon < 0 ? to : semicolon);
    this.paramsStart = semicolon < 0 ? to : semicolon + 1;
  }

  get #parts(): SentProtocolAndBy {
    return (this.#body ??= parseBody(this.#text, this.range.start, this.#bodyEnd));
  }

  /** `SIP/2.0` without white space. */
  get protocol(): Value<string> {
    return this.#parts.protocol;
  }

  /** Lower case: `udp`, `tls`, `wss`, or what else stands there; "" when nothing does. */
  get transport(): Value<string> {
    return this.#parts.transport;
  }

  /** Host and port of the sender as it knows them. */
  get sentBy(): ByteRange {
    return this.#parts.sentBy;
  }

  /** Canonical: lower case, IPv6 without brackets. */
  get host(): Value<string> | undefined {
    return this.#parts.host;
  }

  get port(): Value<number> | undefined {
    return this.#parts.port;
  }

  get portText(): Value<string> {
    return this.#parts.portText;
  }

  get params(): readonly Param[] {
    return (this.#params ??= parseParams(this.#text, this.paramsStart, this.range.end));
  }

  get branch(): Value<string> | undefined {
    return paramValue(this.params, "branch");
  }

  /** Address that the receiver saw, canonical; brackets around IPv6 are accepted though not in the grammar (RFC 5118 §4.5). */
  get received(): Value<string> | undefined {
    const received = paramValue(this.params, "received");
    return received && { value: canonicalHost(received.value), range: received.range };
  }

  get rport(): Rport | undefined {
    const param = findParam(this.params, "rport");
    if (!param) return undefined;
    const port = param.value === undefined ? Number.NaN : parseDigits(param.value, 0, param.value.length);
    return { value: Number.isNaN(port) ? undefined : port, range: param.value ? param.valueRange : param.nameRange };
  }
}

/** `SIP / 2.0 / UDP host : port`; white space may stand between all of them (RFC 4475 §3.1.1.1). */
function parseBody(text: string, start: number, end: number): SentProtocolAndBy {
  const firstSlash = indexOfCode(text, SLASH, start, end);
  const secondSlash = firstSlash < 0 ? -1 : indexOfCode(text, SLASH, firstSlash + 1, end);
  const transportStart = secondSlash < 0 ? end : skipWhiteSpace(text, secondSlash + 1, end);
  let transportEnd = transportStart;
  while (transportEnd < end && !isWhiteSpace(text.charCodeAt(transportEnd))) transportEnd++;
  const protocolEnd = secondSlash < 0 ? end : trimEnd(text, start, secondSlash);
  const sentByStart = skipWhiteSpace(text, transportEnd, end);
  return {
    protocol: valueAt(withoutWhiteSpace(text.slice(start, protocolEnd)), start, protocolEnd),
    transport: valueAt(text.slice(transportStart, transportEnd).toLowerCase(), transportStart, transportEnd),
    sentBy: { start: sentByStart, end },
    ...parseHostPort(text, sentByStart, end),
  };
}

function withoutWhiteSpace(text: string): string {
  return text === "SIP/2.0" ? text : text.replace(/\s+/g, "");
}

/** All values of a Via field; empty list elements are skipped. */
export function parseVias(text: string, header: HeaderField): Via[] {
  const vias: Via[] = [];
  for (const part of splitList(text, header.valueRange.start, header.valueRange.end, COMMA)) {
    if (skipWhiteSpace(text, part.start, part.end) < part.end) vias.push(new Via(text, header, part.start, part.end));
  }
  return vias;
}
