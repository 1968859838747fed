/** tcpdump -X. */
import { digitsOf, hexOf, ipPacketOf, rowsOf, shownAs } from "../hex.js";
import { clockText, definePrinter } from "../printer.js";

export default definePrinter({
  print: (item) => {
    const sides = item.sent ? "192.0.2.1.5060 > 192.0.2.10.5060" : "192.0.2.10.5060 > 192.0.2.1.5060";
    const startLine = item.octets.slice(0, item.octets.indexOf("\r\n"));
    const rows = rowsOf(ipPacketOf(item)).map(({ offset, octets }) => {
      const digits = hexOf(octets)
        .join("")
        .replaceAll(/(.{4})(?=.)/g, "$1 ");
      return `\t0x${digitsOf(offset, 4)}:  ${digits.padEnd(39)}  ${shownAs(octets)}\n`;
    });
    return `2026-11-20 ${clockText(item.after)} IP ${sides}: SIP: ${startLine}\n${rows.join("")}`;
  },
  isHex: true,
  tells: { time: true, transport: true, peer: true, both: true },
});
