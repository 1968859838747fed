/** IP Office's Monitor. */
import { definePrinter, linesOf, sides, UPTIME_MILLIS } from "../printer.js";

export default definePrinter({
  print: (item) => {
    const [from, to] = sides(item);
    const mark = `  ${UPTIME_MILLIS + Math.floor(item.after / 1000)}mS`;
    const body = linesOf(item.octets).map((line) => `${" ".repeat(20)}${line}\n`);
    return `${mark} SIP ${item.sent ? "Tx" : "Rx"}: UDP ${from} -> ${to}\n${body.join("")}\n${mark} CMCallEvt: registered\n`;
  },
  tells: { time: "uptime", fraction: 3, transport: true, peer: true, both: true },
});
