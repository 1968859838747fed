/** Generic Routing Encapsulation (RFC 2784, RFC 2890), PPTP's version of it (RFC 2637), and the mirrored frames of ERSPAN in it. */
import { ETHER_TYPE } from "./ether-type.js";
import type { Packet } from "./packet.js";

const HEADER_OCTETS = 4;
const FLAG = { checksum: 0x8000, routing: 0x4000, key: 0x2000, sequence: 0x1000, acknowledgement: 0x0080 } as const;
const VERSION = 0x0007;
const FIELD_OCTETS = 4;

const ERSPAN_TYPE_2_OCTETS = 8;
const ERSPAN_TYPE_3_OCTETS = 12;
const ERSPAN_SUBHEADER_OCTETS = 8;
const ERSPAN_VERSION_TYPE_2 = 1;
const ERSPAN_VERSION_TYPE_3 = 2;
/** Frame type "IP packet" of ERSPAN III; 0 is Ethernet. */
const ERSPAN_FRAME_IP = 2;

/** Moves the packet to what is carried and states its EtherType; false when the header is not readable. */
export function readGre(packet: Packet): boolean {
  const { view, start } = packet;
  if (packet.end - start < HEADER_OCTETS) return false;
  const flags = view.getUint16(start);
  const version = flags & VERSION;
  // Source routing was never used and is gone since RFC 2784.
  if (version > 1 || (flags & FLAG.routing) !== 0) return false;
  let octets = HEADER_OCTETS;
  if ((flags & FLAG.checksum) !== 0) octets += FIELD_OCTETS;
  if ((flags & FLAG.key) !== 0) octets += FIELD_OCTETS;
  if ((flags & FLAG.sequence) !== 0) octets += FIELD_OCTETS;
  if (version === 1 && (flags & FLAG.acknowledgement) !== 0) octets += FIELD_OCTETS;
  if (packet.end - start < octets) return false;
  packet.etherType = view.getUint16(start + 2);
  packet.start += octets;
  if (packet.etherType === ETHER_TYPE.erspan) return readErspan(packet, (flags & FLAG.sequence) !== 0);
  if (packet.etherType === ETHER_TYPE.erspanType3) return readErspanType3(packet);
  return true;
}

/** Type I has no header of its own and no sequence number in GRE, type II has both. */
function readErspan(packet: Packet, hasSequence: boolean): boolean {
  packet.etherType = ETHER_TYPE.ethernet;
  if (!hasSequence) return true;
  if (packet.end - packet.start < ERSPAN_TYPE_2_OCTETS) return false;
  const version = packet.view.getUint8(packet.start) >> 4;
  if (version === ERSPAN_VERSION_TYPE_3) return readErspanType3(packet);
  if (version === ERSPAN_VERSION_TYPE_2) packet.start += ERSPAN_TYPE_2_OCTETS;
  return true;
}

function readErspanType3(packet: Packet): boolean {
  const { view, start } = packet;
  if (packet.end - start < ERSPAN_TYPE_3_OCTETS) return false;
  const flags = view.getUint16(start + 10);
  const hasSubheader = (flags & 1) !== 0;
  const frameType = (flags >> 10) & 0x1f;
  packet.start += ERSPAN_TYPE_3_OCTETS + (hasSubheader ? ERSPAN_SUBHEADER_OCTETS : 0);
  if (packet.start >= packet.end) return false;
  if (frameType !== ERSPAN_FRAME_IP) packet.etherType = ETHER_TYPE.ethernet;
  else packet.etherType = view.getUint8(packet.start) >> 4 === 6 ? ETHER_TYPE.ipv6 : ETHER_TYPE.ipv4;
  return true;
}
