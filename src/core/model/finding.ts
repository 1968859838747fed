/** What a rule found: one cause, symptom or advice, with the characters that prove it. */
import type { ByteRange } from "./span.js";
import type { Place } from "./transmission.js";

export type Severity = "error" | "warning" | "info";
export type FindingKind = "cause" | "symptom" | "practice";
/** Proven: the packets show it. Likely: SIP's own words or two independent signs. Possible: inferred. */
export type Strength = "proven" | "likely" | "possible";

/** Characters of a message; or a signal, where no SIP message shows the fault (a TLS handshake that fails before any). */
export interface Location {
  /** Index of the message in the trace's message table; null for a signal. */
  readonly message: number | null;
  /** Index into `trace.signals`; absent for a message. */
  readonly signal?: number;
  readonly place: Place;
  /** Header name as on the wire; null when the whole message or its body is meant. */
  readonly header: string | null;
  /** Octets within the SIP message; empty, from 0 to 0, for a signal. */
  readonly range: ByteRange;
}

export interface RelatedLocation {
  readonly location: Location;
  /** What stands there: "the challenge it answers". */
  readonly message: string;
}

export interface Fix {
  readonly title: string;
  /** The product as named by User-Agent or Server; null for a general fix. */
  readonly product: string | null;
  /** The setting's real name in that product. */
  readonly setting: string | null;
  readonly detail: string;
}

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly kind: FindingKind;
  readonly strength: Strength;
  /** One sentence with the real values in it. */
  readonly message: string;
  /** Canonical AoR (RFC 3261 §10.3), or null when the finding is about none. */
  readonly aor: string | null;
  readonly location: Location;
  readonly related: readonly RelatedLocation[];
  /** Facts a reader can check, one sentence each. */
  readonly evidence: readonly string[];
  readonly fixes: readonly Fix[];
  /** How often the fault was seen; the first is at `location`. */
  readonly count: number;
  readonly firstMicros: number;
  readonly lastMicros: number;
  /** Indices of registrations and calls of the trace that this explains. */
  readonly registration: number | null;
  readonly call: number | null;
}
