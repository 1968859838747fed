/** Checksums of IPv4, ICMP, UDP and TCP (RFC 1071) and of SCTP (RFC 9260 §6.8), written anew. */
import { IP_PROTOCOL } from "./ip-protocol.js";
import type { IpVersion } from "./packet.js";

/** Where the checksum stands in the header, for each protocol that has one of this kind. */
const CHECKSUM_AT: ReadonlyMap<number, number> = new Map([
  [IP_PROTOCOL.icmp, 2],
  [IP_PROTOCOL.icmpv6, 2],
  [IP_PROTOCOL.tcp, 16],
  [IP_PROTOCOL.udp, 6],
]);

/** The one's complement of the sum of all 16-bit words; an odd octet counts as the upper one. */
export function internetChecksum(octets: Uint8Array, start = 0): number {
  let sum = start;
  for (let at = 0; at + 1 < octets.length; at += 2) sum += octets[at]! * 256 + octets[at + 1]!;
  if (octets.length % 2 === 1) sum += octets.at(-1)! * 256;
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 65_536);
  return ~sum & 0xffff;
}

/**
 * Writes the checksum of what an IP packet carries; the payload is whole and its checksum octets are overwritten.
 * @param addresses source and destination, which all but ICMP count as well (RFC 768, RFC 8200 §8.1)
 * @returns false when the protocol has none or its header is not whole.
 */
export function writeChecksum(
  payload: Uint8Array,
  protocol: number,
  version: IpVersion,
  addresses: Uint8Array,
): boolean {
  if (protocol === IP_PROTOCOL.sctp) return writeSctpChecksum(payload);
  const at = CHECKSUM_AT.get(protocol);
  if (at === undefined || payload.length < at + 2) return false;
  // Over IPv4, a UDP sender may do without (RFC 768).
  const isLeftOut = protocol === IP_PROTOCOL.udp && version === 4 && payload[at] === 0 && payload[at + 1] === 0;
  if (isLeftOut) return false;
  payload.fill(0, at, at + 2);
  const hasPseudoHeader = protocol !== IP_PROTOCOL.icmp;
  const pseudo = hasPseudoHeader ? ~internetChecksum(addresses) & 0xffff : 0;
  const length = hasPseudoHeader ? (payload.length & 0xffff) + (payload.length >>> 16) + protocol : 0;
  let checksum = internetChecksum(payload, pseudo + length);
  if (checksum === 0 && protocol === IP_PROTOCOL.udp) checksum = 0xffff;
  payload[at] = checksum >> 8;
  payload[at + 1] = checksum & 0xff;
  return true;
}

const SCTP_CHECKSUM_AT = 8;
/** Castagnoli's polynomial, reflected. */
const CRC32C = 0x82f6_3b78;
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, octet) => {
  let crc = octet;
  for (let bit = 0; bit < 8; bit++) crc = (crc & 1) !== 0 ? (crc >>> 1) ^ CRC32C : crc >>> 1;
  return crc;
});

function writeSctpChecksum(packet: Uint8Array): boolean {
  if (packet.length < SCTP_CHECKSUM_AT + 4) return false;
  packet.fill(0, SCTP_CHECKSUM_AT, SCTP_CHECKSUM_AT + 4);
  let crc = 0xffff_ffff;
  for (const octet of packet) crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ octet) & 0xff]!;
  new DataView(packet.buffer, packet.byteOffset).setUint32(SCTP_CHECKSUM_AT, ~crc >>> 0, true);
  return true;
}
