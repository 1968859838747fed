/** tcpdump -A of two versions: one names the message in its first line. */
import { definePrinter, clockText, unix } from "../printer.js";

export default definePrinter({
  print: (item, index) => {
    const sides = item.sent ? "192.0.2.1.5060 > 192.0.2.10.5060" : "192.0.2.10.5060 > 192.0.2.1.5060";
    const startLine = item.octets.slice(0, item.octets.indexOf("\r\n"));
    const what = index % 2 ? `SIP: ${startLine}` : `UDP, length ${item.octets.length}`;
    return `2026-11-20 ${clockText(item.after)} IP ${sides}: ${what}\nE..I..@.@...............q.${unix(item.octets)}\n`;
  },
  tells: { time: true, transport: false, peer: true, both: true },
});
