/** DNS, DHCP and NTP: what a phone is told of its servers, and what looks like it and is not. */
import { describe, expect, it } from "vitest";
import type { Signal } from "../../src/core/model/transmission.js";
import { decodeDns, mayBeDns } from "../../src/core/packet/dns.js";
import { concat, fromHex } from "../capture/capture-files.js";
import { ALICE, frameAt, PBX, type Read, readPackets, register, tcp, u16, u32, udp } from "./packets.js";

/** Work that grows faster than its input would take hours; a busy machine alone never gets near. */
const HANG_MILLIS = 120_000;

const RESOLVER = { address: "192.0.2.53", port: 53 };
const NAME = "07 6578616d706c65 03 636f6d 00"; // example.com
const SIP_UDP = "04 5f736970 04 5f756470 c00c"; // _sip._udp. and what stands at 12

function dnsOf({ signals }: Read): unknown[] {
  return signals.map((signal: Signal) => signal.kind === "dns" && signal.dns);
}

const ANSWERS = [
  {
    title: "A",
    hex: `1234 8180 0001 0002 0000 0000 ${NAME} 0001 0001
      c00c 0001 0001 0000003c 0004 c0000201  c00c 0001 0001 0000003c 0004 c0000202`,
    reads: {
      id: 0x1234,
      name: "example.com",
      type: "A",
      answer: {
        rcode: "NOERROR",
        records: [
          { name: "example.com", type: "A", address: "192.0.2.1" },
          { name: "example.com", type: "A", address: "192.0.2.2" },
        ],
      },
    },
  },
  {
    title: "AAAA behind an alias, with the options of the resolver",
    hex: `8001 8180 0001 0002 0000 0001 ${NAME} 001c 0001
      c00c 0005 0001 0000003c 0006 03 706278 c00c  c029 001c 0001 0000003c 0010 20010db8000000000000000000000001
      00 0029 04d0 00000000 0000`,
    reads: {
      id: 0x8001,
      name: "example.com",
      type: "AAAA",
      answer: {
        rcode: "NOERROR",
        records: [
          { name: "example.com", type: "CNAME", target: "pbx.example.com" },
          { name: "pbx.example.com", type: "AAAA", address: "2001:db8::1" },
        ],
      },
    },
  },
  {
    title: "SRV with an address beside it",
    hex: `0001 8580 0001 0001 0001 0001 04 5f736970 04 5f746370 ${NAME} 0021 0001
      c00c 0021 0001 0000003c 0017 000a 0014 13c6 03 706278 ${NAME}
      c016 0002 0001 0000003c 0002 c016
      03 706278 c016 0001 0001 0000003c 0004 c0000207`,
    reads: {
      id: 1,
      name: "_sip._tcp.example.com",
      type: "SRV",
      answer: {
        rcode: "NOERROR",
        records: [
          {
            name: "_sip._tcp.example.com",
            type: "SRV",
            priority: 10,
            weight: 20,
            port: 5062,
            target: "pbx.example.com",
          },
          { name: "pbx.example.com", type: "A", address: "192.0.2.7" },
        ],
      },
    },
  },
  {
    title: "NAPTR",
    hex: `9abc 8180 0001 0001 0000 0000 ${NAME} 0023 0001
      c00c 0023 0001 0000003c 001b 000a 0032 01 73 07 5349502b443255 00 ${SIP_UDP}`,
    reads: {
      id: 0x9abc,
      name: "example.com",
      type: "NAPTR",
      answer: {
        rcode: "NOERROR",
        records: [
          {
            name: "example.com",
            type: "NAPTR",
            order: 10,
            preference: 50,
            flags: "s",
            service: "SIP+D2U",
            regexp: "",
            target: "_sip._udp.example.com",
          },
        ],
      },
    },
  },
  {
    title: "NXDOMAIN",
    hex: `1234 8183 0001 0000 0000 0000 ${NAME} 0001 0001`,
    reads: { id: 0x1234, name: "example.com", type: "A", answer: { rcode: "NXDOMAIN", records: [] } },
  },
  {
    title: "SERVFAIL, cut short",
    hex: `1234 8382 0001 0000 0000 0000 ${NAME} 0021 0001`,
    reads: {
      id: 0x1234,
      name: "example.com",
      type: "SRV",
      answer: { rcode: "SERVFAIL", isTruncated: true, records: [] },
    },
  },
  {
    title: "a code without a name",
    hex: `1234 818b 0001 0000 0000 0000 ${NAME} 0001 0001`,
    reads: { id: 0x1234, name: "example.com", type: "A", answer: { rcode: "RCODE11", records: [] } },
  },
] as const;

describe("DNS over UDP", () => {
  it("tells a query with its endpoints", () => {
    const query = fromHex(`1234 0100 0001 0000 0000 0000 04 5f534950 04 5f756470 ${NAME} 0021 0001`);
    expect(readPackets([udp(ALICE, RESOLVER, query)])).toEqual({
      messages: [],
      comments: [],
      problems: [],
      signals: [
        {
          kind: "dns",
          dns: { id: 0x1234, name: "_sip._udp.example.com", type: "SRV" },
          atMicros: 1_795_255_200_000_000,
          place: { file: 0, frame: 1, line: null },
          transport: "udp",
          source: ALICE,
          destination: RESOLVER,
          capturePoint: 0,
        },
      ],
    });
  });

  it.each(ANSWERS)("reads an answer: $title", ({ hex, reads }) => {
    expect(dnsOf(readPackets([udp(RESOLVER, ALICE, fromHex(hex))]))).toEqual([reads]);
  });

  it.each(ANSWERS)("reads every prefix and change of $title without throwing", ({ hex }) => {
    const whole = fromHex(hex);
    for (let length = 0; length < whole.length; length++) {
      readPackets([udp(RESOLVER, ALICE, whole.subarray(0, length))]);
      for (const value of [0, 0xc0, 0xff, whole[length]! ^ 1]) {
        const changed = whole.slice();
        changed[length] = value;
        expect(dnsOf(readPackets([udp(RESOLVER, ALICE, changed)])).length).toBeLessThan(2);
      }
    }
  });

  it("reads what there is of an answer that the snapshot length cut", () => {
    const packet = udp(RESOLVER, ALICE, fromHex(ANSWERS[0].hex));
    const [dns] = dnsOf(readPackets([frameAt(0, packet, packet.length - 3)]));
    expect(dns).toMatchObject({ name: "example.com", answer: { records: [{ address: "192.0.2.1" }] } });
  });

  it.each([
    { title: "itself", name: "c00c" },
    { title: "what follows", name: "c0ff" },
    { title: "each other", name: "01 61 c010 01 62 c00c" },
    { title: "nowhere", name: "c0" },
    { title: "labels without an end", name: "3f" + "61".repeat(20) },
    { title: "more labels than a name has", name: ("3f" + "61".repeat(63)).repeat(5) + "00" },
  ])("leaves a name that points to $title alone", ({ name }) => {
    const octets = fromHex(`1234 0100 0001 0000 0000 0000 ${name} 0001 0001`);
    expect(dnsOf(readPackets([udp(ALICE, RESOLVER, octets)]))).toEqual([]);
  });

  it("comes to an end with an answer of nothing but pointers", { timeout: HANG_MILLIS }, () => {
    const count = 255;
    const header = concat([fromHex("1234 8180 0001"), u16(count), fromHex(`0000 0000 ${NAME} 0001 0001`)]);
    const alias = (index: number) =>
      concat([u16(0xc00c), fromHex("0005 0001 0000003c 0002"), u16(0xc000 + Math.min(12 + index, 0x3fff))]);
    const octets = concat([header, ...Array.from({ length: count }, (_, index) => alias(index))]);
    expect(decodeDns(octets, 0, octets.length)?.message.answer?.records.length).toBeLessThanOrEqual(64);
  });

  it("writes what no host name holds as numbers", () => {
    const query = fromHex("1234 0100 0001 0000 0000 0000 04 61 20 5c ff 02 42 62 00 0001 0001");
    expect(dnsOf(readPackets([udp(ALICE, RESOLVER, query)]))).toMatchObject([{ name: "a\\032\\092\\255.bb" }]);
  });

  it("is told by content on other ports, if nothing is left over", () => {
    const odd = { address: "192.0.2.53", port: 5300 };
    const query = fromHex(`1234 0100 0001 0000 0000 0000 ${NAME} 0001 0001`);
    expect(dnsOf(readPackets([udp(ALICE, odd, query)]))).toHaveLength(1);
    expect(readPackets([udp(ALICE, odd, concat([query, Uint8Array.of(0)]))]).signals).toEqual([]);
    expect(readPackets([udp(ALICE, { ...odd, port: 5353 }, query)]).signals).toEqual([]);
  });

  it("does not take SIP or RTP for it, whatever the port", () => {
    expect(readPackets([udp(ALICE, RESOLVER, register(1))]).messages).toHaveLength(1);
    const rtp = concat([fromHex("8000 0001 0001 0000 5eed 5eed"), new Uint8Array(160)]);
    expect(mayBeDns(rtp, 0, rtp.length)).toBe(false);
    const unlucky = concat([fromHex("8000 0001 0001 0000 0001 0000 0000"), new Uint8Array(160)]);
    expect(readPackets([udp(ALICE, RESOLVER, unlucky)])).toMatchObject({ signals: [], messages: [] });
  });
});

describe("DNS over TCP", () => {
  const client = { address: ALICE.address, port: 40_000 };
  const messages = ANSWERS.map(({ hex }) => fromHex(hex));
  const stream = concat(messages.flatMap((message) => [u16(message.length), message]));
  const syn = tcp(RESOLVER, client, { sequence: 0, flags: 0x12 });

  it.each([1, 2, 3, 13, 14, 15, 50, 1000])("is read in segments of %i octets", (size) => {
    const segments = [];
    for (let at = 0; at < stream.length; at += size) {
      segments.push(tcp(RESOLVER, client, { sequence: 1 + at, data: stream.subarray(at, at + size) }));
    }
    const found = readPackets([syn, ...segments]);
    const lookups = found.signals.filter(({ kind }) => kind === "dns");
    expect(lookups.map((signal) => signal.kind === "dns" && signal.dns)).toEqual(ANSWERS.map(({ reads }) => reads));
    expect(lookups.every(({ transport }) => transport === "tcp")).toBe(true);
  });

  it("tells that it leaves out what is more than a phone asks for", () => {
    const query = messages.find((message) => message.length < 100)!;
    const many = concat(Array.from({ length: 1001 }, () => concat([u16(query.length), query])));
    const size = 1000;
    const segments = [];
    for (let at = 0; at < many.length; at += size)
      segments.push(tcp(RESOLVER, client, { sequence: 1 + at, data: many.subarray(at, at + size) }));
    const { signals, problems } = readPackets([syn, ...segments]);
    expect(signals.filter(({ kind }) => kind === "dns")).toHaveLength(1000);
    expect(problems).toMatchObject([{ message: expect.stringContaining("More than 1000 DNS messages") as string }]);
  });

  it("holds no more than a message, whatever length it states", () => {
    const lie = concat([fromHex("ffff 1234 0100 0001 0000 0000 0000"), new Uint8Array(1000)]);
    expect(readPackets([syn, tcp(RESOLVER, client, { sequence: 1, data: lie })]).problems).toEqual([]);
  });
});

describe("NTP", () => {
  const SERVER = { address: "192.0.2.123", port: 123 };
  /** Seconds of NTP at the beginning of the tests' captures. */
  const NOW = 1_795_255_200 + 2_208_988_800;

  function ntp(first: number, stratum: number, seconds: number, fraction = 0): Uint8Array {
    const head = [Uint8Array.of(first, stratum, 6, 0xec), new Uint8Array(36)];
    return concat([...head, u32(seconds), u32(fraction)]);
  }

  it.each([
    { title: "agrees", payload: ntp(0x24, 2, NOW), offsetMicros: 0 },
    { title: "is ahead", payload: ntp(0x1c, 1, NOW + 90, 0x8000_0000), offsetMicros: 90_500_000 },
    { title: "is behind", payload: ntp(0x24, 15, NOW - 3600), offsetMicros: -3_600_000_000 },
    { title: "counts the next era", payload: ntp(0x24, 2, 1000), offsetMicros: (2 ** 32 + 1000 - NOW) * 1e6 },
  ])("tells a server whose clock $title", ({ payload, offsetMicros }) => {
    expect(readPackets([udp(SERVER, ALICE, payload)]).signals).toEqual([
      expect.objectContaining({ kind: "ntp", offsetMicros, source: SERVER, destination: ALICE }),
    ]);
  });

  it.each([
    { title: "a client", payload: ntp(0x23, 0, NOW) },
    { title: "a server whose clock is not set", payload: ntp(0xe4, 2, NOW) },
    { title: "a refusal", payload: ntp(0x24, 0, NOW) },
    { title: "a server without a time", payload: ntp(0x24, 16, NOW) },
    { title: "no time", payload: ntp(0x24, 2, 0) },
    { title: "a short packet", payload: ntp(0x24, 2, NOW).subarray(0, 47) },
  ])("leaves $title alone", ({ payload }) => {
    expect(readPackets([udp(SERVER, ALICE, payload)]).signals).toEqual([]);
  });
});

describe("DHCP", () => {
  const SERVER = { address: "192.0.2.1", port: 67 };
  const ALL = { address: "255.255.255.255", port: 68 };

  function dhcp(options: string, op = 2, yours = "c000020a"): Uint8Array {
    const head = fromHex(`0${op} 01 06 00 00000001 0000 8000 c0000209 ${yours} c0000201 00000000`);
    return concat([head, new Uint8Array(16 + 64 + 128), fromHex(`63825363 ${options}`)]);
  }

  it.each([
    {
      title: "time servers",
      payload: dhcp("35 01 05 00 2a 08 c000027b c000027c ff"),
      reads: { message: "ack", ntpServers: ["192.0.2.123", "192.0.2.124"] },
    },
    {
      title: "where the configuration is",
      payload: dhcp(`35 01 02 42 0b 636f6e6669672e746c6400 96 04 c0000205 a0 07 687474703a2f2f ff`),
      reads: { message: "offer", tftpServers: ["config.tld", "192.0.2.5"], provisioning: "http://" },
    },
    {
      title: "SIP servers by name",
      payload: dhcp(`35 01 05 78 12 00 03 706278 ${NAME} ff`),
      reads: { message: "ack", sipServers: ["pbx.example.com"] },
    },
    {
      title: "SIP servers by address, in two options",
      payload: dhcp("35 01 05 78 03 01 c000 78 02 0206 ff"),
      reads: { message: "ack", sipServers: ["192.0.2.6"] },
    },
  ])("tells $title", ({ payload, reads }) => {
    const dhcp = { client: "192.0.2.10", ntpServers: [], tftpServers: [], sipServers: [], ...reads };
    expect(readPackets([udp(SERVER, ALL, payload)]).signals).toEqual([
      expect.objectContaining({ kind: "dhcp", dhcp, destination: { address: "192.0.2.10", port: 68 } }),
    ]);
    for (let length = 0; length < payload.length; length++) {
      expect(readPackets([udp(SERVER, ALL, payload.subarray(0, length))]).signals.length).toBeLessThan(2);
    }
  });

  it("takes the address that the client has already", () => {
    const informed = dhcp("35 01 05 2a 04 c000027b ff", 2, "00000000");
    expect(readPackets([udp(SERVER, PBX, informed)]).signals).toMatchObject([{ dhcp: { client: "192.0.2.9" } }]);
  });

  it.each([
    { title: "a request", payload: dhcp("35 01 03 2a 04 c000027b ff", 1) },
    { title: "a refusal", payload: dhcp("35 01 06 2a 04 c000027b ff") },
    { title: "settings of no interest", payload: dhcp("35 01 05 01 04 ffffff00 ff") },
    { title: "options without an end", payload: dhcp("35 01 05 2a ff c000027b") },
    { title: "names without an end", payload: dhcp("35 01 05 78 04 00 3f 7062 ff") },
    { title: "BOOTP", payload: dhcp("").fill(0, 236) },
  ])("leaves $title alone", ({ payload }) => {
    expect(readPackets([udp(SERVER, ALL, payload)]).signals).toEqual([]);
  });

  it("cleans text that hides", () => {
    const payload = dhcp("35 01 05 a0 07 61 1b 5b e280ae 62 ff");
    expect(readPackets([udp(SERVER, ALL, payload)]).signals).toMatchObject([{ dhcp: { provisioning: "a[b" } }]);
  });
});
