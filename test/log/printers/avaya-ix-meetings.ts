/** IX Meetings' sipserver.log: the start line behind the arrow, then again. */
import { clockText, definePrinter, linesOf, PHONE } from "../printer.js";

export default definePrinter({
  print: (item) => {
    const prefix = `2026-11-20 ${clockText(item.after, 3)} [.INFO] [..MESSAGE] `;
    const lines = linesOf(item.octets);
    const announced = `${prefix}${item.sent ? "--->" : "<---"} ${PHONE} a ${item.octets.length} ${lines[0]}\n`;
    return `${announced}${lines.map((line) => `${prefix}${line}\n`).join("")}${prefix.replace("..MESSAGE", "..SESSION")}timer\n`;
  },
  tells: { time: true, fraction: 3, transport: false, peer: true, both: false },
});
