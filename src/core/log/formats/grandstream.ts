/** Grandstream's syslog: each record names the device and holds a piece of a message, cut at any character. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "grandstream",
  title: "Grandstream (syslog)",
  printedBy: "Grandstream adapters and phones: syslog at level DEBUG with *Send SIP Log*",
  hint: " GS_",
  opening:
    /^(?:<\d{1,3}>)?\s?(?:(?<time>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)?) )?.{0,200} GS_\w{1,12}: \w{1,10}\.DEBUG {1,2}(?<text>[A-Z]{3,20} \S{1,1000} SIP\/2\.0|SIP\/2\.0 [1-6]\d\d .{0,200})\s*$/d,
  closing: "content",
  until:
    /^.{0,300} GS_\w{1,12}: \w{1,10}\.(?:(?!DEBUG)|DEBUG {1,2}(?:[A-Z]{3,20} \S{1,1000} SIP\/2\.0|SIP\/2\.0 [1-6]\d\d .{0,200})\s*$)/,
  record: {
    lines: [
      /^.{0,300} GS_\w{1,12}: \w{1,10}\.DEBUG(?: {1,2}(?<more>.*))?$/d,
      // Another program's line, or a message that is not in a record.
      /^(?![[<]?\d|[-=*#]{3}|[A-Z][a-z]{2} [ \d]\d |[A-Z]{3,20} \S{1,1000} SIP\/2\.0|SIP\/2\.0 )(?<text>.*)$/d,
    ],
  },
  samples: [
    {
      line: "<15> HT801 [00:00:5e:00:53:01] [1.0.49.2] GS_ATA: USER.DEBUG  REGISTER sip:example.com SIP/2.0",
      reads: { text: "REGISTER sip:example.com SIP/2.0" },
    },
    {
      line: "Nov 20 10:00:00 192.0.2.10 HT801 [00:00:5e:00:53:01] [1.0.49.2] GS_ATA: USER.DEBUG  SIP/2.0 200 OK",
      reads: { time: "Nov 20 10:00:00", text: "SIP/2.0 200 OK" },
    },
  ],
});
