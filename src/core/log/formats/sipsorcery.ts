/** SIPSorcery's examples: a line with both sides and an arrow whose direction says who sent, then the message. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "sipsorcery",
  title: "SIPSorcery",
  printedBy: "SIPSorcery after `EnableTraceLogs()` of its SIP transport",
  hint: "Re",
  opening:
    /(?:^|[\s\]])(?:Request|Response) (?<way>sent|received): (?:udp|tcp|tls|wss?):(?<local>\[[\da-fA-F:.%]{2,60}\]:\d{1,5}|[^\s:<-]{1,255}:\d{1,5})(?:->|<-)(?<transport>udp|tcp|tls|wss?):(?<peer>\[[\da-fA-F:.%]{2,60}\]:\d{1,5}|[^\s:]{1,255}:\d{1,5})\s*$/,
  closing: "content",
  samples: [
    {
      line: "[10:00:00 DBG] Request sent: udp:192.0.2.10:5060->udp:192.0.2.1:5060",
      reads: { way: "sent", local: "192.0.2.10:5060", transport: "udp", peer: "192.0.2.1:5060" },
    },
    {
      line: "Response received: tls:[2001:db8::10]:40112<-tls:[2001:db8::1]:5061",
      reads: { way: "received", local: "[2001:db8::10]:40112", transport: "tls", peer: "[2001:db8::1]:5061" },
    },
  ],
});
