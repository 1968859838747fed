/** OpenSIPS' trace to a file: epoch time, transport and protocol, both sides, then the message. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "opensips-trace",
  title: "OpenSIPS (trace file)",
  printedBy: "OpenSIPS' `trace` command of opensips-cli",
  hint: "/SIP ",
  opening:
    /^(?<time>\d{10}\.\d{1,6}) (?<transport>UDP|TCP|TLS|SCTP|WSS?)\/SIP (?<source>\S{3,255}:\d{1,5}) -> (?<destination>\S{3,255}:\d{1,5})\s*$/,
  closing: "content",
  // Records that are not SIP: events of a connection, REST and database queries.
  until: /^\d{10}\.\d{1,6} [A-Z]{2,5}\/[A-Z]{2,8} /,
  samples: [
    {
      line: "1795168800.123456 UDP/SIP 192.0.2.10:5060 -> 192.0.2.1:5060",
      reads: { time: "1795168800.123456", transport: "UDP", source: "192.0.2.10:5060", destination: "192.0.2.1:5060" },
    },
    {
      line: "1795168800.123456 TLS/SIP [2001:db8::10]:40112 -> [2001:db8::1]:5061",
      reads: { transport: "TLS", source: "[2001:db8::10]:40112", destination: "[2001:db8::1]:5061" },
    },
  ],
});
