/** A log of no known program, with a prefix on each line. */
import { definePrinter, clockText, linesOf, sides } from "../printer.js";

export default definePrinter({
  print: (item) => {
    const [from, to] = sides(item);
    return (
      `${clockText(item.after)} | proxy | INFO got packet ${from} -> ${to}\n` +
      linesOf(item.octets)
        .map((line) => `${clockText(item.after)} | proxy | ${line}\n`)
        .join("") +
      `${clockText(item.after)} | proxy | NOTICE: nothing else\n`
    );
  },
  tells: { time: true, transport: false, peer: true, both: true },
});
