/** `tshark -V`: every layer of the packet dissected. */
import { clockText, definePrinter, linesOf } from "../printer.js";

const NAMES: Readonly<Record<string, string>> = {
  v: "Session Description Protocol Version (v)",
  o: "Owner/Creator, Session Id (o)",
  s: "Session Name (s)",
  c: "Connection Information (c)",
  t: "Time Description, active time (t)",
  m: "Media Description, name and address (m)",
  a: "Media Attribute (a)",
};

export default definePrinter({
  print: (item, index) => {
    const end = item.octets.indexOf("\r\n\r\n");
    const [headers, body] = [item.octets.slice(0, end), item.octets.slice(end + 4)];
    const [startLine, ...lines] = linesOf(headers.replaceAll("\r\n\t", "\\r\\n\\t"));
    const [from, to] = item.sent ? ["192.0.2.1", "192.0.2.10"] : ["192.0.2.10", "192.0.2.1"];
    const request = /^[A-Z]/.test(startLine!) && !startLine!.startsWith("SIP/");
    return [
      `Frame ${index + 1}: ${item.octets.length + 42} bytes on wire, ${item.octets.length + 42} bytes captured`,
      "    Encapsulation type: Ethernet (1)",
      `    Arrival Time: Nov 20, 2026 ${clockText(item.after)}000 UTC`,
      `    Epoch Time: ${1_795_168_800 + item.after / 1e6} seconds`,
      "Ethernet II, Src: 00:00:00:00:00:02, Dst: 00:00:00:00:00:01",
      "    Destination: 00:00:00:00:00:01",
      "        Address: 00:00:00:00:00:01",
      `Internet Protocol Version 4, Src: ${from}, Dst: ${to}`,
      "    0100 .... = Version: 4",
      "User Datagram Protocol, Src Port: 5060, Dst Port: 5060",
      "    Source Port: 5060",
      `Session Initiation Protocol (${request ? startLine!.split(" ")[0] : startLine!.split(" ")[1]})`,
      `    ${request ? "Request" : "Status"}-Line: ${startLine}`,
      request ? "        Method: REGISTER" : "        Status-Code: 200",
      "        [Resent Packet: False]",
      "    Message Header",
      ...lines.flatMap((line) => [`        ${line}`, `            ${line.split(":")[0]} part: of it`]),
      ...(body ? ["    Message Body", ...(body.startsWith("v=") ? sdp(body) : text(body))] : []),
      "\n",
    ].join("\n");
  },
  tells: { time: true, transport: true, peer: true, both: true },
});

function sdp(body: string): string[] {
  const lines = linesOf(body).map((line) => `            ${NAMES[line[0]!]}: ${line.slice(2)}`);
  return ["        Session Description Protocol", ...lines, "            [Generated Call-ID: call@192.0.2.10]"];
}

function text(body: string): string[] {
  return [
    "        Line-based text data: text/plain (3 lines)",
    ...linesOf(body).map((line) => `            ${line}\\r\\n`),
  ];
}
