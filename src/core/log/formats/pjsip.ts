/** PJSIP's message log (pjsua, MicroSIP, Konftel and others built on it): a line with the length, the message, `--end msg--`. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "pjsip",
  title: "PJSIP (pjsua, MicroSIP, Konftel)",
  printedBy: "pjsua and all that is built on PJSIP (MicroSIP, Konftel phones): log level 4 or higher",
  hint: " bytes Re",
  // Dots before the direction show the depth of the call that logged it.
  opening:
    /(?:^|[\s.!])(?<way>[RT]X) (?<octets>\d{1,7}) bytes (?:Request|Response) msg [^\s(]{1,80}(?: \([rt]da?ta\w{0,40}\))? (?:from|to) (?<transport>[A-Za-z]{2,4})\w{0,8} (?<peer>\[[\da-fA-F:.%]{2,60}\]|[^\s:]{1,255}):(?<peerPort>\d{1,5}):\s*$/,
  closing: /(?:--end msg--|-{60,})\s*$/,
  samples: [
    {
      line: "10:00:00.123           pjsua_core.c  .TX 571 bytes Request msg REGISTER/cseq=4562 (tdta0x7f8338007a18) to UDP 192.0.2.1:5060:",
      reads: { way: "TX", octets: "571", transport: "UDP", peer: "192.0.2.1", peerPort: "5060" },
    },
    {
      line: "2026-11-20 10:00:00.123  pjsua_core.c !RX 498 bytes Response msg 401/REGISTER/cseq=4562 (rdata0x104) from tls [2001:db8::1]:5061:",
      reads: { way: "RX", octets: "498", transport: "tls", peer: "[2001:db8::1]", peerPort: "5061" },
    },
    {
      line: "<135>Nov 20 10:00:00 phone sua: ....TX 420 bytes Response msg 200/OPTIONS/cseq=1 to TCP 192.0.2.1:40112:",
      reads: { way: "TX", octets: "420", transport: "TCP", peer: "192.0.2.1", peerPort: "40112" },
    },
  ],
});
