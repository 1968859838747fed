/** AudioCodes' syslog, every second message in a record of its own after the one that announces it. */
import { definePrinter, clockText, unix } from "../printer.js";

export default definePrinter({
  print: (item, index) => {
    const at = `2026-11-20 ${clockText(item.after, 3)}  192.0.2.1  local0.notice `;
    const way = item.sent ? "Outgoing SIP Message to" : "Incoming SIP Message from";
    const opening = `${at} [S=${10 + index}] [SID=1ab2c3:11:56]  (N 5678) ---- ${way} 192.0.2.10:5060 ${item.sent ? "from" : "to"} SIPInterface #0 (Main) UDP TO(#12) SocketID(3) ----`;
    const time = `[Time:20-11@${clockText(item.after, 3)}]`;
    if (index % 2) return `${opening}\n${at} [S=${11 + index}] [SID=1ab2c3:11:56]  ${unix(item.octets)} ${time}\n`;
    return `${opening}\n\n${unix(item.octets)} ${time}\n${at} [S=${12 + index}] (N 5679) SIPCall(#1) changed state\n`;
  },
  tells: { time: true, fraction: 3, transport: true, peer: true, both: false },
});
