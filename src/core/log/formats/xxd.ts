/** `xxd`, and what prints as it does: octets as hex in pairs, behind an offset with a colon. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "xxd",
  title: "Hex dump (xxd)",
  printedBy: "`xxd` of octets that were captured or of a message",
  hint: "0000: ",
  opening: /(?:^|[\s|\]>])0{4,8}: {1,2}(?:(?:[\da-f]{2}){1,8} ){1,15}(?:[\da-f]{2}){1,8}(?![^\s|>-])/i,
  closing: "content",
  carrier: true,
  dump: "packet",
  samples: [
    { line: "00000000: 5245 4749 5354 4552 2073 6970 3a65 7861  REGISTER sip:exa", reads: {} },
    { line: "0000: 52 45 47 49 53 54 45 52 20 73 69 70 3a 65 78 61  REGISTER sip:exa", reads: {} },
  ],
});
