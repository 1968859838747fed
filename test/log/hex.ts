/** Packets as tools print them in hexadecimal digits. */
import { octetsOf } from "./reading.js";
import type { Printable } from "./registration.js";

const pair = (octet: number) => octet.toString(16).padStart(2, "0");

/** Each octet as two digits. */
export const hexOf = (octets: Uint8Array) => Array.from(octets, pair);

/** What printers show beside the digits. */
export const shownAs = (octets: Uint8Array) =>
  Array.from(octets, (octet) => (octet > 31 && octet < 127 ? String.fromCharCode(octet) : ".")).join("");

export interface Row {
  readonly offset: number;
  readonly octets: Uint8Array;
}

export const rowsOf = (octets: Uint8Array, perRow = 16): Row[] =>
  Array.from({ length: Math.ceil(octets.length / perRow) }, (_, row) => ({
    offset: row * perRow,
    octets: octets.subarray(row * perRow, (row + 1) * perRow),
  }));

export const digitsOf = (offset: number, digits: number) => offset.toString(16).padStart(digits, "0");

const PHONE = [192, 0, 2, 10];
const REGISTRAR = [192, 0, 2, 1];

/** An IPv4 packet over UDP with the message, without checksums as a card that computes them leaves it. */
export function ipPacketOf(item: Printable): Uint8Array {
  const payload = octetsOf(item.octets);
  const [from, to] = item.sent ? [REGISTRAR, PHONE] : [PHONE, REGISTRAR];
  const length = (more: number) => [(payload.length + more) >> 8, (payload.length + more) & 255];
  const ip = [0x45, 0, ...length(28), 0, 1, 0x40, 0, 64, 17, 0, 0, ...from, ...to];
  return new Uint8Array([...ip, 0x13, 0xc4, 0x13, 0xc4, ...length(8), 0, 0, ...payload]);
}

export function ethernetFrameOf(item: Printable): Uint8Array {
  return new Uint8Array([2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0, ...ipPacketOf(item)]);
}

/** As `tshark -x` prints a packet. */
export function tsharkRows(octets: Uint8Array): string {
  const rows = rowsOf(octets).map(
    ({ offset, octets }) => `${digitsOf(offset, 4)}  ${hexOf(octets).join(" ").padEnd(47)}   ${shownAs(octets)}\n`,
  );
  return `${rows.join("")}\n`;
}
