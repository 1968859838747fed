/** Frames to transmissions and signals: walks the layers of each frame and leaves those that cannot matter at once. */
import type { Frame, FrameSink } from "../capture/frame.js";
import type { TraceSink } from "../model/transmission.js";
import { DatagramReader } from "./datagrams.js";
import { MAX_TUNNELS, readEncapsulation, readIpTunnel, readUdpTunnel } from "./encapsulation.js";
import { EndpointTable } from "./endpoints.js";
import { ETHER_TYPE } from "./ether-type.js";
import { readHep } from "./hep-message.js";
import { readIcmpError } from "./icmp.js";
import { readNextSubframe } from "./ieee80211.js";
import { enterGivenUp, FragmentStore, type PartialDatagram } from "./ip-fragments.js";
import { IP_PROTOCOL } from "./ip-protocol.js";
import { readIpv4 } from "./ipv4.js";
import { readIpv6, skipReassembledExtensions } from "./ipv6.js";
import { LINK_LAYERS } from "./link-layers.js";
import { Packet } from "./packet.js";
import { SctpReader } from "./sctp-messages.js";
import { readTcp } from "./tcp.js";
import { TcpStreams } from "./tcp-streams.js";
import { KeyLog } from "./tls/key-log.js";
import { readUdp } from "./udp.js";
import type { Watches } from "./watches.js";

/** Source and destination port, which UDP and TCP begin with. */
const PORT_OCTETS = 4;

/** Frames that could not be read because their link layer is not known. */
interface UnknownLink {
  readonly offset: number;
  readonly firstFrame: number;
  frames: number;
}

export class PacketReader implements FrameSink {
  readonly #file: number;
  readonly #sink: TraceSink;
  readonly #keyLog: KeyLog;
  readonly #packet = new Packet();
  readonly #unknownLinks = new Map<number, UnknownLink>();
  readonly #endpoints = new EndpointTable();
  readonly #fragments = new FragmentStore((datagram) => this.#givenUp(datagram));
  readonly #datagrams: DatagramReader;
  readonly #streams: TcpStreams;
  readonly #sctp: SctpReader;
  #lastMicros = NaN;

  /**
   * @param file index of the file in the trace
   * @param keyLog the secrets to decrypt TLS with; those that the file itself holds are added
   * @param watches see the octets of streams as they are, before what reads them, and the records of TLS that are opened
   */
  constructor(file: number, sink: TraceSink, keyLog = new KeyLog(), watches: Watches = {}) {
    this.#file = file;
    this.#sink = sink;
    this.#keyLog = keyLog;
    this.#datagrams = new DatagramReader(file, sink, this.#endpoints);
    this.#sctp = new SctpReader(file, sink, this.#endpoints);
    this.#streams = new TcpStreams(file, sink, this.#endpoints, keyLog, watches);
  }

  frame(frame: Frame): void {
    const readLink = LINK_LAYERS.get(frame.linkType);
    if (readLink === undefined) return this.#countUnknownLink(frame);
    const packet = this.#packet;
    packet.enter(frame);
    this.#lastMicros = frame.atMicros;
    if (readLink(packet)) this.#network(packet, 0);
    while (packet.subframesAt > 0) if (readNextSubframe(packet, frame)) this.#network(packet, 0);
  }

  comment(frameNumber: number, text: string): void {
    this.#sink.comment({ place: { file: this.#file, frame: frameNumber, line: null }, text });
  }

  secrets(keyLog: Uint8Array): void {
    this.#keyLog.add(keyLog);
  }

  problem(offset: number, message: string): void {
    this.#sink.problem({ file: this.#file, offset, message });
  }

  /** Hands on what still waits for more; call once after the last frame. */
  finish(): void {
    this.#fragments.finish();
    const { crowdedOut, firstCrowdedOffset } = this.#fragments;
    if (crowdedOut > 0) {
      const message = `More datagrams in fragments than are kept waited for their rest; ${crowdedOut} were given up, the first at offset ${firstCrowdedOffset}.`;
      this.problem(firstCrowdedOffset, message);
    }
    this.#streams.finish(this.#lastMicros);
    for (const [linkType, { offset, firstFrame, frames }] of this.#unknownLinks) {
      const which =
        frames === 1 ? `Frame ${firstFrame} has` : `${frames} frames, the first of them ${firstFrame}, have`;
      this.problem(offset, `${which} link type ${linkType}, which cannot be read.`);
    }
  }

  #network(packet: Packet, depth: number): void {
    if (!readIp(packet)) {
      if (depth < MAX_TUNNELS && readEncapsulation(packet)) this.#network(packet, depth + 1);
      return;
    }
    if (packet.fragmentOffset === 0 && !packet.moreFragments) return this.#transport(packet, depth);
    if (!this.#fragments.add(packet)) return;
    // The rest of a whole datagram can only be missing because a snapshot length cut its fragments.
    if (packet.version === 6 && !skipReassembledExtensions(packet)) return;
    this.#transport(packet, depth);
  }

  #transport(packet: Packet, depth: number): void {
    switch (packet.protocol) {
      case IP_PROTOCOL.udp:
        if (!readUdp(packet)) return;
        if (depth < MAX_TUNNELS && readUdpTunnel(packet)) return this.#network(packet, depth + 1);
        if (!readHep(packet, this.#file, this.#sink)) this.#datagrams.read(packet);
        return;
      case IP_PROTOCOL.tcp:
        if (readTcp(packet)) this.#streams.read(packet);
        return;
      case IP_PROTOCOL.sctp:
        return this.#sctp.read(packet);
      case IP_PROTOCOL.icmp:
      case IP_PROTOCOL.icmpv6:
        return this.#icmp(packet);
      default:
        if (depth < MAX_TUNNELS && readIpTunnel(packet)) this.#network(packet, depth + 1);
    }
  }

  /** An error quotes the beginning of the packet that did not arrive: mostly no more than its ports. */
  #icmp(packet: Packet): void {
    const { addressView, sourceAddressAt, version } = packet;
    const reason = readIcmpError(packet);
    if (reason === undefined) return;
    const reporter = this.#endpoints.address(addressView, sourceAddressAt, version);
    if (!readIp(packet) || packet.fragmentOffset !== 0) return;
    const { protocol, start, end, view, octets } = packet;
    if ((protocol !== IP_PROTOCOL.udp && protocol !== IP_PROTOCOL.tcp) || end - start < PORT_OCTETS) return;
    packet.sourcePort = view.getUint16(start);
    packet.destinationPort = view.getUint16(start + 2);
    const isWhole = protocol === IP_PROTOCOL.udp ? readUdp(packet) : readTcp(packet);
    this.#sink.signal({
      kind: "unreachable",
      reason,
      reporter,
      quoted: isWhole ? octets.slice(packet.start, packet.end) : octets.slice(0, 0),
      atMicros: packet.atMicros,
      place: { file: this.#file, frame: packet.frame, line: null },
      transport: protocol === IP_PROTOCOL.udp ? "udp" : "tcp",
      source: this.#endpoints.source(packet),
      destination: this.#endpoints.destination(packet),
      capturePoint: packet.capturePoint,
    });
  }

  /** The first fragments of a datagram whose rest is not in the capture. */
  #givenUp(datagram: PartialDatagram): void {
    const packet = new Packet();
    enterGivenUp(packet, datagram);
    if (packet.protocol === IP_PROTOCOL.udp && readUdp(packet)) this.#datagrams.read(packet);
  }

  #countUnknownLink(frame: Frame): void {
    const known = this.#unknownLinks.get(frame.linkType);
    if (known !== undefined) known.frames++;
    else this.#unknownLinks.set(frame.linkType, { offset: frame.fileOffset, firstFrame: frame.number, frames: 1 });
  }
}

/** Moves the packet behind its IP header. */
function readIp(packet: Packet): boolean {
  if (packet.etherType === ETHER_TYPE.ipv4) return readIpv4(packet);
  return packet.etherType === ETHER_TYPE.ipv6 && readIpv6(packet);
}
