/** Messages one after another. */
import { definePrinter } from "../printer.js";

export default definePrinter({
  print: (item) => item.octets,
  tells: { time: false, transport: false, peer: false, both: false },
});
