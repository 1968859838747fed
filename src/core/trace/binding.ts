/** A binding: one Contact of an AoR with the expiry that the registrar granted (RFC 3261 §10.2.4, §10.3). */
import type { Flow } from "./flow.js";
import type { Message } from "./message.js";
import type { Contact } from "../sip/contact.js";
import type { Transaction } from "./transaction.js";

/** One grant: a 200 OK to a REGISTER. Its life line runs to `endMicros`. */
export interface Binding {
  /** The Contact as the user agent sent it. */
  readonly contact: Contact;
  /** The entry of the 200 OK that stands for it, with the registrar's rewriting if any; undefined when none does. */
  readonly listed: Contact | undefined;
  /** Whether there is such an entry; costs no look into the message. */
  readonly isListed: boolean;
  /** Whether the 200 lists just this Contact with the very same URI, and no `received` beside it; costs no look into the messages. */
  readonly isListedAsSent: boolean;
  readonly transaction: Transaction;
  readonly request: Message;
  readonly grant: Message;
  readonly grantedSeconds: number;
  readonly askedSeconds: number | undefined;
  readonly atMicros: number;
  readonly expiresAtMicros: number;
  /** Refreshed, removed or expired; the end of the trace for one still alive. */
  readonly endMicros: number;
  readonly endedBy: "refresh" | "removal" | "expiry" | "trace-end";
  readonly flow: Flow;
}

/** Whether the registrar knows the device by this grant at an instant. */
export function isValid({ atMicros, endMicros }: Binding, instant: number): boolean {
  return atMicros <= instant && instant < endMicros;
}
