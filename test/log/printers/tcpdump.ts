/** tcpdump -A. */
import { definePrinter, clockText, unix } from "../printer.js";

export default definePrinter({
  print: (item) => {
    const sides = item.sent ? "192.0.2.1.5060 > 192.0.2.10.5060" : "192.0.2.10.5060 > 192.0.2.1.5060";
    return `2026-11-20 ${clockText(item.after)} IP ${sides}: UDP, length ${item.octets.length}\nE..I..@.@...............q.${unix(item.octets)}\n`;
  },
  tells: { time: true, transport: true, peer: true, both: true },
});
