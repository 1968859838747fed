/** What a pcap says as pcapng says it: one section, one interface, and times in the unit they were written in. */
import type { Frame } from "./frame.js";
import { PCAP_NANOSECONDS } from "./magic.js";
import { BLOCK } from "./pcapng-blocks.js";
import { OPTION_TIMESTAMP_RESOLUTION } from "./pcapng-options.js";

export const PCAP_HEADER_OCTETS = 24;
const BYTE_ORDER = 0x1a2b3c4d;
const NANOSECONDS = 9;
const MICROSECONDS = 6;

export class PcapAsPcapng {
  /** The bodies of the blocks that stand before all packets, the low end first. */
  readonly opening: readonly { readonly type: number; readonly body: Uint8Array }[];
  readonly #littleEndian: boolean;
  readonly #ticksPerSecond: bigint;
  /** Where the record of the next frame begins in the file. */
  #recordAt = PCAP_HEADER_OCTETS;

  /** @param header the whole of it */
  constructor(header: DataView) {
    // Of all three magic numbers the first octet is A1, where the high end comes first.
    this.#littleEndian = header.getUint8(0) !== 0xa1;
    const isNano = header.getUint32(0, this.#littleEndian) === PCAP_NANOSECONDS;
    this.#ticksPerSecond = isNano ? 1_000_000_000n : 1_000_000n;
    const snapshotLength = header.getUint32(16, this.#littleEndian);
    const linkType = header.getUint32(20, this.#littleEndian) & 0xffff;
    this.opening = [
      { type: BLOCK.sectionHeader, body: section() },
      {
        type: BLOCK.interfaceDescription,
        body: interfaceOf(linkType, snapshotLength, isNano ? NANOSECONDS : MICROSECONDS),
      },
    ];
  }

  /** What stands before the octets of a frame in an Enhanced Packet Block, behind its type and length; frames in turn. */
  packetHead({ view, start, end, fileOffset, originalLength }: Frame): Uint8Array {
    // Records have heads of different lengths; each begins where the one before ends.
    const record = start - (fileOffset - this.#recordAt);
    this.#recordAt = fileOffset + end - start;
    const seconds = BigInt(view.getUint32(record, this.#littleEndian));
    const ticks = seconds * this.#ticksPerSecond + BigInt(view.getUint32(record + 4, this.#littleEndian));
    const head = new DataView(new ArrayBuffer(20));
    head.setUint32(4, Number(ticks >> 32n), true);
    head.setUint32(8, Number(ticks & 0xffff_ffffn), true);
    head.setUint32(12, end - start, true);
    head.setUint32(16, originalLength, true);
    return new Uint8Array(head.buffer);
  }
}

function section(): Uint8Array {
  const body = new DataView(new ArrayBuffer(16));
  body.setUint32(0, BYTE_ORDER, true);
  body.setUint16(4, 1, true);
  // The length of the section is not told.
  body.setBigInt64(8, -1n, true);
  return new Uint8Array(body.buffer);
}

function interfaceOf(linkType: number, snapshotLength: number, resolution: number): Uint8Array {
  const body = new DataView(new ArrayBuffer(20));
  body.setUint16(0, linkType, true);
  body.setUint32(4, snapshotLength, true);
  body.setUint16(8, OPTION_TIMESTAMP_RESOLUTION, true);
  body.setUint16(10, 1, true);
  body.setUint8(12, resolution);
  return new Uint8Array(body.buffer);
}
