/** GTP-U, which carries the packets of a mobile phone through the network of its operator (3GPP TS 29.281). */
import { ETHER_TYPE } from "./ether-type.js";
import type { Packet } from "./packet.js";

export const GTP_PORT = 2152;

const HEADER_OCTETS = 8;
/** Sequence number, N-PDU number and type of the first extension header, if any of the three is there. */
const OPTIONAL_OCTETS = 4;
const ANY_OPTION = 0x07;
const VERSION_AND_TYPE = 0xf0;
/** Version 1, and not the charging protocol GTP'. */
const GTP_1 = 0x30;
const USER_PACKET = 255;
/** Extension headers are counted in units of four octets; their last octet is the type of the next. */
const EXTENSION_UNIT = 4;

/** The packet stands at the payload of UDP. @returns false, with the packet as it was, when it is no user packet. */
export function readGtp(packet: Packet): boolean {
  const { view, start, end } = packet;
  if (end - start <= HEADER_OCTETS) return false;
  const first = view.getUint8(start);
  if ((first & VERSION_AND_TYPE) !== GTP_1 || view.getUint8(start + 1) !== USER_PACKET) return false;
  const length = view.getUint16(start + 2);
  const payload = (first & ANY_OPTION) === 0 ? start + HEADER_OCTETS : skipExtensions(view, start, end);
  if (payload < 0 || payload >= end || length === 0) return false;
  const version = view.getUint8(payload) >> 4;
  if (version !== 4 && version !== 6) return false;
  packet.limit(HEADER_OCTETS + length);
  if (payload >= packet.end) return false;
  packet.start = payload;
  packet.etherType = version === 4 ? ETHER_TYPE.ipv4 : ETHER_TYPE.ipv6;
  return true;
}

/** Offset behind the extension headers; -1 when they leave the packet. */
function skipExtensions(view: DataView, start: number, end: number): number {
  let at = start + HEADER_OCTETS + OPTIONAL_OCTETS;
  if (at >= end) return -1;
  let next = view.getUint8(at - 1);
  while (next !== 0) {
    const octets = view.getUint8(at) * EXTENSION_UNIT;
    at += octets;
    if (octets === 0 || at >= end) return -1;
    next = view.getUint8(at - 1);
  }
  return at;
}
