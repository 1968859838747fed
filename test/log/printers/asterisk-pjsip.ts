/** Asterisk's PJSIP logger at the console, with a line of the console after each third message. */
import { definePrinter, unix, PHONE } from "../printer.js";

export default definePrinter({
  print: (item, index) =>
    `${item.sent ? "<--- Transmitting SIP response" : "<--- Received SIP request"} (${item.octets.length} bytes) ${item.sent ? "to" : "from"} UDP:${PHONE} --->\n${unix(item.octets)}\n` +
    (index % 3 === 0 ? "    -- Registered SIP '2001' at 192.0.2.10:5060\n" : ""),
  tells: { time: false, transport: true, peer: true, both: false },
});
