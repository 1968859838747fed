/** What stands at an octet of a message: the word under a reader's pointer, and what it is a part of. */
import { CR, LF } from "../model/ascii.js";
import type { ByteRange } from "../model/span.js";
import type { Challenge, Credentials } from "./digest.js";
import type { HeaderField } from "./header-fields.js";
import type { SipMessage } from "./message.js";
import { type NameAddr, parseAddresses } from "./name-addr.js";
import { type Param, parseParams } from "./params.js";
import type { Uri } from "./uri.js";
import type { Via } from "./via.js";

/** What a parameter belongs to. */
export type ParamOwner =
  | { readonly of: "uri"; readonly uri: Uri }
  | { readonly of: "via"; readonly via: Via }
  | { readonly of: "address"; readonly address: NameAddr }
  | { readonly of: "digest"; readonly digest: Challenge | Credentials }
  | { readonly of: "value" };

export type UriPart = "scheme" | "user" | "password" | "host" | "port" | "headers";

export type Word = { readonly range: ByteRange } & (
  | { readonly kind: "method"; readonly method: string; readonly field: HeaderField | undefined }
  | { readonly kind: "status" }
  | { readonly kind: "version" }
  | { readonly kind: "header-name"; readonly field: HeaderField }
  /** `address` is undefined for the Request-URI. */
  | { readonly kind: "uri"; readonly uri: Uri; readonly part: UriPart; readonly address: NameAddr | undefined }
  | {
      readonly kind: "param";
      readonly param: Param;
      readonly owner: ParamOwner;
      readonly field: HeaderField | undefined;
    }
  /** Protocol, transport, host or port of a Via. */
  | { readonly kind: "via"; readonly via: Via }
  | { readonly kind: "scheme"; readonly digest: Challenge | Credentials }
  /** An element of a list of names. */
  | { readonly kind: "token"; readonly token: string; readonly field: HeaderField }
  | { readonly kind: "value"; readonly field: HeaderField }
  | { readonly kind: "sdp"; readonly type: string; readonly attribute: string | undefined; readonly value: string }
);

/** Headers whose values are addresses. */
const ADDRESS_HEADERS: ReadonlySet<string> = new Set([
  "Alert-Info",
  "Call-Info",
  "Contact",
  "Diversion",
  "Error-Info",
  "From",
  "History-Info",
  "P-Asserted-Identity",
  "P-Associated-Uri",
  "P-Called-Party-Id",
  "P-Charge-Info",
  "P-Preferred-Identity",
  "P-Profile-Key",
  "P-Served-User",
  "Path",
  "Record-Route",
  "Refer-To",
  "Referred-By",
  "Remote-Party-Id",
  "Reply-To",
  "Route",
  "Service-Route",
  "To",
]);

const TOKEN_HEADERS: ReadonlySet<string> = new Set([
  "Allow",
  "Allow-Events",
  "Privacy",
  "Proxy-Require",
  "Recv-Info",
  "Require",
  "Supported",
  "Unsupported",
]);

/** Undefined where nothing stands that could be told of: between lines, in a body that is no session description. */
export function wordAt(sip: SipMessage, octet: number): Word | undefined {
  const { startLine, body, fields } = sip;
  if (isWithin(octet, startLine.range)) return ofStartLine(sip, octet);
  if (octet >= body.start) return ofSdp(sip, octet);
  const field = fields.find(({ range }) => isWithin(octet, range));
  if (!field) return undefined;
  if (isWithin(octet, field.nameRange)) return { kind: "header-name", field, range: field.nameRange };
  return isWithin(octet, field.valueRange) ? ofValue(sip, field, octet) : undefined;
}

/** A pointer behind the last character is still at it, as editors have it at a word's end. */
function isWithin(octet: number, { start, end }: ByteRange): boolean {
  return start <= octet && octet <= end && end > start;
}

function ofStartLine(sip: SipMessage, octet: number): Word | undefined {
  const line = sip.startLine;
  if (line.kind === "malformed") return undefined;
  if (isWithin(octet, line.versionRange)) return { kind: "version", range: line.versionRange };
  if (line.kind === "response") {
    return { kind: "status", range: { start: line.statusCodeRange.start, end: line.range.end } };
  }
  const { method, methodRange } = line;
  if (isWithin(octet, methodRange)) return { kind: "method", method, range: methodRange, field: undefined };
  return sip.requestUri && ofUri(sip.requestUri, octet, undefined);
}

function ofUri(uri: Uri, octet: number, address: NameAddr | undefined): Word | undefined {
  if (!isWithin(octet, uri.range)) return undefined;
  const field = address?.header;
  const param = uri.params.find(({ range }) => isWithin(octet, range));
  if (param) return { kind: "param", param, owner: { of: "uri", uri }, field, range: param.range };
  const parts: readonly (readonly [UriPart, ByteRange | undefined])[] = [
    ["user", uri.user?.range],
    ["password", uri.password?.range],
    ["host", uri.host?.range],
    ["port", uri.port?.range],
    ["headers", uri.headers?.range],
  ];
  const found = parts.find(([, range]) => range && isWithin(octet, range));
  const [part, range] = found ?? ["scheme", undefined];
  return { kind: "uri", uri, part, address, range: range ?? uri.range };
}

function ofValue(sip: SipMessage, field: HeaderField, octet: number): Word {
  return ofKnownValue(sip, field, octet) ?? ofPlainValue(sip, field, octet);
}

function ofKnownValue(sip: SipMessage, field: HeaderField, octet: number): Word | undefined {
  const { canonical } = field;
  if (canonical === "Via") {
    const via = sip.vias.find(({ range }) => isWithin(octet, range));
    return via && ofVia(via, octet);
  }
  const digest = [...sip.challenges, ...sip.credentials].find(
    ({ header, range }) => header === field && isWithin(octet, range),
  );
  if (digest) return ofDigest(digest, octet);
  if (canonical === "Contact") return ofAddress(sip.contacts, octet);
  if (ADDRESS_HEADERS.has(canonical)) return ofAddress(parseAddresses(sip.text, field), octet);
  if (TOKEN_HEADERS.has(canonical)) {
    const token = sip.tokens(canonical).find(({ range }) => isWithin(octet, range));
    if (!token) return undefined;
    const { value, range } = token;
    return canonical === "Allow"
      ? { kind: "method", method: value, range, field }
      : { kind: "token", token: value, field, range };
  }
  const { cseq } = sip;
  if (canonical === "CSeq" && cseq?.header === field && isWithin(octet, cseq.methodRange)) {
    return { kind: "method", method: cseq.method, range: cseq.methodRange, field };
  }
  return undefined;
}

function ofVia(via: Via, octet: number): Word {
  const param = via.params.find(({ range }) => isWithin(octet, range));
  if (param) return { kind: "param", param, owner: { of: "via", via }, field: via.header, range: param.range };
  return { kind: "via", via, range: { start: via.range.start, end: via.sentBy.end } };
}

function ofDigest(digest: Challenge | Credentials, octet: number): Word {
  const param = digest.params.find(({ range }) => isWithin(octet, range));
  if (!param) return { kind: "scheme", digest, range: digest.schemeRange };
  return { kind: "param", param, owner: { of: "digest", digest }, field: digest.header, range: param.range };
}

function ofAddress(addresses: readonly NameAddr[], octet: number): Word | undefined {
  const address = addresses.find(({ range }) => isWithin(octet, range));
  if (!address) return undefined;
  const param = address.params.find(({ range }) => isWithin(octet, range));
  if (!param) return ofUri(address.uri, octet, address);
  return { kind: "param", param, owner: { of: "address", address }, field: address.header, range: param.range };
}

/** Any other value: what follows its first semicolon are parameters, as in `Session-Expires: 1800;refresher=uac`. */
function ofPlainValue({ text }: SipMessage, field: HeaderField, octet: number): Word {
  // Between an address and its brackets nothing is a parameter.
  if (ADDRESS_HEADERS.has(field.canonical)) return { kind: "value", field, range: field.valueRange };
  const { start, end } = field.valueRange;
  const semicolon = text.indexOf(";", start);
  const paramsStart = semicolon < 0 || semicolon >= end ? end : semicolon + 1;
  const param = parseParams(text, paramsStart, end).find(({ range }) => isWithin(octet, range));
  if (param) return { kind: "param", param, owner: { of: "value" }, field, range: param.range };
  return { kind: "value", field, range: field.valueRange };
}

function ofSdp({ sdp, text }: SipMessage, octet: number): Word | undefined {
  if (!sdp || !isWithin(octet, sdp.range)) return undefined;
  const start = Math.max(text.lastIndexOf("\n", octet - 1) + 1, sdp.range.start);
  let end = start;
  while (end < sdp.range.end && text.charCodeAt(end) !== CR && text.charCodeAt(end) !== LF) end++;
  if (text.charCodeAt(start + 1) !== 0x3d) return undefined;
  const type = text.charAt(start);
  const value = text.slice(start + 2, end);
  const attribute = type === "a" ? value.split(":", 1)[0] : undefined;
  return { kind: "sdp", type, attribute, value, range: { start, end } };
}
