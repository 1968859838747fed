/** `xlog("[$si:$sp -> $Ri:$Rp/$pr] received\n$mb")` by way of rsyslog. */
import { clockText, definePrinter, sides } from "../printer.js";

export default definePrinter({
  print: (item, index) => {
    const [from, to] = sides(item);
    const prefix = `Nov 20 ${clockText(item.after)} pbx kamailio[5715]:`;
    return `${prefix} NOTICE: {1 ${index} REGISTER r@192.0.2.10} <script>: [${from} -> ${to}/udp] received#012${item.octets.replaceAll("\r\n", "#015#012").replaceAll("\t", "#011")}\n${prefix} INFO: <script>: done\n`;
  },
  tells: { time: true, transport: true, peer: true, both: true },
});
