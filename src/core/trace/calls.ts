/** Gathers transactions to calls: everything of a Call-ID that has an INVITE. */
import type { SipMessage } from "../sip/message.js";
import { canonicalAor } from "../sip/uri.js";
import type { Call } from "./call.js";
import { isUnanswered } from "./registrations.js";
import type { Transaction } from "./transaction.js";

export function buildCalls(transactions: readonly Transaction[], endMicros: number): Call[] {
  const byCallId = new Map<number, Transaction[]>();
  for (const transaction of transactions) {
    if (transaction.method === "INVITE" && transaction.callIdNumber !== 0) byCallId.set(transaction.callIdNumber, []);
  }
  for (const transaction of transactions) byCallId.get(transaction.callIdNumber)?.push(transaction);
  return [...byCallId.values()].map((own, index) => new BuiltCall(index, own, endMicros));
}

/** What is told of a call beyond its transactions is looked up when asked for: a trace may hold a hundred thousand. */
class BuiltCall implements Call {
  constructor(
    readonly index: number,
    readonly transactions: readonly Transaction[],
    private readonly endMicros: number,
  ) {}

  get callId(): string {
    return this.transactions[0]?.callId ?? "";
  }
  get caller(): string {
    const from = this.#sip?.from;
    return from ? canonicalAor(from.uri) : "";
  }
  get callee(): string {
    const to = this.#sip?.to;
    return to ? canonicalAor(to.uri) : "";
  }
  get status(): number {
    return decidingInvite(this.transactions)?.status ?? 0;
  }
  get state(): Call["state"] {
    return stateOf(this.status, decidingInvite(this.transactions), this.endMicros);
  }

  get #sip(): SipMessage | undefined {
    return this.transactions.find(isInvite)?.first.sip;
  }
}

function isInvite({ method }: Transaction): boolean {
  return method === "INVITE";
}

/** The INVITE whose answer ended the call: any that was accepted, else the last one that is no re-tried challenge. */
function decidingInvite(transactions: readonly Transaction[]): Transaction | undefined {
  const invites = transactions.filter(isInvite);
  const opening = invites.filter((invite) => !invite.isInDialog);
  const initial = opening.length > 0 ? opening : invites;
  return initial.find(({ status }) => status >= 200 && status < 300) ?? initial.at(-1);
}

function stateOf(status: number, invite: Transaction | undefined, endMicros: number): Call["state"] {
  if (status >= 200 && status < 300) return "answered";
  if (status === 487) return "cancelled";
  if (status > 0) return "refused";
  return invite && isUnanswered(invite, undefined, endMicros) ? "unanswered" : "open";
}
