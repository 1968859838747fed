/** Avaya IP Office Monitor: milliseconds since boot, direction and both sides on a line, the message far indented. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "avaya-ip-office",
  title: "Avaya IP Office (Monitor)",
  printedBy: "IP Office System Monitor, with *SIP Rx* and *SIP Tx* or *SIP Reg/Opt* among its trace options",
  hint: "mS SIP ",
  // The log's writer may put its own time before, in seconds. Of registrations alone it names no sides, but what registers.
  opening:
    /^\s*(?:(?<time>(?:\d{4}-\d\d-\d\dT)?\d\d:\d\d:\d\d) {1,4})?(?<uptimeMillis>\d{1,12})mS SIP (?:[\w/]{1,20} )?(?:Rx|Tx): (?:(?<transport>UDP|TCP|TLS) (?<source>\S{3,80}:\d{1,5}) -> (?<destination>\S{3,80}:\d{1,5})|[a-z]{3,20})\s*$/,
  closing: "content",
  until: /^\s*(?:(?:\d{4}-\d\d-\d\dT)?\d\d:\d\d:\d\d {1,4})?\d{1,12}mS /,
  samples: [
    {
      line: "2026-11-20T10:00:00 2413009585mS SIP Tx: TCP 192.0.2.1:5060 -> 192.0.2.10:40112",
      reads: { time: "2026-11-20T10:00:00", transport: "TCP", source: "192.0.2.1:5060" },
    },
    {
      line: "  12345678mS SIP Rx: UDP 192.0.2.10:5060 -> 192.0.2.1:5060",
      reads: { uptimeMillis: "12345678", transport: "UDP", source: "192.0.2.10:5060", destination: "192.0.2.1:5060" },
    },
    { line: "574617038mS SIP Reg/Opt Rx: phone", reads: { uptimeMillis: "574617038" } },
  ],
});
