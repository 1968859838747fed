/** drachtio-server's log. */
import { clockText, definePrinter, unix } from "../printer.js";

export default definePrinter({
  print: (item) => {
    const outer = `2026-11-20 ${clockText(item.after)}`;
    const way = item.sent ? "send" : "recv";
    const opening = `${outer} ${way} ${item.octets.length} bytes ${item.sent ? "to" : "from"} udp/[192.0.2.10]:5060 at ${clockText(item.after)}:`;
    return `${opening}\n${unix(item.octets)}\n${outer} SipDialogController::processRequest: adding leg\n`;
  },
  tells: { time: true, transport: true, peer: true, both: false },
});
