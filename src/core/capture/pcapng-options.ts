/** The options at the end of a pcapng block: code and length of two octets each, the value padded to four (draft-ietf-opsawg-pcapng §3.5). */

export const OPTION_COMMENT = 1;
export const OPTION_TIMESTAMP_RESOLUTION = 9;
export const OPTION_TIMESTAMP_OFFSET = 14;

const OPTION_HEADER_OCTETS = 4;
const END_OF_OPTIONS = 0;

/**
 * Offset of the first option with this code at or after the option at `start`; -1 when there is none. Its value begins
 * four octets on and is `optionOctets` long. An option that leaves the block ends the list, as unreadable.
 */
export function findOption(view: DataView, start: number, end: number, littleEndian: boolean, code: number): number {
  let at = start;
  while (at + OPTION_HEADER_OCTETS <= end) {
    const found = view.getUint16(at, littleEndian);
    const next = nextOption(view, at, littleEndian);
    if (found === END_OF_OPTIONS || next > end) return -1;
    if (found === code) return at;
    at = next;
  }
  return -1;
}

export function optionOctets(view: DataView, option: number, littleEndian: boolean): number {
  return view.getUint16(option + 2, littleEndian);
}

/** Offset of what follows the option. */
export function nextOption(view: DataView, option: number, littleEndian: boolean): number {
  return option + OPTION_HEADER_OCTETS + ((optionOctets(view, option, littleEndian) + 3) & ~3);
}
