/** Asterisk's `pjsip set logger on`: a dashed line announces each message, which follows verbatim. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "asterisk-pjsip",
  title: "Asterisk (PJSIP logger)",
  printedBy:
    "Asterisk: `pjsip set logger on` at its CLI; in `/var/log/asterisk/full` if `logger.conf` has `verbose` for it",
  hint: " SIP re",
  // The console prints no time; /var/log/asterisk/full prints it in brackets before the logger's name.
  opening:
    /(?:^|[\]> ] ?)(?:\[(?<time>[^\]]{8,40})\] [^<]{0,200})?<--- (?<way>Received|Transmitting) SIP (?:request|response) \((?<octets>\d+) bytes\) (?:from|to) (?<transport>[A-Za-z]{2,4}):(?<peer>\S+) --->\s*$/,
  closing: "octets",
  samples: [
    {
      line: "<--- Received SIP request (512 bytes) from UDP:192.0.2.10:5060 --->",
      reads: { way: "Received", octets: "512", transport: "UDP", peer: "192.0.2.10:5060" },
    },
    {
      line: "[2026-11-20 10:00:00] VERBOSE[1234] res_pjsip_logger.c: <--- Transmitting SIP response (401 bytes) to TLS:[2001:db8::10]:5061 --->",
      reads: {
        time: "2026-11-20 10:00:00",
        way: "Transmitting",
        octets: "401",
        transport: "TLS",
        peer: "[2001:db8::10]:5061",
      },
    },
    {
      line: "pbx*CLI> <--- Received SIP response (330 bytes) from WSS:192.0.2.10:40112 --->",
      reads: { way: "Received", octets: "330", transport: "WSS", peer: "192.0.2.10:40112" },
    },
  ],
});
