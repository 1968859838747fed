/** MPLS label stacks (RFC 3032), which do not say what they carry: IP, or Ethernet as a pseudowire (RFC 4448). */
import { ETHER_TYPE, mayBeEthernet } from "./ether-type.js";
import type { Packet } from "./packet.js";

const LABEL_OCTETS = 4;
/** In the third octet of a label: no label follows. */
const BOTTOM_OF_STACK = 0x01;
const CONTROL_WORD_OCTETS = 4;
const IPV4_HEADER_OCTETS = 20;
const IPV6_HEADER_OCTETS = 40;

/** @returns false when the stack does not end. */
export function readMpls(packet: Packet): boolean {
  const { view } = packet;
  let isBottom = false;
  while (!isBottom) {
    if (packet.end - packet.start < LABEL_OCTETS) return false;
    isBottom = (view.getUint8(packet.start + 2) & BOTTOM_OF_STACK) !== 0;
    packet.start += LABEL_OCTETS;
  }
  packet.etherType = payloadType(packet);
  return true;
}

/** What routers go by: the first four bits are the version of IP; Ethernet addresses may begin so as well. */
function payloadType(packet: Packet): number {
  const { view, start, end } = packet;
  if (end <= start) return ETHER_TYPE.unknown;
  switch (view.getUint8(start) >> 4) {
    case 4:
      if (mayBeIpv4(view, start, end + packet.cutOctets - start)) return ETHER_TYPE.ipv4;
      break;
    case 6:
      if (mayBeIpv6(view, start, end + packet.cutOctets - start)) return ETHER_TYPE.ipv6;
      break;
    case 0:
      // Zero begins the control word of a pseudowire, so that it is not taken for IP (RFC 4385 §3).
      if (mayBeEthernet(view, start + CONTROL_WORD_OCTETS, end)) {
        packet.start += CONTROL_WORD_OCTETS;
        return ETHER_TYPE.ethernet;
      }
  }
  return mayBeEthernet(view, start, end) ? ETHER_TYPE.ethernet : ETHER_TYPE.unknown;
}

function mayBeIpv4(view: DataView, at: number, octets: number): boolean {
  if (view.byteLength - at < IPV4_HEADER_OCTETS || octets < IPV4_HEADER_OCTETS) return false;
  const total = view.getUint16(at + 2);
  return (view.getUint8(at) & 0x0f) >= 5 && total <= octets;
}

function mayBeIpv6(view: DataView, at: number, octets: number): boolean {
  if (view.byteLength - at < IPV6_HEADER_OCTETS || octets < IPV6_HEADER_OCTETS) return false;
  return view.getUint16(at + 4) <= octets - IPV6_HEADER_OCTETS;
}
