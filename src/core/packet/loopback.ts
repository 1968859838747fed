/** BSD loopback: four octets that name the address family, in the byte order of the capturing host (LINKTYPE_NULL, LINKTYPE_LOOP). */
import { ETHER_TYPE } from "./ether-type.js";
import type { Packet } from "./packet.js";

const HEADER_OCTETS = 4;
const AF_INET = 2;
/** Windows, NetBSD and OpenBSD, FreeBSD, macOS, and Linux each have their own AF_INET6. */
const AF_INET6: ReadonlySet<number> = new Set([23, 24, 28, 30, 10]);

/** @returns false when the frame is too short. */
export function readLoopback(packet: Packet): boolean {
  const { view, start } = packet;
  if (packet.end - start < HEADER_OCTETS) return false;
  const bigEndian = view.getUint32(start);
  // Families are small numbers: in the wrong byte order they are huge.
  const family = bigEndian <= 0xffff ? bigEndian : view.getUint32(start, true);
  packet.etherType = family === AF_INET ? ETHER_TYPE.ipv4 : AF_INET6.has(family) ? ETHER_TYPE.ipv6 : ETHER_TYPE.unknown;
  packet.start += HEADER_OCTETS;
  return true;
}
