/** Octets as hex: `tshark -x`, Wireshark's packet bytes, text2pcap's input, `hexdump -C`, `od -A x -t x1`, OpenSSL's. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "hex-dump",
  title: "Hex dump (tshark -x, hexdump -C, od)",
  printedBy: "`tshark -x`, Wireshark's packet bytes, `hexdump -C`, `od -A x -t x1`, what text2pcap takes",
  hint: "0000 ",
  // Each octet stands alone; Wireshark's streams have eight digits and no bars around the text.
  opening:
    /(?:^|[\s|\]>])(?!00000000 {2}(?:[\da-f]{2} ){8} (?:[\da-f]{2} ){7}[\da-f]{2} (?! {0,64}\|))0{4,8} (?:- | {0,3})(?:[\da-f]{2}[ -]{1,2}){7,15}[\da-f]{2}(?![^\s|>-])/i,
  closing: "content",
  carrier: true,
  dump: "packet",
  samples: [
    { line: "0000  52 45 47 49 53 54 45 52 20 73 69 70 3a 65 78 61   REGISTER sip:exa", reads: {} },
    { line: "00000000  52 45 47 49 53 54 45 52  20 73 69 70 3a 65 78 61  |REGISTER sip:exa|", reads: {} },
    { line: "000000 52 45 47 49 53 54 45 52 20 73 69 70 3a 65 78 61  >REGISTER sip:exa<", reads: {} },
    { line: "0000 - 52 45 47 49 53 54 45 52-20 73 69 70 3a 65 78 61   REGISTER sip:exa", reads: {} },
  ],
});
