/** `baresip -s`: the time with a `#`, a line with both sides, then the message, all in colour. */
import { defineLogFormat } from "../log-format.js";

const TIME = /(?:^|[\s:])(?<time>\d\d:\d\d:\d\d\.\d{3})?#\s*$/;

export default defineLogFormat({
  id: "baresip",
  title: "baresip (-s)",
  printedBy: "baresip started with `-s`; on Android in the log with *SIP Trace* on",
  hint: " -> ",
  opening:
    /(?:^|(?<![RT]x): )(?<transport>UDP|TCP|TLS|WSS?) (?<source>[^\s/]{3,255}:\d{1,5}) -> (?<destination>[^\s/]{3,255}:\d{1,5})\s*$/,
  beside: [TIME],
  closing: "content",
  until: TIME,
  samples: [
    {
      line: "UDP 192.0.2.10:45133 -> 192.0.2.1:5060",
      reads: { transport: "UDP", source: "192.0.2.10:45133", destination: "192.0.2.1:5060" },
    },
    {
      line: "TLS [2001:db8::1]:5061 -> [2001:db8::10]:40112",
      reads: { transport: "TLS", source: "[2001:db8::1]:5061", destination: "[2001:db8::10]:40112" },
    },
  ],
});
