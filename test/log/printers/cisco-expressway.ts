/** An Expressway's diagnostic log, each message between its two bars. */
import { definePrinter, clockText, linesOf } from "../printer.js";

export default definePrinter({
  print: (item) => {
    const at = `2026-11-20T${clockText(item.after, 3)}+00:00 vcs tvcs: UTCTime="2026-11-20 ${clockText(item.after, 3).replace(".", ",")}"`;
    const [way, other] = item.sent ? ["Sent", "Dst"] : ["Received", "Src"];
    const sides = `Local-ip="192.0.2.1" Local-port="5060" ${other}-ip="192.0.2.10" ${other}-port="5060"`;
    const summary = `${at} Module="network.sip" Level="INFO":  Action="${way}" ${sides} Detail="a message"`;
    const body = linesOf(item.octets).join("\n ");
    return `${summary}\n${at} Module="network.sip" Level="DEBUG":  Action="${way}" ${sides} Msg-Hash="1"\n SIPMSG:\n |${body}\n |\n`;
  },
  tells: { time: true, fraction: 3, transport: false, peer: true, both: true },
});
