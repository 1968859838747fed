/** sipML5 in a browser's console, saved to a file. */
import { definePrinter, unix } from "../printer.js";

export default definePrinter({
  print: (item) =>
    `SIPml-api.js:1 State machine: tsip_dialog_register\nSIPml-api.js:1 ${item.sent ? "SEND: " : "recv="}${unix(item.octets)}\n`,
  tells: { time: false, transport: false, peer: false, both: false },
});
