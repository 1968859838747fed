/** IX Meetings' sipserver.log: the arrow stands before the start line again. */
import { clockText, definePrinter, linesOf, PHONE } from "../printer.js";

export default definePrinter({
  print: (item) => {
    const prefix = `2026-11-20 ${clockText(item.after, 3)} [.INFO] [..MESSAGE] `;
    const lines = linesOf(item.octets);
    const arrow = item.sent ? "--->" : "<---";
    const announced = `${prefix}${arrow} ${PHONE} 0 ${item.octets.length}\n`;
    return `${announced}${lines.map((line, index) => `${prefix}${index === 0 ? `${arrow} ` : ""}${line}\n`).join("")}${prefix.replace("..MESSAGE", "..SESSION")}timer\n`;
  },
  tells: { time: true, fraction: 3, transport: false, peer: true, both: false },
});
