/** A program that shows what it sends and receives as xxd does. */
import { digitsOf, hexOf, rowsOf, shownAs } from "../hex.js";
import { clockText, definePrinter, sides } from "../printer.js";
import { octetsOf } from "../reading.js";

export default definePrinter({
  print: (item) => {
    const [from, to] = sides(item);
    const rows = rowsOf(octetsOf(item.octets)).map(({ offset, octets }) => {
      const digits = hexOf(octets)
        .join("")
        .replaceAll(/(.{4})(?=.)/g, "$1 ");
      return `${digitsOf(offset, 8)}: ${digits.padEnd(39)}  ${shownAs(octets)}\n`;
    });
    return `2026-11-20 ${clockText(item.after)} udp ${from} -> ${to}\n${rows.join("")}\n`;
  },
  isHex: true,
  tells: { time: true, transport: true, peer: true, both: true },
});
