/** A registration: all REGISTER transactions of one device for one AoR (RFC 3261 §10), their attempts and bindings. */
import type { Binding } from "./binding.js";
import type { Device } from "./device.js";
import type { PlainGrants } from "./plain-grants.js";
import type { Transaction } from "./transaction.js";

/**
 * `accepted` 2xx; `refused` a final response that no further request of the attempt answers; `unanswered` sent, never
 * answered, though the trace would show it; `challenged` ends at a challenge that is not answered; `open` the trace ends first.
 */
export type Outcome = "accepted" | "refused" | "unanswered" | "challenged" | "open";

/** REGISTER → challenge → REGISTER with credentials → final response. */
export interface Attempt {
  readonly transactions: readonly Transaction[];
  readonly outcome: Outcome;
  readonly startMicros: number;
  readonly endMicros: number;
}

export interface Registration {
  readonly index: number;
  /** Canonical AoR (RFC 3261 §10.3): To, else From. */
  readonly aor: string;
  readonly device: Device;
  /** REGISTER transactions at the user agent's own hop (or the first hop seen), in order. */
  readonly transactions: readonly Transaction[];
  readonly attempts: readonly Attempt[];
  /** The first transaction of each attempt; does not make the attempts. */
  readonly attemptStarts: readonly Transaction[];
  readonly bindings: readonly Binding[];
  /**
   * All of its REGISTERs go from one endpoint to one endpoint over one transport at the user agent's own hop, with one Call-ID
   * and a rising CSeq: where that is asked about, a look at the first of them is enough.
   */
  readonly isSteady: boolean;
  /**
   * Each REGISTER names just one Contact in plain form, which a 200 lists alone and as it was sent; only one that was challenged
   * for want of credentials may name others.
   */
  readonly hasPlainContacts: boolean;
  /** What was granted to it, where it has plain Contacts; undefined where only its bindings tell. */
  readonly plainGrants: PlainGrants | undefined;
  /** Every REGISTER is let in, at once or after the challenge it answers, as `Quiet` says it. */
  readonly isQuiet: boolean;
  /** `registered`, `removed` (Expires 0), `failed` (the last attempt), `unknown` (the trace does not show it). */
  readonly state: "registered" | "removed" | "failed" | "unknown";
}
