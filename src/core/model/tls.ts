/** What of a TLS connection can be seen, in the clear or decrypted: the steps of its handshake, and its alerts. */

/**
 * Each is of the side that sent it. `finished` ends the handshake of a side; `application-data` is the first record
 * of a side with what TLS protects, told once.
 */
export const TLS_STEPS = [
  "client-hello",
  "hello-retry-request",
  "server-hello",
  "certificate-request",
  "certificate",
  "finished",
  "application-data",
  "alert",
] as const;

export type TlsStep = (typeof TLS_STEPS)[number];

/** What a step says; each part is absent where the step does not say it. */
export interface TlsDetails {
  /** ClientHello: the name of the server that is asked for (RFC 6066 §3). */
  readonly sni?: string;
  /** ClientHello: what is offered, the client's favourite first: `TLS 1.3`. At most `MAX_OFFERED`. */
  readonly versions?: readonly string[];
  /** ClientHello: the cipher suites offered, by their IANA names; a number `0x1234` where it has none. At most `MAX_OFFERED`. */
  readonly ciphers?: readonly string[];
  /** ServerHello: what was chosen. */
  readonly version?: string;
  readonly cipher?: string;
  /** ServerHello: an earlier session goes on, so no certificate is sent. */
  readonly isResumed?: boolean;
  /** Certificate: that of the side itself; absent when it sent an empty list or one that cannot be read. */
  readonly certificate?: TlsCertificate;
  readonly alert?: TlsAlert;
  /** The step is concluded from an encrypted record: what it says is not known. */
  readonly isEncrypted?: boolean;
}

/** Lists of a hostile ClientHello are cut here; no stack offers as many. */
export const MAX_OFFERED = 200;

export interface TlsAlert {
  readonly level: "warning" | "fatal";
  /** `close_notify`, `unknown_ca`; `alert_201` where it has no name. */
  readonly description: string;
}

export interface TlsCertificate {
  /** Distinguished names as `CN=pbx.example.com, O=Example`, in the order of the certificate. */
  readonly subject: string;
  readonly issuer: string;
  /** Common name of the subject. */
  readonly commonName?: string;
  /** Subject alternative names: host names, IP addresses and URIs. */
  readonly names: readonly string[];
  /** Microseconds since the Unix epoch. */
  readonly notBeforeMicros: number;
  readonly notAfterMicros: number;
}
