/** sofia-sip's transport log, as FreeSWITCH's `sofia global siptrace on` prints it: a line with the length, a rule, the message. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "sofia",
  title: "FreeSWITCH, sofia-sip (siptrace)",
  printedBy:
    "FreeSWITCH: `sofia global siptrace on` in `fs_cli`; other programs on sofia-sip with `TPORT_LOG=1` in the environment",
  hint: " bytes ",
  opening:
    /(?<!^\d{4}-\d\d-\d\d [\d:.]{8,16})(?:^|[\]\s])(?:(?<date>\d{4}-\d\d-\d\d) [\d:.]{8,16} \d{1,3}(?:\.\d{1,4})?% )?(?<way>recv|send|sent) (?<octets>\d+) bytes (?:from|to) (?<transport>udp|tcp|tls|wss?|sctp)\/(?<peer>\[?[^\]\s/]+\]?(?::\d+)?) at (?<time>(?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d\.\d{6}):\s*$/,
  // A rule in the log, a vertical tab in a `.dump` file.
  closing: /^\s*(?:-{20,}|\v)\s*$/,
  segments: true,
  samples: [
    {
      line: "recv 536 bytes from udp/[192.0.2.10]:5060 at 10:00:00.123456:",
      reads: { way: "recv", octets: "536", transport: "udp", peer: "[192.0.2.10]:5060", time: "10:00:00.123456" },
    },
    {
      line: "send 480 bytes to tls/[2001:db8::10]:40112 at 2026-11-20 10:00:00.123456:",
      reads: { way: "send", transport: "tls", peer: "[2001:db8::10]:40112", time: "2026-11-20 10:00:00.123456" },
    },
    {
      line: "2026-11-20 10:00:00.123460 98.77% sent 480 bytes to tcp/192.0.2.10:5060 at 10:00:00.123456:",
      reads: { date: "2026-11-20", way: "sent", transport: "tcp", peer: "192.0.2.10:5060", time: "10:00:00.123456" },
    },
  ],
});
