/** Frames that are an IP packet without a link layer (LINKTYPE_RAW, LINKTYPE_IPV4, LINKTYPE_IPV6). */
import { ETHER_TYPE } from "./ether-type.js";
import type { Packet } from "./packet.js";

/** The version stands in the first four bits. */
export function readRawIp(packet: Packet): boolean {
  if (packet.end <= packet.start) return false;
  const version = packet.view.getUint8(packet.start) >> 4;
  packet.etherType = version === 4 ? ETHER_TYPE.ipv4 : version === 6 ? ETHER_TYPE.ipv6 : ETHER_TYPE.unknown;
  return true;
}
