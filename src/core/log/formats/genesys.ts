/** Genesys SIP Server's log: time, direction, length, other side and an arrow on a line, then the message. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "genesys",
  title: "Genesys SIP Server",
  printedBy: "Genesys SIP Server: its log, with `verbose` at all",
  hint: " bytes ",
  opening:
    /^(?<time>(?:\d{4}-\d\d-\d\d[T ])?\d\d:\d\d:\d\d\.\d{3}):? (?:SIPTR: )?(?<way>Received|Sending) {1,4}\[\d{1,6},(?<transport>UDP|TCP|TLS)\] (?<octets>\d{1,7}) bytes (?:from|to) (?<peer>\S{3,80}:\d{1,5}) (?:<{5}|>{5})\s*$/,
  closing: "content",
  until: /^\d\d:\d\d:\d\d\.\d{3}[: ]/,
  samples: [
    {
      line: "10:00:00.123: SIPTR: Received [0,UDP] 571 bytes from 192.0.2.10:5060 <<<<<",
      reads: { time: "10:00:00.123", way: "Received", transport: "UDP", octets: "571", peer: "192.0.2.10:5060" },
    },
    {
      line: "10:00:00.143: Sending  [12,TCP] 350 bytes to 192.0.2.10:40112 >>>>>",
      reads: { time: "10:00:00.143", way: "Sending", transport: "TCP", peer: "192.0.2.10:40112" },
    },
  ],
});
