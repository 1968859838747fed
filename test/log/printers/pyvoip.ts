/** pyVoIP 2 with debug on. */
import { definePrinter, linesOf } from "../printer.js";

export default definePrinter({
  print: (item) => {
    const [startLine, via] = linesOf(item.octets);
    const raw = item.octets
      .replaceAll("\\", "\\\\")
      .replaceAll("'", "\\'")
      .replaceAll("\r", "\\r")
      .replaceAll("\n", "\\n")
      .replaceAll("\t", "\\t");
    const parts = `${startLine}\n\nHeaders:\nVia: [{'type': 'SIP/2.0/UDP', 'address': ('${via!.slice(17, 27)}', 5060)}]\nTo: {'tag': ''}\n`;
    return `${item.sent ? "SENT:" : "Received UDP Message:"}\n${parts}\nBody:\ncontent: None\n\nRaw:\nb'${raw}'\n\n\n`;
  },
  tells: { time: false, transport: false, peer: false, both: false },
});
