/** Makes a transmission of a HEP packet: the message with the endpoints and the time it had where it was copied. */
import { Z_NO_FLUSH, Z_OK, Z_STREAM_END, ZStream, zlibInflate, zlibInflateInit2 } from "pako";
import { SourceMap } from "../model/source-map.js";
import type { TraceSink } from "../model/transmission.js";
import { decodeFixedHep, decodeHep3, type HepPacket, isHep3 } from "./hep.js";
import { addRuns, type Packet } from "./packet.js";
import { findSipInDatagram } from "./sip-framing.js";
import type { BufferSlice } from "./stream-buffer.js";

/** Of 64 KiB, the most that a packet holds, deflate could make 64 MiB; no SIP message is as long as this. */
const MAX_INFLATED_OCTETS = 1024 * 1024;
const FIRST_OUTPUT_OCTETS = 16 * 1024;
/** Of the window; 32 more tells zlib and gzip apart, a negative number is deflate without either. */
const ANY_WRAPPER_WINDOW_BITS = 15 + 32;
const NO_WRAPPER_WINDOW_BITS = -15;
/** What the packets of all versions begin with: `H`, or the number of the version. */
const LETTER_H = 0x48;

/** What received the HEP packet: the payload's octets and where they lie, and which file and interface it came from. */
export interface HepOrigin {
  readonly file: number;
  readonly capturePoint: number;
  readonly payload: BufferSlice;
}

/** The packet stands at the payload of UDP. @returns false when it is not HEP, at the price of looking at an octet. */
export function readHep(packet: Packet, file: number, sink: TraceSink): boolean {
  const { octets, view, start, end, frame, atMicros, capturePoint } = packet;
  const first = octets[start];
  if (first !== LETTER_H && first !== 1 && first !== 2) return false;
  const isChunked = isHep3(view, start, end);
  const hep = isChunked ? decodeHep3(view, start, end) : decodeFixedHep(view, start, end);
  if (hep === undefined) return isChunked;
  const sourceMap = new SourceMap();
  packet.mapOctets(sourceMap, 0, hep.payload.start, hep.payload.end);
  const payload = { octets: octets.slice(hep.payload.start, hep.payload.end), sourceMap, frame, atMicros };
  const missingOctets = isChunked ? hep.missingOctets : packet.cutOctets;
  return sendHepMessage({ ...hep, missingOctets }, { file, capturePoint, payload }, sink) || isChunked;
}

/** @returns false when the payload is not SIP. */
export function sendHepMessage(hep: HepPacket, { file, capturePoint, payload }: HepOrigin, sink: TraceSink): boolean {
  const octets = hep.isCompressed ? inflated(payload.octets) : payload.octets;
  const start = octets === undefined ? -1 : findSipInDatagram(octets, 0, octets.length);
  if (octets === undefined || start < 0) return false;
  const sourceMap = new SourceMap();
  if (!hep.isCompressed) addRuns(sourceMap, 0, payload.sourceMap, start, octets.length);
  sink.transmission({
    atMicros: Number.isNaN(hep.atMicros) ? payload.atMicros : hep.atMicros,
    transport: hep.transport,
    source: hep.source,
    destination: hep.destination,
    octets: octets.subarray(start),
    place: { file, frame: payload.frame, line: null },
    sourceMap,
    missingOctets: hep.missingOctets,
    capturePoint: hep.captureId ?? capturePoint,
  });
  return true;
}

/** Undefined when it is damaged or too long. */
function inflated(octets: Uint8Array): Uint8Array | undefined {
  return inflate(octets, ANY_WRAPPER_WINDOW_BITS) ?? inflate(octets, NO_WRAPPER_WINDOW_BITS);
}

function inflate(octets: Uint8Array, windowBits: number): Uint8Array | undefined {
  const stream = new ZStream();
  zlibInflateInit2(stream, windowBits);
  stream.input = octets;
  stream.avail_in = octets.length;
  stream.output = new Uint8Array(FIRST_OUTPUT_OCTETS);
  stream.avail_out = FIRST_OUTPUT_OCTETS;
  for (;;) {
    const status = zlibInflate(stream, Z_NO_FLUSH);
    // Agents may flush instead of ending.
    if (status === Z_STREAM_END || (status === Z_OK && stream.avail_out > 0)) break;
    const isFull = stream.avail_out === 0 && stream.next_out < MAX_INFLATED_OCTETS;
    if (status !== Z_OK || !isFull) return undefined;
    const larger = new Uint8Array(stream.next_out * 4);
    larger.set(stream.output);
    stream.output = larger;
    stream.avail_out = larger.length - stream.next_out;
  }
  return stream.next_out === 0 ? undefined : stream.output.slice(0, stream.next_out);
}
