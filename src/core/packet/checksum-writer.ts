/** Goes through a capture whose frames were changed and makes their checksums right: of IP headers and of what they carry. */
import type { Frame } from "../capture/frame.js";
import { viewOf } from "../model/octets.js";
import { internetChecksum, writeChecksum } from "./checksums.js";
import { MAX_TUNNELS, readEncapsulation, readIpTunnel, readUdpTunnel } from "./encapsulation.js";
import { ETHER_TYPE } from "./ether-type.js";
import { readNextSubframe } from "./ieee80211.js";
import { FragmentStore } from "./ip-fragments.js";
import { IP_PROTOCOL } from "./ip-protocol.js";
import { readIpv4 } from "./ipv4.js";
import { readIpv6 } from "./ipv6.js";
import { LINK_LAYERS } from "./link-layers.js";
import { Packet } from "./packet.js";
import { readUdp } from "./udp.js";
import { SourceMap } from "../model/source-map.js";

const IPV4_CHECKSUM_AT = 10;
const IPV4_ERRORS: ReadonlySet<number> = new Set([3, 4, 5, 11, 12]);
const LARGEST_IPV6_ERROR = 127;
const ICMP_HEADER_OCTETS = 8;

/** Writes octets over those of the file. */
export type Patch = (fileOffset: number, octets: Uint8Array) => void;

export class ChecksumWriter {
  readonly #packet = new Packet();
  readonly #patch: Patch;
  /** A datagram whose rest is missing has a checksum that nobody can check. */
  readonly #fragments = new FragmentStore(() => undefined);
  #frame: Frame | undefined;
  #octets: Uint8Array = new Uint8Array(0);

  constructor(patch: Patch) {
    this.#patch = patch;
  }

  frame(frame: Frame): void {
    const readLink = LINK_LAYERS.get(frame.linkType);
    if (readLink === undefined) return;
    // A copy: checksums outside count those inside.
    const octets = frame.octets.slice(frame.start, frame.end);
    const copy: Frame = { ...frame, octets, view: viewOf(octets), start: 0, end: octets.length };
    this.#frame = copy;
    this.#octets = octets;
    const packet = this.#packet;
    packet.enter(copy);
    if (readLink(packet)) this.#network(packet, 0);
    while (packet.subframesAt > 0) if (readNextSubframe(packet, copy)) this.#network(packet, 0);
    for (let at = 0; at < octets.length; at++) {
      if (octets[at] === frame.octets[frame.start + at]) continue;
      const start = at;
      while (at < octets.length && octets[at] !== frame.octets[frame.start + at]) at++;
      this.#patch(frame.fileOffset + start, octets.subarray(start, at));
    }
  }

  #network(packet: Packet, depth: number): void {
    const { start, etherType } = packet;
    if (etherType === ETHER_TYPE.ipv4 ? !readIpv4(packet) : etherType !== ETHER_TYPE.ipv6 || !readIpv6(packet)) {
      if (depth < MAX_TUNNELS && readEncapsulation(packet)) this.#network(packet, depth + 1);
      return;
    }
    if (packet.version === 4) writeHeaderChecksum(this.#octets, start, packet.start);
    if (packet.fragmentOffset !== 0 || packet.moreFragments) return this.#fragment(packet);
    this.#carried(packet, depth);
  }

  #carried(packet: Packet, depth: number): void {
    const { protocol, version, start, end, cutOctets, sourceAddressAt } = packet;
    const addresses = this.#octets.slice(sourceAddressAt, sourceAddressAt + (version === 4 ? 8 : 32));
    if (depth < MAX_TUNNELS) this.#inside(packet, depth);
    if (cutOctets > 0) return;
    writeChecksum(this.#octets.subarray(start, end), protocol, version, addresses);
  }

  /** What the packet carries may be a packet with checksums of its own. */
  #inside(packet: Packet, depth: number): void {
    if (packet.protocol === IP_PROTOCOL.udp) {
      if (readUdp(packet) && readUdpTunnel(packet)) this.#network(packet, depth + 1);
    } else if (packet.protocol === IP_PROTOCOL.icmp || packet.protocol === IP_PROTOCOL.icmpv6) {
      this.#quoted(packet);
    } else if (packet.protocol !== IP_PROTOCOL.tcp && readIpTunnel(packet)) {
      this.#network(packet, depth + 1);
    }
  }

  /** Of a quoted packet the header is whole; of what it carried seldom more than the ports. */
  #quoted(packet: Packet): void {
    const at = packet.start + ICMP_HEADER_OCTETS;
    const type = this.#octets[packet.start]!;
    const isError = packet.protocol === IP_PROTOCOL.icmp ? IPV4_ERRORS.has(type) : type <= LARGEST_IPV6_ERROR;
    if (!isError || at >= packet.end) return;
    const quoted = new Packet();
    quoted.enter({ ...this.#frame!, start: at, end: packet.end });
    if (packet.version === 4 ? !readIpv4(quoted) : !readIpv6(quoted)) return;
    if (quoted.version === 4) writeHeaderChecksum(this.#octets, at, quoted.start);
    if (quoted.fragmentOffset !== 0 || quoted.moreFragments || quoted.cutOctets > 0) return;
    const addresses = this.#octets.slice(
      quoted.sourceAddressAt,
      quoted.sourceAddressAt + (quoted.version === 4 ? 8 : 32),
    );
    writeChecksum(this.#octets.subarray(quoted.start, quoted.end), quoted.protocol, quoted.version, addresses);
  }

  #fragment(packet: Packet): void {
    const { version, addressView, sourceAddressAt } = packet;
    const length = version === 4 ? 8 : 32;
    const addresses = new Uint8Array(addressView.buffer, addressView.byteOffset + sourceAddressAt, length).slice();
    if (!this.#fragments.add(packet) || packet.cutOctets > 0) return;
    const { protocol, octets } = packet;
    const before = octets.slice();
    if (!writeChecksum(octets, protocol, version, addresses)) return;
    const at = octets.findIndex((octet, index) => octet !== before[index]);
    if (at < 0) return;
    for (let octet = at; octet < at + 4 && octet < octets.length; octet++) {
      if (octets[octet] === before[octet]) continue;
      const map = new SourceMap();
      packet.mapOctets(map, 0, octet, octet + 1);
      const place = map.toFile(0) - this.#frame!.fileOffset;
      if (place >= 0 && place < this.#octets.length) this.#octets[place] = octets[octet]!;
      else this.#patch(map.toFile(0), octets.subarray(octet, octet + 1));
    }
  }
}

function writeHeaderChecksum(octets: Uint8Array, start: number, end: number): void {
  const header = octets.subarray(start, end);
  header.fill(0, IPV4_CHECKSUM_AT, IPV4_CHECKSUM_AT + 2);
  const checksum = internetChecksum(header);
  header[IPV4_CHECKSUM_AT] = checksum >> 8;
  header[IPV4_CHECKSUM_AT + 1] = checksum & 0xff;
}
