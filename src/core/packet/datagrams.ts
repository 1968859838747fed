/** What a UDP datagram carries: a SIP message, a keep-alive, STUN, or nothing of interest. */
import { SourceMap } from "../model/source-map.js";
import type { Place, Signal, TraceSink } from "../model/transmission.js";
import type { EndpointTable } from "./endpoints.js";
import type { Packet } from "./packet.js";
import { findSipInDatagram } from "./sip-framing.js";
import { skipLineEnds } from "./sip-start-line.js";
import { isStun, readStunMapping, stunKind } from "./stun.js";

/** Devices keep NAT bindings open with as little as this: CR LF, twice that, four NULs, `jak`. */
const MAX_KEEP_ALIVE_OCTETS = 4;
const DOUBLE_CRLF_OCTETS = 4;

export class DatagramReader {
  readonly #file: number;
  readonly #sink: TraceSink;
  readonly #endpoints: EndpointTable;

  constructor(file: number, sink: TraceSink, endpoints: EndpointTable) {
    this.#file = file;
    this.#sink = sink;
    this.#endpoints = endpoints;
  }

  /** The packet stands at the payload of UDP. */
  read(packet: Packet): void {
    const { octets, start, end } = packet;
    if (end - start <= MAX_KEEP_ALIVE_OCTETS && packet.cutOctets === 0) return this.#keepAlive(packet);
    if (end <= start) return;
    const first = octets[start]!;
    // Version 2 in the first two bits: RTP and RTCP, most of a capture of calls (RFC 3550 §5.1, RFC 7983 §7).
    if (first >= 0x80 && first <= 0xbf) return;
    if (first <= 0x03 && isStun(packet.view, start, end)) return this.#stun(packet);
    const startLine = findSipInDatagram(octets, start, end);
    if (startLine >= 0) this.#message(packet, startLine);
  }

  #message(packet: Packet, startLine: number): void {
    const { octets, start, end } = packet;
    const sourceMap = new SourceMap();
    packet.mapOctets(sourceMap, 0, startLine, end);
    const isJunkBefore = skipLineEnds(octets, start, end) < startLine;
    this.#sink.transmission({
      atMicros: packet.atMicros,
      transport: "udp",
      source: this.#endpoints.source(packet),
      destination: this.#endpoints.destination(packet),
      octets: octets.slice(startLine, end),
      place: this.#place(packet),
      sourceMap,
      missingOctets: packet.cutOctets,
      capturePoint: packet.capturePoint,
      ...(isJunkBefore ? { garbageBefore: octets.slice(start, startLine) } : {}),
      ...(packet.fragments > 1 ? { fragments: packet.fragments } : {}),
    });
  }

  #keepAlive(packet: Packet): void {
    const { octets, start, end } = packet;
    const isLineEnds = end > start && skipLineEnds(octets, start, end) === end;
    const form = !isLineEnds ? "other" : end - start >= DOUBLE_CRLF_OCTETS ? "double-crlf" : "crlf";
    this.#sink.signal({ kind: "keep-alive", form, ...this.#signalBase(packet) });
  }

  #stun(packet: Packet): void {
    const kind = stunKind(packet.view, packet.start);
    if (kind === undefined) return;
    this.#sink.signal({ kind: "keep-alive", form: kind, ...this.#signalBase(packet) });
    if (kind !== "stun-response") return;
    const mapped = readStunMapping(packet.view, packet.start, packet.end);
    if (mapped) this.#sink.signal({ kind: "stun-mapping", mapped, ...this.#signalBase(packet) });
  }

  #signalBase(
    packet: Packet,
  ): Pick<Signal, "atMicros" | "place" | "transport" | "source" | "destination" | "capturePoint"> {
    return {
      atMicros: packet.atMicros,
      place: this.#place(packet),
      transport: "udp",
      source: this.#endpoints.source(packet),
      destination: this.#endpoints.destination(packet),
      capturePoint: packet.capturePoint,
    };
  }

  #place(packet: Packet): Place {
    return { file: this.#file, frame: packet.frame, line: null };
  }
}
