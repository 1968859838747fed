/** One packet seen several times: by a mirror port, on both sides of a VLAN, on every interface, in a tunnel and outside it. */
import { describe, expect, it } from "vitest";
import type { FrameSink } from "../../src/core/capture/frame.js";
import { memorySource } from "../../src/core/model/byte-source.js";
import { PacketReader } from "../../src/core/packet/packet-reader.js";
import { TraceBuilder } from "../../src/core/trace/build-trace.js";
import type { Trace } from "../../src/core/trace/trace.js";
import { Blocks, concat, fromHex, pump } from "../capture/capture-files.js";
import { ALICE, captureOf, frameAt, LINK_ETHERNET, PBX, register, tcp, u16, udp } from "../packet/packets.js";

const LINK_SLL2 = 276;
const MACS = "020000000001 020000000002";
const MESSAGE = register(1);
const PACKET = udp(ALICE, PBX, MESSAGE);

function traceOfCapture(file: Uint8Array): Trace {
  const builder = new TraceBuilder([memorySource("test.pcap", file)], [false]);
  const reader: FrameSink & { finish(): void } = new PacketReader(0, builder);
  pump(file, reader);
  reader.finish();
  return builder.build();
}

/** Role and original of each message. */
function roles(file: Uint8Array): [string, number][] {
  const trace = traceOfCapture(file);
  expect(trace.transactions).toHaveLength(1);
  return [...trace.messages].map(({ role, original }) => [role, original]);
}

function ethernet(packet: Uint8Array, vlan?: number): Uint8Array {
  const tag = vlan === undefined ? new Uint8Array(0) : concat([fromHex("8100"), u16(vlan)]);
  return concat([fromHex(MACS), tag, fromHex("0800"), packet]);
}
function gtp(packet: Uint8Array): Uint8Array {
  const header = concat([fromHex("30 ff"), u16(packet.length), fromHex("00000001")]);
  const [from, to] = [
    { address: "203.0.113.1", port: 2152 },
    { address: "203.0.113.2", port: 2152 },
  ];
  return udp(from, to, concat([header, packet]));
}
/** As Linux captures on `any`: interface number, and whether the packet came in (0) or goes out (4). */
function cooked(packet: Uint8Array, hostInterface: number, direction: number): Uint8Array {
  const head = [fromHex("0800 0000 0000"), u16(hostInterface), fromHex("0001"), Uint8Array.of(direction, 6)];
  return concat([...head, fromHex("020000000001 0000"), packet]);
}

describe("a packet seen twice is one message with a sighting", () => {
  it.each([
    { title: "by a mirror port", frames: [ethernet(PACKET), ethernet(PACKET)] },
    { title: "on both sides of a VLAN", frames: [ethernet(PACKET, 10), ethernet(PACKET)] },
    { title: "in two VLANs", frames: [ethernet(PACKET, 10), ethernet(PACKET, 20)] },
    { title: "inside a tunnel and outside", frames: [ethernet(gtp(PACKET)), ethernet(PACKET)] },
    {
      title: "on two interfaces of a host that forwards it",
      frames: [cooked(PACKET, 2, 0), cooked(PACKET, 3, 4)],
      linkType: LINK_SLL2,
    },
    {
      title: "on an interface and the bridge over it",
      frames: [cooked(PACKET, 2, 0), cooked(PACKET, 5, 0)],
      linkType: LINK_SLL2,
    },
  ])("$title", ({ frames, linkType = LINK_ETHERNET }) => {
    const file = captureOf(
      frames.map((frame, index) => frameAt(index * 0.0002, frame)),
      linkType,
    );
    expect(roles(file)).toEqual([
      ["original", 0],
      ["sighting", 0],
    ]);
  });

  it("on a bond and the interface under it, each with its interface in the file", () => {
    const blocks = new Blocks(true);
    const file = concat([
      blocks.section(),
      blocks.interface(LINK_ETHERNET),
      blocks.interface(LINK_ETHERNET),
      blocks.enhanced(0, 1_000_000n, ethernet(PACKET)),
      blocks.enhanced(1, 1_000_003n, ethernet(PACKET)),
    ]);
    expect(roles(file)).toEqual([
      ["original", 0],
      ["sighting", 0],
    ]);
  });

  it("and its retransmission remains a retransmission", () => {
    const frames = [0, 0.0002, 0.5, 0.5002].map((seconds, index) =>
      frameAt(seconds, ethernet(PACKET, 10 + (index % 2) * 10)),
    );
    expect(roles(captureOf(frames, LINK_ETHERNET))).toEqual([
      ["original", 0],
      ["sighting", 0],
      ["retransmission", 0],
      ["sighting", 2],
    ]);
  });
});

describe("a TCP segment seen twice", () => {
  const segment = tcp(ALICE, PBX, { sequence: 10, data: MESSAGE });

  it("in two VLANs is one segment of one stream", () => {
    const frames = [ethernet(segment, 10), ethernet(segment, 20)].map((frame, index) => frameAt(index * 0.0002, frame));
    expect(roles(captureOf(frames, LINK_ETHERNET))).toEqual([["original", 0]]);
  });

  it("on two interfaces is a sighting", () => {
    const frames = [cooked(segment, 2, 0), cooked(segment, 3, 4)].map((frame, index) => frameAt(index * 0.0002, frame));
    expect(roles(captureOf(frames, LINK_SLL2))).toEqual([
      ["original", 0],
      ["sighting", 0],
    ]);
  });
});
