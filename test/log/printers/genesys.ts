/** A Genesys SIP Server's log with a line of its call model between. */
import { definePrinter, clockText, unix } from "../printer.js";

export default definePrinter({
  print: (item) => {
    const at = clockText(item.after, 3);
    const way = item.sent ? "Sending " : "Received";
    return `${at}: SIPTR: ${way} [0,UDP] ${item.octets.length} bytes ${item.sent ? "to" : "from"} 192.0.2.10:5060 ${item.sent ? ">>>>>" : "<<<<<"}\n${unix(item.octets)}\n${at} SIPDLG[4]: state e=1\n`;
  },
  tells: { time: true, fraction: 3, transport: true, peer: true, both: false },
});
