/** Avaya one-X Communicator and Agent, SIPMessages.txt: a line with the direction and the length, the message in braces. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "avaya-1xc",
  title: "Avaya one-X (SIPMessages.txt)",
  printedBy:
    "one-X Communicator and one-X Agent: `SIPMessages.txt` in the folder of their logs, with diagnostic logging on",
  hint: "SIGNAL | ",
  opening:
    /^(?<time>.{8,40}?) [A-Za-z]\w{0,15} {1,4}\[ {0,4}\w{1,20}\] SIGNAL \| (?<way>SENT|RECEIVED) (?:to|from) (?<peer>\S{3,80}:\d{1,5})\. Length= ?(?<octets>\d{1,7})\.?\s*$/,
  closing: /^\}\s*$/,
  samples: [
    {
      line: "2026-11-20 10:00:00.326 DBH [13536] SIGNAL | RECEIVED from 192.0.2.1:5061. Length= 604.",
      reads: { time: "2026-11-20 10:00:00.326", way: "RECEIVED", peer: "192.0.2.1:5061", octets: "604" },
    },
    {
      line: "2026-11-20 10:00:00.123 thread [12] SIGNAL | SENT to 192.0.2.1:5060. Length= 571.",
      reads: { time: "2026-11-20 10:00:00.123", way: "SENT", peer: "192.0.2.1:5060", octets: "571" },
    },
  ],
});
