/** Builds packets layer by layer, and reads captures of them with the reader under test. */
import type { Problem } from "../../src/core/model/problem.js";
import type { FrameComment, Signal, TraceSink, Transmission } from "../../src/core/model/transmission.js";
import { PacketReader } from "../../src/core/packet/packet-reader.js";
import type { KeyLog } from "../../src/core/packet/tls/key-log.js";
import { ascii, concat, type FrameToWrite, pcapFile, pump } from "../capture/capture-files.js";

export const LINK_ETHERNET = 1;
const LINK_RAW = 101;
const START_SECONDS = 1_795_255_200;

export interface Side {
  readonly address: string;
  readonly port: number;
}

export const ALICE: Side = { address: "192.0.2.10", port: 5062 };
export const PBX: Side = { address: "198.51.100.1", port: 5060 };

export interface Read {
  readonly messages: Transmission[];
  readonly signals: Signal[];
  readonly comments: FrameComment[];
  readonly problems: Problem[];
}

/** Reads raw IP packets, 10 ms apart unless they are frames with times of their own. */
export function readPackets(packets: readonly (Uint8Array | FrameToWrite)[], linkType = LINK_RAW): Read {
  return readFile(captureOf(packets, linkType));
}

export function captureOf(packets: readonly (Uint8Array | FrameToWrite)[], linkType = LINK_RAW): Uint8Array {
  return pcapFile(
    packets.map((packet, index) => (packet instanceof Uint8Array ? frameAt(index * 0.01, packet) : packet)),
    undefined,
    linkType,
  );
}

export function readFile(file: Uint8Array, rangeOctets?: number, keyLog?: KeyLog): Read {
  const found: Read = { messages: [], signals: [], comments: [], problems: [] };
  const sink: TraceSink = {
    // The octets are lent for the call.
    transmission: (transmission) => found.messages.push({ ...transmission, octets: transmission.octets.slice() }),
    signal: (signal) => found.signals.push(signal),
    comment: (comment) => found.comments.push(comment),
    problem: (problem) => found.problems.push(problem),
  };
  const reader = new PacketReader(0, sink, keyLog);
  pump(file, reader, rangeOctets);
  reader.finish();
  return found;
}

/** A frame so many seconds into the capture, perhaps cut to a snapshot length. */
export function frameAt(seconds: number, octets: Uint8Array, snapshotLength = Infinity): FrameToWrite {
  const micros = Math.round(seconds * 1e6);
  return {
    seconds: START_SECONDS + Math.floor(micros / 1e6),
    fraction: micros % 1e6,
    octets: octets.subarray(0, Math.min(octets.length, snapshotLength)),
    originalLength: octets.length,
  };
}

export function udp(from: Side, to: Side, payload: Uint8Array | string): Uint8Array {
  return ip(from, to, 17, udpDatagram(from, to, payload));
}

export function udpDatagram(from: Side, to: Side, payload: Uint8Array | string): Uint8Array {
  const octets = toOctets(payload);
  return concat([u16(from.port), u16(to.port), u16(8 + octets.length), u16(0), octets]);
}

export interface Segment {
  readonly sequence: number;
  readonly acknowledgement?: number;
  readonly flags?: number;
  readonly data?: Uint8Array | string;
}

export function tcp(from: Side, to: Side, { sequence, acknowledgement, flags, data }: Segment): Uint8Array {
  const bits = flags ?? 0x10;
  const header = [u16(from.port), u16(to.port), u32(sequence), u32(acknowledgement ?? 0)];
  const rest = [Uint8Array.of(0x50, bits), u16(65_535), u16(0), u16(0)];
  return ip(from, to, 6, concat([...header, ...rest, toOctets(data ?? "")]));
}

export function ip(from: Side, to: Side, protocol: number, payload: Uint8Array, fragment: Fragment = {}): Uint8Array {
  return from.address.includes(":")
    ? ipv6(from.address, to.address, protocol, payload)
    : ipv4(from.address, to.address, protocol, payload, fragment);
}

export interface Fragment {
  readonly identification?: number;
  readonly offset?: number;
  readonly more?: boolean;
}

function ipv4(
  source: string,
  destination: string,
  protocol: number,
  payload: Uint8Array,
  { identification = 0, offset = 0, more = false }: Fragment = {},
): Uint8Array {
  return concat([
    Uint8Array.of(0x45, 0),
    u16(20 + payload.length),
    u16(identification),
    u16((more ? 0x2000 : 0) | (offset / 8)),
    Uint8Array.of(64, protocol, 0, 0),
    addressOctets(source),
    addressOctets(destination),
    payload,
  ]);
}

export function ipv6(source: string, destination: string, nextHeader: number, payload: Uint8Array): Uint8Array {
  const head = [Uint8Array.of(0x60, 0, 0, 0), u16(payload.length), Uint8Array.of(nextHeader, 64)];
  return concat([...head, addressOctets(source), addressOctets(destination), payload]);
}

/** Dotted IPv4, or IPv6 with at most one `::`. */
export function addressOctets(address: string): Uint8Array {
  if (!address.includes(":")) return Uint8Array.from(address.split("."), Number);
  const [head = "", tail] = address.split("::");
  const groups = (text: string) => text.split(":").filter(Boolean);
  const zeros = tail === undefined ? [] : Array<string>(8 - groups(head).length - groups(tail).length).fill("0");
  return concat([...groups(head), ...zeros, ...groups(tail ?? "")].map((group) => u16(parseInt(group, 16))));
}

export function u16(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value);
}

export function u32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

export function toText(octets: Uint8Array): string {
  return Buffer.from(octets).toString("latin1");
}

/** A REGISTER with a body of so many octets. */
export function register(cseq: number, body = "", headers = ""): string {
  const lines = [
    "REGISTER sip:example.com SIP/2.0",
    "Via: SIP/2.0/TCP 192.0.2.10:5062;branch=z9hG4bK1",
    `CSeq: ${cseq} REGISTER`,
    `Content-Length: ${body.length}`,
  ];
  return `${lines.join("\r\n")}\r\n${headers}\r\n${body}`;
}

function toOctets(payload: Uint8Array | string): Uint8Array {
  return typeof payload === "string" ? ascii(payload) : payload;
}
