/** JsSIP's debug output in Node, which tells the time since the line before. */
import { definePrinter, unix } from "../printer.js";

export default definePrinter({
  print: (item) =>
    `  JsSIP:Transport ${item.sent ? "sending" : "received text"} message:\n\n${unix(item.octets)}\n +76ms\n  JsSIP:UA registrationState changed +1ms\n`,
  tells: { time: false, transport: false, peer: false, both: false },
});
