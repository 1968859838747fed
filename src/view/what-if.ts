/** What the simulation of timers and NAT starts from, and what may be changed in it. */

/**
 * `crlf` and `stun` come from the phone; `options` from the registrar, and the phone answers; `ping` from the registrar too, a
 * datagram that nobody answers; `early-refresh`: the phone registers anew so often, whatever it was granted.
 */
export type KeepAliveKind = "none" | "crlf" | "stun" | "options" | "ping" | "early-refresh";

/** Seconds count from the first registration of the scene. */
export interface WhatIfScene {
  readonly grantedSeconds: number;
  /** Share of the granted expiry after which the phone refreshes; over 1 it comes too late. */
  readonly refreshShare: number;
  /** An idle UDP mapping of the NAT is forgotten after so long. */
  readonly natTimeoutSeconds: number;
  /** Packets from outside keep a mapping alive too (RFC 4787 §4.3 leaves it to the NAT). */
  readonly inboundRefreshes: boolean;
  /** A mapping that was forgotten comes back with another port. */
  readonly givesNewPort: boolean;
  readonly keepAlive: { readonly kind: KeepAliveKind; readonly everySeconds: number };
  /** Packets of one registration on the wire: two, and four where it is challenged. */
  readonly packetsARefresh: number;
  /** When calls come in, ascending. */
  readonly callsAtSeconds: readonly number[];
  readonly lengthSeconds: number;
}

/** What a lesson begins with; the rest is the trace's. */
export interface WhatIfChange {
  readonly grantedSeconds?: number | undefined;
  readonly refreshShare?: number | undefined;
  readonly natTimeoutSeconds?: number | undefined;
  readonly keepAlive?: { readonly kind?: KeepAliveKind | undefined; readonly everySeconds?: number | undefined };
  readonly callsAtSeconds?: readonly number[] | undefined;
}

export interface WhatIfView {
  /** Key of the registration's row: `r0`. */
  readonly key: string;
  /** `2001@example.com` */
  readonly title: string;
  readonly scene: WhatIfScene;
  /** Where each of the scene's values comes from, in one sentence. */
  readonly origins: readonly { readonly label: string; readonly words: string }[];
}
