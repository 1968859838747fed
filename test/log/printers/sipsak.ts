/** sipsak -vvv, as a server's messages would look in it: the phone is who it talks to. */
import { definePrinter, PHONE, unix } from "../printer.js";

export default definePrinter({
  print: (item, index) => {
    if (!item.sent) {
      const word = index % 2 ? "authorizing\nreceived:\n" : "\tOK\n\n";
      return `received from: UDP:${PHONE}\n${word}${unix(item.octets)}\n`;
    }
    const copy = index === 1 ? `New message with Via-Line:\n${unix(item.octets)}\n` : "";
    return `${copy}registering user alice@... \nrequest:\n${unix(item.octets)}\nsend to: UDP:${PHONE}\n`;
  },
  tells: { time: false, transport: "received", peer: "received", both: false },
});
