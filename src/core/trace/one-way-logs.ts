/** Logs that print one direction only: answers came, as what follows shows, and none is there. */
import type { MessageKeys } from "./message-keys.js";
import type { MessageTable } from "./message.js";

/** Of a file, before any request of it is found answered. */
interface Draft {
  /** The nonce that the last request of each Call-ID answers; 0 for a request without credentials. */
  readonly nonces: Map<number, number>;
  readonly invites: Set<number>;
  isProved: boolean;
}

/**
 * Files in which no request has a response, although a client goes on as only a response could make it: it answers a new nonce, or
 * acknowledges. Without such a sign nobody answered, as far as anyone knows.
 * @param isLog whether a file is a text.
 */
export function oneWayLogs(table: MessageTable, keys: MessageKeys, isLog: readonly boolean[]): Set<number> {
  const drafts = new Map<number, Draft>();
  for (const [file, is] of isLog.entries()) {
    if (is) drafts.set(file, { nonces: new Map(), invites: new Set(), isProved: false });
  }
  // Usually the second message answers the first one, and nothing more is looked at.
  const requests = new Map<number, number>();
  const responses = new Map<number, number>();
  for (let row = 0; row < table.length && drafts.size > 0; row++) {
    const file = table.fileOf(row);
    if (!isLog[file] || keys.isStray(row)) continue;
    const hash = keys.transactionHash(row);
    const other = (keys.isRequest(row) ? responses : requests).get(hash);
    if (other !== undefined) {
      drafts.delete(file);
      drafts.delete(other);
    }
    (keys.isRequest(row) ? requests : responses).set(hash, file);
    const draft = drafts.get(file);
    if (draft && keys.isRequest(row)) prove(draft, keys, row);
  }
  return new Set([...drafts].filter(([, { isProved }]) => isProved).map(([file]) => file));
}

function prove(draft: Draft, keys: MessageKeys, row: number): void {
  const callId = keys.callIdNumber(row);
  if (keys.isAck(row)) draft.isProved ||= draft.invites.has(callId);
  else if (keys.method(row) === "INVITE") draft.invites.add(callId);
  // What is no plain digest tells nothing.
  if (keys.hasCredentials(row) && !keys.hasDigest(row)) return;
  const before = draft.nonces.get(callId);
  const nonce = keys.hasCredentials(row) ? keys.nonceNumber(row) : 0;
  draft.isProved ||= before !== undefined && nonce !== 0 && nonce !== before;
  draft.nonces.set(callId, nonce);
}
