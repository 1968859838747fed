/** The project's own text. */
import { definePrinter, clockText, unix, sides } from "../printer.js";

export default definePrinter({
  print: (item, index) => {
    const [from, to] = sides(item);
    return `2026-11-20T${clockText(item.after)}Z udp ${from} > ${to} frame ${index + 1}, ${item.octets.length} octets\n${unix(item.octets)}\n`;
  },
  tells: { time: true, transport: true, peer: true, both: true },
});
