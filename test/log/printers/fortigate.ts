/** FortiGate's debug of its SIP proxy; every second message wrapped by a terminal. */
import { definePrinter, clockText, sides } from "../printer.js";

export default definePrinter({
  print: (item, index) => {
    const [from, to] = sides(item);
    const at = `2026-11-20 ${clockText(item.after, 0)} sip port 26`;
    const hex = Array.from(item.octets, (octet) => octet.charCodeAt(0).toString(16).padStart(2, "0")).join("");
    const wrapped = index % 2 ? ` (${hex})` : `\n(${hex.replace(/(.{102})/g, "$1\n")})`;
    const text = item.octets.replaceAll(/[^ -~]/g, ".");
    return `${at} locate session for ${from} -> ${to}\n${at} ${from} -> ${to}\n${at} read [(0,${item.octets.length})${wrapped}(${text})]\n${at} len ${item.octets.length}\n`;
  },
  isHex: true,
  tells: { time: true, fraction: 0, transport: false, peer: true, both: true },
});
