/** CUBE's `debug ccsip messages`, every second message with its sides as the VoIP trace prints them. */
import { definePrinter, clockText, sides, unix } from "../printer.js";

export default definePrinter({
  print: (item) => {
    const [from, to] = sides(item);
    const at = `Nov 20 2026 ${clockText(item.after, 3)}`;
    return `${at}: //17/3B1A9F0C800D/CUBE_VT/SIP/Msg/ccsipDisplayMsg:\n${item.sent ? "Sent" : "Received"}: SIP UDP message from ${from} to ${to}\n${unix(item.octets)}\n${at}: //17/3B1A9F0C800D/SIP/Info/notify/8192/sipSPIProcess: done\n`;
  },
  tells: { time: true, fraction: 3, transport: true, peer: true, both: true },
});
