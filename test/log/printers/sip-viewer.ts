/** sip-viewer's export. */
import { definePrinter, clockText, sides, unix } from "../printer.js";

export default definePrinter({
  print: (item) => {
    const [from, to] = sides(item);
    return `[2026/11/20 ${clockText(item.after, 3)}] ${item.sent ? "OUT" : "IN"} ${from} --> ${to}\n\n${unix(item.octets)}\n`;
  },
  tells: { time: true, fraction: 3, transport: false, peer: true, both: true },
});
