/** Reassembly of IP fragments (RFC 791 §3.2, RFC 8200 §4.5). */
import { SourceMap } from "../model/source-map.js";
import { IP_PROTOCOL } from "./ip-protocol.js";
import type { IpVersion, Packet } from "./packet.js";
import { SparseOctets } from "./sparse-octets.js";

/** A receiver waits 30 to 60 s for the rest of a datagram (RFC 8200 §4.5, RFC 1122 §3.3.2). */
const MAX_AGE_MICROS = 60_000_000;
const MAX_DATAGRAMS = 1024;
const MAX_HELD_OCTETS = 16 * 1024 * 1024;
/** 64 KiB in the smallest fragments there are. */
const MAX_FRAGMENTS = 8192;
const LARGEST_DATAGRAM_OCTETS = 65_535;
const UDP_HEADER_OCTETS = 8;

/** A datagram of which not all fragments have come. */
export interface PartialDatagram {
  readonly octets: SparseOctets;
  readonly version: IpVersion;
  /** Source and destination address. */
  readonly addresses: DataView;
  readonly capturePoint: number;
  readonly firstMicros: number;
  fragments: number;
  /** Told by the last fragment; -1 until then. */
  totalOctets: number;
  /** Of the first fragment; -1 until it came. */
  protocol: number;
  /** It begins with RTP: its octets are not kept. */
  isIgnored: boolean;
}

export class FragmentStore {
  /** Datagrams that were given up although their rest might have come, because too many waited. */
  crowdedOut = 0;
  /** Where in the file the first of them begins. */
  firstCrowdedOffset = 0;
  readonly #expired: (datagram: PartialDatagram) => void;
  /** In the order in which they began. */
  readonly #datagrams = new Map<string, PartialDatagram>();
  #heldOctets = 0;

  /** @param expired receives the datagrams that were given up, whose rest is not in the capture */
  constructor(expired: (datagram: PartialDatagram) => void) {
    this.#expired = expired;
  }

  /** @returns true when the fragment completed its datagram, at whose payload the packet now stands. */
  add(packet: Packet): boolean {
    this.#expire(packet.atMicros);
    const key = fragmentKey(packet);
    const datagram = this.#datagrams.get(key) ?? this.#begin(key, packet);
    if (datagram.isIgnored) return false;
    if (packet.fragmentOffset === 0 && datagram.protocol < 0) this.#first(datagram, packet);
    if (datagram.isIgnored || ++datagram.fragments > MAX_FRAGMENTS) return false;
    const heldBefore = datagram.octets.heldOctets;
    datagram.octets.add(packet, packet.fragmentOffset);
    this.#heldOctets += datagram.octets.heldOctets - heldBefore;
    if (!packet.moreFragments && datagram.totalOctets < 0) {
      datagram.totalOctets = packet.fragmentOffset + packet.end - packet.start + packet.cutOctets;
    }
    if (datagram.protocol < 0 || datagram.octets.coveredOctets !== datagram.totalOctets) return false;
    this.#datagrams.delete(key);
    this.#heldOctets -= datagram.octets.heldOctets;
    enterBeginning(packet, datagram);
    return true;
  }

  /** Gives up what is left, at the end of the capture. */
  finish(): void {
    for (const key of this.#datagrams.keys()) this.#giveUp(key);
  }

  #begin(key: string, packet: Packet): PartialDatagram {
    const octets = packet.version === 4 ? 4 : 16;
    const { buffer, byteOffset } = packet.addressView;
    const addresses = new Uint8Array(2 * octets);
    addresses.set(new Uint8Array(buffer, byteOffset + packet.sourceAddressAt, octets), 0);
    addresses.set(new Uint8Array(buffer, byteOffset + packet.destinationAddressAt, octets), octets);
    const datagram: PartialDatagram = {
      octets: new SparseOctets(),
      version: packet.version,
      addresses: new DataView(addresses.buffer),
      capturePoint: packet.capturePoint,
      firstMicros: packet.atMicros,
      fragments: 0,
      totalOctets: -1,
      protocol: -1,
      isIgnored: false,
    };
    this.#datagrams.set(key, datagram);
    return datagram;
  }

  #first(datagram: PartialDatagram, packet: Packet): void {
    datagram.protocol = packet.protocol;
    const payload = packet.start + UDP_HEADER_OCTETS;
    if (packet.protocol !== IP_PROTOCOL.udp || payload >= packet.end) return;
    // Video in fragments is most of what is fragmented at all; version 2 of RTP stands in the first two bits.
    datagram.isIgnored = packet.octets[payload]! >> 6 === 2;
    if (!datagram.isIgnored) return;
    this.#heldOctets -= datagram.octets.heldOctets;
    datagram.octets.clear();
  }

  #expire(nowMicros: number): void {
    for (const [key, datagram] of this.#datagrams) {
      const isOld = datagram.firstMicros < nowMicros - MAX_AGE_MICROS;
      if (!isOld && this.#datagrams.size <= MAX_DATAGRAMS && this.#heldOctets <= MAX_HELD_OCTETS) return;
      if (!isOld && !datagram.isIgnored) this.#noteCrowded(datagram);
      this.#giveUp(key);
    }
  }

  #noteCrowded(datagram: PartialDatagram): void {
    if (this.crowdedOut++ > 0) return;
    const map = new SourceMap();
    datagram.octets.pieces[0]?.mapOctets(map, 0, 0, 1);
    this.firstCrowdedOffset = map.toFile(0);
  }

  #giveUp(key: string): void {
    const datagram = this.#datagrams.get(key)!;
    this.#datagrams.delete(key);
    this.#heldOctets -= datagram.octets.heldOctets;
    if (datagram.protocol >= 0 && !datagram.isIgnored) this.#expired(datagram);
  }
}

/** Puts the packet at what is there of the datagram from its beginning; the rest counts as cut. */
function enterBeginning(packet: Packet, datagram: PartialDatagram): void {
  const pieces = datagram.octets.pieces;
  let length = 0;
  let whole = 0;
  while (whole < pieces.length && pieces[whole]!.start === length && pieces[whole]!.octets !== undefined) {
    length = pieces[whole++]!.end;
  }
  const payload = new Uint8Array(length);
  const map = new SourceMap();
  for (const piece of pieces.slice(0, whole)) {
    payload.set(piece.octets!, piece.start);
    piece.mapOctets(map, piece.start, 0, piece.end - piece.start);
  }
  packet.enterReassembled(payload, map, datagram.fragments);
  packet.protocol = datagram.protocol;
  // Without the last fragment the length is not known here; the header of UDP tells it.
  const total = datagram.totalOctets < 0 ? LARGEST_DATAGRAM_OCTETS : datagram.totalOctets;
  packet.cutOctets = Math.max(0, total - length);
}

/** As `enterBeginning` for a datagram that was given up: the packet becomes that of its first fragment. */
export function enterGivenUp(packet: Packet, datagram: PartialDatagram): void {
  enterBeginning(packet, datagram);
  packet.lacksFragments = true;
  const first = datagram.octets.pieces[0]!;
  packet.frame = first.frame;
  packet.atMicros = first.atMicros;
  packet.capturePoint = datagram.capturePoint;
  packet.version = datagram.version;
  packet.addressView = datagram.addresses;
  packet.sourceAddressAt = 0;
  packet.destinationAddressAt = datagram.version === 4 ? 4 : 16;
  packet.fragmentOffset = 0;
  packet.moreFragments = false;
}

/** Addresses, identification and protocol name a datagram; IPv6 leaves the protocol out, as only the first tells it. */
function fragmentKey(packet: Packet): string {
  const { addressView, sourceAddressAt, destinationAddressAt, version } = packet;
  let key = `${packet.capturePoint} ${packet.identification} ${version === 4 ? packet.protocol : version} `;
  const octets = version === 4 ? 4 : 16;
  for (let at = 0; at < octets; at += 2) {
    key += String.fromCharCode(
      addressView.getUint16(sourceAddressAt + at),
      addressView.getUint16(destinationAddressAt + at),
    );
  }
  return key;
}
