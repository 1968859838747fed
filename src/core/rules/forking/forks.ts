/** Forks: the branches of one INVITE that a proxy sent to several targets (RFC 3261 §16.6, §16.7). */
import type { Call } from "../../trace/call.js";
import type { Message } from "../../trace/message.js";
import type { Trace } from "../../trace/trace.js";
import type { Transaction } from "../../trace/transaction.js";

export interface Branch {
  readonly invite: Transaction;
  /** The first provisional response but 100: it rings, or has begun. */
  readonly ringing: Message | undefined;
  /** The CANCEL of this branch, which has its branch parameter (RFC 3261 §9.1). */
  readonly cancel: Transaction | undefined;
}

export interface Fork {
  readonly call: Call;
  /** In the order in which they were sent; at least two. */
  readonly branches: readonly Branch[];
}

const forksOf = new WeakMap<Trace, readonly Fork[]>();

/** Found once a trace; of calls with a single branch no message is read. */
export function forks(trace: Trace): readonly Fork[] {
  const known = forksOf.get(trace);
  if (known) return known;
  const found = trace.calls.flatMap((call) => forksOfCall(call));
  forksOf.set(trace, found);
  return found;
}

function forksOfCall(call: Call): Fork[] {
  const byRequest = new Map<string, Transaction[]>();
  for (const transaction of call.transactions) {
    // At the first hop a second branch is the caller's own retry elsewhere (RFC 3263 §4.3).
    if (transaction.method !== "INVITE" || transaction.hops < 2) continue;
    const key = `${transaction.cseqNumber} ${transaction.hops}`;
    const own = byRequest.get(key);
    if (own) own.push(transaction);
    else byRequest.set(key, [transaction]);
  }
  return [...byRequest.values()].flatMap((invites) => (invites.length < 2 ? [] : forksAmong(call, invites)));
}

/** Branches of one fork share the From tag and the Via below the proxy's own, and have a branch of their own each. */
function forksAmong(call: Call, invites: readonly Transaction[]): Fork[] {
  const groups = new Map<string, Map<number, Transaction>>();
  for (const invite of invites) {
    const { sip } = invite.request ?? invite.first;
    // A re-INVITE is for one dialog.
    if (invite.request?.sip.to?.tag) continue;
    const key = `${sip.from?.tag?.value ?? ""} ${sip.vias[1]?.branch?.value ?? ""}`;
    const group = groups.get(key) ?? new Map<number, Transaction>();
    group.set(invite.branchHash, invite);
    groups.set(key, group);
  }
  return [...groups.values()]
    .filter(({ size }) => size > 1)
    .map((group) => ({ call, branches: [...group.values()].map((invite) => branchOf(call, invite)) }));
}

function branchOf(call: Call, invite: Transaction): Branch {
  const ringing = invite.responses.find(({ sip: { statusCode } }) => statusCode > 100 && statusCode < 200);
  const cancel = call.transactions.find(
    ({ method, branchHash }) => method === "CANCEL" && branchHash === invite.branchHash,
  );
  return { invite, ringing, cancel };
}

export function isAnswered({ invite: { status } }: Branch): boolean {
  return status >= 200 && status < 300;
}

/** The branch that was answered first. */
export function winnerOf({ branches }: Fork): Branch | undefined {
  let winner: Branch | undefined;
  for (const branch of branches) {
    const final = isAnswered(branch) ? branch.invite.final : undefined;
    if (final && final.index < (winner?.invite.final?.index ?? Infinity)) winner = branch;
  }
  return winner;
}
