/** ICMP and ICMPv6 errors (RFC 792, RFC 4443): a host or router says that a packet, which it quotes, did not arrive. */
import { ETHER_TYPE } from "./ether-type.js";
import type { Packet } from "./packet.js";

const HEADER_OCTETS = 8;

/** Reasons by type and code. */
const ICMP_REASONS: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  3: {
    0: "network unreachable",
    1: "host unreachable",
    2: "protocol unreachable",
    3: "port unreachable",
    4: "fragmentation needed",
    5: "source route failed",
    6: "network unknown",
    7: "host unknown",
    9: "network administratively prohibited",
    10: "host administratively prohibited",
    11: "network unreachable for type of service",
    12: "host unreachable for type of service",
    13: "communication administratively prohibited",
  },
  11: { 0: "time to live exceeded", 1: "fragment reassembly time exceeded" },
};
const ICMPV6_REASONS: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  1: {
    0: "no route to destination",
    1: "communication administratively prohibited",
    2: "beyond scope of source address",
    3: "address unreachable",
    4: "port unreachable",
    5: "source address failed policy",
    6: "route rejected",
  },
  2: { 0: "packet too big" },
  3: { 0: "hop limit exceeded", 1: "fragment reassembly time exceeded" },
};
const OTHER_REASONS: Readonly<Record<number, string>> = { 3: "destination unreachable", 11: "time exceeded" };
const OTHER_V6_REASONS: Readonly<Record<number, string>> = {
  1: "destination unreachable",
  2: "packet too big",
  3: "time exceeded",
};

/**
 * Reads an error and moves the packet to the IP packet that it quotes.
 * @returns the reason; undefined when it is another message or too short.
 */
export function readIcmpError(packet: Packet): string | undefined {
  const { view, start, version } = packet;
  if (packet.end - start < HEADER_OCTETS) return undefined;
  const type = view.getUint8(start);
  const code = view.getUint8(start + 1);
  const reasons = version === 4 ? ICMP_REASONS : ICMPV6_REASONS;
  const reason = reasons[type]?.[code] ?? (version === 4 ? OTHER_REASONS : OTHER_V6_REASONS)[type];
  if (reason === undefined) return undefined;
  // Where extensions follow, this tells the length of the quotation before them (RFC 4884 §4).
  const quotedOctets = version === 4 ? view.getUint8(start + 5) * 4 : view.getUint8(start + 4) * 8;
  packet.etherType = version === 4 ? ETHER_TYPE.ipv4 : ETHER_TYPE.ipv6;
  packet.start += HEADER_OCTETS;
  const isExtended = quotedOctets > 0 && type !== 2 && quotedOctets < packet.end - packet.start;
  if (isExtended) packet.limit(quotedOctets);
  return reason;
}
