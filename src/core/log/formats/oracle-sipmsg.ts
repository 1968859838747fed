/** Oracle (Acme Packet) SBC's sipmsg.log: time, both sides and the direction on a line, the message, a dashed rule. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "oracle-sipmsg",
  title: "Oracle, Acme Packet SBC (sipmsg.log)",
  printedBy: "Oracle (Acme Packet) SBCs: `sipmsg.log` after `notify sipd siplog`",
  hint: " On ",
  opening:
    /^(?<time>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d\.\d{3}) On (?:\[\d{1,4}:\d{1,5}\])?(?<local>\S{3,80}:\d{1,5}) (?<way>sent|received) (?:to|from) (?<peer>\S{3,80}:\d{1,5})\s*$/,
  closing: /^-{40}\s*$/,
  samples: [
    {
      line: "Nov 20 10:00:00.123 On [0:0]192.0.2.1:5060 received from 192.0.2.10:5060",
      reads: { time: "Nov 20 10:00:00.123", local: "192.0.2.1:5060", way: "received", peer: "192.0.2.10:5060" },
    },
    {
      line: "Nov  2 10:00:00.143 On 192.0.2.1:5060 sent to 192.0.2.10:5060",
      reads: { time: "Nov  2 10:00:00.143", local: "192.0.2.1:5060", way: "sent" },
    },
  ],
});
