/** ngrep -W byline. */
import { definePrinter, clockText, sides } from "../printer.js";

export default definePrinter({
  print: (item, index) => {
    const [from, to] = sides(item);
    return `U 2026/11/20 ${clockText(item.after)} ${from} -> ${to} #${index + 1}\n${item.octets.replaceAll("\r\n", ".\n")}\n${index % 2 ? "#\n" : ""}`;
  },
  tells: { time: true, transport: true, peer: true, both: true },
});
