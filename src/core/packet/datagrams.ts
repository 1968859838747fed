/** What a UDP datagram carries: a SIP message, a keep-alive, STUN, DNS, NTP, DHCP, or nothing of interest. */
import { SourceMap } from "../model/source-map.js";
import type { Place, Signal, TraceSink, Transmission } from "../model/transmission.js";
import { DHCP_CLIENT_PORT, DHCP_SERVER_PORT, readDhcpSettings } from "./dhcp.js";
import { decodeDns, DNS_PORT, mayBeDns } from "./dns.js";
import type { EndpointTable } from "./endpoints.js";
import { NTP_PORT, readNtpAnswer } from "./ntp.js";
import type { Packet } from "./packet.js";
import { findSipInDatagram, isUsualMessage } from "./sip-framing.js";
import { skipLineEnds } from "./sip-start-line.js";
import { isStun, readStunMapping, stunKind } from "./stun.js";

/** Devices keep NAT bindings open with as little as this: CR LF, twice that, four NULs, `jak`. */
export const MAX_KEEP_ALIVE_OCTETS = 4;
const DOUBLE_CRLF_OCTETS = 4;

/** Queries to all hosts of a link use the format of DNS, but are none of its servers (RFC 6762, RFC 4795). */
const MULTICAST_DNS_PORT = 5353;
const LINK_LOCAL_NAMES_PORT = 5355;
/** A phone makes few; a capture at the resolver of a whole network must not fill the memory. */
const MAX_DNS_MESSAGES = 100_000;

export class DatagramReader {
  readonly #file: number;
  readonly #sink: TraceSink;
  readonly #endpoints: EndpointTable;
  #dnsMessages = 0;

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
    // Before RTP: the first octets of DNS are random.
    if (mayBeDns(octets, start, end) && this.#dns(packet)) return;
    const first = octets[start]!;
    // Version 2 in the first two bits: RTP and RTCP, most of a capture of calls (RFC 3550 §5.1, RFC 7983 §7).
    if (first >= 0x80 && first <= 0xbf) return;
    if (first <= 0x03 && isStun(packet.view, start, end)) return this.#stun(packet);
    if (packet.sourcePort === NTP_PORT) return this.#ntp(packet);
    if (packet.sourcePort === DHCP_SERVER_PORT) return this.#dhcp(packet);
    // A method or a version begins with a capital; another protocol is not looked at as a whole.
    if (first >= 0x41 && first <= 0x5a) {
      const message = octets.subarray(start, end);
      if (isUsualMessage(message)) return this.#message(packet, start, message);
    }
    const startLine = findSipInDatagram(octets, start, end);
    if (startLine >= 0) this.#message(packet, startLine, octets.subarray(startLine, end));
  }

  #message(packet: Packet, startLine: number, message: Uint8Array): void {
    const { octets, start, end } = packet;
    const sourceMap = new SourceMap();
    packet.mapOctets(sourceMap, 0, startLine, end);
    const transmission: Transmission = {
      atMicros: packet.atMicros,
      transport: "udp",
      source: this.#endpoints.source(packet),
      destination: this.#endpoints.destination(packet),
      octets: message,
      place: this.#place(packet),
      sourceMap,
      missingOctets: packet.cutOctets,
      capturePoint: packet.capturePoint,
    };
    const isJunkBefore = skipLineEnds(octets, start, end) < startLine;
    // Nearly all messages are one shape of object, which is made without copying properties.
    if (!isJunkBefore && packet.fragments === 1) return this.#sink.transmission(transmission);
    this.#sink.transmission({
      ...transmission,
      ...(isJunkBefore ? { garbageBefore: octets.slice(start, startLine) } : {}),
      ...(packet.fragments > 1 || packet.lacksFragments ? { fragments: packet.fragments } : {}),
      ...(packet.lacksFragments ? { lacksFragments: true } : {}),
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

  /** @returns false when it is something else. On other ports than that of DNS not an octet may be left over. */
  #dns(packet: Packet): boolean {
    const { octets, start, end, sourcePort, destinationPort } = packet;
    const isMulticast = [MULTICAST_DNS_PORT, LINK_LOCAL_NAMES_PORT].includes(destinationPort);
    if (isMulticast || this.#dnsMessages > MAX_DNS_MESSAGES) return false;
    const decoded = decodeDns(octets, start, end);
    const isAtPort = sourcePort === DNS_PORT || destinationPort === DNS_PORT;
    if (decoded === undefined || (!isAtPort && !decoded.isWhole)) return false;
    if (this.#dnsMessages++ === MAX_DNS_MESSAGES) {
      const message = `More than ${MAX_DNS_MESSAGES} DNS messages; those from here on are left out.`;
      this.#sink.problem({ file: this.#file, offset: packet.fileOffset, message });
      return true;
    }
    this.#sink.signal({ kind: "dns", dns: decoded.message, ...this.#signalBase(packet) });
    return true;
  }

  #ntp(packet: Packet): void {
    const answer = readNtpAnswer(packet.view, packet.start, packet.end, packet.atMicros);
    if (answer !== undefined) this.#sink.signal({ kind: "ntp", ...answer, ...this.#signalBase(packet) });
  }

  #dhcp(packet: Packet): void {
    const dhcp = readDhcpSettings(packet.octets, packet.start, packet.end);
    if (dhcp === undefined) return;
    const destination = { address: dhcp.client, port: DHCP_CLIENT_PORT };
    this.#sink.signal({ kind: "dhcp", dhcp, ...this.#signalBase(packet), destination });
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
