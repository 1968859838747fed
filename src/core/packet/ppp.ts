/** Point-to-Point Protocol (RFC 1661) on serial lines (RFC 1662), on Ethernet (PPPoE, RFC 2516), and Cisco's HDLC. */
import { ETHER_TYPE } from "./ether-type.js";
import type { Packet } from "./packet.js";

/** Address "all stations" and control "unnumbered information", which peers may agree to leave out. */
const ALL_STATIONS = 0xff03;
const PPPOE_HEADER_OCTETS = 6;
const PPPOE_VERSION_AND_TYPE = 0x11;
const CISCO_HEADER_OCTETS = 4;
const CISCO_UNICAST = 0x0f00;
const CISCO_MULTICAST = 0x8f00;

/** PPP protocol numbers, and the EtherTypes for the same. */
const ETHER_TYPES: ReadonlyMap<number, number> = new Map([
  [0x0021, ETHER_TYPE.ipv4],
  [0x0057, ETHER_TYPE.ipv6],
  [0x0281, ETHER_TYPE.mpls],
  [0x0283, ETHER_TYPE.mplsMulticast],
]);

/** With or without address and control, the protocol in two octets or compressed to one. False when too short. */
export function readPpp(packet: Packet): boolean {
  const { view } = packet;
  if (packet.end - packet.start >= 2 && view.getUint16(packet.start) === ALL_STATIONS) packet.start += 2;
  if (packet.end - packet.start < 2) return false;
  // All numbers are odd, and the upper octet of a whole one is even.
  const first = view.getUint8(packet.start);
  const isCompressed = (first & 1) === 1;
  const protocol = isCompressed ? first : view.getUint16(packet.start);
  packet.start += isCompressed ? 1 : 2;
  packet.etherType = ETHER_TYPES.get(protocol) ?? ETHER_TYPE.unknown;
  return true;
}

/** A serial line: PPP, or Cisco's HDLC, which states an EtherType (LINKTYPE_PPP_HDLC, LINKTYPE_C_HDLC). */
export function readSerial(packet: Packet): boolean {
  const { view, start } = packet;
  if (packet.end - start < CISCO_HEADER_OCTETS) return false;
  const address = view.getUint16(start);
  if (address !== CISCO_UNICAST && address !== CISCO_MULTICAST) return readPpp(packet);
  packet.etherType = view.getUint16(start + 2);
  packet.start += CISCO_HEADER_OCTETS;
  return true;
}

/** The direction in an octet, then PPP (LINKTYPE_PPP_WITH_DIR). */
export function readPppWithDirection(packet: Packet): boolean {
  packet.start++;
  return readPpp(packet);
}

/** As pppd writes: the direction stands in place of the address (LINKTYPE_PPP_PPPD). */
export function readPppd(packet: Packet): boolean {
  const isInPlace = packet.end - packet.start >= 2 && packet.view.getUint8(packet.start + 1) === (ALL_STATIONS & 0xff);
  packet.start += isInPlace ? 2 : 0;
  return readPpp(packet);
}

/** Version and type, code, session, length, then PPP. Discovery has an EtherType of its own. */
export function readPppoe(packet: Packet): boolean {
  const { view, start } = packet;
  if (packet.end - start < PPPOE_HEADER_OCTETS) return false;
  // Code 0 is session data.
  if (view.getUint8(start) !== PPPOE_VERSION_AND_TYPE || view.getUint8(start + 1) !== 0) return false;
  packet.limit(PPPOE_HEADER_OCTETS + view.getUint16(start + 4));
  packet.start += PPPOE_HEADER_OCTETS;
  return readPpp(packet);
}
