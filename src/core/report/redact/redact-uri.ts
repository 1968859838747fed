/** URIs, parameters and lists of addresses of a message, with pseudonyms in place of what names somebody. */
import type { Pseudonyms } from "./pseudonyms.js";
import { keepsNothing, keepsVocabulary, scrub } from "./scrub.js";
import { isVocabulary } from "./vocabulary.js";

/** Sent protocol of a Via, quoted string, URI in brackets, parameter, URI without brackets, anything else between delimiters. */
const ADDRESS_PARTS =
  /SIP\s*\/\s*[\d.]+\s*\/\s*\w+|"(?:[^"\\]|\\[\s\S])*"?|<[^>]*>?|;\s*([^;,<>"=\s]*)(\s*=\s*(?:"(?:[^"\\]|\\[\s\S])*"?|[^;,<>"\s]*))?|(?:sips?|tel|urn|https?|pres|im|mailto):[^;,<>"\s]+|[^;,<>"\s]+/gi;
const URI_PARAM = /;([^;=?]*)(=[^;?]*)?/g;
const BRANCH_COOKIE = /^z9hG4bK/i;

/** A header of addresses with their parameters: From, Contact, Route, Via and their like. */
export function redactAddresses(text: string, pseudonyms: Pseudonyms): string {
  return text.replace(ADDRESS_PARTS, (part, name: string | undefined, value: string | undefined) => {
    if (name !== undefined) {
      const nameAt = part.length - name.length - (value ?? "").length;
      return part.slice(0, nameAt) + redactParam(name, value ?? "", pseudonyms);
    }
    if (/^SIP\s*\//i.test(part)) return part;
    if (part.startsWith("<")) return `<${redactUri(part.slice(1), pseudonyms)}`;
    return /^[a-z]+:/i.test(part) ? redactUri(part, pseudonyms) : scrub(part, pseudonyms, keepsNothing);
  });
}

/** @param value with what stands between it and the name; "" for a parameter without one */
function redactParam(name: string, value: string, pseudonyms: Pseudonyms): string {
  const words = name.toLowerCase().split(/[^a-z\d]+/);
  const isName =
    value !== "" ? /^\+?[a-z][a-z\d._+-]*$/i.test(name) : words.every((word) => word === "" || isVocabulary(word));
  const shown = isName ? name : scrub(name, pseudonyms, keepsNothing);
  const start = /^\s*=\s*"?/.exec(value)?.[0] ?? "";
  const content = value.slice(start.length);
  return shown + start + redactParamValue(name.toLowerCase(), start, content, pseudonyms);
}

function redactParamValue(name: string, before: string, content: string, pseudonyms: Pseudonyms): string {
  const cookie = name === "branch" ? (BRANCH_COOKIE.exec(content)?.[0] ?? "") : "";
  const rest = content.slice(cookie.length);
  if (name === "branch" || name.endsWith("tag")) return cookie + scrub(rest, pseudonyms, keepsNothing);
  if (/^\s*[<"]*sips?:/i.test(content)) return redactUri(content, pseudonyms);
  // The rule for numbers looks at the parameter's name before them.
  const whole = `${name}${before}`;
  return scrub(
    `${whole}${content}`,
    pseudonyms,
    (lower, place) => place.start < whole.length || keepsVocabulary(lower, place),
  ).slice(whole.length);
}

/** A URI up to wherever the text ends, be it a bracket or the end of a header. */
export function redactUri(text: string, pseudonyms: Pseudonyms): string {
  const scheme = /^\W*[a-z][a-z\d+.-]*\s*:/i.exec(text)?.[0];
  if (scheme === undefined) return scrub(text, pseudonyms, keepsNothing);
  const rest = text.slice(scheme.length);
  if (/^\W*urn\s*:$/i.test(scheme)) return scheme + scrub(rest, pseudonyms, keepsNamespace);
  const hostAt = endOfUser(rest);
  const paramsAt = rest.slice(hostAt).search(/[;?]/);
  const hostEnd = paramsAt < 0 ? rest.length : hostAt + paramsAt;
  const user = scrub(rest.slice(0, hostAt), pseudonyms, keepsNothing);
  const host = scrub(rest.slice(hostAt, hostEnd), pseudonyms, keepsNothing);
  const headersAt = rest.indexOf("?", hostEnd);
  const paramsEnd = headersAt < 0 ? rest.length : headersAt;
  const params = rest
    .slice(hostEnd, paramsEnd)
    .replace(
      URI_PARAM,
      (_, name: string, value: string | undefined) => `;${redactParam(name, value ?? "", pseudonyms)}`,
    );
  return scheme + user + host + params + redactUriHeaders(rest.slice(paramsEnd), pseudonyms);
}

function redactUriHeaders(text: string, pseudonyms: Pseudonyms): string {
  return text.replace(/([?&])([^=&]*)(=[^&]*)?/g, (_, start: string, name: string, value: string | undefined) => {
    return start + scrub(name, pseudonyms, keepsVocabulary) + scrub(value ?? "", pseudonyms, keepsNothing);
  });
}

/** Where the host begins, as `parseUri` finds it: behind the last `@` before any headers. */
function endOfUser(rest: string): number {
  const question = rest.indexOf("?");
  const inFront = question < 0 ? rest.lastIndexOf("@") : rest.slice(0, question).lastIndexOf("@");
  return (inFront < 0 ? rest.lastIndexOf("@") : inFront) + 1;
}

/** `urn:service:sos.fire` and names of namespaces stay; what is named in them does not. */
function keepsNamespace(
  lower: string,
  place: { readonly text: string; readonly start: number; readonly end: number },
): boolean {
  return (
    !/\d/.test(lower) &&
    (isVocabulary(lower) || /^(?:gsma|imei|fire|police|ambulance|marine|mountain|ecall|nena)$/.test(lower)) &&
    place.start >= 0
  );
}
