/** Each line of the registration card: what it sees, and a good, a fair or poor, and an unknown verdict. */
import { describe, expect, test } from "vitest";
import { CARD_LINES } from "../../../src/core/report/card/card.js";
import { RULES } from "../../../src/core/rules/index.js";
import type { CardVerdict } from "../../../src/view/card.js";
import { item, LAN, later, NAT, PUBLIC, record, register, type Step } from "./phone.js";

type Case = readonly [title: string, text: string, verdict: CardVerdict, seen: string];

function check(id: string, cases: readonly Case[]): void {
  describe(id, () => {
    test.each(cases)("%s", (_, text, verdict, seen) => {
      const found = item(text, id);
      expect({ verdict: found.verdict, seen: found.seen, reason: found.reason }).toEqual({
        verdict,
        seen,
        reason: expect.stringMatching(/^[A-Z0-9].*\.$/) as string,
      });
      expect(found.sources.length).toBeGreaterThan(0);
    });
  });
}

/** Several steps with the CSeq going on. */
function steps(...each: readonly Step[]): string {
  return each.map((step, index) => register({ cseq: index + 1, ...step })).join("");
}

function every(seconds: number, count: number, step: Partial<Step> = {}): string {
  return steps(...Array.from({ length: count }, (_, index) => ({ at: index * seconds, ...step })));
}

const LONG = `X-Padding: ${"a".repeat(1300)}`;

check("transport", [
  ["UDP in a LAN", register({ at: 0 }), "good", "UDP, within a private network"],
  [
    "TLS over public addresses",
    register({ at: 0, where: PUBLIC, transport: "tls" }),
    "good",
    "TLS, over public addresses",
  ],
  ["UDP behind a NAT", register({ at: 0, where: NAT }), "fair", "UDP, behind a NAT"],
  ["too long for UDP", register({ at: 0, headers: [LONG] }), "fair", "UDP, within a private network"],
  [
    "names in place of addresses",
    register({ at: 0, where: { phone: "phone.example.com:5060", registrar: "pbx.example.com:5060" } }),
    "unknown",
    "UDP, addresses not seen",
  ],
  ["a change", steps({ at: 0 }, { at: 100, transport: "tcp" }), "good", "TCP, earlier UDP, within a private network"],
]);

check("expiry", [
  ["as it should be in a LAN", register({ at: 0, asked: 1200, answer: 1200 }), "good", "asked 1200 s, granted 1200 s"],
  ["as it should be remote", register({ at: 0, where: PUBLIC }), "good", "asked 600 s, granted 600 s"],
  ["short in a LAN", register({ at: 0, asked: 3600, answer: 120 }), "fair", "asked 3600 s, granted 120 s"],
  ["very short in a LAN", register({ at: 0, answer: 30 }), "poor", "asked 600 s, granted 30 s"],
  ["very short behind a NAT", register({ at: 0, where: NAT, answer: 30 }), "fair", "asked 600 s, granted 30 s"],
  ["an hour in a LAN", register({ at: 0, asked: null, answer: 3600 }), "fair", "asked for none, granted 3600 s"],
  ["a day", register({ at: 0, answer: 86_400 }), "poor", "asked 600 s, granted 86400 s"],
  [
    "an hour behind a NAT that nothing keeps open",
    every(1800, 2, { where: NAT, asked: 3600, answer: 3600 }),
    "poor",
    "asked 3600 s, granted 3600 s",
  ],
  [
    "after a 423",
    steps({ at: 0, asked: 60, answer: "423 Interval Too Brief", answered: ["Min-Expires: 600"] }, { at: 1 }),
    "good",
    "asked 600 s, granted 600 s, a 423 wants 600 s or more",
  ],
  ["refused", register({ at: 0, answer: "403 Forbidden" }), "unknown", "asked 600 s, none granted"],
]);

check("refresh", [
  ["at 80 %", every(480, 4), "good", "at 80 % (3 times)"],
  ["at 90 %", every(540, 3), "good", "at 90 % (2 times)"],
  ["at 97 %", every(582, 3), "poor", "at 97 % (2 times)"],
  ["once late", steps({ at: 0 }, { at: 480 }, { at: 960 }, { at: 1542 }), "fair", "at 80 % (3 times), once at 97 %"],
  ["too late", steps({ at: 0 }, { at: 700 }), "poor", "at 117 %"],
  ["after a minute", every(60, 3), "fair", "at 10 % (2 times)"],
  ["once after a minute", every(60, 2), "unknown", "at 10 %"],
  ["a restart", steps({ at: 0 }, { at: 700, callId: "call-2" }), "unknown", "no refresh"],
  ["requests that the trace lacks", steps({ at: 0 }, { at: 590, cseq: 9 }), "unknown", "no refresh"],
  ["the end", register({ at: 0 }) + later(100), "unknown", "no refresh"],
]);

const refused = (at: number, over: Partial<Step> = {}): Step => ({ at, answer: "403 Forbidden", ...over });

check("retry", [
  ["every minute", steps(refused(0), refused(60), refused(120)), "good", "2 retries after 1 min"],
  [
    "growing",
    steps(refused(0), refused(40), refused(120), refused(300)),
    "good",
    "3 retries after 40 s to 3 min, growing",
  ],
  ["every 20 s", steps(refused(0), refused(20), refused(40)), "fair", "2 retries after 20 s"],
  ["once at once", steps(refused(0), refused(2)), "fair", "1 retry after 2 s"],
  ["every 2 s", steps(refused(0), refused(2), refused(4), refused(6)), "poor", "3 retries after 2 s"],
  [
    "as asked",
    steps({ ...refused(0), answer: "503 Service Unavailable", answered: ["Retry-After: 60"] }, refused(61)),
    "good",
    "1 retry after 1 min 1 s, Retry-After 60 s respected",
  ],
  [
    "another server",
    steps(refused(0), { at: 1, where: { ...LAN, registrar: "192.168.1.2:5060" } }),
    "unknown",
    "no retry",
  ],
  ["nothing failed", every(300, 3), "unknown", "no retry"],
]);

const pings = (
  every: number,
  count: number,
  { phone, registrar }: typeof LAN,
  form = "double-crlf",
  transport = "udp",
) =>
  Array.from({ length: count }, (_, index) =>
    record(every * (index + 1), transport, phone, registrar, `keep-alive ${form}`),
  ).join("");

check("keep-alive", [
  ["none in a LAN", every(480, 2), "good", "none, silent for 8 min"],
  ["CRLF behind a NAT", register({ at: 0, where: NAT }) + pings(25, 8, NAT), "good", "CRLF every 25 s (8 times)"],
  [
    "a single CRLF over UDP",
    register({ at: 0, where: NAT }) + pings(25, 8, NAT, "crlf"),
    "good",
    "CRLF every 25 s (8 times)",
  ],
  ["seldom behind a NAT", register({ at: 0, where: NAT }) + pings(55, 4, NAT), "fair", "CRLF every 55 s (4 times)"],
  [
    "too seldom behind a NAT",
    register({ at: 0, where: NAT }) + pings(90, 4, NAT),
    "poor",
    "CRLF every 1 min 30 s (4 times)",
  ],
  ["none behind a NAT", every(480, 2, { where: NAT }), "poor", "none, silent for 8 min"],
  ["short refreshes behind a NAT", every(48, 4, { where: NAT, answer: 60 }), "good", "none seen"],
  ["a short look behind a NAT", register({ at: 0, where: NAT }), "unknown", "none seen"],
  ["none over public addresses", every(480, 2, { where: PUBLIC }), "fair", "none, silent for 8 min"],
  [
    "over TCP",
    register({ at: 0, where: PUBLIC, transport: "tcp" }) + pings(110, 4, PUBLIC, "double-crlf", "tcp"),
    "good",
    "CRLF every 1 min 50 s (4 times)",
  ],
  [
    "slower than Flow-Timer",
    register({ at: 0, where: PUBLIC, transport: "tcp", answered: ["Flow-Timer: 60"] }) +
      pings(110, 4, PUBLIC, "double-crlf", "tcp"),
    "poor",
    "CRLF every 1 min 50 s (4 times), Flow-Timer 60 s",
  ],
  ["none over TCP", every(480, 2, { where: PUBLIC, transport: "tcp" }), "fair", "none, silent for 8 min"],
]);

const dns = (at: number, what: string) => record(at, "udp", "192.168.1.1:53", "192.168.1.20:40000", `dns ${what}`);
const SRV = dns(
  0,
  'answer SRV "_sip._udp.example.com" NOERROR records "_sip._udp.example.com SRV 10 20 5060 pbx.example.com"',
);
const A = dns(0, 'answer A "pbx.example.com" NOERROR records "pbx.example.com A 192.168.1.1"');
const NO_SRV = dns(0, 'answer SRV "_sip._udp.example.com" NOERROR');
const ONLY_A = dns(0, 'answer A "example.com" NOERROR records "example.com A 192.168.1.1"');

check("dns", [
  ["SRV followed", SRV + A + register({ at: 1 }), "good", "SRV of example.com, followed"],
  [
    "SRV not followed",
    SRV + A + register({ at: 1, where: { ...LAN, registrar: "192.168.1.7:5060" } }),
    "fair",
    "SRV of example.com, but it goes to 192.168.1.7:5060",
  ],
  ["no SRV records", NO_SRV + ONLY_A + register({ at: 1 }), "fair", "SRV, A of example.com"],
  ["an address alone", ONLY_A + register({ at: 1 }), "fair", "A of example.com"],
  ["an address typed in", register({ at: 0, target: "sip:192.168.1.1" }), "fair", "192.168.1.1 typed in"],
  ["nothing", register({ at: 0 }), "unknown", "not seen"],
]);

const challenge = (rest: string) => `WWW-Authenticate: Digest realm="example.com", nonce="n1"${rest}`;
const credentials = (rest: string) =>
  `Authorization: Digest username="2001", realm="example.com", nonce="n1", uri="sip:example.com", response="00"${rest}`;
const QOP = ', qop=auth, nc=00000001, cnonce="c"';
const authenticated = (offers: readonly string[], uses: string, over: Partial<Step> = {}) =>
  steps(
    { at: 0, answer: "401 Unauthorized", answered: offers.map(challenge), ...over },
    { at: 0.1, headers: [credentials(uses)], ...over },
  );

check("digest", [
  [
    "SHA-256",
    authenticated([', algorithm=SHA-256, qop="auth"', ', qop="auth"'], `, algorithm=SHA-256${QOP}`),
    "good",
    "offered SHA-256, MD5, uses SHA-256 with qop=auth",
  ],
  [
    "MD5 although there is better",
    authenticated([', algorithm=SHA-256, qop="auth"', ', qop="auth"'], QOP),
    "fair",
    "offered SHA-256, MD5, uses MD5 with qop=auth",
  ],
  ["MD5", authenticated([', qop="auth"'], QOP), "fair", "offered MD5, uses MD5 with qop=auth"],
  [
    "MD5 in TLS",
    authenticated([', qop="auth"'], QOP, { where: PUBLIC, transport: "tls" }),
    "good",
    "offered MD5, uses MD5 with qop=auth",
  ],
  ["MD5 without qop", authenticated([""], "", { where: PUBLIC }), "poor", "offered MD5, uses MD5 without qop"],
  ["none in a LAN", register({ at: 0 }), "fair", "no credentials"],
  ["none over public addresses", register({ at: 0, where: PUBLIC }), "poor", "no credentials"],
  ["Basic", register({ at: 0, where: PUBLIC, headers: ["Authorization: Basic eA=="] }), "poor", "uses Basic"],
  ["nothing", register({ at: 0, answer: null }), "unknown", "not seen"],
]);

const OUTBOUND = '<sip:2001@192.168.1.20:5060>;reg-id=1;+sip.instance="<urn:uuid:1>"';
const asksOutbound = { at: 0, where: PUBLIC, contact: OUTBOUND, headers: ["Supported: outbound"] };

check("outbound", [
  ["not needed in a LAN", register({ at: 0 }), "good", "not used"],
  ["not used", register({ at: 0, where: PUBLIC }), "fair", "not used"],
  [
    "done",
    register({ ...asksOutbound, answered: ["Require: outbound"] }),
    "good",
    "+sip.instance, reg-id 1, Supported: outbound, Require: outbound",
  ],
  ["not done", register(asksOutbound), "fair", "+sip.instance, reg-id 1, Supported: outbound"],
  ["no answer", register({ ...asksOutbound, answer: null }), "unknown", "+sip.instance, reg-id 1, Supported: outbound"],
]);

const INSTANCE = '<sip:2001@192.168.1.20:5060>;+sip.instance="<urn:uuid:1>"';
const asksGruu = { at: 0, contact: INSTANCE, headers: ["Supported: gruu"] };

check("gruu", [
  [
    "granted",
    register({ ...asksGruu, listed: [`${INSTANCE};pub-gruu="sip:2001@example.com;gr=1";expires=600`] }),
    "good",
    "pub-gruu granted",
  ],
  ["not granted", register(asksGruu), "fair", "asked for, not granted"],
  ["not asked for by one device", register({ at: 0 }), "good", "not asked for"],
  ["refused", register({ at: 0, answer: "403 Forbidden" }), "unknown", "not asked for"],
]);

const contacts = (count: number, host = (index: number) => `192.168.1.${index + 20}:5060`) =>
  Array.from({ length: count }, (_, index) => `<sip:2001@${host(index)}>;expires=600`);

check("bindings", [
  ["one", register({ at: 0 }), "good", "1"],
  ["seven", register({ at: 0, listed: contacts(7) }), "fair", "7"],
  ["eleven", register({ at: 0, listed: contacts(11) }), "poor", "11"],
  [
    "two of one host",
    register({ at: 0, listed: contacts(2, (index) => `192.168.1.20:${5060 + index}`) }),
    "fair",
    "2, 2 of one host",
  ],
  ["none listed", register({ at: 0, listed: [] }), "fair", "none listed"],
  ["refused", register({ at: 0, answer: "403 Forbidden" }), "unknown", "not seen"],
]);

check("rport", [
  ["asked for", register({ at: 0, where: NAT }), "good", "asked for, answered 203.0.113.5:40112"],
  ["not asked for in a LAN", register({ at: 0, via: "" }), "fair", "not asked for"],
  ["over TCP", register({ at: 0, transport: "tcp", via: "" }), "good", "not needed"],
  [
    "not asked for behind a NAT",
    register({ at: 0, where: { phone: "203.0.113.5:40112", registrar: "198.51.100.1:5060" }, via: "" }).replaceAll(
      "UDP 203.0.113.5:40112",
      "UDP 192.168.1.20:5060",
    ),
    "poor",
    "not asked for",
  ],
  [
    "behind a proxy",
    register({ at: 0, via: ";rport\nVia: SIP/2.0/UDP 192.168.1.20;branch=z9hG4bKx" }),
    "unknown",
    "not seen",
  ],
]);

const ntp = (offset: string) => record(0, "udp", "192.168.1.1:123", "192.168.1.20:123", `ntp offset ${offset}`);
const DHCP = record(0, "udp", "192.168.1.1:67", "192.168.1.20:68", 'dhcp ack client "192.168.1.20" ntp "192.168.1.1"');
const DATE = "Date: Fri, 20 Nov 2026 10:00:01 GMT";

check("time", [
  ["NTP", ntp("0.010000") + register({ at: 1 }), "good", "NTP of 192.168.1.1, agrees"],
  ["NTP somewhat off", ntp("-20.000000") + register({ at: 1 }), "fair", "NTP of 192.168.1.1, 20 s behind"],
  ["NTP far off", ntp("600.000000") + register({ at: 1 }), "poor", "NTP of 192.168.1.1, 10 min ahead"],
  ["DHCP", DHCP + register({ at: 1 }), "good", "option 42 names 192.168.1.1"],
  ["a Date", register({ at: 1, answered: [DATE] }), "unknown", "Date of the registrar agrees"],
  ["a Date that is off", register({ at: 100, answered: [DATE] }), "poor", "Date of the registrar is off by 1 min 39 s"],
  ["nothing", register({ at: 0 }), "unknown", "not seen"],
]);

test("the lines name rules that exist", () => {
  const known = new Set(RULES.map(({ id }) => id));
  expect(CARD_LINES.flatMap(({ rules }) => rules).filter((id) => !known.has(id))).toEqual([]);
});
