/** A SIPSorcery program with its logger's prefix. */
import { definePrinter, clockText, unix } from "../printer.js";

export default definePrinter({
  print: (item) => {
    const kind = item.octets.startsWith("SIP/2.0") ? "Response" : "Request";
    const arrow = item.sent ? "sent: udp:192.0.2.1:5060->" : "received: udp:192.0.2.1:5060<-";
    return `[2026-11-20 ${clockText(item.after, 3)} DBG] ${kind} ${arrow}udp:192.0.2.10:5060\n${unix(item.octets)}\n`;
  },
  tells: { time: true, fraction: 3, transport: true, peer: true, both: true },
});
