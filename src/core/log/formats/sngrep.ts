/** sngrep's text export (F2, TXT): a line with time and both sides, then the packet as it was. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "sngrep",
  title: "sngrep (text export)",
  printedBy: "sngrep: F2, *Save all dialogs* or those that are selected, as TXT",
  hint: " -> ",
  opening: /^(?<time>\d{4}[-/]\d\d[-/]\d\d \d\d:\d\d:\d\d\.\d{6}) (?<source>\S+:\d+) -> (?<destination>\S+:\d+)\s*$/,
  closing: "content",
  samples: [
    {
      line: "2026/11/20 10:00:00.123456 192.0.2.10:5060 -> 192.0.2.1:5060",
      reads: { time: "2026/11/20 10:00:00.123456", source: "192.0.2.10:5060", destination: "192.0.2.1:5060" },
    },
    {
      line: "2026-11-20 10:00:00.123456 [2001:db8::10]:5060 -> [2001:db8::1]:5060",
      reads: { source: "[2001:db8::10]:5060", destination: "[2001:db8::1]:5060" },
    },
  ],
});
