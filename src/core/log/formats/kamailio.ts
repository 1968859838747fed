/** Kamailio's or OpenSIPS' `xlog` of a whole message in syslog: `#015#012` for each line end, or the log's prefix before each line. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "kamailio",
  title: "Kamailio, OpenSIPS (xlog in syslog)",
  printedBy: "Kamailio and OpenSIPS: `xlog` of the message buffer `$mb` in the script",
  hint: "s",
  // What the script prints is the administrator's choice; what stands before it is not.
  opening:
    /^(?:<\d{1,3}>)?(?:(?<time>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,6})?|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)) [\w.:-]{1,64} )?[\w./-]{0,30}(?:kamailio|opensips|openser)[\w./-]{0,30}(?:\[\d{1,10}\])?: .{0,900}$/,
  closing: "content",
  carrier: true,
  samples: [
    {
      line: "Nov 22 10:00:00 pbx /usr/sbin/kamailio[5715]: NOTICE: {1 249 REGISTER r@192.0.2.10} <script>: [192.0.2.10:5060 -> 192.0.2.1:5060/udp] received#012",
      reads: { time: "Nov 22 10:00:00" },
    },
    {
      line: "2026-11-20T10:00:00.123456+00:00 pbx opensips[71]: ",
      reads: { time: "2026-11-20T10:00:00.123456+00:00" },
    },
  ],
});
