/** A service's log, in every second line with the time behind the message. */
import { clockText, definePrinter, sides } from "../printer.js";

export default definePrinter({
  print: (item, index) => {
    const [src, dst] = sides(item);
    const time = `2026-11-20T${clockText(item.after)}Z`;
    const message = item.octets;
    const line = index % 2 ? { time, level: 20, src, dst, message } : { level: 20, src, dst, message, time };
    return `${JSON.stringify(line)}\n${JSON.stringify({ time, level: 30, message: 'stored "SIP/2.0" message' })}\n`;
  },
  tells: { time: true, transport: false, peer: true, both: true },
});
