/** VXLAN, Ethernet frames of a virtual network in UDP (RFC 7348). */
import { ETHER_TYPE, mayBeEthernet } from "./ether-type.js";
import type { Packet } from "./packet.js";

export const VXLAN_PORT = 4789;
/** What Linux uses unless told otherwise; from before a port was assigned. */
export const OLD_VXLAN_PORT = 8472;

const HEADER_OCTETS = 8;
/** There is a network identifier; all other bits of the flags are reserved. */
const HAS_IDENTIFIER = 0x08;

/** The packet stands at the payload of UDP. @returns false, with the packet as it was, when it is not VXLAN. */
export function readVxlan(packet: Packet): boolean {
  const { view, start, end } = packet;
  if (end - start < HEADER_OCTETS || view.getUint8(start) !== HAS_IDENTIFIER) return false;
  if (!mayBeEthernet(view, start + HEADER_OCTETS, end)) return false;
  packet.start += HEADER_OCTETS;
  packet.etherType = ETHER_TYPE.ethernet;
  return true;
}
