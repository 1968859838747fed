/** IP Office's Monitor. */
import { definePrinter, linesOf, sides } from "../printer.js";

export default definePrinter({
  print: (item) => {
    const [from, to] = sides(item);
    const mark = `  ${12_345_678 + Math.floor(item.after / 1000)}mS`;
    const body = linesOf(item.octets).map((line) => `${" ".repeat(20)}${line}\n`);
    return `${mark} SIP ${item.sent ? "Tx" : "Rx"}: UDP ${from} -> ${to}\n${body.join("")}\n${mark} CMCallEvt: registered\n`;
  },
  tells: { time: false, transport: true, peer: true, both: true },
});
