/** Gathers transactions to calls: everything of a Call-ID that has an INVITE. */
import { canonicalAor } from "../sip/uri.js";
import type { Call } from "./call.js";
import { isUnanswered } from "./registrations.js";
import type { Transaction } from "./transaction.js";

export function buildCalls(transactions: readonly Transaction[], endMicros: number): Call[] {
  const byCallId = new Map<string, Transaction[]>();
  for (const transaction of transactions) {
    if (transaction.method === "INVITE" && transaction.callId !== "") byCallId.set(transaction.callId, []);
  }
  for (const transaction of transactions) byCallId.get(transaction.callId)?.push(transaction);
  return [...byCallId].map(([callId, own], index) => buildCall(index, callId, own, endMicros));
}

function buildCall(index: number, callId: string, transactions: readonly Transaction[], endMicros: number): Call {
  const invites = transactions.filter(({ method }) => method === "INVITE");
  const sip = invites[0]?.first.sip;
  const invite = decidingInvite(invites);
  const status = invite?.status ?? 0;
  return {
    index,
    callId,
    caller: sip?.from ? canonicalAor(sip.from.uri) : "",
    callee: sip?.to ? canonicalAor(sip.to.uri) : "",
    transactions,
    state: stateOf(status, invite, endMicros),
    status,
  };
}

/** The INVITE whose answer ended the call: any that was accepted, else the last one that is no re-tried challenge. */
function decidingInvite(invites: readonly Transaction[]): Transaction | undefined {
  const opening = invites.filter((invite) => !invite.request?.sip.to?.tag);
  const initial = opening.length > 0 ? opening : invites;
  return initial.find(({ status }) => status >= 200 && status < 300) ?? initial.at(-1);
}

function stateOf(status: number, invite: Transaction | undefined, endMicros: number): Call["state"] {
  if (status >= 200 && status < 300) return "answered";
  if (status === 487) return "cancelled";
  if (status > 0) return "refused";
  return invite && isUnanswered(invite, undefined, endMicros) ? "unanswered" : "open";
}
