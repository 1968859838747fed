/** One side of a transmission: an IP address and a port, and the transports SIP runs over (RFC 3261 §7, RFC 7118). */
export type Transport = "udp" | "tcp" | "tls" | "sctp" | "ws" | "wss";

export interface Endpoint {
  /** Canonical text: dotted IPv4, or IPv6 as RFC 5952 writes it, without brackets. A host name where a log names one. */
  readonly address: string;
  /** 0 when the log does not tell. */
  readonly port: number;
}

/** `192.0.2.1:5060`, `[2001:db8::1]:5060`; the port is left out when unknown. */
export function formatEndpoint(endpoint: Endpoint): string {
  const host = endpoint.address.includes(":") ? `[${endpoint.address}]` : endpoint.address;
  return endpoint.port === 0 ? host : `${host}:${endpoint.port}`;
}

export function sameEndpoint(a: Endpoint, b: Endpoint): boolean {
  return a.address === b.address && a.port === b.port;
}

/** Names what is sent from one side to the other. */
export function directionKey(source: Endpoint, destination: Endpoint): string {
  return `${formatEndpoint(source)} ${formatEndpoint(destination)}`;
}

/** Names two sides, whichever of them sends. */
export function pairKey(a: Endpoint, b: Endpoint): string {
  return [formatEndpoint(a), formatEndpoint(b)].sort().join(" ");
}

/** Streams deliver octets in order and without loss; datagrams are lost and repeated. */
export function isStream(transport: Transport): boolean {
  return transport !== "udp" && transport !== "sctp";
}
