/** What the rules about a message's form ask of its surroundings: whose it is, how exact its text is, what became of it. */
import { type GrammarFault, judgeMessage } from "../../sip/verdict.js";
import type { SipMessage } from "../../sip/message.js";
import { canonicalAor } from "../../sip/uri.js";
import type { Message } from "../../trace/message.js";
import type { Trace } from "../../trace/trace.js";
import { TIMER_F_MICROS, type Transaction } from "../../trace/transaction.js";
import type { Report } from "../rule.js";

/** Of a REGISTER the AoR it is for: To, else From; of another request its sender's own (From). */
export function aorOfRequest(sip: SipMessage): string | null {
  const address = sip.method === "REGISTER" ? (sip.to ?? sip.from) : (sip.from ?? sip.to);
  const uri = address?.uri;
  return uri && uri.scheme !== "" ? canonicalAor(uri) : null;
}

/** Whose message it is; a response belongs to the one who sent the request. */
export function ownerOf(trace: Trace, message: Message): Pick<Report, "aor" | "registration"> {
  const transaction = trace.transactionOf(message.index);
  const aor = aorOfRequest(transaction?.request?.sip ?? message.sip);
  const client = transaction?.client ?? message.source;
  const registration = registrationsOf(trace)
    .get(aor ?? "")
    ?.find(({ device }) => device.address === client.address);
  return { aor, registration: registration?.index ?? null };
}

/** Requests whose copied headers are missing or unreadable, so that their responses cannot be matched to them. */
export class BrokenRequests {
  readonly #keys = new Set<string>();

  add(sip: SipMessage): void {
    for (const key of keysOf(sip)) this.#keys.add(key);
  }

  /** Whether the response copies its headers from one of these (RFC 3261 §8.2.6.2). */
  isCopiedBy(sip: SipMessage): boolean {
    return keysOf(sip).some((key) => this.#keys.has(key));
  }
}

function keysOf(sip: SipMessage): string[] {
  const keys: string[] = [];
  const { callId, from, topVia } = sip;
  if (callId) keys.push(`Call-ID ${callId.value}`);
  if (from?.tag) keys.push(`From ${from.tag.value}`);
  if (topVia?.branch) keys.push(`Via ${topVia.branch.value}`);
  return keys;
}

export interface Judged {
  readonly message: Message;
  readonly faults: readonly GrammarFault[];
}

const judgedOf = new WeakMap<Trace, readonly Judged[]>();

/**
 * The messages that have faults; repeats of a message are passed over. Judging is costly, so the rules share it, and what
 * is sound by one look at its octets is only judged where the peer refuses its form: then small faults may be why.
 */
export function judgedMessages(trace: Trace): readonly Judged[] {
  const known = judgedOf.get(trace);
  if (known) return known;
  const judged: Judged[] = [];
  for (let row = 0; row < trace.messages.length; row++) {
    if (trace.messages.role(row) !== "original" || (trace.keys.isSound(row) && !needsLook(trace, row))) continue;
    const message = trace.messages.at(row);
    const faults = judgeMessage(message.sip, { missingOctets: message.missingOctets });
    if (faults.length > 0) judged.push({ message, faults });
  }
  judgedOf.set(trace, judged);
  return judged;
}

/** A request that is refused for its form, and a demand for credentials that may hold no challenge. */
function needsLook(trace: Trace, row: number): boolean {
  const { keys } = trace;
  if (keys.isRequest(row)) return FORM_REFUSALS.has(trace.transactionOf(row)?.status ?? 0);
  const status = keys.status(row);
  return (status === 401 || status === 407) && !keys.hasChallenge(row);
}

type ByAor = ReadonlyMap<string, Trace["registrations"]>;
const byAorOf = new WeakMap<Trace, ByAor>();

function registrationsOf(trace: Trace): ByAor {
  const known = byAorOf.get(trace);
  if (known) return known;
  const byAor = new Map<string, Trace["registrations"][number][]>();
  for (const registration of trace.registrations) {
    const own = byAor.get(registration.aor);
    if (own) own.push(registration);
    else byAor.set(registration.aor, [registration]);
  }
  byAorOf.set(trace, byAor);
  return byAor;
}

/** Logs are re-wrapped, masked and shortened on their way to us; captures and our own traces keep every octet. */
export function isExact(trace: Trace, { place }: Message): boolean {
  return place.line === null || trace.files[place.file]?.format === "siptrace";
}

/**
 * What the receiver made of a message: `refused` for its form; `lost`, because nothing came back; `accepted` when the
 * exchange went on as if it were sound; `unknown` when the trace does not show it.
 */
export type Reception = "refused" | "lost" | "accepted" | "unknown";

/** Answers to what a server cannot parse: by the book 400, 416, 484 or 505, and 500 from those that stumble. */
const FORM_REFUSALS = new Set([400, 416, 484, 500, 505]);

export function receptionOf(trace: Trace, message: Message): Reception {
  const transaction = trace.transactionOf(message.index);
  if (!transaction) return "unknown";
  return message.sip.isResponse ? receptionOfResponse(message, transaction) : receptionOfRequest(trace, transaction);
}

function receptionOfRequest(trace: Trace, { status, responseRows, requestRows, startMicros }: Transaction): Reception {
  if (FORM_REFUSALS.has(status)) return "refused";
  if (responseRows.length > 0) return "accepted";
  if (requestRows.length > 1) return "lost";
  return trace.covers(startMicros, startMicros + TIMER_F_MICROS) ? "lost" : "unknown";
}

/** A client that discards the response (RFC 3261 §18.1.2) sends its request again. */
function receptionOfResponse(message: Message, { retransmissions, ackRows, method }: Transaction): Reception {
  if (retransmissions.some(({ atMicros }) => atMicros > message.atMicros)) return "lost";
  return method !== "INVITE" || ackRows.length > 0 ? "accepted" : "unknown";
}

/** The words of a refusal, where servers name what they stumbled over: `Bad From header`. */
export function refusalWords({ final }: Transaction): string {
  if (!final) return "";
  return [final.sip.reason, final.sip.header("Warning")?.value ?? ""].join(" ");
}
