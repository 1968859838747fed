/** traceSM's log of a Session Manager. */
import { definePrinter, clockText, unix } from "../printer.js";

export default definePrinter({
  print: (item) => {
    const sides = "{ L192.0.2.1:5060/R192.0.2.10:5060/UDP/0x7f }";
    const rule = "-".repeat(20);
    const connections = item.sent
      ? `\tingress: { NO INGRESS }\n\tegress: ${sides}`
      : `\tingress: ${sides}\n\tegress: { NO TARGET }`;
    return `Nov 20 10:00:00 sm com.avaya.asm  SIPMSGT\n${rule}\n2026-11-20 ${clockText(item.after, 3)} ${item.sent ? "-->" : "<--"} \n\toctets: ${item.octets.length}, Body Length: 0\n${connections}\n${rule}\n${unix(item.octets)}\n${rule}\n0000  52 45 47 49 53 54 45 52  REGISTER\n`;
  },
  tells: { time: true, fraction: 3, transport: true, peer: true, both: true },
});
