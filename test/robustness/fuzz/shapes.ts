/** The parts of files: records of pcap, blocks of pcapng, lines of a text. */
import { concat } from "../../capture/capture-files.js";
import type { Shape } from "./target.js";

const PCAP_HEADER_OCTETS = 24;
const RECORD_HEADER_OCTETS = 16;
const CAPTURED_LENGTH_AT = 8;

function viewOf(octets: Uint8Array): DataView {
  return new DataView(octets.buffer, octets.byteOffset, octets.length);
}

/** Of a little-endian file; parts are its header and its records, whose lengths `join` makes fit again. */
export const PCAP: Shape = {
  split(input) {
    const parts = [input.subarray(0, PCAP_HEADER_OCTETS)];
    const view = viewOf(input);
    for (let at = PCAP_HEADER_OCTETS; at + RECORD_HEADER_OCTETS <= input.length;) {
      const end = at + RECORD_HEADER_OCTETS + view.getUint32(at + CAPTURED_LENGTH_AT, true);
      parts.push(input.subarray(at, end));
      at = end;
    }
    return parts;
  },
  join(parts) {
    const [header = new Uint8Array(0), ...records] = parts;
    const whole = records.filter(({ length }) => length >= RECORD_HEADER_OCTETS).map((record) => record.slice());
    for (const record of whole) {
      const captured = record.length - RECORD_HEADER_OCTETS;
      const view = viewOf(record);
      view.setUint32(CAPTURED_LENGTH_AT, captured, true);
      // An original length that is longer was cut by the snapshot length: that stays.
      if (view.getUint32(CAPTURED_LENGTH_AT + 4, true) < captured)
        view.setUint32(CAPTURED_LENGTH_AT + 4, captured, true);
    }
    return concat([header, ...whole]);
  },
};

const SMALLEST_BLOCK_OCTETS = 12;

/** Of a little-endian file; parts are blocks. */
export const PCAPNG: Shape = {
  split(input) {
    const parts: Uint8Array[] = [];
    const view = viewOf(input);
    for (let at = 0; at + SMALLEST_BLOCK_OCTETS <= input.length;) {
      const end = at + Math.max(SMALLEST_BLOCK_OCTETS, view.getUint32(at + 4, true));
      parts.push(input.subarray(at, end));
      at = end;
    }
    return parts;
  },
  join(parts) {
    const blocks = parts.filter(({ length }) => length >= SMALLEST_BLOCK_OCTETS).map(padded);
    for (const block of blocks) {
      const view = viewOf(block);
      view.setUint32(4, block.length, true);
      view.setUint32(block.length - 4, block.length, true);
    }
    return concat(blocks);
  },
};

function padded(block: Uint8Array): Uint8Array {
  return concat([block, new Uint8Array(-block.length & 3)]);
}

/** Parts are lines with their ends. */
export const LINES: Shape = {
  split(input) {
    const parts: Uint8Array[] = [];
    for (let at = 0; at < input.length;) {
      const newline = input.indexOf(0x0a, at);
      const end = newline < 0 ? input.length : newline + 1;
      parts.push(input.subarray(at, end));
      at = end;
    }
    return parts;
  },
  join: concat,
};
