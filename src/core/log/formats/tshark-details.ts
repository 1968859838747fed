/** Wireshark's packet details as text, `tshark -V`: each layer dissected, a header a line, what was made of it further in. */
import { STRING } from "../escapes.js";
import { defineLogFormat } from "../log-format.js";

/** Some versions print the line end of each line as escapes. */
const LINE = String.raw`(?<text>.*?)(?:\\r\\n)?$`;

export default defineLogFormat({
  id: "tshark-details",
  title: "Wireshark, tshark -V (packet details)",
  printedBy: "`tshark -V`, or Wireshark: *File > Export Packet Dissections > As Plain Text* with the details expanded",
  hint: "Frame ",
  opening: /^Frame (?:Number: )?\d{1,12}(?:[:(]| \()/,
  // Packets are separated by a blank line.
  closing: /^\s*$/,
  record: {
    lines: [
      new RegExp(String.raw`^ {4}(?:Request|Status)-Line: ${LINE}`, "d"),
      // What is generated stands in brackets or deeper.
      new RegExp(
        String.raw`^ {8}(?=[A-Za-z][\w.!%*+\x60'~-]{0,60} {0,4}:)(?!Method: |Request-URI: |Status-Code: |\[)${LINE}`,
        "d",
      ),
      /^ {4}(?<blank>Message Body)/d,
      // `Owner/Creator, Session Id (o): alice 1 1 IN IP4 192.0.2.10`
      /^ {12}[A-Z][^():]{2,70} \((?<type>[a-z])\): (?<value>.*?)(?:\\r\\n)?$/d,
      // A line of a text, below `Line-based text data`.
      /^ {12}(?<text>[^ ].*?|)\\r\\n$/d,
    ],
    tells: [
      /^ {4}(?:Arrival Time|UTC Arrival Time|Epoch Arrival Time|Epoch Time): (?<time>.{8,60})$/,
      /^Internet Protocol(?: Version [46])?, Src: (?:[^ ,(]{1,255} \()?(?<source>[\da-f.:]{2,45})\)?, Dst: (?:[^ ,(]{1,255} \()?(?<destination>[\da-f.:]{2,45})\)?/i,
      /^(?<transport>User Datagram|Transmission Control) Protocol, Src Port: (?:[\w-]{1,40} \()?(?<sourcePort>\d{1,5})\)?, Dst Port: (?:[\w-]{1,40} \()?(?<destinationPort>\d{1,5})/,
    ],
    escape: STRING,
    loose: true,
  },
  mayShowOctets: true,
  samples: [
    { line: "Frame 6: 427 bytes on wire (3416 bits), 427 bytes captured (3416 bits)", reads: {} },
    { line: "Frame 6 (427 bytes on wire, 427 bytes captured)", reads: {} },
  ],
});
