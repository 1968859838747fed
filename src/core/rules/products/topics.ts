/** What the settings of products are about: a rule points at topics, and each product answers with its own names. */

/** On the side that registers: phones, softphones, gateways, and servers that register at a provider. */
export type DeviceTopic =
  /** The name of the login, where it is not that of the extension. */
  | "authId"
  | "password"
  /** What digest challenges may name as realm. */
  | "realm"
  /** The uri that is hashed into the digest. */
  | "digestUri"
  /** The domain to register in, and the host to send to when that is another one. */
  | "registrar"
  /** UDP, TCP or TLS. */
  | "transport"
  /** NAPTR and SRV look-ups. */
  | "srv"
  /** Certificates of a TLS server, and what is checked of them. */
  | "tls"
  /** How long to be registered. */
  | "expiry"
  /** When, before the expiry, to register again. */
  | "refresh"
  /** How long to wait after a registration that failed. */
  | "retry"
  | "keepAlive"
  /** The rport parameter of Via (RFC 3581). */
  | "rport"
  | "stun"
  /** Outbound (RFC 5626) and Path (RFC 3327). */
  | "outbound"
  /** The instance ID (RFC 5626 §4.1). */
  | "instanceId"
  /** The q value of its Contact. */
  | "preference"
  | "srtp";

/** On the side that is registered at. */
export type RegistrarTopic =
  /** Which login name belongs to which extension. */
  | "authId"
  | "password"
  | "realm"
  /** Hash algorithms of the challenge (RFC 8760). */
  | "algorithm"
  | "qop"
  | "nonceLifetime"
  | "nonceCount"
  /** Where the users are that it knows. */
  | "users"
  /** Which domains it serves. */
  | "domain"
  /** Who may register although the password is right. */
  | "permission"
  /** Blocking of those who try passwords. */
  | "guessing"
  /** How many contacts an address-of-record may have, and whether a new one replaces the old. */
  | "contacts"
  /** Removal of contacts that nobody answers at. */
  | "staleContacts"
  /** Order of the contacts by q. */
  | "preference"
  /** Bounds of the expiry that it grants. */
  | "expiry"
  /** Different expiries for devices that register together. */
  | "expirySpread"
  /** Pings towards its devices. */
  | "keepAlive"
  /** Answers and calls to where a packet came from instead of to the Contact. */
  | "contactRewriting"
  | "rport"
  | "outbound"
  | "gruu"
  /** How long it keeps an idle TCP connection. */
  | "connectionLifetime"
  /** Where it listens. */
  | "listen"
  | "tls"
  /** How long a call may ring. */
  | "ringTime"
  | "srtp"
  /** A limit of requests per time. */
  | "rate"
  /** What makes it answer 5xx. */
  | "overload"
  /** Checks of a message's grammar. */
  | "sanity"
  /** Changes of a message's body. */
  | "body"
  /** What it tells of a message that it refuses. */
  | "messageLog";

export interface Topics {
  readonly device?: readonly DeviceTopic[];
  readonly registrar?: readonly RegistrarTopic[];
  /** Whether a router's SIP ALG is to be switched off. */
  readonly router?: true;
}
