/** sofia-sip's transport log, half of it indented as fs_cli prints it. */
import { definePrinter, clockText, linesOf, unix } from "../printer.js";

export default definePrinter({
  print: (item, index) => {
    const rule = "-".repeat(72);
    const opening = `${item.sent ? "send" : "recv"} ${item.octets.length} bytes ${item.sent ? "to" : "from"} udp/[192.0.2.10]:5060 at ${clockText(item.after)}:`;
    // fs_cli indents and closes with a rule, the log file does neither.
    if (index % 2) return `${opening}\n${rule}\n${unix(item.octets)}\n`;
    const lines = linesOf(item.octets);
    return `${opening}\n   ${rule}\n${lines.map((line) => `   ${line}\n`).join("")}   ${rule}\nnua(0x1): event i_register 100 Trying\n`;
  },
  tells: { time: true, transport: true, peer: true, both: false },
});
