/** Signs of a rewriting middlebox in one message as its receiver sees it: public addresses beside private left-overs. */
import { isPublicAddress, isSiteAddress } from "../../model/address.js";
import type { Strength } from "../../model/finding.js";
import { sizeOf } from "../../model/span.js";
import type { Message } from "../../trace/message.js";
import type { Transaction } from "../../trace/transaction.js";
import { contactSpot, type Rewriting, sdpSpots, type Spot, viaSpot } from "./rewriting.js";

/** What is known of the user agent from its earlier requests. */
export interface Background {
  /** Its NAT let a private Contact pass before: public addresses since then are the user agent's own, learned from `received`. */
  readonly isPlainNat: boolean;
  /** Its first REGISTER, before any answer could teach it an address, said the public one already. */
  readonly isFresh: boolean;
}

interface View {
  readonly request: Message;
  /** The packet's source, a public address. */
  readonly source: string;
  readonly via: Spot | undefined;
  readonly contact: Spot | undefined;
  readonly callId: Spot | undefined;
  readonly sdp: readonly Spot[];
}

/** Judges a request at the user agent's own hop, seen by its server. */
export function rewritingSign(transaction: Transaction, background: Background): Rewriting | undefined {
  const { request } = transaction;
  if (!request || request.sip.vias.length !== 1 || !isPublicAddress(request.source.address)) return undefined;
  const contacts = request.sip.contacts.map(contactSpot);
  const view: View = {
    request,
    source: request.source.address,
    via: viaSpot(request),
    contact: contacts[0],
    callId: callIdSpot(request),
    // With ICE the addresses of `o=` and `c=` differ by design (RFC 8839).
    sdp: /^a=candidate:/m.test(request.sip.text) ? [] : sdpSpots(request),
  };
  return (
    headersDisagree(transaction, view, background) ??
    sdpDisagrees(transaction, view, background) ??
    callIdDisagrees(transaction, view, background) ??
    lengthDisagrees(transaction, view)
  );
}

function headersDisagree(transaction: Transaction, view: View, { isPlainNat, isFresh }: Background) {
  const { contact, via, source } = view;
  if (isPlainNat || !isFresh || !contact || !via) return undefined;
  if (contact.host === source && isSiteAddress(via.host)) return half(transaction, view, contact, via, "likely");
  if (via.host === source && isSiteAddress(contact.host)) return half(transaction, view, via, contact, "likely");
  return undefined;
}

function sdpDisagrees(transaction: Transaction, view: View, { isPlainNat, isFresh }: Background) {
  const { contact, via, source, sdp } = view;
  const mapped = sdp.find(({ host }) => host === source);
  const local = sdp.find(({ host }) => isSiteAddress(host));
  if (!local) return undefined;
  if (mapped) {
    if (isPlainNat && !lengthShift(view)) return undefined;
    return half(transaction, view, mapped, local, "likely");
  }
  if (isPlainNat || !isFresh || contact?.host !== source || via?.host !== source) return undefined;
  return half(transaction, view, contact, local, "likely");
}

function callIdDisagrees(transaction: Transaction, view: View, { isPlainNat, isFresh }: Background) {
  const { contact, via, callId, source } = view;
  if (isPlainNat || !callId || !isSiteAddress(callId.host) || via?.host !== source) return undefined;
  if (contact && contact.host !== source) return undefined;
  // Trunks between servers are set up by hand; only a device that registers from there is judged by its Call-ID.
  if (transaction.method !== "REGISTER" && !isFresh) return undefined;
  // A user agent that was seen from its first REGISTER cannot have learned the address from an answer.
  return half(transaction, view, contact ?? via, callId, isFresh ? "likely" : "possible");
}

function lengthDisagrees(transaction: Transaction, view: View): Rewriting | undefined {
  const shift = lengthShift(view);
  const declared = view.request.sip.header("Content-Length");
  if (!shift || !declared) return undefined;
  const { request, source } = view;
  return {
    sign: "length",
    transaction,
    message: request,
    header: declared.name,
    range: declared.valueRange,
    values: { after: source, before: shift.local, declared: declared.value, actual: sizeOf(request.sip.body) },
    strength: "likely",
    evidence: [shift.fact],
    related: [],
  };
}

function half(transaction: Transaction, view: View, changed: Spot, left: Spot, strength: Strength): Rewriting {
  const { request, source } = view;
  const mapped = [view.contact, view.via, ...view.sdp].filter((spot) => spot?.host === source);
  const local = [view.contact, view.via, view.callId, ...view.sdp].filter((spot) => spot && isSiteAddress(spot.host));
  const shift = lengthShift(view);
  return {
    sign: "half",
    transaction,
    message: request,
    header: changed.header,
    range: changed.range,
    values: { what: changed.name, after: changed.text, where: left.name, before: left.text },
    strength,
    evidence: [
      `${sayOf(mapped)} ${source}, the packet's source; ${sayOf(local)} ${left.host}.`,
      ...(shift ? [shift.fact] : []),
      "No STUN message and no earlier answer in the trace could have taught the device its public address; one that was told it by hand would look the same.",
    ],
    related: [{ message: request, header: left.header, range: left.range, label: `still the private ${left.host}` }],
  };
}

/** `Contact and Via say`, `Call-ID says`. */
function sayOf(spots: readonly (Spot | undefined)[]): string {
  const names = [...new Set(spots.map((spot) => spot?.name))];
  return `${names.join(" and ")} ${names.length === 1 ? "says" : "say"}`;
}

/**
 * Whether the body is longer or shorter than declared by just what replacing the private address by the public one
 * changes. Only a datagram shows it: on a stream Content-Length is what delimits the message.
 */
function lengthShift({ request, source, via, contact, callId, sdp }: View) {
  const { sip, transport, missingOctets, place } = request;
  const declared = sip.contentLength;
  if (transport !== "udp" || missingOctets > 0 || place.line !== null || declared === undefined) return undefined;
  const difference = sizeOf(sip.body) - declared;
  const replaced = sip.text.slice(sip.body.start).split(source).length - 1;
  if (difference === 0 || replaced === 0) return undefined;
  for (const spot of [via, contact, callId, ...sdp]) {
    if (!spot || !isSiteAddress(spot.host)) continue;
    const step = source.length - spot.host.length;
    const times = difference / step;
    if (step === 0 || !Number.isInteger(times) || times < 1 || times > replaced) continue;
    const fact =
      `Content-Length says ${declared}, the body has ${sizeOf(sip.body)} octets: ` +
      `${source} is ${Math.abs(step)} ${Math.abs(step) === 1 ? "character" : "characters"} ${step > 0 ? "longer" : "shorter"} than ${spot.host}.`;
    return { local: spot.host, fact };
  }
  return undefined;
}

/** The host of a Call-ID such as `0_625127937@192.168.178.46`, which many devices append. */
function callIdSpot({ sip }: Message): Spot | undefined {
  const header = sip.header("Call-ID");
  const { callId } = sip;
  const at = callId?.value.lastIndexOf("@") ?? -1;
  if (!header || !callId || at < 0) return undefined;
  const host = callId.value.slice(at + 1).replace(/:\d+$/, "");
  const start = callId.range.start + at + 1;
  return { name: "Call-ID", header: header.name, host, text: host, range: { start, end: start + host.length } };
}
