/** one-X Communicator's SIPMessages.txt. */
import { definePrinter, clockText, unix } from "../printer.js";

export default definePrinter({
  print: (item) =>
    `2026-11-20 ${clockText(item.after, 3)} thread [12] SIGNAL | ${item.sent ? "SENT to" : "RECEIVED from"} 192.0.2.10:5060. Length= ${item.octets.length}.\n{\n${unix(item.octets)}\n}\n`,
  tells: { time: true, fraction: 3, transport: false, peer: true, both: false },
});
