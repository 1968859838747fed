/** OpenSIPS' trace file, with a record of a TCP connection between. */
import { definePrinter, sides, unix } from "../printer.js";

export default definePrinter({
  print: (item) => {
    const [from, to] = sides(item);
    const micros = Date.UTC(2026, 10, 20, 10) * 1000 + item.after;
    const time = `${Math.floor(micros / 1e6)}.${String(micros % 1e6).padStart(6, "0")}`;
    return `${time} UDP/SIP ${from} -> ${to}\n${unix(item.octets)}\n${time} TCP/LOG ${from} -> ${to}\nconnection accepted\n\n`;
  },
  tells: { time: true, transport: true, peer: true, both: true },
});
