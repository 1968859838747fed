/** sngrep's text export. */
import { definePrinter, clockText, sides } from "../printer.js";

export default definePrinter({
  print: (item) => {
    const [from, to] = sides(item);
    return `2026/11/20 ${clockText(item.after)} ${from} -> ${to}\n${item.octets}\n\n`;
  },
  tells: { time: true, transport: false, peer: true, both: true },
});
