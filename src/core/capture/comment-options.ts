/** Packet comments as options of a pcapng block (draft-ietf-opsawg-pcapng §3.5.1). */
import { OPTION_COMMENT } from "./pcapng-options.js";

/** The length of an option has 16 bits; what must be padded to four octets may be a little less. */
const LONGEST_COMMENT_OCTETS = 0xfffc;
const END_OF_OPTIONS_OCTETS = 4;

const encoder = new TextEncoder();

/** The options, and behind them the end of options. */
export function commentOptions(texts: readonly string[], littleEndian: boolean): Uint8Array {
  const values = texts.map(encoded);
  const length = values.reduce((sum, value) => sum + 4 + padded(value.length), END_OF_OPTIONS_OCTETS);
  const octets = new Uint8Array(length);
  const view = new DataView(octets.buffer);
  let at = 0;
  for (const value of values) {
    view.setUint16(at, OPTION_COMMENT, littleEndian);
    view.setUint16(at + 2, value.length, littleEndian);
    octets.set(value, at + 4);
    at += 4 + padded(value.length);
  }
  return octets;
}

export function padded(octets: number): number {
  return (octets + 3) & ~3;
}

/** UTF-8, cut between characters where it is too long. */
function encoded(text: string): Uint8Array {
  const octets = encoder.encode(text);
  let end = Math.min(octets.length, LONGEST_COMMENT_OCTETS);
  // What follows the first octet of a character begins with the bits 10.
  if (end < octets.length) while ((octets[end]! & 0xc0) === 0x80) end--;
  return octets.subarray(0, end);
}
