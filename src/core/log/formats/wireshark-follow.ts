/** Wireshark's and tshark's "Follow Stream" as text: the length of each side's turn, indented for the second side, then its text. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "wireshark-follow",
  title: "Wireshark, tshark (follow stream)",
  printedBy: "Wireshark: *Follow > UDP Stream* or *TCP Stream*, shown as ASCII; `tshark -q -z follow,udp,ascii,0`",
  hint: "",
  // A stream's length is that of a segment, so the message ends by its own.
  opening: /^\t?(?<octets>\d{1,7})\s*$/,
  closing: "content",
  until: /^(?:\t?\d{1,7}|={40,})\s*$/,
  samples: [
    { line: "493", reads: { octets: "493" } },
    { line: "\t469", reads: { octets: "469" } },
  ],
});
