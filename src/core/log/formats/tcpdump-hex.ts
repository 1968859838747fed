/** `tcpdump -X` and `-XX`: below the line of each packet its octets, from the IP header or from the link layer on. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "tcpdump-hex",
  title: "tcpdump -X, -XX, -x",
  printedBy: "`tcpdump -X`, `-XX` or `-x`",
  hint: "0x0000: ",
  opening: /(?:^|\s)0x0000: {1,2}(?:[\da-f]{4} ){3,7}[\da-f]{4}(?!\S)/i,
  closing: "content",
  dump: "packet",
  samples: [{ line: "\t0x0000:  4500 01c2 0001 4000 4011 b6e4 c000 020a  E.....@.@.......", reads: {} }],
});
