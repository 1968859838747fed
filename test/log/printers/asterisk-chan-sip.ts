/** chan_sip at Asterisk's console. */
import { definePrinter, PHONE, unix } from "../printer.js";

export default definePrinter({
  print: (item, index) => {
    const noise = index % 3 === 0 ? "    -- Registered SIP '2001' at 192.0.2.10:5060\n" : "";
    if (item.sent) {
      return `\n<--- Transmitting (NAT) to ${PHONE} --->\n${unix(item.octets)}\n<------------>\n${noise}`;
    }
    const summary = "--- (9 headers 0 lines) ---\nSending to 192.0.2.10:5060 (NAT)\n";
    return `\n<--- SIP read from UDP:${PHONE} --->\n${unix(item.octets)}\n<------------->\n${summary}${noise}`;
  },
  tells: { time: false, transport: "received", peer: true, both: false },
});
