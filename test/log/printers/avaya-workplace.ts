/** Workplace's UccLog, with a block of HTTP between. */
import { definePrinter, clockText, unix } from "../printer.js";

export default definePrinter({
  print: (item) => {
    const at = `2026-11-20 ${clockText(item.after, 3).replace(".", ",")} [D] [0x1f4c]`;
    return `${at} [CSDK::SIP] ${item.sent ? "SENDING" : "RECEIVED"} ${item.octets.length} bytes ${item.sent ? "to" : "from"} 192.0.2.10:5060 {\n${unix(item.octets)}\n}\n${at} [CSDK::PPM] SENDING 12 bytes to 192.0.2.10:443 {\nPOST / HTTP/1.1\n}\n`;
  },
  tells: { time: true, fraction: 3, transport: false, peer: true, both: false },
});
