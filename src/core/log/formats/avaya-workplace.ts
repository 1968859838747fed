/** Avaya Workplace's UccLog: the SDK's line with direction and length, the message in braces. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "avaya-workplace",
  title: "Avaya Workplace (UccLog)",
  printedBy: "Workplace (Equinox) clients: `UccLog.log`, with verbose logging on",
  hint: "[CSDK::SIP]",
  // The same words announce HTTP elsewhere; only this module's are SIP.
  opening:
    /\[CSDK::SIP\] {1,4}(?<way>SENDING|RECEIVED) (?<octets>\d{1,7}) bytes (?:to|from) (?<peer>\S{3,80}):(?<peerPort>\d{1,5}) ?\{\s*$/,
  closing: /^\s*\}\s*$/,
  samples: [
    {
      line: "2026-11-20 10:00:00.630 D [ 6872] [CSDK::SIP] RECEIVED 609 bytes from 2001:db8:2:161::44:5061 {",
      reads: { way: "RECEIVED", octets: "609", peer: "2001:db8:2:161::44", peerPort: "5061" },
    },
    {
      line: "2026-11-20 10:00:00,123 [D] [0x1f4c] [CSDK::SIP] SENDING 571 bytes to 192.0.2.1:5061 {",
      reads: { way: "SENDING", octets: "571", peer: "192.0.2.1", peerPort: "5061" },
    },
  ],
});
