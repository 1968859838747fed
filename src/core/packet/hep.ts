/**
 * Homer Encapsulation Protocol, in which SIP servers and capture agents send copies of messages to a collector: versions 1
 * and 2 with a fixed header, version 3 in chunks (https://github.com/sipcapture/HEP).
 */
import type { Endpoint, Transport } from "../model/endpoint.js";
import type { ByteRange } from "../model/span.js";
import { formatAddress } from "./endpoints.js";

/** The copy of a message, and what its agent says of it. */
export interface HepPacket {
  readonly source: Endpoint;
  readonly destination: Endpoint;
  /** Undefined for protocols that are none of SIP's. */
  readonly transport: Transport | undefined;
  /** NaN when it is not told. */
  readonly atMicros: number;
  /** Number of the agent; undefined when it is not told. */
  readonly captureId: number | undefined;
  readonly payload: ByteRange;
  readonly isCompressed: boolean;
  /** Octets of the payload that the snapshot length cut. */
  readonly missingOctets: number;
}

/** `HEP3`. */
const MAGIC = 0x4845_5033;
/** Magic number and length of all. */
export const HEP3_HEADER_OCTETS = 6;
const CHUNK_HEADER_OCTETS = 6;
const CHUNK = {
  protocol: 0x02,
  sourceIpv4: 0x03,
  destinationIpv4: 0x04,
  sourceIpv6: 0x05,
  destinationIpv6: 0x06,
  sourcePort: 0x07,
  destinationPort: 0x08,
  seconds: 0x09,
  microseconds: 0x0a,
  payloadType: 0x0b,
  captureId: 0x0c,
  payload: 0x0f,
  compressedPayload: 0x10,
} as const;
const SIP = 1;

const FIXED_HEADER_OCTETS = 8;
const AF_INET = 2;
const AF_INET6 = 10;
/** Seconds, microseconds and agent of version 2, in the byte order of its host, padded. */
const FIXED_TIME_OCTETS = 12;

/** IP protocol numbers; Kamailio and OpenSIPS write that of an extinct protocol for TLS. */
const TRANSPORTS: ReadonlyMap<number, Transport> = new Map([
  [6, "tcp"],
  [17, "udp"],
  [22, "tls"],
  [132, "sctp"],
]);

export function isHep3(view: DataView, start: number, end: number): boolean {
  return end - start >= HEP3_HEADER_OCTETS && view.getUint32(start) === MAGIC;
}

/** Octets of the whole HEP 3 packet, as its header states. */
export function hep3Octets(view: DataView, start: number): number {
  return view.getUint16(start + 4);
}

/** @returns undefined when a part is missing that a message needs, or when it carries something else than SIP. */
export function decodeHep3(view: DataView, start: number, end: number): HepPacket | undefined {
  const chunks = new Map<number, ByteRange>();
  const declaredEnd = start + hep3Octets(view, start);
  const last = Math.min(end, declaredEnd);
  for (let at = start + HEP3_HEADER_OCTETS; last - at >= CHUNK_HEADER_OCTETS;) {
    const length = view.getUint16(at + 4);
    if (length < CHUNK_HEADER_OCTETS) break;
    // Vendors' own chunks have numbers of their own.
    if (view.getUint16(at) === 0) {
      chunks.set(view.getUint16(at + 2), { start: at + CHUNK_HEADER_OCTETS, end: at + length });
    }
    at += length;
  }
  const number = (type: number): number | undefined => {
    const chunk = chunks.get(type);
    if (chunk === undefined || chunk.end > last) return undefined;
    const octets = chunk.end - chunk.start;
    if (octets === 1) return view.getUint8(chunk.start);
    if (octets === 2) return view.getUint16(chunk.start);
    return octets === 4 ? view.getUint32(chunk.start) : undefined;
  };
  const address = (ipv4: number, ipv6: number): string | undefined => {
    const chunk = chunks.get(ipv4) ?? chunks.get(ipv6);
    const octets = chunk === undefined || chunk.end > last ? 0 : chunk.end - chunk.start;
    return octets === 4 || octets === 16 ? addressAt(view, chunk!.start, octets) : undefined;
  };
  const source = address(CHUNK.sourceIpv4, CHUNK.sourceIpv6);
  const destination = address(CHUNK.destinationIpv4, CHUNK.destinationIpv6);
  const plain = chunks.get(CHUNK.payload);
  const payload = plain ?? chunks.get(CHUNK.compressedPayload);
  if (source === undefined || destination === undefined || payload === undefined) return undefined;
  if ((number(CHUNK.payloadType) ?? SIP) !== SIP) return undefined;
  const payloadEnd = Math.min(payload.end, last);
  return {
    source: { address: source, port: number(CHUNK.sourcePort) ?? 0 },
    destination: { address: destination, port: number(CHUNK.destinationPort) ?? 0 },
    transport: TRANSPORTS.get(number(CHUNK.protocol) ?? 0),
    atMicros: microsOf(number(CHUNK.seconds), number(CHUNK.microseconds)),
    captureId: number(CHUNK.captureId),
    payload: { start: payload.start, end: payloadEnd },
    isCompressed: plain === undefined,
    missingOctets: payload.end - payloadEnd,
  };
}

/** Versions 1 and 2 have no magic number: that all parts of the header fit is what tells them. */
export function decodeFixedHep(view: DataView, start: number, end: number): HepPacket | undefined {
  if (end - start < FIXED_HEADER_OCTETS) return undefined;
  const version = view.getUint8(start);
  const family = view.getUint8(start + 2);
  const addressOctets = family === AF_INET ? 4 : family === AF_INET6 ? 16 : 0;
  const headerOctets = FIXED_HEADER_OCTETS + 2 * addressOctets;
  if ((version !== 1 && version !== 2) || addressOctets === 0) return undefined;
  const time = start + headerOctets;
  const payload = time + (version === 2 ? FIXED_TIME_OCTETS : 0);
  if (view.getUint8(start + 1) !== headerOctets || payload >= end) return undefined;
  const source = start + FIXED_HEADER_OCTETS;
  return {
    source: { address: addressAt(view, source, addressOctets), port: view.getUint16(start + 4) },
    destination: {
      address: addressAt(view, source + addressOctets, addressOctets),
      port: view.getUint16(start + 6),
    },
    transport: TRANSPORTS.get(view.getUint8(start + 3)),
    // Agents run on hosts with the little end first.
    atMicros: version === 2 ? microsOf(view.getUint32(time, true), view.getUint32(time + 4, true)) : NaN,
    captureId: version === 2 ? view.getUint16(time + 8, true) : undefined,
    payload: { start: payload, end },
    isCompressed: false,
    missingOctets: 0,
  };
}

function addressAt(view: DataView, at: number, octets: number): string {
  return formatAddress(new Uint8Array(view.buffer, view.byteOffset + at, octets));
}

function microsOf(seconds: number | undefined, micros: number | undefined): number {
  return seconds === undefined || seconds === 0 ? NaN : seconds * 1_000_000 + (micros ?? 0);
}
