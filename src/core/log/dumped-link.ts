/** What a dumped packet begins with: tools print it from its link layer or from its IP header on, and do not say which. */
import { viewOf } from "../model/octets.js";
import { ETHER_TYPE, mayBeEthernet } from "../packet/ether-type.js";
import { IP_PROTOCOL } from "../packet/ip-protocol.js";
import { isPlainText } from "../packet/sip-start-line.js";

/** LINKTYPE_ values (https://www.tcpdump.org/linktypes.html). */
const LOOPBACK = 0;
const ETHERNET = 1;
const RAW_IP = 101;
const LINUX_SLL = 113;
const LINUX_SLL2 = 276;

const IPV4_OCTETS = 20;
const IPV6_OCTETS = 40;
/** Text of this length is no header of a packet. */
const TEXT_OCTETS = 8;

/** Protocols that lead to SIP or to evidence about it. */
const PROTOCOLS: ReadonlySet<number> = new Set(Object.values(IP_PROTOCOL));

/** @returns the link type of the packet; undefined when the octets do not begin with the headers of one. */
export function linkTypeOf(octets: Uint8Array): number | undefined {
  if (octets.length < IPV4_OCTETS || isPlainText(octets, 0, TEXT_OCTETS)) return undefined;
  const view = viewOf(octets);
  if (isIpOf(view, 12, 14)) return ETHERNET;
  if (isIpOf(view, 14, 16)) return LINUX_SLL;
  if (isIpOf(view, 0, 20)) return LINUX_SLL2;
  if (mayBeIp(view, 0)) return RAW_IP;
  // The address family, in the byte order of the capturing host.
  if (mayBeIp(view, 4) && (view.getUint8(0) === 0 || view.getUint8(3) === 0)) return LOOPBACK;
  return mayBeEthernet(view, 0, octets.length) ? ETHERNET : undefined;
}

function isIpOf(view: DataView, typeAt: number, at: number): boolean {
  if (view.byteLength < at) return false;
  const type = view.getUint16(typeAt);
  return (type === ETHER_TYPE.ipv4 || type === ETHER_TYPE.ipv6) && mayBeIp(view, at);
}

function mayBeIp(view: DataView, at: number): boolean {
  const length = view.byteLength - at;
  if (length < IPV4_OCTETS) return false;
  const version = view.getUint8(at) >> 4;
  if (version === 4) {
    const headerOctets = 4 * (view.getUint8(at) & 15);
    const total = view.getUint16(at + 2);
    // An offloading network card leaves the length out (RFC 791 has no such zero).
    return (
      headerOctets >= IPV4_OCTETS && (total === 0 || total >= headerOctets) && PROTOCOLS.has(view.getUint8(at + 9))
    );
  }
  return version === 6 && length >= IPV6_OCTETS && PROTOCOLS.has(view.getUint8(at + 6));
}
