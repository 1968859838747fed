/** Internet Protocol version 4 (RFC 791). The header checksum is not verified: offloading leaves it empty. */
import type { Packet } from "./packet.js";

const SMALLEST_HEADER_OCTETS = 20;
const MORE_FRAGMENTS = 0x2000;
const FRAGMENT_OFFSET = 0x1fff;

/** @returns false when there is no readable header. */
export function readIpv4(packet: Packet): boolean {
  const { view, start } = packet;
  if (packet.end - start < SMALLEST_HEADER_OCTETS) return false;
  const first = view.getUint8(start);
  const headerOctets = (first & 0x0f) * 4;
  if (first >> 4 !== 4 || headerOctets < SMALLEST_HEADER_OCTETS || packet.end - start < headerOctets) return false;
  const totalLength = view.getUint16(start + 2);
  const flags = view.getUint16(start + 6);
  packet.version = 4;
  packet.addressView = view;
  packet.sourceAddressAt = start + 12;
  packet.destinationAddressAt = start + 16;
  packet.identification = view.getUint16(start + 4);
  packet.moreFragments = (flags & MORE_FRAGMENTS) !== 0;
  packet.fragmentOffset = (flags & FRAGMENT_OFFSET) * 8;
  packet.protocol = view.getUint8(start + 9);
  // With segmentation offload the length is filled in by the network card, after the capture: the rest is the packet.
  if (totalLength >= headerOctets) packet.limit(totalLength);
  packet.start += headerOctets;
  return true;
}
