/** The messages that every log format prints, one printer a format in `printers/`, and that every one must read the same. */

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

const FAULTY_VIA = `${VIA}q`;

/** A registration whose one fault, a q-value over 1, shows whatever a log leaves out: REGISTER, 401, REGISTER, 200. */
export const REGISTRATION: readonly Printable[] = [
  faultyRegister(1, []),
  faultyAnswer(1, "401 Unauthorized", ['WWW-Authenticate: Digest realm="example.com", nonce="b7d2", qop="auth"']),
  faultyRegister(2, [
    'Authorization: Digest username="alice", realm="example.com", nonce="b7d2", uri="sip:example.com", qop=auth, nc=00000001, cnonce="0a4f", response="6629fae49393a05397450978507c4ef1"',
  ]),
  faultyAnswer(2, "200 OK", ["Contact: <sip:alice@192.0.2.10:5060>;expires=300"]),
];

function faultyRegister(cseq: number, more: readonly string[]): Printable {
  const octets = message(
    "REGISTER sip:example.com SIP/2.0",
    `${FAULTY_VIA}${cseq};rport`,
    "Max-Forwards: 70",
    "From: <sip:alice@example.com>;tag=q",
    "To: <sip:alice@example.com>",
    "Call-ID: q@192.0.2.10",
    `CSeq: ${cseq} REGISTER`,
    "Contact: <sip:alice@192.0.2.10:5060>;q=1.5",
    ...more,
    "Expires: 300",
    "Content-Length: 0",
    "",
  );
  return { after: cseq * 1_000_000, sent: false, octets };
}

function faultyAnswer(cseq: number, status: string, more: readonly string[]): Printable {
  const octets = message(
    `SIP/2.0 ${status}`,
    `${FAULTY_VIA}${cseq};rport=5060;received=192.0.2.10`,
    "From: <sip:alice@example.com>;tag=q",
    "To: <sip:alice@example.com>;tag=r",
    "Call-ID: q@192.0.2.10",
    `CSeq: ${cseq} REGISTER`,
    ...more,
    "Content-Length: 0",
    "",
  );
  return { after: cseq * 1_000_000 + 1234, sent: true, octets };
}
