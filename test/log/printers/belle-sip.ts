/** belle-sip's log with colons before the milliseconds, and what the channel says between messages. */
import { definePrinter, clockText, unix } from "../printer.js";

export default definePrinter({
  print: (item) => {
    const at = `2026-11-20 ${clockText(item.after, 3).replace(".", ":")} [belle-sip] MESSAGE`;
    if (item.sent)
      return `${at} channel [0x9e002000]: message sent to [UDP://192.0.2.10:5060], size: [${item.octets.length}] bytes\n${unix(item.octets)}\n`;
    return `${at} channel [0x9e002000]: received [${item.octets.length}] new bytes from [UDP://192.0.2.10:5060]:\n${unix(item.octets)}\n${at} channel [0x9e002000] [${item.octets.length}] bytes parsed\n`;
  },
  tells: { time: true, fraction: 3, transport: true, peer: true, both: false },
});
