/** SIPp -trace_msg of two versions. */
import { definePrinter, clockText, unix } from "../printer.js";

export default definePrinter({
  print: (item, index) => {
    const at = index % 2 ? `2026-11-20T${clockText(item.after)}Z` : `2026-11-20 ${clockText(item.after)}`;
    const way = item.sent ? "sent" : "received";
    const length = index % 2 ? `(${item.octets.length} bytes)` : `[${item.octets.length}] bytes `;
    return `----------------------------------------------- ${at}\nUDP message ${way} ${length}:\n\n${unix(item.octets)}\n`;
  },
  tells: { time: true, transport: true, peer: false, both: false },
});
