/** Cisco Expressway (VCS) at debug level: a record of `network.sip`, `SIPMSG:`, then the message between two bars. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "cisco-expressway",
  title: "Cisco Expressway, VCS (network.sip)",
  printedBy: "Expressway, VCS: *Maintenance > Diagnostics > Diagnostic logging*, with `network.sip` at DEBUG",
  hint: 'Module="network.sip"',
  opening:
    /UTCTime="(?<time>[^"]{10,40})" {1,4}Module="network\.sip" {1,4}Level="DEBUG": {1,4}(?:Action=" ?(?<way>Received|Sent) ?" {1,4})?(?:Local-ip=" ?(?<local>[^" ]{2,60}) ?" {1,4}Local-port="(?<localPort>\d{1,5})" {1,4})?(?:Src-ip=" ?(?<source>[^" ]{2,60}) ?" {1,4}Src-port="(?<sourcePort>\d{1,5})"|Dst-ip=" ?(?<destination>[^" ]{2,60}) ?" {1,4}Dst-port="(?<destinationPort>\d{1,5})")/,
  beside: [/^\s{0,4}SIPMSG:\s*$/],
  closing: "content",
  prefix: /^ ?/,
  tail: /\|\s*$/,
  samples: [
    {
      line: '2026-11-20T10:00:00.836-04:00 expe tvcs: UTCTime="2026-11-20 14:00:00,830" Module="network.sip" Level="DEBUG": Action=" Received " Local-ip=" 192.0.2.5 " Local-port="26847" Src-ip=" 192.0.2.6 " Src-port="7003" Msg-Hash="1"',
      reads: { way: "Received", local: "192.0.2.5", localPort: "26847", source: "192.0.2.6", sourcePort: "7003" },
    },
    {
      line: '2026-11-20T10:00:00.123+00:00 vcs tvcs: UTCTime="2026-11-20 10:00:00,123" Module="network.sip" Level="DEBUG":  Action="Received" Local-ip="192.0.2.1" Local-port="5060" Src-ip="192.0.2.10" Src-port="5060" Msg-Hash="1234"',
      reads: {
        time: "2026-11-20 10:00:00,123",
        way: "Received",
        local: "192.0.2.1",
        source: "192.0.2.10",
        sourcePort: "5060",
      },
    },
    {
      line: 'Nov 20 10:00:00 vcs tvcs: UTCTime="2026-11-20 10:00:00,143" Module="network.sip" Level="DEBUG":  Dst-ip="2001:db8::10"  Dst-port="5061"',
      reads: { destination: "2001:db8::10", destinationPort: "5061" },
    },
  ],
});
