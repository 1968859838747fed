/** Copies of messages on their way to a collector: HEP 1 to 3 over UDP and TCP, compressed, cut and damaged. */
import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ascii, concat, fromHex } from "../capture/capture-files.js";
import {
  addressOctets,
  ALICE,
  captureOf,
  frameAt,
  PBX,
  readFile,
  readPackets,
  register,
  tcp,
  toText,
  u16,
  u32,
  udp,
} from "./packets.js";

const AGENT = { address: "203.0.113.1", port: 40_000 };
const COLLECTOR = { address: "203.0.113.2", port: 9060 };
const MESSAGE = register(1, "v=0\r\n");
const SECONDS = 1_795_000_000;

function chunk(type: number, data: Uint8Array, vendor = 0): Uint8Array {
  return concat([u16(vendor), u16(type), u16(6 + data.length), data]);
}
function hep3(chunks: readonly Uint8Array[]): Uint8Array {
  const body = concat(chunks);
  return concat([ascii("HEP3"), u16(6 + body.length), body]);
}
const ADDRESSES = [chunk(3, addressOctets(ALICE.address)), chunk(4, addressOctets(PBX.address))];
const PORTS = [chunk(7, u16(ALICE.port)), chunk(8, u16(PBX.port))];
const TIME = [chunk(9, u32(SECONDS)), chunk(10, u32(250_000))];

/** As agents write it. */
function copyOf(message: string, protocol = 6): Uint8Array {
  const head = [chunk(1, Uint8Array.of(2)), chunk(2, Uint8Array.of(protocol))];
  const rest = [chunk(11, Uint8Array.of(1)), chunk(12, u32(2001)), chunk(0x0f, ascii(message))];
  return hep3([...head, ...ADDRESSES, ...PORTS, ...TIME, ...rest]);
}

const TO_COLLECTOR = (payload: Uint8Array) => udp(AGENT, COLLECTOR, payload);
const COPIED = { source: ALICE, destination: PBX, missingOctets: 0 };
const TOLD_TIME = SECONDS * 1_000_000 + 250_000;
const FIXED_TIME = "c086fd6a 90d00300 d107 0000";

describe("HEP over UDP", () => {
  it.each([
    { title: "version 3", hep: copyOf(MESSAGE), reads: { transport: "tcp", atMicros: TOLD_TIME, capturePoint: 2001 } },
    { title: "version 3 of TLS", hep: copyOf(MESSAGE, 22), reads: { transport: "tls" } },
    { title: "version 3 of SCTP", hep: copyOf(MESSAGE, 132), reads: { transport: "sctp" } },
    {
      title: "version 3 with IPv6 and a vendor's chunk",
      hep: hep3([
        chunk(5, addressOctets("2001:db8::1")),
        chunk(0x0f, ascii("not the payload"), 3),
        chunk(6, addressOctets("2001:db8::2")),
        chunk(0x0f, ascii(MESSAGE)),
      ]),
      reads: {
        source: { address: "2001:db8::1", port: 0 },
        destination: { address: "2001:db8::2", port: 0 },
        transport: undefined,
        atMicros: 1_795_255_200_000_000,
        capturePoint: 0,
      },
    },
    {
      title: "version 1",
      hep: concat([fromHex("01 10 02 11 13c6 13c4 c000020a c6336401"), ascii(MESSAGE)]),
      reads: { transport: "udp", atMicros: 1_795_255_200_000_000 },
    },
    {
      title: "version 2",
      hep: concat([fromHex(`02 10 02 06 13c6 13c4 c000020a c6336401 ${FIXED_TIME}`), ascii(MESSAGE)]),
      reads: { transport: "tcp", atMicros: TOLD_TIME, capturePoint: 2001 },
    },
    {
      title: "version 2 with IPv6",
      hep: concat([
        fromHex("02 28 0a 11 13c6 13c4"),
        addressOctets("2001:db8::1"),
        addressOctets("2001:db8::2"),
        fromHex(FIXED_TIME),
        ascii(MESSAGE),
      ]),
      reads: { source: { address: "2001:db8::1", port: 5062 }, destination: { address: "2001:db8::2", port: 5060 } },
    },
  ])("reads $title", ({ hep, reads }) => {
    const file = captureOf([TO_COLLECTOR(hep)]);
    const { messages, signals } = readFile(file);
    expect(messages).toMatchObject([{ ...COPIED, place: { frame: 1 }, ...reads }]);
    expect(toText(messages[0]!.octets)).toBe(MESSAGE);
    const [, start = 0, length = 0] = messages[0]!.sourceMap.runs;
    expect(toText(file.subarray(start, start + length))).toBe(MESSAGE);
    expect(signals).toEqual([]);
    for (let end = 0; end < hep.length; end++) readPackets([TO_COLLECTOR(hep.subarray(0, end))]);
  });

  it.each([
    { title: "zlib", packed: deflateSync(MESSAGE) },
    { title: "gzip", packed: gzipSync(MESSAGE) },
    { title: "deflate", packed: deflateRawSync(MESSAGE) },
  ])("inflates a payload packed with $title", ({ packed }) => {
    const { messages } = readPackets([TO_COLLECTOR(hep3([...ADDRESSES, ...PORTS, ...TIME, chunk(0x10, packed)]))]);
    expect(messages.map(({ octets }) => toText(octets))).toEqual([MESSAGE]);
    expect(messages[0]!.sourceMap.runs).toEqual([]);
  });

  it("does not inflate a bomb, nor read what is damaged", () => {
    const bomb = deflateSync(ascii(`${MESSAGE}${" ".repeat(4_000_000)}`), { level: 9 });
    const damaged = deflateSync(MESSAGE);
    damaged[8] = damaged[8]! ^ 0xff;
    for (const packed of [bomb, damaged, new Uint8Array(0)]) {
      expect(readPackets([TO_COLLECTOR(hep3([...ADDRESSES, chunk(0x10, packed)]))]).messages).toEqual([]);
    }
  });

  it("leaves copies of what is not SIP", () => {
    const rtcp = hep3([...ADDRESSES, chunk(11, Uint8Array.of(5)), chunk(0x0f, ascii(MESSAGE))]);
    const other = hep3([...ADDRESSES, chunk(11, Uint8Array.of(1)), chunk(0x0f, ascii('{"type": "other"}'))]);
    const without = hep3([...PORTS, chunk(0x0f, ascii(MESSAGE))]);
    expect(readPackets([rtcp, other, without].map(TO_COLLECTOR))).toMatchObject({ messages: [], signals: [] });
  });

  it("tells how much of the message the snapshot length cut", () => {
    const packets = [copyOf(MESSAGE), concat([fromHex("01 10 02 11 13c6 13c4 c000020a c6336401"), ascii(MESSAGE)])];
    const frames = packets.map((hep, index) => frameAt(index, TO_COLLECTOR(hep), TO_COLLECTOR(hep).length - 20));
    const { messages } = readFile(captureOf(frames));
    expect(messages.map(({ missingOctets }) => missingOctets)).toEqual([20, 20]);
  });

  it("is read whatever octet is changed", () => {
    const packet = TO_COLLECTOR(copyOf(MESSAGE));
    for (let at = 28; at < packet.length; at++) {
      for (const wrong of [0xff, 0x01, 0x40]) {
        const changed = packet.slice();
        changed[at] = changed[at]! ^ wrong;
        expect(readPackets([changed]).messages.length).toBeLessThanOrEqual(1);
      }
    }
  });
});

describe("HEP over TCP", () => {
  const COPIES = [1, 2, 3].map((cseq) => copyOf(register(cseq, "v=0\r\n")));
  const segments = (stream: Uint8Array, cuts: readonly number[]): Uint8Array[] => {
    const ends = [...new Set(cuts.map((cut) => cut % stream.length).filter((cut) => cut > 0))].sort((a, b) => a - b);
    return [...ends, stream.length].map((end, index) =>
      tcp(AGENT, COLLECTOR, {
        sequence: 10 + (ends[index - 1] ?? 0),
        data: stream.subarray(ends[index - 1] ?? 0, end),
      }),
    );
  };
  const syn = tcp(AGENT, COLLECTOR, { sequence: 9, flags: 2 });

  it("gives the same messages wherever the stream is cut", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 12 }), (cuts) => {
        const file = captureOf([syn, ...segments(concat(COPIES), cuts)]);
        const { messages } = readFile(file);
        expect(messages.map(({ octets }) => toText(octets))).toEqual(
          [1, 2, 3].map((cseq) => register(cseq, "v=0\r\n")),
        );
        expect(messages[0]).toMatchObject({ ...COPIED, transport: "tcp", atMicros: TOLD_TIME });
      }),
    );
  });

  it("is found in a capture that begins later, and behind octets that are missing", () => {
    const stream = concat(COPIES);
    const second = COPIES[0]!.length;
    const late = [tcp(AGENT, COLLECTOR, { sequence: 500, data: stream.subarray(20, second) })];
    late.push(tcp(AGENT, COLLECTOR, { sequence: 500 + second - 20, data: stream.subarray(second) }));
    const { messages } = readPackets(late);
    expect(messages.filter(({ source }) => source === undefined || source.address === ALICE.address)).toHaveLength(2);
    const torn = [COPIES[0]!, COPIES[1]!.subarray(0, 40), COPIES[2]!];
    const lost = COPIES[1]!.length - 40;
    let sequence = 10;
    const packets = torn.map((data, index) => {
      const segment = tcp(AGENT, COLLECTOR, { sequence: sequence + (index === 2 ? lost : 0), data });
      sequence += data.length;
      return segment;
    });
    const found = readPackets([syn, ...packets]).messages.map(({ octets }) => toText(octets));
    expect(found).toEqual([register(1, "v=0\r\n"), register(3, "v=0\r\n")]);
  });

  it("gives up what turns out not to be HEP", () => {
    const stream = concat([ascii("HEP3"), u16(6), new Uint8Array(300_000)]);
    const cuts = Array.from({ length: 200 }, (_, index) => index * 1500);
    const { messages, problems } = readPackets([syn, ...segments(stream, cuts)]);
    expect(messages).toEqual([]);
    expect(problems).toMatchObject([{ message: expect.stringContaining("holds no HEP packet in 128 KiB") as string }]);
  });
});
