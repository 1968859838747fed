/** `ngrep -W byline` and sipgrep: a line with both sides, then the packet's text with a dot for each carriage return. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "ngrep",
  title: "ngrep -W byline, sipgrep",
  printedBy: "`ngrep -t -W byline port 5060`, `sipgrep`",
  hint: " -> ",
  opening:
    /^(?:#+)?(?<transport>[UTI])(?: (?<time>\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d\.\d{6}| ?\+\d+\.\d+))? (?<source>\S+:\d+) -> (?<destination>\S+:\d+)(?: \[[A-Z]+\])?(?: #\d+)?\s*$/,
  closing: /^#+$/,
  lineEnd: ".",
  segments: true,
  announcesKeepAlives: true,
  samples: [
    {
      line: "U 2026/11/20 10:00:00.123456 192.0.2.10:5060 -> 192.0.2.1:5060 #1",
      reads: {
        transport: "U",
        time: "2026/11/20 10:00:00.123456",
        source: "192.0.2.10:5060",
        destination: "192.0.2.1:5060",
      },
    },
    {
      line: "T 192.0.2.10:40112 -> 192.0.2.1:5060 [AP]",
      reads: { transport: "T", source: "192.0.2.10:40112", destination: "192.0.2.1:5060" },
    },
    {
      line: "U +0.012345 192.0.2.10:5060 -> 192.0.2.1:5060",
      reads: { transport: "U", time: "+0.012345", source: "192.0.2.10:5060", destination: "192.0.2.1:5060" },
    },
  ],
});
