/** Judges which headers are there, and the ones whose value is a number or a word (RFC 3261 §8.1.1, §20). */
import { CSEQ_LIMIT } from "../cseq.js";
import type { HeaderField } from "../header-fields.js";
import { isToken } from "../lexical.js";
import type { SipMessage } from "../message.js";
import { MAGIC_COOKIE } from "../via.js";
import { type FaultList, shown } from "./fault.js";

/** Every message has them (RFC 3261 §8.1.1, §8.2.6.2). */
const MANDATORY = ["Via", "From", "To", "Call-ID", "CSeq"];

export function judgePresence(message: SipMessage, faults: FaultList): void {
  const { range } = message.startLine;
  for (const name of MANDATORY) {
    if (message.header(name)) continue;
    const explanation = `The message has no ${name} header, which every message needs.`;
    faults.missing(name, "refused", range, "RFC 3261 §8.1.1", explanation);
  }
  if (!message.isRequest) return judgeChallenge(message, faults);
  // A proxy adds the one that is missing (§16.6 step 3), so that it is refused by few.
  if (!message.header("Max-Forwards")) {
    const explanation = "The request has no Max-Forwards header, which every request needs.";
    faults.missing("Max-Forwards", "tolerated", range, "RFC 3261 §8.1.1.6", explanation);
  }
  if (message.method === "INVITE" && !message.header("Contact")) {
    // RFC 2543 did not ask for it, and its clients are known by a branch without the cookie (RFC 4475 §3.4.1).
    const isOld = message.topVia !== undefined && message.topVia.branch?.value.startsWith(MAGIC_COOKIE) !== true;
    const explanation = "The INVITE has no Contact, so the peer does not know where to send the rest of the dialog.";
    faults.missing("Contact", isOld ? "tolerated" : "refused", range, "RFC 3261 §8.1.1.8", explanation);
  }
}

/** A demand for credentials has to say for which realm and nonce. */
function judgeChallenge(message: SipMessage, faults: FaultList): void {
  const challenge = CHALLENGES.get(message.statusCode);
  if (challenge === undefined || message.header(challenge.name)) return;
  const explanation = `The ${message.statusCode} has no ${challenge.name} header, so nobody can answer it with credentials.`;
  faults.missing(challenge.name, "refused", message.startLine.range, challenge.section, explanation);
}

const CHALLENGES: ReadonlyMap<number, { readonly name: string; readonly section: string }> = new Map([
  [401, { name: "WWW-Authenticate", section: "RFC 3261 §21.4.2" }],
  [407, { name: "Proxy-Authenticate", section: "RFC 3261 §21.4.8" }],
]);

/** Headers that stand once; Contact, Via and lists may be repeated. */
const SINGLE = ["From", "To", "Call-ID", "CSeq", "Max-Forwards", "Content-Length"];

export function judgeRepetition(message: SipMessage, faults: FaultList): void {
  if (!hasRepetition(message)) return;
  for (const name of SINGLE) {
    const [first, ...others] = message.headers(name);
    const other = others.find((field) => field.value !== first?.value) ?? others[0];
    if (!first || !other) continue;
    const fault = [other.name, other.range, "RFC 3261 §7.3.1"] as const;
    if (other.value === first.value) {
      faults.tolerate("oddity", ...fault, `${name} stands twice with the same value.`);
    } else {
      const values = `${shown(first.value)} and ${shown(other.value)}`;
      faults.refuse("repeated-header", ...fault, `${name} stands twice, with different values: ${values}.`);
    }
  }
}

function hasRepetition(message: SipMessage): boolean {
  let seen = 0;
  for (const { canonical } of message.fields) {
    const index = SINGLE.indexOf(canonical);
    if (index < 0) continue;
    if (seen & (1 << index)) return true;
    seen |= 1 << index;
  }
  return false;
}

export function judgeCSeq(message: SipMessage, faults: FaultList): void {
  const field = message.header("CSeq");
  if (!field) return;
  const { cseq } = message;
  if (!cseq || !isToken(cseq.method)) {
    const explanation = `The CSeq ${shown(field.value)} is not a number followed by a method.`;
    faults.refuse("malformed", field.name, atLeast(field), "RFC 3261 §20.16", explanation);
    return;
  }
  if (cseq.number >= CSEQ_LIMIT) {
    const digits = message.text.slice(cseq.numberRange.start, cseq.numberRange.end);
    const explanation = `The CSeq number ${shown(digits)} is not below 2^31.`;
    faults.refuse("out-of-range", field.name, cseq.numberRange, "RFC 3261 §8.1.1.5", explanation);
  }
  const line = message.startLine;
  if (line.kind !== "request" || line.method === cseq.method) return;
  const explanation = `CSeq names the method ${shown(cseq.method)}, the request line ${shown(line.method)}.`;
  const fault = [field.name, cseq.methodRange, "RFC 3261 §8.1.1.5", explanation] as const;
  if (line.method.toUpperCase() === cseq.method.toUpperCase()) faults.tolerate("method-mismatch", ...fault);
  else faults.refuse("method-mismatch", ...fault);
}

export function judgeCallId(message: SipMessage, faults: FaultList): void {
  const field = message.header("Call-ID");
  if (!field) return;
  if (field.value === "") {
    faults.refuse("malformed", field.name, field.range, "RFC 3261 §20.8", "The Call-ID is empty.");
  } else if (/\s/.test(field.value)) {
    const explanation = `White space stands inside the Call-ID ${shown(field.value)}.`;
    faults.tolerate("oddity", field.name, field.valueRange, "RFC 3261 §25.1", explanation);
  }
}

/** From and To with nothing in them; what stands in them is judged as an address. */
export function judgeEmptyAddresses(message: SipMessage, faults: FaultList): void {
  for (const name of ["From", "To"]) {
    const field = message.header(name);
    if (!field || field.valueRange.start < field.valueRange.end) continue;
    faults.refuse("malformed", field.name, field.range, "RFC 3261 §25.1", `The ${name} header is empty.`);
  }
  const from = message.from;
  if (from && !from.header.value.includes(";tag=") && !from.param("tag")) {
    const explanation = "From has no tag, as in the days of RFC 2543.";
    faults.tolerate("oddity", from.header.name, from.range, "RFC 3261 §8.1.1.3", explanation);
  }
}

export function judgeMaxForwards(message: SipMessage, faults: FaultList): void {
  const field = message.header("Max-Forwards");
  if (!field) return;
  if (message.maxForwards === undefined) {
    const explanation = `Max-Forwards ${shown(field.value)} is no number.`;
    faults.refuse("malformed", field.name, atLeast(field), "RFC 3261 §20.22", explanation);
  } else if (message.maxForwards > 255) {
    const explanation = `Max-Forwards ${shown(field.value)} is over 255; peers treat it as absent.`;
    faults.tolerate("out-of-range", field.name, field.valueRange, "RFC 3261 §20.22", explanation);
  }
}

const DATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/i;

/** Headers whose faulty value is ignored or replaced by a default. */
export function judgeForgivenValues(message: SipMessage, faults: FaultList): void {
  for (const name of ["Expires", "Min-Expires", "Retry-After"]) {
    const field = message.header(name);
    const digits = field && /^\d+/.exec(field.value)?.[0];
    if (!field || (digits !== undefined && Number(digits) < 2 ** 32)) continue;
    const explanation = `${name} ${shown(field.value)} is no number of seconds below 2^32; peers take a default.`;
    faults.tolerate(
      "out-of-range",
      field.name,
      atLeast(field),
      `RFC 3261 ${name === "Retry-After" ? "§20.33" : "§20.19"}`,
      explanation,
    );
  }
  const date = message.header("Date");
  if (date && !DATE.test(date.value)) {
    const explanation = `The date ${shown(date.value)} is not as RFC 1123 writes it in GMT.`;
    faults.tolerate("oddity", date.name, atLeast(date), "RFC 3261 §20.17", explanation);
  }
  const warning = message.header("Warning");
  if (warning && !/^\d{3}\s/.test(warning.value)) {
    const explanation = `The warning ${shown(warning.value)} does not begin with a code of three digits.`;
    faults.tolerate("oddity", warning.name, atLeast(warning), "RFC 3261 §20.43", explanation);
  }
}

/** An empty value has no characters to underline, so its field stands for it. */
function atLeast(field: HeaderField) {
  return field.valueRange.end > field.valueRange.start ? field.valueRange : field.range;
}
