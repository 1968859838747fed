/** Lync and Skype for Business, OCS: a protocol record of the trace, with lines of its own before the start line. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "lync",
  title: "Lync, Skype for Business (protocol trace)",
  printedBy:
    "Lync and Skype for Business: traces of the component SIPStack (CLS Logger, OCSLogger), and the client's log in its folder `Tracing`",
  hint: "(TF_",
  // A diagnostic record names the start line of a message that a protocol record shows.
  opening:
    /TL_\w{3,10}\(TF_(?:PROTOCOL|DIAG)\).{0,40}::(?<month>\d\d)\/(?<day>\d\d)\/(?<year>\d{4})-(?<time>\d\d:\d\d:\d\d\.\d{3}).{0,300}\$\$begin_record/,
  closing: /^\$\$end_record/,
  record: {
    lines: [
      // A dash is no body.
      /^(?:Start-Line: |Message-Body:(?! ?-\s*$) ?)(?<text>.*)$/d,
      /^(?!(?:Trace-Correlation-Id|Instance-Id|Direction|Peer|Message-Type|Start-Line|Message-Body|LogType|Severity|SIP-[\w-]+): )(?<text>.*)$/d,
    ],
    tells: [/^Direction: (?<way>incoming|outgoing)/, /^Peer: (?<peer>\S{3,255}:\d{1,5})\s*$/],
    loose: true,
  },
  samples: [
    {
      line: "TL_INFO(TF_PROTOCOL) [0]0B20.1F4C::11/20/2026-10:00:00.123.00001234 (SIPStack,SIPAdminLog::ProtocolRecord::Flush:ProtocolRecord.cpp(265))[123456] $$begin_record",
      reads: { month: "11", day: "20", year: "2026", time: "10:00:00.123" },
    },
  ],
});
