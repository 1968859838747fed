/** A Unified CM's SDL trace, with a line of another process between messages. */
import { definePrinter, clockText, unix } from "../printer.js";

export default definePrinter({
  print: (item, index) => {
    const number = `0012345${index}.00`;
    const at = `|${clockText(item.after, 3)} |`;
    const what = item.sent
      ? "SIPUdp - wait_SdlSPISignal: Outgoing SIP UDP message to 192.0.2.10:[5060]:"
      : `SIPUdp - wait_SdlReadRsp: Incoming SIP UDP message size ${item.octets.length} from 192.0.2.10 on port 5060 index 12 with ${item.octets.length} bytes:`;
    return `${number}1 ${at}AppInfo  |${what}\n[${4711 + index},NET]\n${unix(item.octets)}\n${number}2 ${at}SdlSig   |SIPRegisterInd  |wait\n`;
  },
  tells: { time: true, fraction: 3, transport: true, peer: true, both: false },
});
