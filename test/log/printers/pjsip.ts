/** pjsua's log at level 4, every second message as a phone's syslog prints it. */
import { definePrinter, clockText, linesOf, unix } from "../printer.js";

export default definePrinter({
  print: (item, index) => {
    const what = item.octets.startsWith("SIP/2.0") ? "Response msg 200/REGISTER/cseq=1" : "Request msg REGISTER/cseq=1";
    const opening = `${item.sent ? "TX" : "RX"} ${item.octets.length} bytes ${what} (${item.sent ? "tdta" : "rdata"}0x7f8338007a18) ${item.sent ? "to" : "from"} UDP 192.0.2.10:5060:`;
    if (index % 2)
      return `2026-11-20 ${clockText(item.after, 3)}           pjsua_core.c  .${opening}\n${unix(item.octets)}\n--end msg--\n2026-11-20 ${clockText(item.after, 3)}            pjsua_acc.c  .Acc 0: Registration sent\n`;
    const prefix = `<135>2026-11-20 ${clockText(item.after, 3)} phone sua: `;
    return [`....${opening}`, ...linesOf(item.octets), "--end msg--"].map((line) => `${prefix}${line}\n`).join("");
  },
  tells: { time: true, fraction: 3, transport: true, peer: true, both: false },
});
