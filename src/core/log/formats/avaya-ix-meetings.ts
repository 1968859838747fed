/** Avaya IX Meetings (Equinox), sipserver.log: time and level before each line, an arrow with the other side and the length. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "avaya-ix-meetings",
  title: "Avaya IX Meetings (sipserver.log)",
  printedBy: "IX Meetings (Equinox): `sipserver.log` at debug level",
  hint: "MESSAGE] ",
  // The arrow stands before the start line once more.
  opening:
    /^(?<time>\S{8,12}[ T]\d\d:\d\d:\d\d[.,:]\d{3,6}|\d\d:\d\d:\d\d[.,]\d{3,6}) {1,4}\[\.{0,6}\w{4,8}\.{0,6}\] {1,4}\[\.{0,12}MESSAGE\] {1,4}(?<way><-{3}|-{3}>) (?<peer>\S{3,80}:\d{1,5}) (?:a|\d{1,4}) (?<octets>\d{1,7})\s*$/,
  closing: "content",
  samples: [
    {
      line: "2026-11-20 10:00:00.123 [.INFO] [..MESSAGE] <--- 192.0.2.10:5060 0 571",
      reads: { time: "2026-11-20 10:00:00.123", way: "<---", peer: "192.0.2.10:5060", octets: "571" },
    },
    {
      line: "2026-11-20 10:00:00.143 [.INFO] [..MESSAGE] ---> [2001:db8::10]:40112 a 350",
      reads: { way: "--->", peer: "[2001:db8::10]:40112" },
    },
  ],
});
