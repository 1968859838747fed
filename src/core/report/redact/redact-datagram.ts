/** What a UDP datagram shows in the copy: what readers of SIP traces rest on, rewritten; of media the header alone; else nothing. */
import { CR, LF } from "../../model/ascii.js";
import { MAX_KEEP_ALIVE_OCTETS } from "../../packet/datagrams.js";
import { DHCP_CLIENT_PORT, DHCP_SERVER_PORT } from "../../packet/dhcp.js";
import { decodeDns, DNS_PORT, mayBeDns } from "../../packet/dns.js";
import { decodeFixedHep, decodeHep3, isHep3 } from "../../packet/hep.js";
import { NTP_PORT } from "../../packet/ntp.js";
import type { Packet } from "../../packet/packet.js";
import { findSipInDatagram } from "../../packet/sip-framing.js";
import { isStun } from "../../packet/stun.js";
import type { Pseudonyms } from "./pseudonyms.js";
import { redactDhcp } from "./redact-dhcp.js";
import { redactDns } from "./redact-dns.js";
import { redactHep } from "./redact-hep.js";
import { redactStun } from "./redact-stun.js";

const RTP_HEADER_OCTETS = 12;
/** Type and length, and who sends the report. */
const RTCP_HEADER_OCTETS = 8;
const NTP_OCTETS = 48;

/**
 * @param packet stands at the payload of UDP
 * @returns the payload's octets that are shown; undefined for none. Of SIP only the line ends: the messages are written when
 *   they are read.
 */
export function redactDatagram(packet: Packet, pseudonyms: Pseudonyms): Uint8Array | undefined {
  const { octets, view, start, end, sourcePort, destinationPort } = packet;
  const payload = octets.subarray(start, end);
  if (end - start <= MAX_KEEP_ALIVE_OCTETS) return payload;
  const isHep = isHep3(view, start, end) ? decodeHep3(view, start, end) : decodeFixedHep(view, start, end);
  if (isHep !== undefined) return redactHep(payload.slice(), pseudonyms);
  const isAtDns = sourcePort === DNS_PORT || destinationPort === DNS_PORT;
  if (mayBeDns(octets, start, end) && (isAtDns || decodeDns(octets, start, end)?.isWhole))
    return redactDns(payload, pseudonyms);
  const first = octets[start]!;
  if (first >= 0x80 && first <= 0xbf) return media(payload, pseudonyms);
  if (first <= 0x03 && isStun(view, start, end)) return redactStun(payload.slice(), pseudonyms);
  if (sourcePort === NTP_PORT || destinationPort === NTP_PORT) return payload.slice(0, NTP_OCTETS);
  const isDhcp = [DHCP_SERVER_PORT, DHCP_CLIENT_PORT].includes(sourcePort);
  if (isDhcp) return redactDhcp(payload.slice(), pseudonyms);
  if (findSipInDatagram(octets, start, end) >= 0)
    return payload.map((octet) => (octet === CR || octet === LF ? octet : 0));
  pseudonyms.tally.drop("datagrams of other protocols");
  return undefined;
}

/** Sequence, time and source of a packet tell its loss and delay; what is said in it does not belong in a ticket. */
function media(payload: Uint8Array, pseudonyms: Pseudonyms): Uint8Array {
  const type = payload[1]!;
  // RFC 5761 §4: these are the reports, whose rest names their sender.
  const isReport = type >= 192 && type <= 223;
  pseudonyms.tally.drop(isReport ? "contents of RTCP reports" : "contents of RTP packets");
  return payload.slice(0, isReport ? RTCP_HEADER_OCTETS : RTP_HEADER_OCTETS);
}
