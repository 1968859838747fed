/** Ethernet II and IEEE 802.3 with SNAP, and the VLAN tags after them (802.1Q, stacked as QinQ). */
import { ETHER_TYPE } from "./ether-type.js";
import type { Packet } from "./packet.js";

const HEADER_OCTETS = 14;
const VLAN_TAG_OCTETS = 4;
const SNAP_OCTETS = 8;
/** Smaller values of the type field are a length: an 802.3 frame. */
const SMALLEST_ETHER_TYPE = 0x0600;
const SNAP_WITHOUT_VENDOR = 0xaaaa0300;

/** @returns false when the frame is too short. */
export function readEthernet(packet: Packet): boolean {
  if (packet.end - packet.start < HEADER_OCTETS) return false;
  const etherType = packet.view.getUint16(packet.start + 12);
  packet.start += HEADER_OCTETS;
  packet.etherType = etherType;
  if (etherType < SMALLEST_ETHER_TYPE) return readSnap(packet);
  return skipVlanTags(packet);
}

/** IEEE 802.2 with SNAP, which states an EtherType; other uses of 802.2 carry nothing of interest. */
export function readSnap(packet: Packet): boolean {
  const { view, start } = packet;
  packet.etherType = ETHER_TYPE.unknown;
  if (packet.end - start < SNAP_OCTETS || view.getUint32(start) !== SNAP_WITHOUT_VENDOR) return true;
  packet.etherType = view.getUint16(start + 6);
  packet.start += SNAP_OCTETS;
  return skipVlanTags(packet);
}

/** Each tag is two octets of priority and VLAN, then the type of what follows. */
export function skipVlanTags(packet: Packet): boolean {
  while (isVlanTag(packet.etherType)) {
    if (packet.end - packet.start < VLAN_TAG_OCTETS) return false;
    packet.etherType = packet.view.getUint16(packet.start + 2);
    packet.start += VLAN_TAG_OCTETS;
  }
  return true;
}

function isVlanTag(etherType: number): boolean {
  return (
    etherType === ETHER_TYPE.vlan ||
    etherType === ETHER_TYPE.serviceVlan ||
    etherType === ETHER_TYPE.oldServiceVlan ||
    etherType === ETHER_TYPE.olderServiceVlan
  );
}
