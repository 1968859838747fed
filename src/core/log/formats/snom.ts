/** The SIP trace page of Snom phones: a line with the other side, the time and the length, then the message. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "snom",
  title: "Snom (SIP trace)",
  printedBy: "Snom phones: the page *SIP Trace* of their web interface",
  hint: " bytes):",
  opening:
    /^\s*(?<way>Sent|Received) (?:to|from) (?<transport>udp|tcp|tls):(?<peer>\[[\da-fA-F:.%]{2,60}\]|[^\s:]{1,255}):(?<peerPort>\d{1,5}) at (?<time>\d{1,2}\/\d{1,2}\/\d{4} \d\d:\d\d:\d\d:\d{3}|[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d\.\d{3,6}) \((?<octets>\d{1,7}) bytes\):\s*$/,
  closing: "content",
  dayFirst: true,
  samples: [
    {
      line: "Sent to udp:192.0.2.1:5060 at 20/11/2026 10:00:00:123 (571 bytes):",
      reads: { way: "Sent", transport: "udp", peer: "192.0.2.1", time: "20/11/2026 10:00:00:123", octets: "571" },
    },
    {
      line: "Received from tls:sip.example.com:5061 at Nov 20 10:00:00.123456 (498 bytes):",
      reads: { way: "Received", transport: "tls", peer: "sip.example.com", time: "Nov 20 10:00:00.123456" },
    },
  ],
});
