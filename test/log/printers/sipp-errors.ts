/** SIPp -trace_err: a message of another step than expected, and one of no call. */
import { definePrinter, clockText, unix } from "../printer.js";

export default definePrinter({
  print: (item, index) => {
    const at = `2026-11-20\t${clockText(item.after)}\t1795168800.000000`;
    if (index % 2)
      return `${at}: Discarding message which can't be mapped to a known SIPp call:\n${unix(item.octets)}.\n`;
    return `${at}: Aborting call on unexpected message for Call-Id '1-3332@192.0.2.10': while expecting '180' (index 2), received '${unix(item.octets)}'.\n`;
  },
  tells: { time: true, transport: false, peer: false, both: false },
});
