/** The attendant's log, whose summary line before each message is none. */
import { definePrinter, clockText, unix } from "../printer.js";

export default definePrinter({
  print: (item) => {
    const at = `2026-11-20 ${clockText(item.after, 3).replace(".", ",")} DEBUG [pool-1]`;
    const what = item.sent
      ? "sendingOut Request"
      : item.octets.startsWith("SIP/2.0")
        ? "responseReceived"
        : "requestReceived";
    return `${at} --> 'REGISTER' a summary\n${at} CallServer.${what} \n${unix(item.octets)}\n`;
  },
  tells: { time: true, fraction: 3, transport: false, peer: false, both: false },
});
