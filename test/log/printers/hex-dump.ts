/** tshark -x. */
import { ethernetFrameOf, tsharkRows } from "../hex.js";
import { definePrinter } from "../printer.js";

export default definePrinter({
  print: (item) => tsharkRows(ethernetFrameOf(item)),
  isHex: true,
  tells: { time: false, transport: true, peer: true, both: true },
});
