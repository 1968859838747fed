/** A Skype for Business trace formatted by its own tool. */
import { definePrinter, clockText, unix } from "../printer.js";

export default definePrinter({
  print: (item) => {
    const at = `11/20/2026-${clockText(item.after, 3)}.00001234`;
    const [startLine, ...rest] = unix(item.octets).split("\n");
    const [headers, ...body] = rest.join("\n").split("\n\n");
    const text = body.join("\n\n");
    return `TL_INFO(TF_PROTOCOL) [0]0B20.1F4C::${at} (SIPStack,SIPAdminLog::ProtocolRecord::Flush:ProtocolRecord.cpp(265))[1234] $$begin_record\nTrace-Correlation-Id: 1234\nInstance-Id: 1A2B\nDirection: ${item.sent ? "outgoing" : "incoming"};source="local";destination="external edge"\nPeer: 192.0.2.10:5060\nMessage-Type: request\nStart-Line: ${startLine}\n${headers}\n\n${text}$$end_record\n\n`;
  },
  tells: { time: true, fraction: 3, transport: false, peer: true, both: false },
});
