/** Bombs and floods: inputs that are small to send and would be large to hold. */
import { gzipSync } from "node:zlib";
import type { ByteSource } from "../../../src/core/model/byte-source.js";
import { ascii, Blocks, concat, fromHex } from "../../capture/capture-files.js";
import { ALICE, ip, PBX, tcp, u16, u32, udp } from "../../packet/packets.js";
import {
  datagram,
  endlessStream,
  fromEverywhere,
  NUMBER,
  numbered,
  PCAP_HEADER,
  records,
  segments,
  syn,
} from "./frames.js";
import { lazySource, type Repetition } from "./sources.js";

export interface Flood {
  readonly name: string;
  /** How many make the flood complete; tests run fewer. */
  readonly count: number;
  readonly inTests: number;
  readonly make: (count: number) => readonly (Uint8Array | Repetition)[];
  /** A sentence that must be told. */
  readonly tells?: RegExp;
  /** Messages that must come out. */
  readonly messages?: (count: number) => number;
}

const MILLION = 1_000_000;
const TENTH = 100_000;
const MEBI = 2 ** 20;

function sip(startLine: string, headers: readonly string[], body = ""): string {
  return [startLine, ...headers, `Content-Length: ${body.length}`, "", body].join("\r\n");
}

function headersOf(callId: string, tag: string, cseq: string, aor = "2001"): string[] {
  return [
    `Via: SIP/2.0/UDP 192.0.2.10:5062;branch=z9hG4bK${callId}`,
    `From: <sip:${aor}@example.com>;tag=1`,
    `To: <sip:${aor}@example.com>${tag}`,
    `Call-ID: ${callId}`,
    `CSeq: ${cseq}`,
    `Contact: <sip:${aor}@192.0.2.10:5062>`,
  ];
}

const REGISTER = "REGISTER sip:example.com SIP/2.0";
const START = `${REGISTER}\r\nVia: SIP/2.0/TCP 192.0.2.10:5062;branch=z9hG4bK1\r\nCall-ID: 1\r\nCSeq: 1 REGISTER\r\n`;
const UPGRADE = "GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: sip\r\n\r\n";
const CLIENT_HELLO = concat([fromHex("16 0301 00ff 01 ffffff 0303"), new Uint8Array(250)]);
const BLOCKS = new Blocks(true);
const SECTION = concat([BLOCKS.section(), BLOCKS.interface(101)]);

function perMessage(payload: string) {
  return (count: number) => [PCAP_HEADER, numbered(datagram(payload), count)];
}

export const FLOODS: readonly Flood[] = [
  {
    name: "10 GiB of zeros in gzip",
    count: 640,
    inTests: 64,
    make: (count) => [{ unit: new Uint8Array(gzipSync(new Uint8Array(16 * MEBI), { level: 9 })), count }],
    tells: /^The gzip data become more than 500 times as large/,
  },
  {
    name: "10 GiB of frames without octets in gzip",
    count: 640,
    inTests: 640,
    make: (count) => [
      new Uint8Array(gzipSync(PCAP_HEADER)),
      { unit: new Uint8Array(gzipSync(new Uint8Array(16 * MEBI), { level: 9 })), count },
    ],
    tells: /^The gzip data become more than 500 times as large/,
  },
  {
    name: "half-open TCP connections",
    count: MILLION,
    inTests: 36_000,
    make: (count) => [
      PCAP_HEADER,
      fromEverywhere(records(syn(), tcp(ALICE, PBX, { sequence: 1, data: START })), count),
    ],
    tells: /^More TCP connections than are kept/,
  },
  {
    name: "TLS connections that begin",
    count: MILLION,
    inTests: 20_000,
    make: (count) => [
      PCAP_HEADER,
      fromEverywhere(records(syn(), tcp(ALICE, PBX, { sequence: 1, data: CLIENT_HELLO })), count),
    ],
  },
  {
    name: "fragments that are never completed",
    count: MILLION,
    inTests: TENTH,
    make: (count) => [
      PCAP_HEADER,
      fromEverywhere(records(ip(ALICE, PBX, 17, new Uint8Array(1400), { offset: 1400, more: true })), count),
    ],
    tells: /^More datagrams in fragments than are kept/,
  },
  {
    name: "a pcap record of 4 GiB",
    count: 5 * 1024,
    inTests: 5 * 1024,
    make: (count) => [
      PCAP_HEADER,
      records(udp(ALICE, PBX, "x")),
      fromHex("00000000 00000000 ffffffff ffffffff"),
      { unit: new Uint8Array(MEBI), count },
    ],
    tells: /declares 4294967295 octets/,
  },
  {
    name: "a pcapng block of 4 GiB",
    count: 5 * 1024,
    inTests: 32,
    make: (count) => [SECTION, fromHex("06000000 fcffffff"), { unit: new Uint8Array(MEBI), count }],
    tells: /impossible block length of 4294967292 octets/,
  },
  {
    name: "pcapng interfaces",
    count: MILLION,
    inTests: TENTH,
    make: (count) => [BLOCKS.section(), { unit: BLOCKS.interface(101), count }],
  },
  {
    name: "comments on frames",
    count: MILLION,
    inTests: TENTH,
    make: (count) => [SECTION, { unit: BLOCKS.enhanced(0, 1n, syn(), [BLOCKS.comment("x".repeat(200))]), count }],
  },
  {
    name: "TLS secrets in a pcapng",
    count: MILLION,
    inTests: TENTH,
    make: (count) => {
      const secret = ascii(`CLIENT_RANDOM ${"0".repeat(56)}${NUMBER} ${"00".repeat(48)}\n`);
      return [
        SECTION,
        numbered(BLOCKS.block(10, concat([BLOCKS.u32(0x544c534b), BLOCKS.u32(secret.length), secret])), count),
      ];
    },
  },
  {
    name: "a WebSocket frame of 4 GiB",
    count: 256,
    inTests: 32,
    make: (mebi) => endlessStream(concat([ascii(UPGRADE), fromHex("81 ff 0000000100000000 00000000")]), 0x41, mebi),
    tells: /declares a frame of 4294967296 octets/,
  },
  {
    name: "a WebSocket message of frames without end",
    count: 256,
    inTests: 32,
    make: (mebi) => {
      const opening = concat([ascii(UPGRADE), fromHex("01 80 00000000")]);
      const frames = concat([fromHex("00 fe 03f8 00000000"), new Uint8Array(1016)]);
      return [
        PCAP_HEADER,
        records(syn(), tcp(ALICE, PBX, { sequence: 1, data: opening })),
        segments(frames, 1 + opening.length, mebi * 1024),
      ];
    },
    tells: /too long/,
  },
  {
    name: "a Content-Length of 4 GiB over TCP",
    count: 256,
    inTests: 32,
    make: (mebi) => endlessStream(ascii(`${START}Content-Length: 4294967295\r\n\r\n`), 0x41, mebi),
    tells: /is longer than 4 MiB/,
    messages: () => 1,
  },
  {
    name: "a TLS handshake message of 16 MiB",
    count: 256,
    inTests: 32,
    make: (mebi) => {
      const record = concat([fromHex("16 0303 03fb"), new Uint8Array(1019)]);
      const opening = concat([fromHex("16 0303 0400 01 ffffff 0303"), new Uint8Array(1018)]);
      return [
        PCAP_HEADER,
        records(syn(), tcp(ALICE, PBX, { sequence: 1, data: opening })),
        segments(record, 1 + opening.length, mebi * 1024),
      ];
    },
  },
  {
    name: "a HEP packet of the largest length again and again",
    count: 256,
    inTests: 32,
    make: (mebi) => endlessStream(concat([ascii("HEP3"), u16(0xffff), u16(0), u16(0x0f), u16(0xffff)]), 0x41, mebi),
  },
  {
    name: "a line over TCP without end",
    count: 256,
    inTests: 32,
    make: (mebi) => endlessStream(ascii(`${START}Subject: `), 0x41, mebi),
    tells: /headers longer than 256 KiB/,
    messages: () => 1,
  },
  {
    name: "a message of a million headers over TCP",
    count: 40,
    inTests: 40,
    make: (mebi) => [
      PCAP_HEADER,
      records(syn(), tcp(ALICE, PBX, { sequence: 1, data: START })),
      segments(
        ascii("Subject: a\r\nVia: SIP/2.0/TCP b\r\nX: c\r\n\t d\r\nTo: e\r\n".padEnd(1022, "x") + "\r\n"),
        1 + START.length,
        mebi * 1024,
      ),
    ],
    tells: /headers longer than 256 KiB/,
  },
  {
    name: "a log message of a million headers",
    count: MILLION,
    inTests: MILLION,
    make: (count) => [ascii(START), { unit: ascii("Subject: a\r\n"), count }],
    tells: /is longer than 1 MiB/,
    messages: () => 1,
  },
  {
    name: "a log message of a million Vias",
    count: MILLION,
    inTests: MILLION,
    make: (count) => [
      ascii(`${REGISTER}\r\n`),
      numbered(ascii(`Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK${NUMBER}\r\n`), count),
    ],
    tells: /is longer than 1 MiB/,
    messages: () => 1,
  },
  {
    name: "a log header of 64 MiB",
    count: 64,
    inTests: 64,
    make: (mebi) => [ascii(`${START}Subject: `), { unit: new Uint8Array(MEBI).fill(0x41), count: mebi }],
    tells: /is longer than 1 MiB/,
  },
  {
    name: "To tags of one Call-ID",
    count: MILLION,
    inTests: 5_000,
    make: perMessage(sip("SIP/2.0 183 Session Progress", headersOf("one", `;tag=${NUMBER}`, "1 INVITE"))),
    messages: (count) => count,
  },
  {
    name: "answers of one INVITE",
    count: MILLION,
    inTests: 5_000,
    make: perMessage(sip("SIP/2.0 200 OK", headersOf("one", `;tag=${NUMBER}`, "1 INVITE"))),
    messages: (count) => count,
  },
  {
    name: "addresses-of-record",
    count: MILLION,
    inTests: 5_000,
    make: perMessage(sip(REGISTER, headersOf(NUMBER, "", "1 REGISTER", NUMBER))),
    messages: (count) => count,
  },
  {
    name: "calls",
    count: MILLION,
    inTests: 5_000,
    make: perMessage(sip("INVITE sip:2002@example.com SIP/2.0", headersOf(NUMBER, "", "1 INVITE"))),
    messages: (count) => count,
  },
  {
    name: "keep-alives",
    count: 3 * MILLION,
    inTests: TENTH,
    make: (count) => [PCAP_HEADER, fromEverywhere(records(udp(ALICE, PBX, "\r\n")), count)],
  },
  {
    name: "ICMP errors",
    count: 2 * MILLION,
    inTests: TENTH,
    make: (count) => [
      PCAP_HEADER,
      fromEverywhere(
        records(ip(PBX, ALICE, 1, concat([fromHex("03 03 0000 00000000"), udp(ALICE, PBX, "x".repeat(400))]))),
        count,
      ),
    ],
  },
  {
    name: "STUN answers",
    count: MILLION,
    inTests: TENTH,
    make: (count) => [
      PCAP_HEADER,
      fromEverywhere(
        records(udp(PBX, ALICE, fromHex("0101 000c 2112a442 000102030405060708090a0b 0020 0008 0001 e1ce e112a643"))),
        count,
      ),
    ],
  },
  {
    name: "parts of SCTP messages",
    count: MILLION,
    inTests: TENTH,
    make: (count) => {
      const chunk = concat([
        Uint8Array.of(0, 2),
        u16(16 + 400),
        u32(1),
        u16(1),
        u16(7),
        u32(0),
        ascii("REGISTER sip:a SIP/2.0\r\n".padEnd(400, "x")),
      ]);
      const packet = ip(ALICE, PBX, 132, concat([u16(5060), u16(5060), ascii(NUMBER.slice(0, 4)), u32(0), chunk]));
      return [PCAP_HEADER, fromEverywhere(records(packet), count)];
    },
  },
  {
    name: "a log of one line of 200 MiB",
    count: 200,
    inTests: 200,
    make: (mebi) => [
      ascii(`${sip(REGISTER, headersOf("1", "", "1 REGISTER"))}\r\n`),
      { unit: new Uint8Array(MEBI).fill(0x61), count: mebi },
    ],
    tells: /A line is longer than 1 MiB/,
    messages: () => 1,
  },
  {
    name: "start lines of a log",
    count: MILLION,
    inTests: TENTH,
    make: (count) => [{ unit: ascii(`${REGISTER}\r\n`), count }],
  },
  {
    name: "start lines of a log, each with a header",
    count: MILLION,
    inTests: 5_000,
    make: (count) => [
      numbered(ascii(`${REGISTER}\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK${NUMBER}\r\n\r\n`), count),
    ],
    messages: (count) => count,
  },
  {
    name: "a line of JSON without end",
    count: 2 * MILLION,
    inTests: 4 * TENTH,
    make: (count) => [
      ascii(`{"message":"${REGISTER}`),
      { unit: ascii("\\r\\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1"), count },
    ],
    tells: /is longer than 1 MiB/,
  },
  {
    name: "messages in a line of JSON without end",
    count: MILLION,
    inTests: TENTH,
    make: (count) => [
      ascii(`{"message":"`),
      { unit: ascii(`${REGISTER}\\r\\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\\r\\n\\r\\n`), count },
    ],
    messages: (count) => count,
  },
];

export function floodSource(flood: Flood, count: number): ByteSource {
  return lazySource(flood.name, flood.make(count));
}
