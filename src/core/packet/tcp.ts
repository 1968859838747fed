/** Transmission Control Protocol (RFC 9293 §3.1): the header of a segment. */
import type { Packet } from "./packet.js";

const SMALLEST_HEADER_OCTETS = 20;

export const TCP_FLAG = { fin: 0x01, syn: 0x02, rst: 0x04, ack: 0x10 } as const;

/** @returns false when there is no whole header. */
export function readTcp(packet: Packet): boolean {
  const { view, start } = packet;
  if (packet.end - start < SMALLEST_HEADER_OCTETS) return false;
  const headerOctets = (view.getUint8(start + 12) >> 4) * 4;
  if (headerOctets < SMALLEST_HEADER_OCTETS || headerOctets > packet.end - start) return false;
  packet.sourcePort = view.getUint16(start);
  packet.destinationPort = view.getUint16(start + 2);
  packet.sequence = view.getInt32(start + 4);
  packet.acknowledgement = view.getInt32(start + 8);
  packet.tcpFlags = view.getUint8(start + 13);
  packet.start += headerOctets;
  return true;
}
