/** JAIN-SIP's server log, every second element on lines of its own. */
import { definePrinter, sides, unix } from "../printer.js";

export default definePrinter({
  print: (item, index) => {
    const [from, to] = sides(item);
    const time = Date.UTC(2026, 10, 20, 10) + Math.floor(item.after / 1000);
    const startLine = item.octets.slice(0, item.octets.indexOf("\r\n"));
    const attributes = [
      `from="${from}"`,
      `to="${to}"`,
      `time="${time}"`,
      `isSender="${item.sent}"`,
      `transactionId="z9hg4bk1"`,
      `callId="r@192.0.2.10"`,
      `firstLine="${startLine}"`,
    ];
    const text = `<![CDATA[${unix(item.octets)}]]>`;
    if (index % 2) return `<message\n${attributes.join(" \n")}\n>\n${text}\n</message>\n`;
    return `<message ${attributes.slice(0, 4).join(" ")}>${text}</message>\n`;
  },
  tells: { time: true, fraction: 3, transport: false, peer: true, both: true },
});
