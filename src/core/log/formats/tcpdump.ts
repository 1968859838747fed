/** `tcpdump -A`: a line with both sides, then the packet's octets as text, where the start line follows its headers. */
import { defineLogFormat } from "../log-format.js";

export default defineLogFormat({
  id: "tcpdump",
  title: "tcpdump -A",
  printedBy: "`tcpdump -n -A -s 0 port 5060`",
  hint: " > ",
  opening:
    /^(?<time>(?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d\.\d{6}|\d{10}\.\d{6}) (?:\w{1,16} {1,4}(?:In|Out|B|M|P) {1,4})?IP6? (?<source>[\da-f.:]{2,45}|[\w.-]{2,255})\.(?<sourcePort>[\w-]{1,16}) > (?<destination>[\da-f.:]{2,45}|[\w.-]{2,255})\.(?<destinationPort>[\w-]{1,16}): (?:SIP[:,]|(?<transport>UDP|Flags),?) \S.*$/,
  // The octet 10 of an address in 10.0.0.0/8 breaks the line of the IP header.
  beside: [/^(?:E[.`h] ?[ -~]{2,30}|`[ -~]{3,60}|[ -~]{0,3}\.[ -~]{0,3})$/],
  closing: "content",
  until: /^(?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d\.\d{6} /,
  mayShowOctets: true,
  samples: [
    {
      line: "10:00:00.123456 IP 192.0.2.10.40112 > 192.0.2.1.5060: SIP: REGISTER sip:example.com SIP/2.0",
      reads: {
        time: "10:00:00.123456",
        source: "192.0.2.10",
        sourcePort: "40112",
        destination: "192.0.2.1",
        destinationPort: "5060",
      },
    },
    {
      line: "2026-11-20 10:00:00.143456 eth0  In  IP6 2001:db8::1.5060 > 2001:db8::10.40112: UDP, length 350",
      reads: { source: "2001:db8::1", sourcePort: "5060", destination: "2001:db8::10" },
    },
    {
      line: "10:00:00.143456 IP phone.example.com.40112 > 192.0.2.1.sip: Flags [P.], seq 1:572, ack 1, win 502, length 571",
      reads: { source: "phone.example.com", sourcePort: "40112", destination: "192.0.2.1", destinationPort: "sip" },
    },
  ],
});
