/** One registration and a call's offer, and how each log format prints them: what every format must read the same. */

export interface Printable {
  /** Microseconds after 2026-11-20T10:00:00Z. */
  readonly after: number;
  readonly sent: boolean;
  readonly octets: string;
}

const message = (...lines: string[]) => lines.map((line) => `${line}\r\n`).join("");

const OFFER = message(
  "v=0",
  "o=alice 1 1 IN IP4 192.0.2.10",
  "s=-",
  "c=IN IP4 192.0.2.10",
  "t=0 0",
  "m=audio 4000 RTP/AVP 0 8",
  "a=rtpmap:0 PCMU/8000",
);

const VIA = "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK";

/** Ten messages as the registrar at 192.0.2.1 sees them; the phone is 192.0.2.10. */
export const MESSAGES: readonly Printable[] = [
  register(1, "a1", []),
  answer(1, "a1", "401 Unauthorized", ['WWW-Authenticate: Digest realm="example.com", nonce="abc.", qop="auth"']),
  register(2, "a2", [
    'Authorization: Digest username="alice", realm="example.com", nonce="abc.", uri="sip:example.com", response="00"',
  ]),
  answer(2, "a2", "200 OK", ["Contact: <sip:alice@192.0.2.10>;expires=300", "Server: Example PBX 1."]),
  {
    after: 4_500_000,
    sent: false,
    octets:
      message(
        "INVITE sip:bob@example.com SIP/2.0",
        `${VIA}b1;rport`,
        "From: Alice <sip:alice@example.com>;tag=1",
        "To: <sip:bob@example.com>",
        "Call-ID: call@192.0.2.10",
        "CSeq: 3 INVITE",
        "Supported: replaces,",
        "\tpath",
        "Content-Type: application/sdp",
        `Content-Length: ${OFFER.length}`,
        "",
      ) + OFFER,
  },
  answer(3, "b1", "100 Trying", []),
  {
    after: 5_000_000,
    sent: false,
    octets:
      message(
        "MESSAGE sip:bob@example.com SIP/2.0",
        `${VIA}m1`,
        "From: <sip:alice@example.com>;tag=2",
        "To: <sip:bob@example.com>",
        "Call-ID: text@192.0.2.10",
        "CSeq: 4 MESSAGE",
        "Content-Type: text/plain",
        "Content-Length: 23",
        "",
      ) + message("Good morning", "", "Alice"),
  },
  answer(4, "m1", "202 Accepted", []),
  register(5, "a5", ["Expires: 0"]),
  answer(5, "a5", "200 OK", []),
];

function register(cseq: number, branch: string, more: readonly string[]): Printable {
  const octets = message(
    "REGISTER sip:example.com SIP/2.0",
    `${VIA}${branch};rport`,
    "Max-Forwards: 70",
    "From: <sip:alice@example.com>;tag=f",
    "To: <sip:alice@example.com>",
    "Call-ID: r@192.0.2.10",
    `CSeq: ${cseq} REGISTER`,
    ...more,
    "Content-Length: 0",
    "",
  );
  return { after: cseq * 1_000_000, sent: false, octets };
}

function answer(cseq: number, branch: string, status: string, more: readonly string[]): Printable {
  const octets = message(
    `SIP/2.0 ${status}`,
    `${VIA}${branch};rport=5060;received=192.0.2.10`,
    "From: <sip:alice@example.com>;tag=f",
    "To: <sip:alice@example.com>;tag=t",
    "Call-ID: r@192.0.2.10",
    `CSeq: ${cseq} REGISTER`,
    ...more,
    "Content-Length: 0",
    "",
  );
  return { after: cseq * 1_000_000 + 1234, sent: true, octets };
}

const clockText = (after: number) =>
  new Date(Date.UTC(2026, 10, 20, 10) + Math.floor(after / 1000)).toISOString().slice(11, 23) +
  String(after % 1000).padStart(3, "0");
const unix = (octets: string) => octets.replaceAll("\r\n", "\n");
const PHONE = "192.0.2.10:5060";
const REGISTRAR = "192.0.2.1:5060";
const sides = (item: Printable) => (item.sent ? [REGISTRAR, PHONE] : [PHONE, REGISTRAR]);

export interface Printer {
  print(item: Printable, index: number): string;
  /** What the format tells besides the messages. */
  readonly tells: {
    readonly time: boolean;
    readonly transport: boolean;
    readonly peer: boolean;
    readonly both: boolean;
  };
}

/** By format id; every format of `LOG_FORMATS` has one. */
export const PRINTERS: Readonly<Record<string, Printer>> = {
  "asterisk-pjsip": {
    print: (item, index) =>
      `${item.sent ? "<--- Transmitting SIP response" : "<--- Received SIP request"} (${item.octets.length} bytes) ${item.sent ? "to" : "from"} UDP:${PHONE} --->\n${unix(item.octets)}\n` +
      (index % 3 === 0 ? "    -- Registered SIP '2001' at 192.0.2.10:5060\n" : ""),
    tells: { time: false, transport: true, peer: true, both: false },
  },
  ngrep: {
    print: (item, index) => {
      const [from, to] = sides(item);
      return `U 2026/11/20 ${clockText(item.after)} ${from} -> ${to} #${index + 1}\n${item.octets.replaceAll("\r\n", ".\n")}\n${index % 2 ? "#\n" : ""}`;
    },
    tells: { time: true, transport: true, peer: true, both: true },
  },
  sngrep: {
    print: (item) => {
      const [from, to] = sides(item);
      return `2026/11/20 ${clockText(item.after)} ${from} -> ${to}\n${item.octets}\n\n`;
    },
    tells: { time: true, transport: false, peer: true, both: true },
  },
  sofia: {
    print: (item, index) => {
      const rule = "-".repeat(72);
      const opening = `${item.sent ? "send" : "recv"} ${item.octets.length} bytes ${item.sent ? "to" : "from"} udp/[192.0.2.10]:5060 at ${clockText(item.after)}:`;
      // fs_cli indents and closes with a rule, the log file does neither.
      if (index % 2) return `${opening}\n${rule}\n${unix(item.octets)}\n`;
      const lines = unix(item.octets).replace(/\n$/, "").split("\n");
      return `${opening}\n   ${rule}\n${lines.map((line) => `   ${line}\n`).join("")}   ${rule}\nnua(0x1): event i_register 100 Trying\n`;
    },
    tells: { time: true, transport: true, peer: true, both: false },
  },
  siptrace: {
    print: (item, index) => {
      const [from, to] = sides(item);
      return `2026-11-20T${clockText(item.after)}Z udp ${from} > ${to} frame ${index + 1}, ${item.octets.length} octets\n${unix(item.octets)}\n`;
    },
    tells: { time: true, transport: true, peer: true, both: true },
  },
  plain: {
    print: (item) => item.octets,
    tells: { time: false, transport: false, peer: false, both: false },
  },
  "any-text": {
    print: (item) => {
      const [from, to] = sides(item);
      return (
        `Nov 20 ${clockText(item.after)} pbx proxy[77]: INFO got packet ${from} -> ${to}\n` +
        unix(item.octets)
          .replace(/\n$/, "")
          .split("\n")
          .map((line) => `Nov 20 ${clockText(item.after)} pbx proxy[77]: ${line}\n`)
          .join("") +
        `Nov 20 ${clockText(item.after)} pbx proxy[78]: NOTICE: nothing else\n`
      );
    },
    tells: { time: true, transport: false, peer: true, both: true },
  },
};

export function printedBy(id: string): string {
  return MESSAGES.map((item, index) => PRINTERS[id]!.print(item, index)).join("");
}
