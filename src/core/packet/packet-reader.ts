/** Frames to transmissions and signals: walks the layers of each frame and leaves those that cannot matter at once. */
import type { Frame, FrameSink } from "../capture/frame.js";
import type { TraceSink } from "../model/transmission.js";
import { DatagramReader } from "./datagrams.js";
import { EndpointTable } from "./endpoints.js";
import { ETHER_TYPE } from "./ether-type.js";
import { IP_PROTOCOL } from "./ip-protocol.js";
import { readIpv4 } from "./ipv4.js";
import { readIpv6 } from "./ipv6.js";
import { LINK_LAYERS } from "./link-layers.js";
import { Packet } from "./packet.js";
import { readUdp } from "./udp.js";

/** IP within IP within IP: more than this is an attack on readers. */
const MAX_TUNNELS = 4;

/** Frames that could not be read because their link layer is not known. */
interface UnknownLink {
  readonly offset: number;
  readonly firstFrame: number;
  frames: number;
}

export class PacketReader implements FrameSink {
  readonly #file: number;
  readonly #sink: TraceSink;
  readonly #packet = new Packet();
  readonly #unknownLinks = new Map<number, UnknownLink>();
  readonly #datagrams: DatagramReader;

  /** @param file index of the file in the trace */
  constructor(file: number, sink: TraceSink) {
    this.#file = file;
    this.#sink = sink;
    const endpoints = new EndpointTable();
    this.#datagrams = new DatagramReader(file, sink, endpoints);
  }

  frame(frame: Frame): void {
    const readLink = LINK_LAYERS.get(frame.linkType);
    if (readLink === undefined) return this.#countUnknownLink(frame);
    const packet = this.#packet;
    packet.enter(frame);
    if (readLink(packet)) this.#network(packet, 0);
  }

  comment(frameNumber: number, text: string): void {
    this.#sink.comment({ place: { file: this.#file, frame: frameNumber, line: null }, text });
  }

  problem(offset: number, message: string): void {
    this.#sink.problem({ file: this.#file, offset, message });
  }

  /** Hands on what still waits for more; call once after the last frame. */
  finish(): void {
    for (const [linkType, { offset, firstFrame, frames }] of this.#unknownLinks) {
      const which =
        frames === 1 ? `Frame ${firstFrame} has` : `${frames} frames, the first of them ${firstFrame}, have`;
      this.problem(offset, `${which} link type ${linkType}, which cannot be read.`);
    }
  }

  #network(packet: Packet, depth: number): void {
    if (packet.etherType === ETHER_TYPE.ipv4) {
      if (!readIpv4(packet)) return;
    } else if (packet.etherType !== ETHER_TYPE.ipv6 || !readIpv6(packet)) {
      return;
    }
    this.#transport(packet, depth);
  }

  #transport(packet: Packet, depth: number): void {
    switch (packet.protocol) {
      case IP_PROTOCOL.udp:
        if (readUdp(packet)) this.#datagrams.read(packet);
        return;
      case IP_PROTOCOL.ipv4:
      case IP_PROTOCOL.ipv6:
        if (depth >= MAX_TUNNELS) return;
        packet.etherType = packet.protocol === IP_PROTOCOL.ipv4 ? ETHER_TYPE.ipv4 : ETHER_TYPE.ipv6;
        this.#network(packet, depth + 1);
    }
  }

  #countUnknownLink(frame: Frame): void {
    const known = this.#unknownLinks.get(frame.linkType);
    if (known !== undefined) known.frames++;
    else this.#unknownLinks.set(frame.linkType, { offset: frame.fileOffset, firstFrame: frame.number, frames: 1 });
  }
}
