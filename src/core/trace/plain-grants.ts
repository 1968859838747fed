/** What the 200s of a registration with plain Contacts granted, told while its REGISTERs are gathered: no binding is made for it. */
import { seconds } from "../model/instant.js";
import type { MessageKeys } from "./message-keys.js";
import type { Transaction } from "./transaction.js";

/** What a registrar grants when neither side names an expiry (RFC 3261 §10.2.1.1 leaves it to the registrar; 3600 is usual). */
export const DEFAULT_EXPIRES_SECONDS = 3600;

/** Of a request and the 200 that lists its one Contact as it was sent. */
export function plainGrantSeconds(keys: MessageKeys, requestRow: number, grantRow: number): number {
  return keys.expiresSeconds(grantRow) ?? keys.expiresSeconds(requestRow) ?? DEFAULT_EXPIRES_SECONDS;
}

/** Filled in time order. */
export class PlainGrants {
  /** `Infinity` where nothing was granted. */
  leastSeconds = Infinity;
  /** The greatest difference between what was asked for and granted. */
  mostChangedSeconds = 0;
  /** A REGISTER that was accepted asked for the end of its binding. */
  hasRemoval = false;
  /** The greatest share of its life that had passed of a binding when the next REGISTER came; `Infinity` where that is to be looked at. */
  latestShare = 0;
  #openSince = NaN;
  #openSeconds = 0;
  #isOpen = false;

  /** When what was granted last runs out, where no REGISTER follows it; `Infinity` otherwise. */
  get openUntilMicros(): number {
    return this.#isOpen ? this.#openSince + seconds(this.#openSeconds) : Infinity;
  }

  add(transaction: Transaction): void {
    if (this.#isOpen) this.#renew(transaction.startMicros);
    const { status, keys, requestRow, finalRow } = transaction;
    if (status < 200 || status >= 300) return;
    const asked = keys.expiresSeconds(requestRow);
    if (asked === 0) {
      this.hasRemoval = true;
      return;
    }
    const granted = plainGrantSeconds(keys, requestRow, finalRow);
    this.leastSeconds = Math.min(this.leastSeconds, granted);
    if (asked !== undefined) this.mostChangedSeconds = Math.max(this.mostChangedSeconds, Math.abs(asked - granted));
    this.#isOpen = true;
    this.#openSince = transaction.atMicros(finalRow);
    this.#openSeconds = granted;
  }

  #renew(atMicros: number): void {
    const passed = atMicros - this.#openSince;
    this.#isOpen = false;
    // What began before the grant does not renew it; so it is where times are missing.
    const share = passed > 0 ? passed / seconds(this.#openSeconds) : Infinity;
    this.latestShare = Math.max(this.latestShare, share);
  }
}
