/** User Datagram Protocol (RFC 768): source port, destination port, length, checksum; two octets each, big-endian. */
import type { Packet } from "./packet.js";

const HEADER_OCTETS = 8;

/** @returns false when there is no whole header. */
export function readUdp(packet: Packet): boolean {
  const { view, start } = packet;
  if (packet.end - start < HEADER_OCTETS) return false;
  packet.sourcePort = view.getUint16(start);
  packet.destinationPort = view.getUint16(start + 2);
  const declared = view.getUint16(start + 4);
  const available = packet.end - start + packet.cutOctets;
  // Zero is a jumbogram (RFC 2675 §4) or segmentation offload. A length beyond the IP packet is not believed.
  if (declared >= HEADER_OCTETS && declared <= available) packet.limit(declared);
  packet.start += HEADER_OCTETS;
  return true;
}
