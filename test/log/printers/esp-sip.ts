/** An ESP32 with Espressif's SIP client. */
import { definePrinter, unix, UPTIME_MILLIS } from "../printer.js";

export default definePrinter({
  print: (item) => {
    const head = `I (${UPTIME_MILLIS + Math.floor(item.after / 1000)}) SIP: `;
    const clock = "[1970-01-01/03:25:45]";
    const octets = String(item.octets.length).padStart(4, "0");
    const [opens, closes] = item.sent
      ? [`=======WRITE ${octets} bytes>>`, "=======================>>"]
      : [`<<=====READ ${octets} bytes==`, "<<======================"];
    return `${head}${clock}${opens}\n${head}\n\n${unix(item.octets)}\n${head}${clock}${closes}\nI (1) wifi: state\n`;
  },
  tells: { time: "uptime", fraction: 3, transport: false, peer: false, both: false },
});
