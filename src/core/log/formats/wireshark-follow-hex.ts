/** "Follow Stream" as a hex dump, also `tshark -z follow,udp,hex,0`: the octets of both sides, the second one's further in. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "wireshark-follow-hex",
  title: "Wireshark, tshark (follow stream, hex)",
  printedBy: "Wireshark: *Follow > UDP Stream* or *TCP Stream*, shown as hex dump; `tshark -q -z follow,udp,hex,0`",
  hint: "00000000  ",
  // It may begin with a keep-alive of two or four octets.
  opening: /^\s{0,4}00000000 {2}(?:[\da-f]{2} ){1,8}(?: (?:[\da-f]{2} ){7}[\da-f]{2} (?! {0,64}\|)| {20,48}[^ |])/i,
  closing: "content",
  dump: "stream",
  samples: [
    { line: "00000000  52 45 47 49 53 54 45 52  20 73 69 70 3a 65 78 61  REGISTER  sip:exa", reads: {} },
    { line: "00000000  0d 0a 0d 0a                                       ....", reads: {} },
    { line: "\t00000000  53 49 50 2f 32 2e 30 20  34 30 31 20 55 6e 61 75  SIP/2.0  401 Unau", reads: {} },
  ],
});
