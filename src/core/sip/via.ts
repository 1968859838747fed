/** Via: the way a request took and its response takes back (RFC 3261 §20.42, RFC 3581). */
import type { ByteRange } from "../model/span.js";
import type { HeaderField } from "./header-fields.js";
import { canonicalHost, parseHostPort } from "./host.js";
import {
  COMMA,
  indexOfCode,
  isWhiteSpace,
  parseDigits,
  SEMICOLON,
  skipWhiteSpace,
  splitList,
  trimEnd,
} from "./lexical.js";
import { findParam, type Param, paramValue, parseParams } from "./params.js";
import { type Value, valueAt } from "./value.js";

const SLASH = 0x2f;

/** `;rport` of a request has no value; the server fills it in (RFC 3581 §4). */
export interface Rport {
  /** Undefined when bare or no number. */
  readonly value: number | undefined;
  /** The number, or the name of a bare one. */
  readonly range: ByteRange;
}

/** Branches of RFC 3261 begin so; other ones come from RFC 2543 and identify nothing by themselves (§8.1.1.7). */
export const MAGIC_COOKIE = "z9hG4bK";

export class Via {
  readonly header: HeaderField;
  readonly range: ByteRange;
  /** `SIP/2.0` without white space. */
  readonly protocol: Value<string>;
  /** Lower case: `udp`, `tls`, `wss`, or what else stands there; "" when nothing does. */
  readonly transport: Value<string>;
  /** Host and port of the sender as it knows them. */
  readonly sentBy: ByteRange;
  /** Canonical: lower case, IPv6 without brackets. */
  readonly host: Value<string> | undefined;
  readonly port: Value<number> | undefined;
  readonly portText: Value<string>;
  /** Offset after the first `;`; the end when there is none. */
  readonly paramsStart: number;
  readonly #text: string;
  #params: readonly Param[] | undefined;

  constructor(text: string, header: HeaderField, start: number, end: number) {
    const from = skipWhiteSpace(text, start, end);
    const to = trimEnd(text, from, end);
    this.#text = text;
    this.header = header;
    this.range = { start: from, end: to };
    const semicolon = indexOfCode(text, SEMICOLON, from, to);
    const bodyEnd = trimEnd(text, from, semicolon < 0 ? to : semicolon);
    this.paramsStart = semicolon < 0 ? to : semicolon + 1;
    const firstSlash = indexOfCode(text, SLASH, from, bodyEnd);
    const secondSlash = firstSlash < 0 ? -1 : indexOfCode(text, SLASH, firstSlash + 1, bodyEnd);
    const transportStart = secondSlash < 0 ? bodyEnd : skipWhiteSpace(text, secondSlash + 1, bodyEnd);
    let transportEnd = transportStart;
    while (transportEnd < bodyEnd && !isWhiteSpace(text.charCodeAt(transportEnd))) transportEnd++;
    const protocolEnd = secondSlash < 0 ? bodyEnd : trimEnd(text, from, secondSlash);
    const sentByStart = skipWhiteSpace(text, transportEnd, bodyEnd);
    this.protocol = valueAt(withoutWhiteSpace(text.slice(from, protocolEnd)), from, protocolEnd);
    this.transport = valueAt(text.slice(transportStart, transportEnd).toLowerCase(), transportStart, transportEnd);
    this.sentBy = { start: sentByStart, end: bodyEnd };
    const { host, port, portText } = parseHostPort(text, sentByStart, bodyEnd);
    this.host = host;
    this.port = port;
    this.portText = portText;
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
