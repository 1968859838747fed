/** SIP.js in Chrome's console, saved to a file. */
import { definePrinter, clockText, unix } from "../printer.js";

export default definePrinter({
  print: (item) => {
    const at = `sip.js:2655 Fri Nov 20 2026 ${clockText(item.after, 0)} GMT+0000 (Coordinated Universal Time) |`;
    return `${at} sip.ua | a line between\n${at} sip.Transport | ${item.sent ? "Sending WebSocket message" : "Received WebSocket text message"}:\n\n${unix(item.octets)}\n`;
  },
  tells: { time: true, fraction: 0, transport: false, peer: false, both: false },
});
