/** FortiGate's SIP proxy debug: a line with both sides, then the octets that it read in digits, and as text with dots. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "fortigate",
  title: "FortiGate (SIP debug)",
  printedBy: "FortiGate firewalls: `diagnose debug application sip -1`, with `diagnose debug console timestamp enable`",
  hint: "sip port ",
  opening:
    /^(?:(?<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) )?sip port \d{1,10} (?:read|write)\b[^[]{0,100}\[\(\d{1,7},\d{1,7}\)\s*(?:\((?<hex>[\da-f]{2,}).*)?$/d,
  beside: [/ sip port \d{1,10} (?<source>\S{3,80}:\d{1,5}) -> (?<destination>\S{3,80}:\d{1,5})\s*$/],
  closing: "content",
  record: { lines: [/^\(?(?<hex>[\da-f]{2}[\da-f ]*)(?:\).*)?\s*$/d] },
  samples: [
    {
      line: "2026-11-20 10:00:00 sip port 26 read [(0,382) (5245474953544552207369703a",
      reads: { time: "2026-11-20 10:00:00", hex: "5245474953544552207369703a" },
    },
    { line: "2026-11-20 10:00:00 sip port 26 read [(0,382)", reads: { time: "2026-11-20 10:00:00" } },
  ],
});
