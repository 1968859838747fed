/** Judges SIP and SIPS URIs and the host of a Via (RFC 3261 §19.1.1, §25.1; RFC 5118 for IPv6). Other schemes are opaque. */
import { LEFT_BRACKET } from "../../model/ascii.js";
import type { ByteRange } from "../../model/span.js";
import { isIpv6Address } from "../host.js";
import { isWhiteSpace } from "../lexical.js";
import type { SipMessage } from "../message.js";
import type { Uri } from "../uri.js";
import type { Value } from "../value.js";
import { type FaultList, shown } from "./fault.js";

/** @param where how a sentence calls the URI: "Request-URI", "URI in To" */
export function judgeUri(message: SipMessage, uri: Uri, header: string | null, where: string, faults: FaultList): void {
  if (!/^[a-z][a-z0-9+.-]*$/.test(uri.scheme)) {
    const explanation = `The ${where}, ${shown(uri.text)}, does not begin with a scheme such as sip:.`;
    faults.refuse("malformed", header, uri.range, "RFC 3261 §25.1", explanation);
    return;
  }
  if (!uri.isSip) return;
  const blank = firstWhiteSpace(message.text, uri.range);
  if (blank) {
    const explanation = `White space stands inside the ${where}; it must be escaped as %20 or left out.`;
    faults.refuse("malformed", header, blank, "RFC 3261 §25.1", explanation);
    return;
  }
  if (uri.user?.value.includes("@")) {
    const explanation = `The user part ${shown(uri.user.value)} of the ${where} holds an @ that is not escaped as %40.`;
    faults.tolerate("oddity", header, uri.user.range, "RFC 3261 §25.1", explanation);
  }
  judgeHostPort(message, uri.host, uri.portText, uri.range, header, where, faults);
}

/** Judges the host and port of a URI or Via; `whole` is underlined when there is no host. */
export function judgeHostPort(
  message: SipMessage,
  host: Value<string> | undefined,
  portText: Value<string>,
  whole: ByteRange,
  header: string | null,
  where: string,
  faults: FaultList,
): void {
  if (!host) {
    faults.refuse("malformed", header, whole, "RFC 3261 §25.1", `The ${where} names no host.`);
    return;
  }
  const isBracketed = message.text.charCodeAt(host.range.start - 1) === LEFT_BRACKET && host.range.start > 0;
  if (host.value.includes(":") && !isBracketed) {
    const explanation = `The IPv6 address ${shown(host.value)} of the ${where} does not stand in brackets, so its end and the port cannot be told.`;
    faults.refuse("malformed", header, host.range, "RFC 5118 §4.2", explanation);
    return;
  }
  // A zone (fe80::1%eth0) has no place in a URI, but means something to the host that wrote it.
  if (isBracketed && !isIpv6Address(host.value.replace(/%.*$/, ""))) {
    const explanation = `${shown(host.value)} in the brackets of the ${where} is no IPv6 address.`;
    faults.refuse("malformed", header, host.range, "RFC 3261 §25.1", explanation);
    return;
  }
  const illegal = /[\s<>"@,[\]\\{}|^`]/.exec(host.value);
  if (illegal) {
    const start = host.range.start + illegal.index;
    const explanation = `The host ${shown(host.value)} of the ${where} holds a character that no host may have.`;
    faults.refuse("malformed", header, { start, end: start + 1 }, "RFC 3261 §25.1", explanation);
  }
  const isPort = /^\d{1,5}$/.test(portText.value) && Number(portText.value) <= 65_535;
  if (portText.value !== "" && !isPort) {
    const explanation = `The port ${shown(portText.value)} of the ${where} is no number up to 65535.`;
    faults.refuse("malformed", header, portText.range, "RFC 3261 §25.1", explanation);
  }
}

function firstWhiteSpace(text: string, range: ByteRange): ByteRange | undefined {
  for (let at = range.start; at < range.end; at++) {
    if (isWhiteSpace(text.charCodeAt(at))) return { start: at, end: at + 1 };
  }
  return undefined;
}
