/** What the rules about a message's form ask of its surroundings: whose it is, how exact its text is, what became of it. */
import type { SipMessage } from "../../sip/message.js";
import { canonicalAor } from "../../sip/uri.js";
import type { Message } from "../../trace/message.js";
import type { Trace } from "../../trace/trace.js";
import type { Transaction } from "../../trace/transaction.js";
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

/** Answers that speak of the request's form: Bad Request, Version Not Supported. */
const FORM_REFUSALS = new Set([400, 505]);

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

/** 64*T1: a client transaction has given up (RFC 3261 §17.1.2.2). */
const TIMER_F_MICROS = 32_000_000;

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

/** The request that a response copies From, To, Call-ID, CSeq and Via from (RFC 3261 §8.2.6.2): its faults are not the response's. */
export function copiedFrom(trace: Trace, message: Message): Message | undefined {
  return message.sip.isResponse ? trace.transactionOf(message.index)?.request : undefined;
}
