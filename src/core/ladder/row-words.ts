/** What a row says of a message beside its name: what differs from the usual, and its tone. */
import { formatEndpoint } from "../model/endpoint.js";
import type { Binding } from "../trace/binding.js";
import type { Message } from "../trace/message.js";
import type { Transaction } from "../trace/transaction.js";
import type { SipMessage } from "../sip/message.js";
import { canonicalAor } from "../sip/uri.js";
import { isRemovalRequest } from "../trace/registrations.js";
import type { Tone } from "../../view/ladder.js";
import { addressWords, counted, shortened } from "./place-words.js";
import { decodeOctets } from "../sip/lexical.js";

const CALL_METHODS: ReadonlySet<string> = new Set([
  "INVITE",
  "ACK",
  "BYE",
  "CANCEL",
  "PRACK",
  "UPDATE",
  "INFO",
  "REFER",
]);

/** What the trace knows around a message. */
export interface Surroundings {
  readonly transaction: Transaction | undefined;
  /** The grant that a 200 to REGISTER is. */
  readonly binding: Binding | undefined;
}

export function toneOf({ sip }: Message, { transaction }: Surroundings): Tone {
  const line = sip.startLine;
  if (line.kind === "malformed") return "neutral";
  if (line.kind === "request") {
    if (CALL_METHODS.has(line.method)) return "call";
    return line.method === "REGISTER" ? "request" : "neutral";
  }
  const { statusCode } = line;
  if (statusCode < 200) return "provisional";
  if (statusCode < 300) return "success";
  if (statusCode < 400 || statusCode === 487) return "neutral";
  if (statusCode !== 401 && statusCode !== 407) return "failure";
  // The first challenge is how authentication works; refusing credentials is not, unless only the nonce was old.
  const isAnswer = (transaction?.request?.sip.credentials.length ?? 0) > 0;
  return isAnswer && !isStale(sip) ? "failure" : "challenge";
}

export function detailOf(message: Message, around: Surroundings): string {
  const { sip } = message;
  const line = sip.startLine;
  if (line.kind === "malformed") return "start line not understood";
  const parts = line.kind === "request" ? requestParts(sip, line.method) : responseParts(message, around);
  if (message.missingOctets > 0) parts.push("cut by the recording");
  return parts.map((part) => shortened(decodeOctets(part))).join(" · ");
}

function requestParts(sip: SipMessage, method: string): string[] {
  const cseq = sip.cseq ? `CSeq ${sip.cseq.number}` : "no CSeq";
  switch (method) {
    case "REGISTER": {
      const realm = sip.credentials[0]?.realm?.value;
      return [cseq, ...lifetimeParts(sip), ...(realm === undefined ? [] : [`realm "${realm}"`])];
    }
    case "INVITE":
      return [sip.to?.tag ? "within the call" : `to ${targetOf(sip)}`, ...credentialParts(sip)];
    case "ACK":
    case "BYE":
    case "CANCEL":
      return [];
    case "SUBSCRIBE":
    case "NOTIFY":
    case "PUBLISH": {
      const event = sip.header("Event")?.value;
      return [...(event === undefined ? [] : [event.split(";", 1)[0] ?? ""]), ...credentialParts(sip)];
    }
    default:
      return [`to ${targetOf(sip)}`, ...credentialParts(sip)];
  }
}

function lifetimeParts(sip: SipMessage): string[] {
  if (isRemovalRequest(sip)) return ["removes the binding"];
  const asked = sip.contacts[0]?.expiresSeconds ?? sip.expiresSeconds;
  if (asked !== undefined) return [`expires ${asked}`];
  return sip.contacts.length === 0 ? ["asks for the bindings"] : [];
}

function credentialParts(sip: SipMessage): string[] {
  const realm = sip.credentials[0]?.realm?.value;
  return realm === undefined ? [] : [`realm "${realm}"`];
}

function targetOf(sip: SipMessage): string {
  return sip.requestUri ? addressWords(canonicalAor(sip.requestUri)) : "unknown";
}

function responseParts(message: Message, around: Surroundings): string[] {
  const { sip } = message;
  const method = around.transaction?.method ?? sip.cseq?.method ?? "";
  const { statusCode } = sip;
  const isRegister = method === "REGISTER";
  if (statusCode === 401 || statusCode === 407) {
    const realm = sip.challenges[0]?.realm?.value;
    return [realm === undefined ? "without a realm" : `realm "${realm}"`, ...(isStale(sip) ? ["stale=true"] : [])];
  }
  if (statusCode === 423) return [sip.minExpires === undefined ? "" : `at least ${sip.minExpires} s`].filter(Boolean);
  const parts = isRegister && statusCode >= 200 && statusCode < 300 ? grantParts(message, around) : [];
  if (statusCode >= 300 && statusCode < 400 && sip.contacts[0]) {
    parts.push(`to ${addressWords(canonicalAor(sip.contacts[0].uri))}`);
  }
  if (sip.retryAfterSeconds !== undefined) parts.push(`retry after ${sip.retryAfterSeconds} s`);
  const warning = statusCode >= 300 ? sip.header("Warning")?.value : undefined;
  if (warning !== undefined) parts.push(warning);
  return isRegister || method === "" ? parts : [`to ${method}`, ...parts];
}

function grantParts(message: Message, { transaction, binding }: Surroundings): string[] {
  const { sip } = message;
  const request = transaction?.request?.sip;
  const granted = binding?.grantedSeconds ?? sip.contacts[0]?.expiresSeconds ?? sip.expiresSeconds;
  const isRemoval = request !== undefined && isRemovalRequest(request);
  const parts = isRemoval ? ["removed"] : granted === undefined ? [] : [`granted ${granted} s`];
  if (sip.contacts.length > 1) parts.push(counted(sip.contacts.length, "contact"));
  return [...parts, ...natParts(sip)];
}

/** What the registrar saw instead of what the Via says (RFC 3581 §4). */
function natParts(sip: SipMessage): string[] {
  const via = sip.vias[0];
  if (!via?.host) return [];
  const received = via.received?.value;
  const rport = via.rport?.value;
  const isMoved = received !== undefined && received !== via.host.value;
  if (isMoved) return [`seen as ${formatEndpoint({ address: received, port: rport ?? 0 })}`];
  return rport !== undefined && rport !== (via.port?.value ?? 5060) ? [`rport ${rport}`] : [];
}

function isStale(sip: SipMessage): boolean {
  return sip.challenges.some(({ stale }) => stale === true);
}
