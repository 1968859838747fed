/** Any message and any signal that `.siptrace` can hold, for properties of its round trip. */
import fc from "fast-check";
import type { WritableMessage } from "../../src/core/log/siptrace-writer.js";
import type { DhcpSettings } from "../../src/core/model/dhcp.js";
import { DNS_TYPES, type DnsMessage, type DnsRecord } from "../../src/core/model/dns.js";
import type { Endpoint, Transport } from "../../src/core/model/endpoint.js";
import { TLS_STEPS, type TlsDetails } from "../../src/core/model/tls.js";
import type { Signal } from "../../src/core/model/transmission.js";
import { octetsOf } from "./reading.js";

const nastyLine = fc.constantFrom(
  "# <- no annotation",
  "2026-11-20T10:00:00Z udp 192.0.2.1:5060 > 192.0.2.2:5060",
  "udp a > b frame 1, 7 octets",
  "\\x41 and \\",
  "\\",
  "\\\\",
  "",
  " ",
  "recv 536 bytes from udp/[192.0.2.10]:5060 at 10:00:00.123456:",
  "<--- Received SIP request (512 bytes) from UDP:192.0.2.10:5060 --->",
  "REGISTER sip:example.com SIP/2.0",
  "Subject: Grüße, 你好 😀 \u202e\u2028",
  "tab\there",
);
const octets = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc
    .array(fc.tuple(nastyLine, fc.constantFrom("\r\n", "\n", "\r", "\n\r", "", "\0")), { maxLength: 12 })
    .map((lines) => octetsOf(lines.flat().join(""))),
  fc.string({ unit: "binary", maxLength: 200 }).map(octetsOf),
);
const endpoint: fc.Arbitrary<Endpoint | undefined> = fc.option(
  fc.record({
    address: fc.constantFrom("192.0.2.1", "0.0.0.0", "2001:db8::1", "fe80::1%eth0", "::", "pbx.example.com"),
    port: fc.integer({ min: 0, max: 65_535 }),
  }),
  { nil: undefined },
);
const transport = fc.constantFrom<Transport | undefined>("udp", "tcp", "tls", "ws", "wss", "sctp", undefined);
const atMicros = fc.oneof(
  fc.constant(NaN),
  fc.integer({ min: 0, max: 4_000_000_000_000_000 }),
  fc.integer({ min: 0, max: 8_000_000_000_000_000 }).map((quarters) => quarters / 4),
);
export const anyMessage: fc.Arbitrary<WritableMessage> = fc.record({
  atMicros,
  transport,
  source: endpoint,
  destination: endpoint,
  octets,
  frame: fc.option(fc.integer({ min: 1, max: 2 ** 40 }), { nil: null }),
  missingOctets: fc.integer({ min: 0, max: 70_000 }),
  garbageBefore: fc.option(fc.uint8Array({ minLength: 1, maxLength: 20 }), { nil: undefined }),
  capturePoint: fc.nat(3),
});
const known = fc.record({
  address: fc.constantFrom("192.0.2.1", "2001:db8::1"),
  port: fc.integer({ min: 0, max: 65_535 }),
});
const place = fc.option(fc.nat(), { nil: null }).map((frame) => ({ file: 3, frame, line: null }));
const base = {
  atMicros,
  place,
  transport: fc.constantFrom<Transport>("udp", "tls"),
  source: known,
  destination: known,
  capturePoint: fc.nat(2),
};
const text = fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom('a "quoted", \\ one', "pbx.example.com"));
const wholeSecond = fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => seconds * 1e6);
const tlsDetails: fc.Arbitrary<TlsDetails> = fc.record(
  {
    sni: text,
    versions: fc.array(text, { maxLength: 3 }),
    ciphers: fc.array(text, { maxLength: 3 }),
    version: text,
    cipher: text,
    isResumed: fc.constant(true),
    isEncrypted: fc.constant(true),
    alert: fc.record({ level: fc.constantFrom("warning" as const, "fatal" as const), description: text }),
    certificate: fc.record(
      {
        subject: text,
        issuer: text,
        commonName: text,
        names: fc.array(text, { maxLength: 3 }),
        notBeforeMicros: wholeSecond,
        notAfterMicros: wholeSecond,
      },
      { requiredKeys: ["subject", "issuer", "names", "notBeforeMicros", "notAfterMicros"] },
    ),
  },
  { requiredKeys: [] },
);
/** As the decoder writes names and texts: without blanks. A lone hyphen stands for an empty text. */
const word = fc.stringMatching(/^[!-~]{1,12}$/).filter((candidate) => candidate !== "-");
const number = fc.nat(65_535);
const emptyOrWord = fc.option(word, { nil: "" });
const dnsRecord: fc.Arbitrary<DnsRecord> = fc.oneof(
  fc.record({ name: word, type: fc.constantFrom("A" as const, "AAAA" as const), address: word }),
  fc.record({ name: word, type: fc.constant("CNAME" as const), target: word }),
  fc.record({
    name: word,
    type: fc.constant("SRV" as const),
    priority: number,
    weight: number,
    port: number,
    target: word,
  }),
  fc.record({
    name: word,
    type: fc.constant("NAPTR" as const),
    order: number,
    preference: number,
    flags: emptyOrWord,
    service: emptyOrWord,
    regexp: emptyOrWord,
    target: word,
  }),
);
const dnsMessage: fc.Arbitrary<DnsMessage> = fc.record(
  {
    id: number,
    name: text,
    type: fc.constantFrom(...DNS_TYPES),
    answer: fc.record(
      {
        rcode: fc.constantFrom("NOERROR", "NXDOMAIN", "RCODE15"),
        isTruncated: fc.constant(true as const),
        records: fc.array(dnsRecord, { maxLength: 4 }),
      },
      { requiredKeys: ["rcode", "records"] },
    ),
  },
  { requiredKeys: ["id", "name", "type"] },
);
const dhcpSettings: fc.Arbitrary<DhcpSettings> = fc.record(
  {
    message: fc.constantFrom("offer" as const, "ack" as const),
    client: fc.constantFrom("192.0.2.10", "0.0.0.0"),
    ntpServers: fc.array(text, { maxLength: 2 }),
    tftpServers: fc.array(text, { maxLength: 2 }),
    sipServers: fc.array(text, { maxLength: 2 }),
    provisioning: text,
  },
  { requiredKeys: ["message", "client", "ntpServers", "tftpServers", "sipServers"] },
);
export const anySignal: fc.Arbitrary<Signal> = fc.oneof(
  fc.record({ ...base, kind: fc.constant("dns" as const), dns: dnsMessage }),
  fc.record({ ...base, kind: fc.constant("dhcp" as const), dhcp: dhcpSettings }),
  fc.record({ ...base, kind: fc.constant("ntp" as const), offsetMicros: fc.integer({ min: -2e15, max: 2e15 }) }),
  fc.record({ ...base, kind: fc.constant("tls" as const), step: fc.constantFrom(...TLS_STEPS), details: tlsDetails }),
  fc.record({
    ...base,
    kind: fc.constant("keep-alive" as const),
    form: fc.constantFrom(
      "crlf" as const,
      "double-crlf" as const,
      "stun" as const,
      "stun-response" as const,
      "ping" as const,
      "pong" as const,
      "other" as const,
    ),
  }),
  fc.record({
    ...base,
    kind: fc.constant("unreachable" as const),
    reason: fc.string({ unit: "grapheme" }),
    reporter: fc.constantFrom("192.0.2.9", "a b", '"'),
    quoted: fc.uint8Array({ maxLength: 20 }),
  }),
  fc.record({ ...base, kind: fc.constant("stun-mapping" as const), mapped: known }),
  fc.record({
    ...base,
    kind: fc.constant("tcp" as const),
    event: fc.constantFrom(
      "open" as const,
      "refused" as const,
      "reset" as const,
      "closed" as const,
      "unanswered" as const,
    ),
  }),
  fc.record({
    ...base,
    kind: fc.constant("tcp" as const),
    event: fc.constantFrom("reset" as const, "closed" as const),
    isIncomplete: fc.constant(true as const),
  }),
);
