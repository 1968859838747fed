/** Internet Protocol version 6 and its extension headers (RFC 8200). */
import { IP_PROTOCOL } from "./ip-protocol.js";
import type { Packet } from "./packet.js";

const HEADER_OCTETS = 40;
const EXTENSION_OCTETS = 8;
/** RFC 8200 §4.1 knows each header once or twice; more is an attack on readers. */
const MAX_EXTENSIONS = 16;

/** Reads up to the transport header, or up to the payload of a fragment. False when a header is not readable. */
export function readIpv6(packet: Packet): boolean {
  const { view, start } = packet;
  if (packet.end - start < HEADER_OCTETS || view.getUint8(start) >> 4 !== 6) return false;
  const payloadLength = view.getUint16(start + 4);
  packet.version = 6;
  packet.addressView = view;
  packet.sourceAddressAt = start + 8;
  packet.destinationAddressAt = start + 24;
  packet.identification = 0;
  packet.moreFragments = false;
  packet.fragmentOffset = 0;
  packet.protocol = view.getUint8(start + 6);
  // Zero is a jumbogram (RFC 2675) or segmentation offload: the rest is the packet.
  if (payloadLength > 0) packet.limit(HEADER_OCTETS + payloadLength);
  packet.start += HEADER_OCTETS;
  return skipExtensions(packet);
}

function skipExtensions(packet: Packet): boolean {
  const { view } = packet;
  for (let count = 0; count < MAX_EXTENSIONS; count++) {
    const at = packet.start;
    const protocol = packet.protocol;
    if (!isExtension(protocol)) return true;
    if (packet.end - at < EXTENSION_OCTETS) return false;
    packet.protocol = view.getUint8(at);
    packet.start += extensionOctets(protocol, view.getUint8(at + 1));
    if (packet.start > packet.end) return false;
    if (protocol !== IP_PROTOCOL.fragment) continue;
    const offsetAndFlag = view.getUint16(at + 2);
    packet.fragmentOffset = offsetAndFlag & 0xfff8;
    packet.moreFragments = (offsetAndFlag & 1) !== 0;
    packet.identification = view.getUint32(at + 4);
    // Extension headers behind it belong to the fragmented part. An atomic fragment is whole (RFC 6946).
    if (packet.fragmentOffset !== 0 || packet.moreFragments) return true;
  }
  return false;
}

/** Goes on behind the fragment header of a reassembled packet, whose payload may begin with further extension headers. */
export function skipReassembledExtensions(packet: Packet): boolean {
  return skipExtensions(packet);
}

function extensionOctets(protocol: number, length: number): number {
  if (protocol === IP_PROTOCOL.fragment) return EXTENSION_OCTETS;
  // The authentication header counts words of four octets, less two (RFC 4302 §2.2); all others eights, less one.
  return protocol === IP_PROTOCOL.authentication ? (length + 2) * 4 : (length + 1) * 8;
}

function isExtension(protocol: number): boolean {
  switch (protocol) {
    case IP_PROTOCOL.hopByHop:
    case IP_PROTOCOL.routing:
    case IP_PROTOCOL.fragment:
    case IP_PROTOCOL.authentication:
    case IP_PROTOCOL.destinationOptions:
    case IP_PROTOCOL.mobility:
    case IP_PROTOCOL.hostIdentity:
    case IP_PROTOCOL.shim6:
      return true;
    default:
      return false;
  }
}
