/** Linux "cooked" captures, made on the `any` device (LINKTYPE_LINUX_SLL and LINKTYPE_LINUX_SLL2). */
import { skipVlanTags } from "./ethernet.js";
import type { Packet } from "./packet.js";

const SLL_OCTETS = 16;
const SLL2_OCTETS = 20;
/** Interface numbers of the host beyond this are folded; the kernel hands them out from 1. */
const HOST_INTERFACES = 65_536;

/** @returns false when the frame is too short. */
export function readLinuxSll(packet: Packet): boolean {
  if (packet.end - packet.start < SLL_OCTETS) return false;
  packet.etherType = packet.view.getUint16(packet.start + 14);
  packet.start += SLL_OCTETS;
  return skipVlanTags(packet);
}

/** Tells the host's interface for each frame, so a packet routed through the host is seen at two capture points. */
export function readLinuxSll2(packet: Packet): boolean {
  const { view, start } = packet;
  if (packet.end - start < SLL2_OCTETS) return false;
  packet.etherType = view.getUint16(start);
  packet.capturePoint = packet.capturePoint * HOST_INTERFACES + (view.getUint32(start + 4) % HOST_INTERFACES);
  packet.start += SLL2_OCTETS;
  return skipVlanTags(packet);
}
