/** A J100's syslog, every second message cut into two parts. */
import { definePrinter, clockText, unix } from "../printer.js";

export default definePrinter({
  print: (item, index) => {
    const at = `2026-11-20 ${clockText(item.after, 3)} phone SIPMESSAGE: +00:00 2026 65${index} 1 .TEL | 0`;
    const way = item.sent ? "Outbound SIP message to" : "Inbound SIP message from";
    const text = `${item.sent ? "TX" : "RX"} ${unix(item.octets)}`;
    if (index % 2) return `${at} ${way} 192.0.2.10:5060\n${text}\n`;
    return `${at} [Part 01 of 02]${way} ip = 192.0.2.10 port: 5060\n${text.slice(0, 150)}\n${at} [Part 02 of 02]${text.slice(150)}\n`;
  },
  tells: { time: true, fraction: 3, transport: false, peer: true, both: false },
});
