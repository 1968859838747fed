/** sipmsg.log, with an entry of another kind between. */
import { definePrinter, clockText, unix } from "../printer.js";

export default definePrinter({
  print: (item) => {
    const at = `Nov 20 ${clockText(item.after, 3)}`;
    const rule = "-".repeat(40);
    return `${at} On [0:0]192.0.2.1:5060 ${item.sent ? "sent to" : "received from"} 192.0.2.10:5060\n${unix(item.octets)}\n${rule}\n${at} On 127.0.0.1:2945 OPENED\n${rule}\n`;
  },
  tells: { time: true, fraction: 3, transport: false, peer: true, both: true },
});
