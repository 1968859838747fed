/** A log of no known program, with a prefix on each line. */
import { definePrinter, clockText, linesOf, sides } from "../printer.js";

export default definePrinter({
  print: (item) => {
    const [from, to] = sides(item);
    return (
      `Nov 20 ${clockText(item.after)} pbx proxy[77]: INFO got packet ${from} -> ${to}\n` +
      linesOf(item.octets)
        .map((line) => `Nov 20 ${clockText(item.after)} pbx proxy[77]: ${line}\n`)
        .join("") +
      `Nov 20 ${clockText(item.after)} pbx proxy[78]: NOTICE: nothing else\n`
    );
  },
  tells: { time: true, transport: false, peer: true, both: true },
});
