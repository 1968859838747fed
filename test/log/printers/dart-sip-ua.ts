/** dart-sip-ua with the logger of a Flutter application. */
import { definePrinter, clockText, unix } from "../printer.js";

export default definePrinter({
  print: (item) =>
    `[2026-11-20 ${clockText(item.after, 3)}] Level.debug transport.dart:105 ::: ${item.sent ? "sending message:" : "received text message:"}=======>>>>>\n\n${unix(item.octets)}\n`,
  tells: { time: true, fraction: 3, transport: false, peer: false, both: false },
});
