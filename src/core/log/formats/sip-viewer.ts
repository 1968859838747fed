/** sip-viewer's plain text: time and date in brackets, the direction, both sides, a blank line, the message. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "sip-viewer",
  title: "sip-viewer",
  printedBy: "sip-viewer's text output of other logs",
  hint: " --> ",
  opening:
    /^\[(?<time>\d{1,4}\/\d\d\/\d{2,4} \d\d:\d\d:\d\d\.\d{3})\] (?:IN|OUT) (?<source>\S{3,255}) --> (?<destination>\S{3,255})\s*$/,
  closing: "content",
  until: /^\[\d{1,4}\/\d\d\/\d{2,4} \d\d:/,
  samples: [
    {
      line: "[2026/11/20 10:00:00.123] IN 192.0.2.10:5060 --> 192.0.2.1:5060",
      reads: { time: "2026/11/20 10:00:00.123", source: "192.0.2.10:5060", destination: "192.0.2.1:5060" },
    },
    {
      line: "[20/11/2026 10:00:00.143] OUT 192.0.2.1 --> 192.0.2.10",
      reads: { time: "20/11/2026 10:00:00.143", source: "192.0.2.1", destination: "192.0.2.10" },
    },
  ],
});
