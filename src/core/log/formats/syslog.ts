/** Syslog: messages that some program logged, on one line each (`#015#012`) or with the log's prefix before each line. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "syslog",
  title: "Syslog (SIP messages in lines of any program)",
  printedBy: "any program whose lines go through syslog (rsyslog, syslog-ng)",
  hint: ": ",
  // RFC 3164 and what rsyslog writes; Kamailio and OpenSIPS have a format of their own.
  opening:
    /^(?:<\d{1,3}>)?(?:1 )?(?<time>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,6})?|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)) [\w.:-]{1,64} (?!\S{0,30}(?:kamailio|opensips|openser))[\w./@-]{1,64}(?:\[\d{1,10}\])?: .{0,900}$/,
  closing: "content",
  carrier: true,
  samples: [
    { line: "Nov 20 10:00:00 pbx proxy[77]: received#012", reads: { time: "Nov 20 10:00:00" } },
    {
      line: "<134>2026-11-20T10:00:00.123456+00:00 pbx sbc: ",
      reads: { time: "2026-11-20T10:00:00.123456+00:00" },
    },
  ],
});
