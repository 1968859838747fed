/** A call: all dialogs and INVITE transactions of one Call-ID (RFC 3261 §12, §13). */
import type { Transaction } from "./transaction.js";

export interface Call {
  readonly index: number;
  readonly callId: string;
  /** Canonical URIs of From and To. */
  readonly caller: string;
  readonly callee: string;
  /** Every transaction of the Call-ID, in order, at all hops seen. */
  readonly transactions: readonly Transaction[];
  /** `answered` 2xx to INVITE; `refused`; `cancelled` 487; `unanswered` no final response though the trace goes on; `open`. */
  readonly state: "answered" | "refused" | "cancelled" | "unanswered" | "open";
  /** Status of the INVITE's final response; 0 when there is none. */
  readonly status: number;
}

/** The INVITEs that begin the call, at all hops and branches; none within a dialog. */
export function openingInvites({ transactions }: Call): readonly Transaction[] {
  return transactions.filter(({ method, isInDialog }) => method === "INVITE" && !isInDialog);
}
