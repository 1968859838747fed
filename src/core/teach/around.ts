/** A message and what the trace knows around it: what explanations and lenses are made from. */
import type { Analysis } from "../analysis.js";
import { rowKeyOf } from "../ladder/overview.js";
import { formatDuration, toIso } from "../model/instant.js";
import type { ByteRange } from "../model/span.js";
import { whereIs } from "../rules/wording.js";
import { decodeOctets } from "../sip/lexical.js";
import type { SipMessage } from "../sip/message.js";
import type { Message } from "../trace/message.js";
import type { Registration } from "../trace/registration.js";
import type { Trace } from "../trace/trace.js";
import type { Transaction } from "../trace/transaction.js";
import { say, type Sentence } from "./explanation.js";

export class Around {
  readonly trace: Trace;
  readonly message: Message;

  /** @throws {RangeError} for an index that is no message's. */
  constructor(
    readonly analysis: Analysis,
    index: number,
  ) {
    this.trace = analysis.trace;
    this.message = analysis.trace.messages.at(index);
  }

  get sip(): SipMessage {
    return this.message.sip;
  }

  /** Undefined for a message too broken to tell. */
  get transaction(): Transaction | undefined {
    return this.trace.transactionOf(this.message.index);
  }

  /** The registration that the message belongs to. */
  get registration(): Registration | undefined {
    const key = rowKeyOf(this.analysis, this.message.index);
    return key?.startsWith("r") ? this.trace.registrations[Number(key.slice(1))] : undefined;
  }

  /** The characters of octets, as a person reads them. */
  textOf({ start, end }: ByteRange): string {
    return decodeOctets(this.sip.text.slice(start, end));
  }

  /** Microseconds from one message to this one; NaN where either has no time. */
  since(earlier: Message): number {
    return this.message.atMicros - earlier.atMicros;
  }
}

/** `after 3 ms`; nothing where the trace has no times, or they run backwards. */
export function afterWords(micros: number): string {
  return micros >= 0 ? ` after ${formatDuration(micros)}` : "";
}

/** `REGISTER in frame 4` */
export function nameOf(message: Message): Sentence {
  const { sip } = message;
  const name = sip.isResponse ? String(sip.statusCode) : sip.method || "message";
  return say`${name} in ${[whereIs(message)]}`;
}

/** `10:00:00 UTC`, to the second: nobody knows where it is read. */
export function clockWords(micros: number): string {
  const clock = toIso(micros)?.slice(11, 19);
  return clock === undefined ? "an unknown time" : `${clock} UTC`;
}

/** `2026-11-20 10:00:00 UTC` of seconds since the epoch. */
export function dateWords(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? "an unknown time" : `${date.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
