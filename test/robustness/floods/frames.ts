/** Frames for floods: pcap records that a number makes different. */
import { concat, pcapFile } from "../../capture/capture-files.js";
import { ALICE, frameAt, PBX, tcp, udp } from "../../packet/packets.js";
import type { Repetition } from "./sources.js";

const FILE_HEADER_OCTETS = 24;
const RECORD_HEADER_OCTETS = 16;
const IPV4_OCTETS = 20;
/** Within the IPv4 header. */
const IDENTIFICATION_AT = 4;
const SOURCE_ADDRESS_AT = 12;
const DIGITS = 8;
/** Where a unit has its number, in decimal digits. */
export const NUMBER = "#".repeat(DIGITS);

export const PCAP_HEADER = pcapFile([], undefined, 101).subarray(0, FILE_HEADER_OCTETS);

/** Records of raw IP packets, one second of the capture. */
export function records(...packets: readonly Uint8Array[]): Uint8Array {
  return concat(packets.map((packet) => pcapFile([frameAt(0, packet)], undefined, 101).subarray(FILE_HEADER_OCTETS)));
}

export function datagram(payload: string): Uint8Array {
  return records(udp(ALICE, PBX, payload));
}

export function syn(): Uint8Array {
  return tcp(ALICE, PBX, { sequence: 0, flags: 2 });
}

/** Writes the number over every `########` of the unit. */
export function numbered(unit: Uint8Array, count: number): Repetition {
  const places: number[] = [];
  const mark = Buffer.from(NUMBER, "latin1");
  const buffer = Buffer.from(unit.buffer, unit.byteOffset, unit.length);
  for (let at = buffer.indexOf(mark); at >= 0; at = buffer.indexOf(mark, at + DIGITS)) places.push(at);
  const fill = (work: Uint8Array, index: number) => {
    for (const place of places) {
      for (let digit = DIGITS - 1, rest = index; digit >= 0; digit--, rest = Math.floor(rest / 10)) {
        work[place + digit] = 0x30 + (rest % 10);
      }
    }
  };
  return { unit, count, fill };
}

/** Every record of the unit comes from another address with another identification. */
export function fromEverywhere(unit: Uint8Array, count: number): Repetition {
  const packets: number[] = [];
  const view = new DataView(unit.buffer, unit.byteOffset, unit.length);
  for (let at = 0; at < unit.length; at += RECORD_HEADER_OCTETS + view.getUint32(at + 8, true))
    packets.push(at + RECORD_HEADER_OCTETS);
  const fill = (work: Uint8Array, index: number) => {
    const writer = new DataView(work.buffer, work.byteOffset, work.length);
    for (const packet of packets) {
      writer.setUint16(packet + IDENTIFICATION_AT, index & 0xffff);
      writer.setUint32(packet + SOURCE_ADDRESS_AT, 0x0a00_0000 + index);
    }
  };
  return { unit, count, fill };
}

const SEGMENT_OCTETS = 1024;
const SEQUENCE_AT = RECORD_HEADER_OCTETS + IPV4_OCTETS + 4;

/** Segments of one connection from a sequence number on, each with the same octets. */
export function segments(payload: Uint8Array, firstSequence: number, count: number): Repetition {
  const unit = records(tcp(ALICE, PBX, { sequence: 0, data: payload }));
  const fill = (work: Uint8Array, index: number) => {
    const view = new DataView(work.buffer, work.byteOffset, work.length);
    view.setUint32(SEQUENCE_AT, (firstSequence + index * payload.length) >>> 0);
  };
  return { unit, count, fill };
}

/** One connection: an opening, then what begins a message, then so many mebibytes of one octet. */
export function endlessStream(opening: Uint8Array, octet: number, mebi: number): (Uint8Array | Repetition)[] {
  const first = records(syn(), tcp(ALICE, PBX, { sequence: 1, data: opening }));
  const payload = new Uint8Array(SEGMENT_OCTETS).fill(octet);
  return [PCAP_HEADER, first, segments(payload, 1 + opening.length, mebi * SEGMENT_OCTETS)];
}
