/** tshark -z follow,udp,hex,0. */
import { digitsOf, hexOf, rowsOf, shownAs } from "../hex.js";
import { definePrinter } from "../printer.js";
import { octetsOf } from "../reading.js";

const NODES = ["Node 0: 192.0.2.10:5060", "Node 1: 192.0.2.1:5060"];
const gapped = (cells: readonly string[], between: string, gap: string) =>
  `${cells.slice(0, 8).join(between)}${gap}${cells.slice(8).join(between)}`;

/** Each message begins a stream, since what a message's offset is depends on those before it. */
export default definePrinter({
  print: (item) => {
    const rows = rowsOf(octetsOf(item.octets)).map(({ offset, octets }) => {
      const digits = gapped(hexOf(octets), " ", "  ").padEnd(48);
      return `${digitsOf(offset, 8).toUpperCase()}  ${digits}  ${gapped([...shownAs(octets)], "", " ")}\n`;
    });
    const nodes = item.sent ? [NODES[1]!.replace("1:", "0:"), NODES[0]!.replace("0:", "1:")] : NODES;
    const head = ["=".repeat(67), "Follow: udp,hex", "Filter: udp.stream eq 0", ...nodes];
    return `\n${head.join("\n")}\n${rows.join("")}`;
  },
  isHex: true,
  tells: { time: false, transport: true, peer: true, both: true },
});
