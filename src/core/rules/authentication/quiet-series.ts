/** Tells the series in which nothing goes wrong, by numbers alone: most of a large trace, and no rule finds a failure there. */
import type { Registration } from "../../trace/registration.js";
import type { Transaction } from "../../trace/transaction.js";

/**
 * Whether every request of a client is let in, at once or after the challenge it answers, with credentials in plain form
 * that name the right user and URI and use each nonce once or count on. What this does not see at a glance is not quiet.
 */
export function isQuiet(transactions: readonly Transaction[], registration: Registration | undefined): boolean {
  let lastNonce = 0;
  let lastCount = 0;
  for (let index = 0; index < transactions.length; index++) {
    const transaction = transactions[index]!;
    const { status, hasCredentials, keys } = transaction;
    const isAccepted = status >= 200 && status < 300;
    if (!hasCredentials) {
      if (!registration || isAccepted) continue;
      if ((status === 401 || status === 407) && transactions[index + 1]?.hasCredentials === true) continue;
      return false;
    }
    if (!isAccepted && !transaction.hasProgress) {
      if (registration || status === 401 || status === 407 || status === 403) return false;
      continue;
    }
    if (!transaction.hasDigest) return false;
    const row = transaction.requestRow;
    if (!keys.isUriOfRequest(row) || !keys.hasCnonce(row) || (registration && !keys.isUserOfTo(row))) return false;
    // A nonce of its own number comes later than those before it; an earlier one that comes back is for a closer look.
    const nonce = keys.nonceNumber(row);
    const count = keys.nonceCount(row) ?? 0;
    if (nonce < lastNonce || (nonce === lastNonce && count <= lastCount)) return false;
    lastNonce = nonce;
    lastCount = count;
  }
  return true;
}
