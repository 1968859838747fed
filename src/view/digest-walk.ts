/** The values of digest credentials, each with where it comes from, for the computation of the response line by line. */
import type { DigestPlace } from "./digest.js";

/** Where a value stands. */
export interface WalkPlace extends DigestPlace {
  /** `Authorization`, `WWW-Authenticate`, `request line`, `body` */
  readonly field: string;
  /** Octets in the message; half-open. */
  readonly start: number;
  readonly end: number;
}

export interface WalkValue {
  /** One character an octet, as it enters the hash. */
  readonly octets: string;
  readonly place: WalkPlace;
}

export type WalkName =
  "username" | "realm" | "nonce" | "uri" | "method" | "algorithm" | "qop" | "nonceCount" | "cnonce" | "body";

export interface WalkEntry {
  readonly name: WalkName;
  /** What the user agent computed with, as far as its request tells; null for what it does not say. */
  readonly used: WalkValue | null;
  /** What the registrar computes with where its challenge says so; null where it takes what the request says. */
  readonly expected: WalkValue | null;
  /** One sentence on what the eye does not see; "" for none. */
  readonly note: string;
}

export interface DigestWalkView {
  /** `REGISTER · frame 7` */
  readonly answer: DigestPlace;
  /** Null where the trace holds none that it could answer. */
  readonly challenge: DigestPlace | null;
  /** The final response: `403 Forbidden`; null when none came. */
  readonly outcome: (DigestPlace & { readonly status: number; readonly words: string }) | null;
  readonly values: readonly WalkEntry[];
  /** The response in the trace; null when the credentials have none. */
  readonly response: WalkValue | null;
}
