/** baresip -s with its colours. */
import { definePrinter, clockText, sides, unix } from "../printer.js";

export default definePrinter({
  print: (item) => {
    const [from, to] = sides(item);
    return `2026-11-20 registration\n\x1b[36;1m${clockText(item.after, 3)}#\nUDP ${from} -> ${to}\n${unix(item.octets)}\x1b[;m\n`;
  },
  tells: { time: true, fraction: 3, transport: true, peer: true, both: true },
});
