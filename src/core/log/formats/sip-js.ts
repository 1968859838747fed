/** SIP.js in a browser's console: a dated line says that a WebSocket message follows. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "sip-js",
  title: "SIP.js",
  printedBy: "a browser's console with `traceSip: true` in SIP.js' transport options",
  hint: " WebSocket ",
  opening:
    /(?:^|[\s:\d])(?:(?<time>[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d{4} \d\d:\d\d:\d\d GMT[+-]\d{4}) \([^)]{1,60}\) \| )?sip\.[Tt]ransport(?:\s?[|-])? (?<way>[Ss]ending|[Rr]eceived) WebSocket (?:text |binary )?message:(?: {1,4}\(?[\w.-]{1,60}(?:, line |:)\d{1,7}(?::\d{1,7})?\)?)?\s*$/,
  closing: "content",
  samples: [
    {
      line: "sip.min.js:38 Fri Nov 20 2026 10:00:00 GMT+0000 (Coordinated Universal Time) | sip.transport | sending WebSocket message:",
      reads: { time: "Fri Nov 20 2026 10:00:00 GMT+0000", way: "sending" },
    },
    {
      line: "Fri Nov 20 2026 11:00:00 GMT+0100 (CET) | sip.Transport | Received WebSocket text message:",
      reads: { time: "Fri Nov 20 2026 11:00:00 GMT+0100", way: "Received" },
    },
    {
      line: "[Log] Fri Nov 20 2026 17:00:00 GMT+0700 (WIB) | sip.transport | sending WebSocket message: (sip.js, line 2900)",
      reads: { time: "Fri Nov 20 2026 17:00:00 GMT+0700", way: "sending" },
    },
    {
      line: "[2026-11-20T10:00:00.123Z] INFO - sip.Transport - Sending WebSocket message:",
      reads: { way: "Sending" },
    },
  ],
});
