/**
 * One root cause per failure: which finding explains the same packets best. The best proof decides: packets before SIP's
 * own words before inference; the more specific cause before the less specific one; symptoms last.
 */

/**
 * Causes and symptoms from the strongest explanation to the weakest. Of two that explain one transaction the earlier
 * stands and the later becomes its evidence. Advice (`practice`) is not in this order: it concerns another decision and
 * stands beside a cause, unless `SWALLOWS` names the pair.
 */
export const EXPLANATION_ORDER: readonly string[] = [
  "password-guessing",

  // Reachability, as packets prove it.
  "port-unreachable",
  "connection-timeout",
  "certificate-expired",
  "certificate-name-mismatch",
  "transport-mismatch",
  "dns-failure",
  "dns-srv-ignored",
  "tls-handshake-failed",
  "response-misrouted",
  "flow-failed",

  // The text of the message itself.
  "alg-rewritten-contact",
  "malformed-message",
  "mandatory-header-missing",
  "content-length-mismatch",
  "wildcard-contact-invalid",
  "cseq-not-increasing",

  // What the registrar says by its status code.
  "extension-rejected",
  "interval-too-brief",

  // Authentication.
  "realm-mismatch",
  "digest-uri-mismatch",
  "nonce-count-replayed",
  "qop-mismatch",
  "digest-algorithm-unsupported",
  "clock-skew-nonce",
  "nonce-expired",
  "registrar-domain-wrong",
  "auth-id-mismatch",
  "digest-failed",
  "credentials-not-sent",

  // Refusal.
  "aor-unknown",
  "register-forbidden",
  "server-error",

  // Bindings and the calls that need them.
  "outbound-incomplete",
  "instance-id-duplicate",
  "binding-overwritten",
  "granted-expiry-ignored",
  "binding-expired",
  "nat-flow-expired",
  "private-contact-unreachable",
  "stun-mapping-differs",
  "symmetric-nat",
  "keepalive-unanswered",
  "contact-not-in-response",
  "stale-binding",
  "srtp-policy-mixed",
  "fork-not-cancelled",
  "multiple-answers",

  // Symptoms: what a person sees of a cause that the trace does not show.
  "register-timeout",
  "register-refused",
  "inbound-call-unreachable",
  "auth-loop",
];

/** What two findings must have in common for one to swallow the other. */
export type Scope = "transaction" | "registration" | "flow" | "connection" | "aor";

export interface Swallow {
  readonly winner: string;
  /** Rule ids, or `"*"` for every other rule. */
  readonly losers: readonly string[] | "*";
  readonly within: Scope;
}

/** Pairs outside the order above, or that hold further than one transaction. Worked off from top to bottom. */
export const SWALLOWS: readonly Swallow[] = [
  { winner: "password-guessing", losers: "*", within: "transaction" },
  {
    winner: "q-value-invalid",
    losers: ["malformed-message", "extension-rejected", "register-refused"],
    within: "transaction",
  },
  { winner: "message-too-large", losers: ["register-timeout", "inbound-call-unreachable"], within: "transaction" },
  { winner: "port-unreachable", losers: ["connection-timeout"], within: "connection" },
  {
    winner: "certificate-expired",
    losers: ["certificate-name-mismatch", "tls-handshake-failed"],
    within: "connection",
  },
  { winner: "certificate-name-mismatch", losers: ["tls-handshake-failed"], within: "connection" },
  { winner: "transport-mismatch", losers: ["tls-handshake-failed"], within: "connection" },
  { winner: "retry-too-fast", losers: ["register-rate-high", "auth-loop"], within: "transaction" },
  { winner: "register-rate-high", losers: ["auth-loop"], within: "transaction" },
  {
    winner: "instance-id-duplicate",
    losers: ["binding-overwritten", "stale-binding", "register-rate-high"],
    within: "aor",
  },
  { winner: "binding-overwritten", losers: ["stale-binding", "register-rate-high"], within: "aor" },
  { winner: "granted-expiry-ignored", losers: ["binding-expired", "late-refresh"], within: "registration" },
  { winner: "nat-flow-expired", losers: ["keepalive-missing"], within: "flow" },
  { winner: "nat-flow-expired", losers: ["keepalive-missing"], within: "registration" },
  { winner: "nat-flow-expired", losers: ["expiry-too-long-behind-nat"], within: "registration" },
  { winner: "expiry-too-long-behind-nat", losers: ["keepalive-missing"], within: "flow" },
  { winner: "expiry-too-long-behind-nat", losers: ["keepalive-missing"], within: "registration" },
  { winner: "nat-flow-expired", losers: ["inbound-call-unreachable"], within: "aor" },
  { winner: "transport-mismatch", losers: ["inbound-call-unreachable"], within: "aor" },
  { winner: "private-contact-unreachable", losers: ["inbound-call-unreachable"], within: "aor" },
  { winner: "stun-mapping-differs", losers: ["inbound-call-unreachable"], within: "aor" },
  { winner: "symmetric-nat", losers: ["inbound-call-unreachable"], within: "aor" },
  { winner: "keepalive-unanswered", losers: ["inbound-call-unreachable"], within: "registration" },
  {
    winner: "alg-rewritten-contact",
    losers: ["contact-not-in-response", "content-length-mismatch", "contact-rewritten-by-registrar"],
    within: "registration",
  },
  { winner: "contact-rewritten-by-registrar", losers: ["contact-not-in-response"], within: "registration" },
];

const RANKS: ReadonlyMap<string, number> = new Map(EXPLANATION_ORDER.map((id, rank) => [id, rank]));

/** Place in the order; undefined for a rule that is not in it. */
export function rankOf(rule: string): number | undefined {
  return RANKS.get(rule);
}
