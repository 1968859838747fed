/** The servers that SRV records name for a domain of SIP (RFC 3263 §4.2, RFC 2782). */
import type { DnsRecord } from "../../model/dns.js";
import type { Endpoint, Transport } from "../../model/endpoint.js";
import { addressesOf } from "./lookups.js";

/** Where an SRV record sends SIP. */
export interface SrvTarget {
  readonly transport: Transport;
  readonly host: string;
  readonly port: number;
}

/** `_sip._udp.example.com` by the transport it is for. */
function services(domain: string): readonly (readonly [string, Transport])[] {
  return [
    [`_sip._udp.${domain}`, "udp"],
    [`_sip._tcp.${domain}`, "tcp"],
    [`_sips._tcp.${domain}`, "tls"],
    [`_sip._ws.${domain}`, "ws"],
    [`_sips._ws.${domain}`, "wss"],
    [`_sip._sctp.${domain}`, "sctp"],
  ];
}

export function isServiceOf({ name, type }: DnsRecord, domain: string): boolean {
  return type === "SRV" && services(domain).some(([service]) => service === name);
}

export function targetsOf(domain: string, byName: ReadonlyMap<string, readonly DnsRecord[]>): SrvTarget[] {
  return services(domain).flatMap(([service, transport]) =>
    (byName.get(service) ?? []).flatMap(({ type, target, port }) =>
      type === "SRV" && target !== undefined && target !== "." && port !== undefined
        ? [{ transport, host: target, port }]
        : [],
    ),
  );
}

export function isSameTransport(named: Transport, used: Transport): boolean {
  return named === used || (named === "tls" && used === "wss") || (named === "tcp" && used === "ws");
}

/** Whether what went to a server over a transport went to the target. */
export function isTarget(
  { host, port, transport: named }: SrvTarget,
  server: Endpoint,
  transport: Transport,
  byName: ReadonlyMap<string, readonly DnsRecord[]>,
): boolean {
  const addresses = addressesOf(host, byName);
  // The address of a target may have been known before the trace.
  const isThere = addresses.size === 0 || addresses.has(server.address) || host === server.address;
  return isThere && port === server.port && isSameTransport(named, transport);
}
