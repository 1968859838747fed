/** A program whose messages rsyslog stored on one line each. */
import { clockText, definePrinter, sides } from "../printer.js";

export default definePrinter({
  print: (item) => {
    const [from, to] = sides(item);
    const prefix = `Nov 20 ${clockText(item.after)} pbx proxy[77]:`;
    return `${prefix} INFO packet ${from} -> ${to}#012${item.octets.replaceAll("\r\n", "#015#012").replaceAll("\t", "#011")}\n${prefix} NOTICE: nothing else\n`;
  },
  tells: { time: true, transport: false, peer: true, both: true },
});
