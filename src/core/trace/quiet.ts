/** Tells, by numbers alone, whether nothing goes wrong for a client: so it is in most of a large trace, and no rule finds a failure there. */
import type { Transaction } from "./transaction.js";

/**
 * Whether every request of a client is let in, at once or after the challenge it answers, with credentials in plain form
 * that name the right user and URI and use each nonce once or count on. What this does not see at a glance is not quiet.
 * Filled in time order.
 */
export class Quiet {
  #isBroken = false;
  /** The request before was challenged for want of credentials, which the next one must bring. */
  #isChallenged = false;
  #lastNonce = 0;
  #lastCount = 0;

  constructor(private readonly isRegistration: boolean) {}

  get isQuiet(): boolean {
    return !this.#isBroken && !this.#isChallenged;
  }

  add(transaction: Transaction): void {
    if (!this.#isBroken && !this.#goesOn(transaction)) this.#isBroken = true;
  }

  #goesOn(transaction: Transaction): boolean {
    const { isRegistration } = this;
    const { status, hasCredentials } = transaction;
    const isAccepted = status >= 200 && status < 300;
    if (!hasCredentials) {
      if (this.#isChallenged) return false;
      if (!isRegistration || isAccepted) return true;
      this.#isChallenged = status === 401 || status === 407;
      return this.#isChallenged;
    }
    this.#isChallenged = false;
    if (!isAccepted && !transaction.hasProgress) {
      return !isRegistration && status !== 401 && status !== 407 && status !== 403;
    }
    if (!transaction.hasDigest) return false;
    const { requestRow: row, keys } = transaction;
    if (!keys.isUriOfRequest(row) || !keys.hasCnonce(row) || (isRegistration && !keys.isUserOfTo(row))) return false;
    // A nonce of its own number comes later than those before it; an earlier one that comes back is for a closer look.
    const nonce = keys.nonceNumber(row);
    const count = keys.nonceCount(row) ?? 0;
    if (nonce < this.#lastNonce || (nonce === this.#lastNonce && count <= this.#lastCount)) return false;
    this.#lastNonce = nonce;
    this.#lastCount = count;
    return true;
  }
}
