/** A Grandstream adapter's syslog, cut every 150 characters or before a line end. */
import { definePrinter, clockText, unix } from "../printer.js";

export default definePrinter({
  print: (item) => {
    const mark = `Nov 20 ${clockText(item.after, 0)} 192.0.2.10 HT801 [00:00:5e:00:53:01] [1.0.49.2] GS_ATA: USER.`;
    const [startLine, rest = ""] = unix(item.octets).split(/(?<=^[^\n]*)(?=\n)/);
    const pieces = [startLine, ...(rest.match(/[^]{1,150}/g) ?? [])];
    return `${mark}INFO  SIPStack(0)\n${pieces.map((piece) => `${mark}DEBUG  ${piece}\n`).join("")}`;
  },
  tells: { time: true, fraction: 0, transport: false, peer: false, both: false },
});
