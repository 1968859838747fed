/** Messages in texts that no format announces: prefixes, quoting, colours, one-line forms, edited and wrapped logs. */
import { describe, expect, it } from "vitest";
import { analyse, unusableFiles } from "../../src/core/analysis.js";
import { memorySource } from "../../src/core/model/byte-source.js";
import { finish } from "../../src/core/model/steps.js";
import { octetsOf, outline, read, textOf, texts } from "./reading.js";
import { MESSAGES } from "./registration.js";

const REGISTER = MESSAGES[0]!.octets;
const CHALLENGE = MESSAGES[1]!.octets;
const INVITE = MESSAGES[4]!.octets;
const unix = (octets: string) => octets.replaceAll("\r\n", "\n");
const perLine = (octets: string, form: (line: string) => string) =>
  unix(octets).replace(/\n$/, "").split("\n").map(form).join("\n");

describe("lines around and within a message", () => {
  it.each<[string, (octets: string) => string]>([
    ["quoted in a mail", (octets) => perLine(octets, (line) => `> ${line}`.trimEnd())],
    ["indented by a tab", (octets) => perLine(octets, (line) => `\t${line}`)],
    ["indented, blanks cut at line ends", (octets) => perLine(octets, (line) => `    ${line}`.trimEnd())],
    ["in a comment", (octets) => perLine(octets, (line) => `// ${line}`)],
    ["with printed carriage returns", (octets) => perLine(octets, (line) => `${line}^M`)],
    ["in colour", (octets) => perLine(octets, (line) => `\x1b[36;1m${line}\x1b[0m`)],
    ["coloured as a block", (octets) => `\x1b[36m\n${octets}\x1b[;m`],
    [
      "with a counter and a time before each line",
      (octets) => perLine(octets, (line) => `${counter++} Nov 20 10:00:00.${counter} host[${counter * 7}]: ${line}`),
    ],
    ["with a mark on the first line alone", (octets) => `recv=${octets}`],
    [
      "with a mark after the prefix",
      (octets) => perLine(octets, (line) => `10:00:00 phone: ${line.startsWith("REG") ? "TX " : ""}${line}`),
    ],
    ["behind a prompt", (octets) => `pbx*CLI> ${unix(octets)}`],
    ["behind octets of a packet", (octets) => `E..i@.@.....fD${unix(octets)}`],
    ["behind letters of a packet", (octets) => `..d...aQX${unix(octets)}`],
    ["after a byte order mark", (octets) => `\ufeff${octets}`],
    ["with a blank line after every line", (octets) => perLine(octets, (line) => `${line}\n`)],
    [
      "between console noise",
      (octets) =>
        `    -- Executing [2001@from:1]\n${unix(octets)}\n  == Spawn extension\n[Nov 20 10:00:00] NOTICE[1]: foo\n`,
    ],
    [
      "in one syslog line",
      (octets) => `Nov 20 10:00:00 vm kamailio[7]: got#012${octets.replaceAll("\r\n", "#015#012")}\n`,
    ],
    ["in one JSON line", (octets) => `{"level":"debug","msg":${JSON.stringify(octets)},"n":1}\n`],
    ["in one line with printed carriage returns", (octets) => `DEBUG ${octets.replaceAll("\r\n", "^M ")}\n`],
    [
      "in a web page",
      (octets) =>
        unix(octets).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;"),
    ],
  ])("%s", (_, print) => {
    const log = [REGISTER, INVITE, CHALLENGE].map(print).join("\n");
    const expected = print === undefined ? [] : [REGISTER, INVITE, CHALLENGE];
    const reading = read(log);
    expect(texts(reading)).toEqual(expected);
    const file = octetsOf(log);
    for (const message of reading.messages) {
      const at = textOf(message.octets).indexOf("z9hG4bK");
      const from = message.sourceMap.toFile(at);
      expect(textOf(file.subarray(from, from + 9))).toBe(textOf(message.octets.subarray(at, at + 9)));
      expect(message.missingOctets).toBe(0);
    }
  });

  let counter = 97;

  it("supplies the blank line that a copy lost", () => {
    expect(texts(read(unix(INVITE).replace("\n\nv=0", "\nv=0")))).toEqual([INVITE]);
    expect(texts(read(unix(REGISTER).trimEnd()))).toEqual([REGISTER]);
    expect(texts(read(unix(REGISTER).trimEnd() + "\n" + unix(CHALLENGE)))).toEqual([REGISTER, CHALLENGE]);
  });

  it("joins lines that a mail program wrapped", () => {
    const long =
      'Authorization: Digest username="alice", realm="example.com", nonce="0123456789abcdef0123456789abcdef"';
    const message = REGISTER.replace("Max-Forwards: 70", long);
    const wrapped = unix(message).replace('example.com", nonce', 'example.com",\nnonce').replace(", \n", ",\n");
    expect(texts(read(wrapped))).toEqual([message]);
  });

  it("joins a Via whose host a mail program put on the next line, although the line is short", () => {
    for (const message of [REGISTER, CHALLENGE]) {
      expect(message).toContain("SIP/2.0/UDP ");
      expect(texts(read(unix(message).replace("SIP/2.0/UDP ", "SIP/2.0/UDP\n")))).toEqual([message]);
      expect(texts(read(unix(message).replace("SIP/2.0/UDP ", "SIP/2.0/UDP \n")))).toEqual([message]);
    }
  });

  it("keeps folded header lines as they are", () => {
    const folded = REGISTER.replace("Max-Forwards: 70", "Subject: one\r\n  two\r\n\tthree");
    expect(texts(read(unix(folded)))).toEqual([folded]);
    expect(texts(read(perLine(folded, (line) => `   ${line}`)))).toEqual([folded]);
  });

  it("ends at noise that stands where a header should, and drops it", () => {
    const headers = unix(REGISTER).split("\n").slice(0, 7).join("\n");
    const reading = read(`${headers}\n[2026-11-20 10:00:00] DEBUG something else: with a colon\nmore: of it\n`);
    expect(texts(reading)).toEqual([headers.replaceAll("\n", "\r\n") + "\r\n\r\n"]);
  });

  it("does not stop a body at a start line that is part of it", () => {
    const notify = (body: string) =>
      `NOTIFY sip:a@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.10\r\nContent-Type: message/sipfrag;version=2.0\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const log = notify("SIP/2.0 200 OK\r\nServer: x\r\n") + notify("SIP/2.0 100 Trying");
    expect(texts(read(log))).toEqual([notify("SIP/2.0 200 OK\r\nServer: x\r\n"), notify("SIP/2.0 100 Trying")]);
  });

  it("trusts no Content-Length that the lines belie", () => {
    const edited = unix(INVITE).replaceAll("192.0.2.10", "XXX.XXX.XXX.XXX");
    const [invite, challenge] = read(`${edited}\n${unix(CHALLENGE)}`).messages;
    expect(textOf(invite!.octets)).toBe(INVITE.replaceAll("192.0.2.10", "XXX.XXX.XXX.XXX"));
    expect(textOf(challenge!.octets)).toBe(CHALLENGE);
    const shortened = read(
      `${unix(INVITE).replace("c=IN IP4 192.0.2.10\n", "")}\n[2026-11-20 10:00:01] next\n`,
    ).messages;
    expect(textOf(shortened[0]!.octets)).toBe(INVITE.replace("c=IN IP4 192.0.2.10\r\n", ""));
    expect(shortened[0]!.missingOctets).toBe(0);
  });

  it("tells octets missing only where the log says that it cut", () => {
    const cut = read(unix(INVITE).split("a=rtpmap")[0]! + "a=rtp...\n").messages[0]!;
    expect(cut.missingOctets).toBe("map:0 PCMU/8000\r\n".length - "...\r\n".length);
  });

  it("keeps a request with an extension method and an unusual URI", () => {
    const odd = REGISTER.replace(
      "REGISTER sip:example.com",
      "!x-Method+`.%~ tel:+1-201-555-0123;phone-context=example.com",
    );
    expect(texts(read(odd))).toEqual([odd]);
  });

  it("does not make messages of lines that only mention one", () => {
    const log =
      "Sending REGISTER sip:example.com SIP/2.0\nreceived SIP/2.0 200 OK\nTime: 10:00\nRetry: no\n\nREGISTER sip:example.com SIP/2.0\n";
    expect(read(log).messages).toEqual([]);
  });
});

describe("a URI that the poster blotted out with words", () => {
  it.each(["sip:<my user>@<softswitch ip>:5060", "sip:<my registrar>", "sip:2001@<my domain>;transport=udp"])(
    "%s",
    (uri) => {
      const message = REGISTER.replace("sip:example.com SIP", `${uri} SIP`);
      expect(message).toContain(uri);
      expect(texts(read(`nta: received REGISTER ${uri} SIP/2.0 (CSeq 1)\n${message}`))).toEqual([message]);
      expect(texts(read(`TX ${message}`))).toEqual([message]);
    },
  );

  it("is no word before the version", () => {
    expect(read("REGISTER <someone> said > SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.1\n").messages).toEqual([]);
  });
});

describe("times and sides", () => {
  const context = (before: string) => outline(read(`${before}\n${unix(REGISTER)}`).messages[0]!).replace(/^\d+ /, "");

  it.each([
    ["2026-11-20 10:00:00.123 sending", "10:00:00.123000 ? ? > ?"],
    ["[2026-11-20T10:00:00,5+01:00] sending", "09:00:00.500000 ? ? > ?"],
    ["Nov 20 10:00:00 host app: sending", "10:00:00.000000 ? ? > ?"],
    ["Fri Nov 20 2026 10:00:00 GMT+0100 (Central European Standard Time) | sending", "09:00:00.000000 ? ? > ?"],
    ["10:00:00.123456 sending", "10:00:00.123456 ? ? > ?"],
    ["20/11/2026 10:00:00:123 sending", "10:00:00.123000 ? ? > ?"],
    ["1795168800.25 sending", "10:00:00.250000 ? ? > ?"],
    ["time=1795168800250 sending", "10:00:00.250000 ? ? > ?"],
    ["message from udp 192.0.2.1:5060", "- udp 192.0.2.1:5060 > ?"],
    ["message sent to [TLS://[2001:db8::1]:5061], size: 528", "- tls ? > [2001:db8::1]:5061"],
    ["received packet on sip:192.0.2.1:5060 from sip:192.0.2.2:5060:", "- ? 192.0.2.2:5060 > 192.0.2.1:5060"],
    ["TCP 192.0.2.1:38828 -> 192.0.2.2:5060", "- tcp 192.0.2.1:38828 > 192.0.2.2:5060"],
    ["192.0.2.1:5060 <- 192.0.2.2:5060", "- ? 192.0.2.2:5060 > 192.0.2.1:5060"],
    [
      "10:00:00.588182 IP 192.0.2.1.5060 > 192.0.2.2.5060: UDP, length 385",
      "10:00:00.588182 udp 192.0.2.1:5060 > 192.0.2.2:5060",
    ],
    [
      "HEP packet:{Version:2,Protocol:17,SrcIP:192.0.2.1,DstIP:192.0.2.2,SrcPort:15060,DstPort:41963,CID:,Vlan:0} with Payload:",
      "- ? 192.0.2.1:15060 > 192.0.2.2:41963",
    ],
    ["tcp src_addr=2001:db8::1 src_port=5060 dst_addr=host.example.com", "- tcp [2001:db8::1]:5060 > host.example.com"],
    [
      "11202026 100000.123456:1.01.00.38939.MAJOR .SIPSG: received msg from IP/port:192.0.2.1/5060, Local IP/port:192.0.2.2/5080",
      "10:00:00.123456 ? 192.0.2.1:5060 > 192.0.2.2:5080",
    ],
    ["sent to IP/port:192.0.2.1/5060, Local IP/port:192.0.2.2/5080", "- ? 192.0.2.2:5080 > 192.0.2.1:5060"],
    ["route from 192.0.2.0/24 to 192.0.2.128/25", "- ? ? > ?"],
    ["source address 192.0.2.1, to host unknown, from: addr", "- ? ? > ?"],
    ["listening on 0.0.0.0:5060, from 0.0.0.0:5060", "- ? ? > ?"],
    ["from 300.0.2.1:99999 to nobody", "- ? ? > ?"],
    ["version 1.2.3:45", "- ? ? > ?"],
  ])("%s", (before, expected) => {
    expect(context(before)).toBe(expected);
  });

  it("does not take the announcement of the message before for its own", () => {
    const log = `10:00:00 from udp 192.0.2.1:5060\n${unix(REGISTER)}\n${unix(CHALLENGE)}`;
    expect(read(log).messages.map(outline)).toEqual([
      "2 10:00:00.000000 udp 192.0.2.1:5060 > ?",
      expect.stringMatching(/ - \? \? > \?$/),
    ]);
  });
});

describe("a line longer than is read at once", () => {
  const octets = (index: number) => REGISTER.replace(/branch=[^;\r]+/, `branch=z9hG4bK${index}`);
  const records = Array.from({ length: 6000 }, (_, index) => ({
    time: new Date(Date.UTC(2026, 10, 20, 10) + 1000 * index).toISOString(),
    message: octets(index),
  }));

  it("loses no message of a list in JSON, nor its time", () => {
    const reading = read(JSON.stringify(records));
    expect(texts(reading)).toEqual(records.map(({ message }) => message));
    expect(reading.messages.map(({ atMicros }) => atMicros / 1000)).toEqual(
      records.map(({ time }) => new Date(time).getTime()),
    );
    expect(reading.problems.map(({ message }) => message)).toEqual([
      "A line is longer than 1 MiB and is read in pieces.",
    ]);
  });
});

it("says of SIPp's short messages what prints whole ones", () => {
  const line = (time: string, way: string, start: string) =>
    `${time}\t${way}\t1-3332@192.0.2.10\tCSeq:1 INVITE\t${start}\n`;
  for (const time of ["2026-11-20\t10:00:00.833518\t1795168800.833518", "2026-11-20T10:00:00.833518Z"]) {
    const log = line(time, "S", "INVITE sip:bob@198.51.100.1:5060 SIP/2.0") + line(time, "R", "SIP/2.0 100 Trying");
    const analysis = finish(analyse([memorySource("short.log", octetsOf(log))]));
    expect(unusableFiles(analysis)).toEqual([expect.stringContaining("-trace_msg instead of -trace_shortmsg")]);
  }
});
