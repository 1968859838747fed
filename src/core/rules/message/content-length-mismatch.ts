/** A body that is shorter or longer than Content-Length declares. */
import { isStream } from "../../model/endpoint.js";
import { sizeOf } from "../../model/span.js";
import type { SipMessage } from "../../sip/message.js";
import type { Message } from "../../trace/message.js";
import type { Trace } from "../../trace/trace.js";
import { defineRule, type Report, rfc } from "../rule.js";
import { printable, statusOf, whereIs } from "../wording.js";
import { isExact, judgedMessages, ownerOf, receptionOf } from "./message-context.js";

/** Characters of what was left over that the evidence shows. */
const SHOWN_OCTETS = 40;

export default defineRule({
  id: "content-length-mismatch",
  title: "Wrong Content-Length",
  severity: "error",
  kind: "cause",
  summary: "The body is not as long as Content-Length declares.",
  why: "On TCP and TLS Content-Length alone tells where the next message begins: too large, and the receiver waits for octets that never come; too small, and it reads the rest of the body as the next message. Over UDP a body that is cut short is refused, one that is too long loses its end.",
  looksLike:
    'Over UDP: audio fails in one direction, or a 400 "bad SDP". Over TCP or TLS: the connection seems to hang, or the server answers 400 to a message that nobody sent, the tail of the one before.',
  confirm: {
    wireshark: "sip.content_length.invalid || sip.Content-Length",
    steps: [
      "Count: the octets after the empty line are the body. Wireshark's Expert Information names such messages too.",
      "Capture on both sides of the router: if the body is right on one side only, a SIP ALG changed it.",
    ],
  },
  notWhen: [
    "The capture or the log cut the message: message-truncated.",
    "A log that prints line ends in its own way may have one octet a line less; such logs are not judged.",
  ],
  remedy:
    "Find what changed the body without counting anew: a SIP ALG, a proxy script that edits SDP, or the firmware that composes it (count octets, not characters).",
  sources: [rfc(3261, "18.3"), rfc(3261, "20.14"), rfc(3261, "7.4.2")],
  fixes: { registrar: ["body"] },
  messages: {
    short: "Content-Length declares {declared} octets, the body has only {actual}.",
    long: "Content-Length declares {declared} octets, the body has {actual}: the last {surplus} are discarded.",
    stall: "Content-Length declares {declared} octets but only {actual} follow: the receiver waits for the rest.",
    garbage: "Content-Length declares {declared} octets, but {surplus} more follow before the next message.",
  },
  check(trace, report) {
    for (const { message, faults } of judgedMessages(trace)) {
      if (!isExact(trace, message) || !faults.some(({ kind }) => kind === "content-length")) continue;
      const found = misfit(trace, message);
      if (found) report(found);
    }
    // On a stream what a body lacks in Content-Length stands before the next message.
    for (const [before, row] of aroundGarbage(trace)) {
      const message = trace.messages.at(row);
      if (message.role === "sighting" || !isExact(trace, message)) continue;
      const found = leftOver(trace, trace.messages.at(before), message);
      if (found) report(found);
    }
  },
});

/** Refusals of the body; other answers have other reasons, though the length is wrong. */
const BODY_REFUSALS = new Set([400, 415, 488, 606]);

function mayExplain(trace: Trace, message: Message, status: number): boolean {
  return BODY_REFUSALS.has(status) || receptionOf(trace, message) !== "accepted";
}

/** The messages that follow octets which belong to none, each with the one before it in the same direction of its connection. */
function* aroundGarbage({ messages }: Trace): Generator<readonly [before: number, message: number]> {
  if (messages.garbage.size === 0) return;
  const directions = new Set<string>();
  for (const row of messages.garbage.keys()) directions.add(directionOf(messages, row));
  const lastOf = new Map<string, number>();
  for (let row = 0; row < messages.length; row++) {
    if (!isStream(messages.transport(row))) continue;
    const direction = directionOf(messages, row);
    if (!directions.has(direction)) continue;
    const before = lastOf.get(direction);
    lastOf.set(direction, row);
    if (before !== undefined && messages.garbageBefore(row)) yield [before, row];
  }
}

function directionOf(messages: Trace["messages"], row: number): string {
  return `${messages.fileOf(row)} ${messages.capturePoint(row)} ${messages.sourceNumber(row)} ${messages.destinationNumber(row)}`;
}

/** The message itself tells: its body has not the length that it declares. */
function misfit(trace: Trace, message: Message): Report | undefined {
  const { sip, missingOctets } = message;
  const declared = sip.contentLength;
  if (declared === undefined || missingOctets > 0 || sip.headers("Content-Length").length > 1) return undefined;
  const actual = sizeOf(sip.body);
  if (declared === actual) return undefined;
  const isOnStream = isStream(message.transport);
  if (declared > actual) return reportOf(trace, message, isOnStream ? "stall" : "short", { declared, actual }, []);
  // On a stream the reader cut the body where it is declared to end; a longer one shows by what follows it.
  if (isOnStream) return undefined;
  const surplus = sip.text.slice(sip.body.start + declared);
  if (isPadding(surplus) || isAnotherMessage(surplus)) return undefined;
  const values = { declared, actual, surplus: actual - declared };
  return reportOf(trace, message, "long", values, [`Beyond the declared end: ${excerpt(surplus)}`]);
}

/** Octets on the stream before this message that can only be the end of the body before it. */
function leftOver(trace: Trace, before: Message, message: Message): Report | undefined {
  const { garbageBefore } = message;
  const declared = before.sip.contentLength;
  if (!garbageBefore || declared === undefined || before.missingOctets > 0) return undefined;
  if (!before.sip.header("Content-Type")) return undefined;
  const surplus = String.fromCharCode(...garbageBefore.subarray(0, 1024));
  if (isPadding(surplus)) return undefined;
  const values = { declared, actual: declared + garbageBefore.length, surplus: garbageBefore.length };
  return reportOf(trace, before, "garbage", values, [
    `Before the next start line (${whereIs(message)}): ${excerpt(surplus)}`,
  ]);
}

/** Line ends and NULs after a message are a habit that hurts nobody (RFC 3261 §7.5). */
function isPadding(text: string): boolean {
  return /^[\r\n\0 \t]*$/.test(text);
}

/** Two messages in one datagram: the second is discarded (RFC 4475 §3.1.1.8), the first is sound. */
function isAnotherMessage(text: string): boolean {
  return /^\s*(?:SIP\/2\.0 \d{3}|[A-Z]{1,20} \S+ SIP\/2\.0\s)/.test(text);
}

function excerpt(text: string): string {
  const shown = printable(text.slice(0, SHOWN_OCTETS).replace(/[\r\n]+/g, " "));
  return `“${shown}${text.length > SHOWN_OCTETS ? "…" : ""}”.`;
}

function reportOf(
  trace: Trace,
  message: Message,
  key: "short" | "long" | "stall" | "garbage",
  values: Readonly<Record<string, number>>,
  evidence: readonly string[],
): Report {
  const { sip }: { readonly sip: SipMessage } = message;
  const field = sip.header("Content-Length");
  const transaction = trace.transactionOf(message.index);
  const final = sip.isRequest ? transaction?.final : undefined;
  return {
    message: key,
    values,
    at: { message, header: field?.name ?? null, ...(field ? { range: field.valueRange } : {}) },
    evidence: [...evidence, ...(final ? [`The answer is ${statusOf(final)}.`] : [])],
    ...ownerOf(trace, message),
    severity: isStream(message.transport) ? "error" : "warning",
    strength: "proven",
    foldBy: `${sip.method} ${sip.statusCode} ${key}`,
    explains: transaction && mayExplain(trace, message, transaction.status) ? [transaction.index] : [],
  };
}
