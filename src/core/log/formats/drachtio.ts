/** drachtio-server's log of sofia-sip's messages: the log's own date and time, then sofia's line with the length, then the message. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "drachtio",
  title: "drachtio-server",
  printedBy: "drachtio-server, at `loglevel` info or debug",
  hint: " bytes ",
  opening:
    /^(?<date>\d{4}-\d\d-\d\d) \d\d:\d\d:\d\d(?:\.\d{1,9})? (?<way>recv|send|sent) (?<octets>\d{1,9}) bytes (?:from|to) (?<transport>udp|tcp|tls|wss?|sctp)\/(?<peer>\[?[^\]\s/]{1,64}\]?(?::\d{1,5})?) at (?<time>\d\d:\d\d:\d\d\.\d{6}):\s*$/,
  // What follows the message on its last line is left over from a longer one before it.
  closing: "octets",
  until: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d/,
  segments: true,
  samples: [
    {
      line: "2026-11-20 10:00:00.123460 sent 480 bytes to tcp/[192.0.2.10]:5060 at 10:00:00.123456:",
      reads: {
        date: "2026-11-20",
        way: "sent",
        octets: "480",
        transport: "tcp",
        peer: "[192.0.2.10]:5060",
        time: "10:00:00.123456",
      },
    },
    {
      line: "2026-11-20 10:00:00.123460 recv 536 bytes from wss/[2001:db8::10]:40112 at 10:00:00.123456:",
      reads: { way: "recv", transport: "wss", peer: "[2001:db8::10]:40112" },
    },
  ],
});
