/** sippts, in colour. */
import { definePrinter, PHONE, unix } from "../printer.js";

const [WHITE, YELLOW, GREEN] = ["\x1b[1;37m", "\x1b[0;33m", "\x1b[0;32m"];

export default definePrinter({
  print: (item) =>
    item.sent
      ? `${WHITE}[+] Sending to ${PHONE} ...\n${YELLOW}${unix(item.octets)}\n`
      : `${WHITE}[-] Receiving from ${PHONE} ...\n${GREEN}${unix(item.octets)}\n`,
  tells: { time: false, transport: false, peer: true, both: false },
});
