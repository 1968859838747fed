/** Stream Control Transmission Protocol (RFC 9260): a header with the ports, then chunks, of which DATA carries user messages. */
import type { Packet } from "./packet.js";

const HEADER_OCTETS = 12;
const CHUNK_HEADER_OCTETS = 4;
const DATA = 0;
/** Type, flags and length; number of transmission, stream, number in the stream, and identifier of the payload. */
const DATA_HEADER_OCTETS = 16;
const FLAG = { ends: 0x01, begins: 0x02 } as const;

/** @returns false when there is no whole header. */
export function readSctp(packet: Packet): boolean {
  const { view, start } = packet;
  if (packet.end - start < HEADER_OCTETS) return false;
  packet.sourcePort = view.getUint16(start);
  packet.destinationPort = view.getUint16(start + 2);
  // Names the association: another one between the same ports has another tag.
  packet.identification = view.getUint32(start + 4);
  packet.start += HEADER_OCTETS;
  return true;
}

/** A user message, or the part of one that a chunk holds; one record is reused. */
export class DataChunk {
  /** Transmission sequence number: the parts of a message have consecutive ones. */
  tsn = 0;
  begins = false;
  ends = false;
  /** The payload; `end` may lie behind the packet's where the snapshot length cut it. */
  start = 0;
  end = 0;

  /**
   * Reads the chunk at `at`, or the first behind it that is DATA.
   * @returns where the next one begins; -1 when there is no further one.
   */
  read(packet: Packet, at: number): number {
    const { view, end } = packet;
    for (let chunk = at; end - chunk >= CHUNK_HEADER_OCTETS;) {
      const length = view.getUint16(chunk + 2);
      if (length < CHUNK_HEADER_OCTETS) return -1;
      const next = chunk + ((length + 3) & ~3);
      if (view.getUint8(chunk) === DATA && length > DATA_HEADER_OCTETS && end - chunk > DATA_HEADER_OCTETS) {
        const flags = view.getUint8(chunk + 1);
        this.begins = (flags & FLAG.begins) !== 0;
        this.ends = (flags & FLAG.ends) !== 0;
        this.tsn = view.getUint32(chunk + 4);
        this.start = chunk + DATA_HEADER_OCTETS;
        this.end = chunk + length;
        return next;
      }
      chunk = next;
    }
    return -1;
  }
}
