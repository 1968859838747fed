/** Damaged captures end in a result: every prefix of small files, and every octet of them changed. */
import { describe, expect, it } from "vitest";
import { ascii, Blocks, concat } from "../capture/capture-files.js";
import { ALICE, captureOf, frameAt, ip, PBX, readFile, register, tcp, udp, udpDatagram } from "./packets.js";

const fragmented = udpDatagram(ALICE, PBX, register(3, "v=0\r\n".repeat(20)));
const PACKETS = [
  udp(ALICE, PBX, register(1, "v=0\r\n")),
  ip(ALICE, PBX, 17, fragmented.subarray(0, 80), { identification: 1, more: true }),
  ip(ALICE, PBX, 17, fragmented.subarray(80), { identification: 1, offset: 80 }),
  tcp(ALICE, PBX, { sequence: 9, flags: 2 }),
  tcp(ALICE, PBX, { sequence: 10, data: register(2).slice(0, 40) }),
  tcp(ALICE, PBX, { sequence: 50, data: register(2).slice(40) }),
  udp({ address: "2001:db8::1", port: 5060 }, { address: "2001:db8::2", port: 5060 }, register(4)),
  ip(PBX, ALICE, 1, concat([Uint8Array.of(3, 3, 0, 0, 0, 0, 0, 0), udp(ALICE, PBX, "x".repeat(12))])),
];
const BLOCKS = new Blocks(false);
const CAPTURES = [
  { title: "pcap", file: captureOf(PACKETS) },
  {
    title: "pcap with cut frames",
    file: captureOf(PACKETS.map((packet, index) => frameAt(index, packet, packet.length - 7))),
  },
  {
    title: "pcapng",
    file: concat([
      BLOCKS.section(),
      BLOCKS.interface(101, [BLOCKS.option(9, Uint8Array.of(9)), BLOCKS.endOfOptions()]),
      ...PACKETS.map((packet, index) =>
        BLOCKS.enhanced(0, BigInt(index) * 1_000_000n, packet, [BLOCKS.comment("note")]),
      ),
      BLOCKS.simple(PACKETS[0]!),
    ]),
  },
];
const MESSAGES = 4;

describe.each(CAPTURES)("$title", ({ file, title }) => {
  it("is read whole", () => {
    const { messages, problems } = readFile(file);
    expect(messages.length).toBeGreaterThanOrEqual(MESSAGES);
    expect(problems).toEqual([]);
  });

  it("is read up to where it was cut, and the cut is told", () => {
    let before = 0;
    for (let length = 0; length < file.length; length++) {
      const { messages, problems } = readFile(file.subarray(0, length));
      expect(messages.length).toBeGreaterThanOrEqual(before - 1);
      expect(problems.length).toBeLessThanOrEqual(2);
      before = messages.length;
    }
    expect(before).toBeGreaterThanOrEqual(MESSAGES - 1);
  });

  it("is read as far as it goes whatever octet is changed, in any size of range", () => {
    for (let at = 0; at < file.length; at++) {
      for (const value of [0xff, file[at]! ^ 0x01]) {
        const copy = file.slice();
        copy[at] = value;
        const { messages, problems } = readFile(copy);
        expect(messages.length).toBeLessThan(30);
        expect(problems.length).toBeLessThan(30);
        if (at % 16 === 0) expect(readFile(copy, 33)).toEqual(readFile(copy));
      }
    }
    expect(title).not.toBe("");
  });
});

describe("a file of noise", () => {
  it.each([
    { title: "blocks without length", octets: concat([BLOCKS.section(), new Uint8Array(200_000)]) },
    { title: "nothing but block types", octets: concat([BLOCKS.section(), new Uint8Array(200_000).fill(6)]) },
    { title: "nothing but section headers", octets: concat(Array.from({ length: 5000 }, () => BLOCKS.section())) },
    {
      title: "nothing but interfaces",
      octets: concat([BLOCKS.section(), ...Array.from({ length: 70_000 }, () => BLOCKS.interface(1))]),
    },
    { title: "line ends", octets: captureOf([tcp(ALICE, PBX, { sequence: 1, data: ascii("\r\n".repeat(700)) })]) },
  ])("ends: $title", ({ octets }) => {
    expect(readFile(octets).messages).toEqual([]);
  });
});
