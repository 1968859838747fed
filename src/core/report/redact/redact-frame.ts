/**
 * One frame of a capture with pseudonyms for its addresses. Nothing is copied that is not understood: what a layer does not
 * show stays zero, and the frame ends where nothing of its rest can be shown.
 */
import type { Frame } from "../../capture/frame.js";
import { MAX_TUNNELS, readEncapsulation, readIpTunnel, readUdpTunnel } from "../../packet/encapsulation.js";
import { ETHER_TYPE } from "../../packet/ether-type.js";
import { readIcmpError } from "../../packet/icmp.js";
import { readNextSubframe } from "../../packet/ieee80211.js";
import { IP_PROTOCOL } from "../../packet/ip-protocol.js";
import { readIpv4 } from "../../packet/ipv4.js";
import { readIpv6 } from "../../packet/ipv6.js";
import { LINK_LAYERS } from "../../packet/link-layers.js";
import { Packet } from "../../packet/packet.js";
import { readTcp } from "../../packet/tcp.js";
import { readUdp } from "../../packet/udp.js";
import { redactDatagram } from "./redact-datagram.js";
import { redactNeighbourMessage, redactQuotedPayload } from "./redact-icmp.js";
import { redactSctp } from "./redact-sctp.js";
import { redactTcpOptions } from "./redact-tcp-options.js";
import type { Pseudonyms } from "./pseudonyms.js";

const ARP = 0x0806;
const ARP_ETHERNET_IPV4_OCTETS = 28;
const ICMP_HEADER_OCTETS = 8;
const ICMP_REDIRECT = 5;
const IPV4_HEADER_OCTETS = 20;
const IPV6_HEADER_OCTETS = 40;
const NO_OPERATION = 1;
/** Of an 802.11 data frame: three addresses from the fourth octet on. */
const WIRELESS_ADDRESSES = [4, 10, 16];
/** An aggregated frame: two addresses and a length, then 802.2 with SNAP. */
const SUBFRAME_AND_SNAP_OCTETS = 22;

export interface RedactedFrame {
  /** From the frame's start, as far as something of it is shown. */
  readonly octets: Uint8Array;
  /** Octets that come later may be shown in it, once what they belong to is whole. */
  readonly isOpen: boolean;
}

export class FrameRedactor {
  readonly #packet = new Packet();
  readonly #pseudonyms: Pseudonyms;
  #frame: Frame | undefined;
  #shown: Uint8Array = new Uint8Array(0);
  #end = 0;
  #isOpen = false;

  constructor(pseudonyms: Pseudonyms) {
    this.#pseudonyms = pseudonyms;
  }

  redact(frame: Frame): RedactedFrame {
    this.#frame = frame;
    this.#shown = new Uint8Array(frame.end - frame.start);
    this.#end = 0;
    this.#isOpen = false;
    this.#link(frame);
    return { octets: this.#shown.subarray(0, this.#end), isOpen: this.#isOpen };
  }

  #link(frame: Frame): void {
    const packet = this.#packet;
    packet.enter(frame);
    const readLink = LINK_LAYERS.get(frame.linkType);
    const known = readLink !== undefined && this.#isLinkKnown(frame.linkType) && readLink(packet);
    if (!known) return this.#drop("frames of a link layer that cannot be rewritten");
    this.#show(frame.start, packet.start);
    this.#linkAddresses(frame, packet);
    this.#network(packet, 0);
    while (packet.subframesAt > 0) {
      const at = packet.subframesAt;
      if (!readNextSubframe(packet, frame)) continue;
      this.#show(at, packet.start);
      this.#hardware(at, at + 6);
      this.#network(packet, 0);
    }
  }

  /** Headers of Prism cards and of PPI tell what they please, at places that vary. */
  #isLinkKnown(linkType: number): boolean {
    return ![119, 163, 192].includes(linkType);
  }

  #linkAddresses(frame: Frame, packet: Packet): void {
    const { start, view } = frame;
    switch (frame.linkType) {
      case 1:
        return this.#hardware(start, start + 6);
      case 113:
        return this.#hardware(start + 6);
      case 276:
        return this.#hardware(start + 12);
      case 105:
      case 127: {
        const header = frame.linkType === 105 ? start : start + view.getUint16(start + 2, true);
        this.#hardware(...WIRELESS_ADDRESSES.map((at) => header + at));
        if ((view.getUint8(header + 1) & 3) === 3) this.#hardware(header + 24);
        const first = packet.start - SUBFRAME_AND_SNAP_OCTETS;
        if (packet.subframesAt > 0) this.#hardware(first, first + 6);
      }
    }
  }

  #network(packet: Packet, depth: number): void {
    const { start, etherType } = packet;
    if (etherType === ETHER_TYPE.ipv4 ? !readIpv4(packet) : etherType !== ETHER_TYPE.ipv6 || !readIpv6(packet)) {
      if (etherType === ARP) return this.#arp(packet);
      if (depth >= MAX_TUNNELS || !readEncapsulation(packet)) return this.#drop("packets that are not IP");
      this.#show(start, packet.start);
      if (etherType === ETHER_TYPE.ethernet) this.#hardware(start, start + 6);
      return this.#network(packet, depth + 1);
    }
    this.#ipHeader(packet, start);
    // Padding behind the packet is not shown.
    if (packet.fragmentOffset === 0 && !packet.moreFragments) return this.#transport(packet, depth);
    this.#isOpen = true;
    this.#end = Math.max(this.#end, packet.end - this.#frame!.start);
    if (packet.fragmentOffset === 0 && packet.protocol === IP_PROTOCOL.udp) this.#show(packet.start, packet.start + 8);
  }

  #ipHeader(packet: Packet, start: number): void {
    this.#show(start, packet.start);
    const at = start - this.#frame!.start;
    if (packet.version === 4) {
      this.#pseudonyms.address(this.#shown, at + 12, 4);
      this.#pseudonyms.address(this.#shown, at + 16, 4);
      // Options record addresses.
      this.#shown.fill(NO_OPERATION, at + IPV4_HEADER_OCTETS, packet.start - this.#frame!.start);
    } else {
      this.#pseudonyms.address(this.#shown, at + 8, 16);
      this.#pseudonyms.address(this.#shown, at + 24, 16);
      this.#extensions(at + IPV6_HEADER_OCTETS, packet.start - this.#frame!.start, this.#shown[at + 6]!);
    }
  }

  /** Routing headers and options of IPv6 hold addresses: of all but the fragment header only type and length stay. */
  #extensions(start: number, end: number, first: number): void {
    let protocol = first;
    for (let at = start; at + 8 <= end;) {
      const length =
        protocol === IP_PROTOCOL.fragment
          ? 8
          : protocol === IP_PROTOCOL.authentication
            ? (this.#shown[at + 1]! + 2) * 4
            : (this.#shown[at + 1]! + 1) * 8;
      if (protocol !== IP_PROTOCOL.fragment) {
        this.#shown.fill(0, at + 2, Math.min(end, at + length));
        // One option of padding as long as the header (RFC 8200 §4.2).
        const isOptions = protocol === IP_PROTOCOL.hopByHop || protocol === IP_PROTOCOL.destinationOptions;
        for (let pad = at + 2; isOptions && pad < at + length;) {
          const rest = Math.min(257, at + length - pad);
          if (rest >= 2) this.#shown.set([1, rest - 2], pad);
          pad += rest;
        }
      }
      protocol = this.#shown[at]!;
      at += length;
    }
  }

  #arp(packet: Packet): void {
    const { start, end, view } = packet;
    const isUsual = end - start >= ARP_ETHERNET_IPV4_OCTETS && view.getUint16(start + 4) === 0x0604;
    if (!isUsual) return this.#drop("packets that are not IP");
    this.#show(start, start + ARP_ETHERNET_IPV4_OCTETS);
    this.#hardware(start + 8, start + 18);
    for (const at of [14, 24]) this.#pseudonyms.address(this.#shown, start - this.#frame!.start + at, 4);
  }

  #transport(packet: Packet, depth: number): void {
    const { start } = packet;
    switch (packet.protocol) {
      case IP_PROTOCOL.udp:
        return this.#udp(packet, depth);
      case IP_PROTOCOL.tcp:
        if (!readTcp(packet)) return this.#drop("damaged packets");
        this.#show(start, packet.start);
        redactTcpOptions(this.#shown.subarray(start - this.#frame!.start, packet.start - this.#frame!.start));
        this.#isOpen = true;
        this.#end = Math.max(this.#end, packet.end - this.#frame!.start);
        return;
      case IP_PROTOCOL.sctp:
        this.#show(start, packet.end);
        this.#isOpen = true;
        return redactSctp(this.#shown.subarray(start - this.#frame!.start), this.#pseudonyms);
      case IP_PROTOCOL.icmp:
      case IP_PROTOCOL.icmpv6:
        return this.#icmp(packet);
      default: {
        if (depth >= MAX_TUNNELS || !readIpTunnel(packet)) return this.#drop("packets of other protocols");
        this.#show(start, packet.start);
        this.#network(packet, depth + 1);
      }
    }
  }

  #udp(packet: Packet, depth: number): void {
    const { start } = packet;
    if (!readUdp(packet)) return this.#drop("damaged packets");
    const payload = packet.start;
    if (depth < MAX_TUNNELS && readUdpTunnel(packet)) {
      this.#show(start, packet.start);
      return this.#network(packet, depth + 1);
    }
    this.#show(start, payload);
    const shown = redactDatagram(packet, this.#pseudonyms);
    if (shown === undefined) return;
    this.#shown.set(shown, payload - this.#frame!.start);
    this.#end = Math.max(this.#end, payload - this.#frame!.start + shown.length);
  }

  #icmp(packet: Packet): void {
    const { start, end, version, view } = packet;
    const header = Math.min(end, start + ICMP_HEADER_OCTETS);
    this.#show(start, header);
    const isRedirect = version === 4 && end - start >= ICMP_HEADER_OCTETS && view.getUint8(start) === ICMP_REDIRECT;
    if (isRedirect) this.#pseudonyms.address(this.#shown, start + 4 - this.#frame!.start, 4);
    if (readIcmpError(packet) === undefined) {
      if (version === 6) this.#neighbour(start, end);
      // What an echo carries is not shown, but its length is.
      else this.#end = Math.max(this.#end, end - this.#frame!.start);
      return;
    }
    const quoted = packet.start;
    const isIp = packet.etherType === ETHER_TYPE.ipv4 ? readIpv4(packet) : readIpv6(packet);
    this.#end = Math.max(this.#end, end - this.#frame!.start);
    if (!isIp) return;
    this.#ipHeader(packet, quoted);
    this.#end = Math.max(this.#end, end - this.#frame!.start);
    this.#quoted(packet);
  }

  #quoted(packet: Packet): void {
    const { start, end, protocol } = packet;
    const isUdp = protocol === IP_PROTOCOL.udp;
    if (packet.fragmentOffset !== 0 || (!isUdp && protocol !== IP_PROTOCOL.tcp)) return;
    this.#show(start, Math.min(end, start + ICMP_HEADER_OCTETS));
    if (!(isUdp ? readUdp(packet) : readTcp(packet))) return;
    this.#show(start, packet.start);
    if (!isUdp) redactTcpOptions(this.#shown.subarray(start - this.#frame!.start, packet.start - this.#frame!.start));
    const payload = redactQuotedPayload(packet.octets.subarray(packet.start, packet.end), this.#pseudonyms);
    this.#shown.set(payload, packet.start - this.#frame!.start);
  }

  #neighbour(start: number, end: number): void {
    const octets = this.#frame!.octets.slice(start, end);
    const length = redactNeighbourMessage(octets, this.#pseudonyms);
    this.#shown.set(octets.subarray(0, length), start - this.#frame!.start);
    this.#end = Math.max(this.#end, start - this.#frame!.start + length);
  }

  /** Shows octets of the frame as they are. */
  #show(start: number, end: number): void {
    const frame = this.#frame!;
    const last = Math.min(end, frame.end);
    if (last <= start) return;
    this.#shown.set(frame.octets.subarray(start, last), start - frame.start);
    this.#end = Math.max(this.#end, last - frame.start);
  }

  #hardware(...places: number[]): void {
    for (const at of places) this.#pseudonyms.hardware(this.#shown, at - this.#frame!.start);
  }

  #drop(what: string): void {
    this.#pseudonyms.tally.drop(what);
  }
}
