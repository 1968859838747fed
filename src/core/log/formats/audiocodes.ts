/** AudioCodes' syslog: a record announces the message, which stands in the same record or the next one of its session. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "audiocodes",
  title: "AudioCodes (syslog)",
  printedBy:
    "AudioCodes Mediant SBCs and gateways: syslog with its debug level at *Detailed*, as a collector or the Syslog Viewer keeps it",
  hint: " SIP Message ",
  opening:
    /---- (?<way>Incoming|Outgoing) SIP Message (?:from|to) (?<peer>\S{3,80}:\d{1,5}) (?:to|from) SIPInterface #\d{1,4} \([^)]{0,80}\) (?<transport>UDP|TCP|TLS|WSS?) TO\(#\d{1,8}\)(?: SocketID\(\d{1,8}\))? ----\s*(?:#0\d\d|\\r|\\n)*(?: {0,4}\[Time:(?<time>\d\d-\d\d@\d\d:\d\d:\d\d\.\d{3})\])?\s*$/,
  closing: "content",
  tail: /\s*\[Time:(?<time>\d\d-\d\d@\d\d:\d\d:\d\d\.\d{3})\]\s*$/,
  samples: [
    {
      line: "10:00:00.123  192.0.2.1  local0.notice  [S=1234] [SID=1ab2c3:11:56]  (N 5678) ---- Incoming SIP Message from 192.0.2.10:5060 to SIPInterface #0 (Main) UDP TO(#12) SocketID(3) ----",
      reads: { way: "Incoming", peer: "192.0.2.10:5060", transport: "UDP" },
    },
    {
      line: "<133>[S=1235] [SID=1ab2c3:11:56] ---- Outgoing SIP Message to 192.0.2.10:40112 from SIPInterface #1 (Teams) TLS TO(#12) ----",
      reads: { way: "Outgoing", peer: "192.0.2.10:40112", transport: "TLS" },
    },
    {
      line: "<133>[S=1236] [SID=1ab2c3:11:57]  (N 5681) ---- Outgoing SIP Message to 192.0.2.10:5060 from SIPInterface #1 (Main) UDP TO(#1) ---- #012 [Time:20-11@10:00:00.123]",
      reads: { way: "Outgoing", peer: "192.0.2.10:5060", time: "20-11@10:00:00.123" },
    },
  ],
});
