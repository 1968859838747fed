/** A Snom phone's SIP trace. */
import { definePrinter, clockText, unix } from "../printer.js";

export default definePrinter({
  print: (item) =>
    `${item.sent ? "Sent to" : "Received from"} udp:192.0.2.10:5060 at 20/11/2026 ${clockText(item.after, 3).replace(".", ":")} (${item.octets.length} bytes):\n\n${unix(item.octets)}\n`,
  tells: { time: true, fraction: 3, transport: true, peer: true, both: false },
});
