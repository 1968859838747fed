/** Look-ups on the ladder: those by which a phone found its server, and no others. */
import { expect, test } from "vitest";
import { dhcpWords, dnsWords, ntpWords } from "../../src/core/ladder/lookup-words.js";
import type { LadderView } from "../../src/view/ladder.js";
import { healthyRegistration, ladderOf } from "./views-of.js";

const PHONE = "192.0.2.10";
const RESOLVER = "192.0.2.53:53";

/** A question and its answer, so many seconds after 10:00:00. */
function asked(at: number, question: string, records: readonly string[] = [], phone = PHONE): string {
  const time = new Date(Date.UTC(2026, 10, 20, 10) + at * 1000).toISOString();
  const list = records.map((record) => ` "${record}"`).join("");
  return (
    `${time} udp ${phone}:40000 > ${RESOLVER} dns query ${question}\n` +
    `${time} udp ${RESOLVER} > ${phone}:40000 dns answer ${question} id 0 NOERROR${list && ` records${list}`}\n`
  );
}

function signals({ rows }: LadderView): string[] {
  return rows.flatMap((row) => (row.kind === "signal" ? [`${row.label} ${row.detail}`] : []));
}

test("the way from the domain to the address is shown before the registration", () => {
  const text =
    asked(-3, 'NAPTR "example.com"', ["example.com NAPTR 10 50 s SIP+D2U - _sip._udp.provider.example"]) +
    asked(-2, 'SRV "_sip._udp.provider.example"', ["_sip._udp.provider.example SRV 1 1 5060 sbc.provider.example"]) +
    asked(-1, 'A "sbc.provider.example"', ["sbc.provider.example A 198.51.100.1"]) +
    asked(-1, 'AAAA "sbc.provider.example"');
  expect(signals(ladderOf(text + healthyRegistration()))).toEqual([
    "DNS query NAPTR example.com",
    "DNS answer NAPTR: SIP+D2U",
    "DNS query SRV _sip._udp.provider.example",
    "DNS answer SRV: sbc.provider.example:5060",
    "DNS query A sbc.provider.example",
    "DNS answer A: 198.51.100.1",
    "DNS query AAAA sbc.provider.example",
    "DNS answer no AAAA for sbc.provider.example",
  ]);
});

test("the name of an outbound proxy is known by the address that it leads to", () => {
  const text =
    asked(-2, 'SRV "_sip._udp.proxy.test"', ["_sip._udp.proxy.test SRV 1 1 5060 edge.proxy.test"]) +
    asked(-1, 'A "edge.proxy.test"', ["edge.proxy.test A 198.51.100.1"]);
  expect(signals(ladderOf(text + healthyRegistration()))).toHaveLength(4);
});

test("what others look up, what is looked up for something else, and what is long ago is left out", () => {
  const text =
    asked(-400, 'A "example.com"', ["example.com A 198.51.100.1"]) +
    asked(-3, 'A "example.com"', ["example.com A 198.51.100.1"], "192.0.2.99") +
    asked(-2, 'A "news.test"', ["news.test A 203.0.113.80"]) +
    asked(-1, 'A "badexample.com"', ["badexample.com A 203.0.113.80"]);
  expect(signals(ladderOf(text + healthyRegistration()))).toEqual([]);
  expect(signals(ladderOf(text + healthyRegistration(), "all"))).toEqual([]);
});

test("a trace of nothing but look-ups shows all of them", () => {
  expect(signals(ladderOf(asked(0, 'A "news.test"'), "all"))).toHaveLength(2);
});

test("what a phone is told by DHCP and NTP is shown", () => {
  const text =
    `2026-11-20T09:59:50Z udp 192.0.2.1:67 > ${PHONE}:68 dhcp ack client "${PHONE}" ntp "192.0.2.123" sip "example.com"\n` +
    `2026-11-20T09:59:51Z udp 192.0.2.123:123 > ${PHONE}:123 ntp offset 90.000000\n`;
  expect(signals(ladderOf(text + healthyRegistration()))).toEqual([
    "DHCP ack SIP server example.com, NTP server 192.0.2.123",
    "NTP answer 1 min 30 s ahead of the capture's clock",
  ]);
});

test("failures name what they are about", () => {
  const question = { id: 1, name: "pbx.example.com", type: "A" } as const;
  const answered = (rcode: string, isTruncated?: true) =>
    dnsWords({ ...question, answer: { rcode, records: [], ...(isTruncated ? { isTruncated } : {}) } }).detail;
  expect(answered("NXDOMAIN")).toBe("NXDOMAIN for A pbx.example.com");
  expect(answered("NOERROR")).toBe("no A for pbx.example.com");
  expect(answered("NOERROR", true)).toBe("A: too long, to be asked over TCP");
  expect(ntpWords(-400_000).detail).toBe("the capture's clock agrees");
  const lists = { ntpServers: ["a", "b", "c", "d", "e"], tftpServers: [], sipServers: [] };
  expect(dhcpWords({ message: "offer", client: PHONE, ...lists })).toEqual({
    label: "DHCP offer",
    detail: "NTP server a, b, c and 2 more",
  });
});
