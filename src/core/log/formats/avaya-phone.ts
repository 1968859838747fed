/** Avaya J100 and 96x1 phones' syslog: `SIPMESSAGE:` records, a long message in numbered parts. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "avaya-phone",
  title: "Avaya J100, 96x1 (syslog)",
  printedBy: "J100 and 96x1 phones: remote logging to a syslog server (`LOGSRVR`) at debug level, with SIP messages",
  hint: "SIPMESSAGE: ",
  opening:
    /^(?:<\d{1,3}>)?(?:(?<time>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d{3,6})?) )?.{0,100}SIPMESSAGE: [^|]{1,80}\| ?\d{1,6} (?:\[Part 01 of \d\d\] ?)?(?<way>Inbound|Outbound) SIP message (?:from|to) (?:ip ?= ?)?(?<peer>\[[\da-fA-F:.]{2,45}\]|[\w.-]{3,255})(?: port: ?| ?: ?)(?<peerPort>\d{1,5})\s*$/,
  closing: "content",
  until: /^(?!.{0,200}\[Part (?!01))(?:<\d{1,3}>|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d |\d{4}-\d\d-\d\d[ T])/,
  record: {
    lines: [/\[Part (?!01)\d\d of \d\d\] ?(?<more>.*)$/d, /^(?:[RT]X )?(?<text>.*)$/d],
  },
  samples: [
    {
      line: "<190>Nov 20 10:00:00 192.0.2.10 SIPMESSAGE: +02:00 2026 658 1 .TEL | 0 Outbound SIP message to 192.0.2.1:5060",
      reads: { way: "Outbound", peer: "192.0.2.1", peerPort: "5060" },
    },
    {
      line: "Nov 20 10:00:00 phone SIPMESSAGE: +02:00 2026 659 1 .TEL | 0 [Part 01 of 02]Inbound SIP message from ip = 192.0.2.1 port: 5061",
      reads: { way: "Inbound", peer: "192.0.2.1", peerPort: "5061" },
    },
  ],
});
