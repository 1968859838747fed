/** Cisco IOS and CUBE, `debug ccsip messages`: a line of the debug with its time, `Sent:` or `Received:`, then the message. */
import { defineLogFormat } from "../log-format.js";

// The last form is the time since boot, once that is over a day.
const STAMP = String.raw`(?:[*.]?(?:[A-Z][a-z]{2} {1,2}\d{1,2} (?:\d{4} )?)?\d\d:\d\d:\d\d(?:\.\d{1,6})?(?: [A-Z]{1,5})?|\d{1,3}[ywd]\d{1,2}[wdh])`;

export default defineLogFormat({
  id: "cisco-ios",
  title: "Cisco IOS, CUBE (debug ccsip messages)",
  printedBy: "IOS gateways and CUBE: `debug ccsip messages`, in `show logging`, on the terminal or at a syslog server",
  hint: "ccsipDisplayMsg:",
  // A star before the time: the clock is not set; a dot: NTP is lost. Old versions print no call identifiers, guides no time.
  opening: new RegExp(
    String.raw`(?:^|[\s>])(?:(?<time>${STAMP}): ?)?(?:\/\/-?\d{1,10}\/\w{1,40}\/(?:CUBE_VT\/)?)?SIP[\/ ]Msg[\/:]ccsipDisplayMsg:\s*(?:(?<way>Sent|Received):\s*)?$`,
  ),
  // Only the trace of CUBE_VT names the sides.
  beside: [
    /^(?<way>Sent|Received):\s*(?:SIP (?<transport>UDP|TCP|TLS) message from (?<source>\S{3,80}) to (?<destination>\S{3,80})\s*)?$/,
  ],
  closing: "content",
  until: new RegExp(String.raw`^(?:<\d{1,3}>\d{0,10}: )?(?:\d{1,10}: )?${STAMP}:(?: |\/\/)`),
  samples: [
    {
      line: "000123: *Nov 20 10:00:00.123: //-1/xxxxxxxxxxxx/SIP/Msg/ccsipDisplayMsg:",
      reads: { time: "*Nov 20 10:00:00.123" },
    },
    {
      line: "Nov 20 2026 10:00:00.123 CET: //17/3B1A9F0C800D/CUBE_VT/SIP/Msg/ccsipDisplayMsg:",
      reads: { time: "Nov 20 2026 10:00:00.123 CET" },
    },
    {
      line: "*Nov 20 10:00:00.123://-1/xxxxxxxxxxxx/SIP/Msg/ccsipDisplayMsg:",
      reads: { time: "*Nov 20 10:00:00.123" },
    },
    { line: "2w3d: //-1/xxxxxxxxxxxx/SIP/Msg/ccsipDisplayMsg:", reads: { time: "2w3d" } },
    { line: "//-1/xxxxxxxxxxxx/SIP/Msg/ccsipDisplayMsg:", reads: {} },
    { line: "10:00:00: SIP Msg:ccsipDisplayMsg:Sent:", reads: { time: "10:00:00", way: "Sent" } },
  ],
});
