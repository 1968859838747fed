/** tshark -z follow,udp,ascii,0. */
import { definePrinter, unix } from "../printer.js";

export default definePrinter({
  print: (item, index) => {
    const rule = "=".repeat(67);
    const head = `\n${rule}\nFollow: udp,ascii\nFilter: udp.stream eq 0\nNode 0: 192.0.2.10:5060\nNode 1: 192.0.2.1:5060\n`;
    return `${index === 0 ? head : ""}${item.sent ? "\t" : ""}${item.octets.length}\n${unix(item.octets)}\n`;
  },
  tells: { time: false, transport: false, peer: false, both: false },
});
