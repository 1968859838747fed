/** Cisco Unified Communications Manager's SDL trace: numbered lines with bars, `[1234,NET]`, then the message. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "cisco-cucm",
  title: "Cisco Unified CM (SDL trace)",
  printedBy: "Unified CM: SDL traces of the Cisco CallManager service at *Detailed*, collected with RTMT",
  hint: "wait_",
  opening:
    /^(?:\d{7,9}\.\d{3} \|(?=\d\d:)|(?<month>\d\d)\/(?<day>\d\d)\/(?<year>\d{4}) )(?<time>\d\d:\d\d:\d\d\.\d{3}) (?:\|AppInfo +|CCM)\|(?:\/\/SIP\/)?SIP[A-Za-z]{3}[ /-]{1,3}wait_Sdl\w{3,12}: (?<way>Incoming|Outgoing) SIP (?<transport>UDP|TCP|TLS) message (?:size \d{1,7} )?(?:from|to) (?:(?<peer>[\d.]{7,15}|\[?[\da-fA-F:]{2,45}\]?)|[\dxX*.]{5,15})(?: on port |:\[)(?<peerPort>\d{1,5})\]?:?(?: index \d{1,10})?(?: with (?<octets>\d{1,7}) bytes:?)?(?:\|\S{0,200})?\s*$/,
  beside: [/^(?:\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d\.\d{3} CCM\|)?\[\d{1,12},NET\]\s*$/],
  closing: "content",
  until: /^(?:\d{7,9}\.\d{3} \|\d\d:|\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d\.\d{3} CCM\|)/,
  samples: [
    {
      line: "11/09/2026 10:00:00.123 CCM|//SIP/SIPTcp/wait_SdlReadRsp: Incoming SIP TCP message from 192.0.2.10 on port 40112 index 3 with 571 bytes:|1,100,230,1.1^192.0.2.10^*",
      reads: { month: "11", day: "09", year: "2026", time: "10:00:00.123", peer: "192.0.2.10", octets: "571" },
    },
    {
      line: "00123456.001 |10:00:00.123 |AppInfo  |SIPTcp - wait_SdlReadRsp: Incoming SIP TCP message from 192.0.2.10 on port 40112 index 12 with 571 bytes:",
      reads: {
        time: "10:00:00.123",
        way: "Incoming",
        transport: "TCP",
        peer: "192.0.2.10",
        peerPort: "40112",
        octets: "571",
      },
    },
    {
      line: "00018751.002 |10:00:00.056 |AppInfo  |SIPTcp - wait_SdlReadRsp: Incoming SIP TCP message from x.x.x.x on port 51320 index 7 with 2039 bytes:",
      reads: { time: "10:00:00.056", way: "Incoming", peerPort: "51320" },
    },
    {
      line: "00123457.003 |10:00:00.143 |AppInfo  |SIPUdp - wait_SdlSPISignal: Outgoing SIP UDP message to 192.0.2.10:[5060]:",
      reads: { time: "10:00:00.143", way: "Outgoing", transport: "UDP", peer: "192.0.2.10", peerPort: "5060" },
    },
  ],
});
