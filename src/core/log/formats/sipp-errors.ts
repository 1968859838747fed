/** SIPp's `-trace_err`: what it did not expect, in quotation marks behind the reason or on the lines after it. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "sipp-errors",
  title: "SIPp (-trace_err)",
  printedBy: "SIPp with `-trace_err`",
  hint: ": ",
  opening:
    /^(?<time>\d{4}-\d\d-\d\d[ T\t]\d\d:\d\d:\d\d\.\d{3,6}Z?)(?:\t\d{1,12}\.\d{1,9})?: (?:(?:Aborting|Dead) call\b.{0,600} (?<way>received) '|Discarding message which can't be mapped to a known SIPp call:\s*)$/,
  closing: "content",
  until: /^\d{4}-\d\d-\d\d[ T\t]\d\d:\d\d:\d\d\.\d{3,6}/,
  samples: [
    {
      line: "2026-11-20\t10:00:00.833518\t1795168800.833518: Aborting call on unexpected message for Call-Id '1-3332@192.0.2.10': while expecting '180' (index 2), received '",
      reads: { time: "2026-11-20\t10:00:00.833518", way: "received" },
    },
    {
      line: "2026-11-20 10:00:01.833735: Discarding message which can't be mapped to a known SIPp call:",
      reads: { time: "2026-11-20 10:00:01.833735" },
    },
  ],
});
