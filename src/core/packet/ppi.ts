/** Per-Packet Information (LINKTYPE_PPI): facts about a frame before it, and the link type of the frame itself. */
import type { Packet } from "./packet.js";

const HEADER_OCTETS = 8;
const PPI = 192;

/** @returns the link type of what follows; -1 when the header is not readable, or is one of PPI within PPI. */
export function readPpi(packet: Packet): number {
  const { view, start, end } = packet;
  if (end - start < HEADER_OCTETS) return -1;
  const length = view.getUint16(start + 2, true);
  const linkType = view.getUint32(start + 4, true);
  if (length < HEADER_OCTETS || length > end - start || linkType === PPI) return -1;
  packet.start += length;
  return linkType;
}
