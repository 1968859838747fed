/** IP fragments: reassembled however they come, and told as truncated when they never complete. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat, fromHex } from "../capture/capture-files.js";
import { ALICE, frameAt, ip, ipv6, PBX, readPackets, register, toText, u16, u32, udp, udpDatagram } from "./packets.js";

const MESSAGE = register(1, "v=0\r\n".repeat(300));
const DATAGRAM = udpDatagram(ALICE, PBX, MESSAGE);

interface Piece {
  readonly from: number;
  readonly to: number;
}

function fragment({ from, to }: Piece, identification = 7, datagram = DATAGRAM): Uint8Array {
  const more = to < datagram.length;
  return ip(ALICE, PBX, 17, datagram.subarray(from, to), { identification, offset: from, more });
}

function cutAt(offsets: readonly number[]): Piece[] {
  const sorted = [...new Set(offsets)].sort((a, b) => a - b);
  return [0, ...sorted].map((from, index) => ({ from, to: sorted[index] ?? DATAGRAM.length }));
}

const anyCuts = fc.array(
  fc.integer({ min: 1, max: Math.floor(DATAGRAM.length / 8) - 1 }).map((units) => units * 8),
  { minLength: 1, maxLength: 8 },
);

describe("IP fragments", () => {
  it("give the same message in any order and repeated; the frame is that which completes it", () => {
    const anyArrival = anyCuts.chain((cuts) => {
      const pieces = cutAt(cuts);
      const repeated = fc.subarray(pieces).map((again) => [...pieces, ...again]);
      return repeated.chain((all) => fc.shuffledSubarray(all, { minLength: all.length }));
    });
    fc.assert(
      fc.property(anyArrival, (pieces) => {
        const { messages, problems } = readPackets(pieces.map((piece) => fragment(piece)));
        expect(problems).toEqual([]);
        const seen = new Set<number>();
        const total = new Set(pieces.map(({ from }) => from)).size;
        const completing = pieces.findIndex(({ from }) => seen.add(from).size === total);
        expect(toText(messages[0]!.octets)).toBe(MESSAGE);
        expect(messages[0]).toMatchObject({ missingOctets: 0, place: { frame: completing + 1 }, source: ALICE });
      }),
    );
  });

  it("map each octet to its place in the file", () => {
    const frames = [fragment({ from: 800, to: DATAGRAM.length }), fragment({ from: 0, to: 800 })];
    const { messages } = readPackets(frames);
    // File header, record header, IP header; the first fragment begins with the header of UDP.
    const second = 24 + 16 + 20;
    const first = second + frames[0]!.length + 16;
    expect(messages[0]!.sourceMap.runs).toEqual([0, first + 8, 792, 792, second, MESSAGE.length - 792]);
    expect(messages[0]!.fragments).toBe(2);
  });

  it("keep the octets that came first where they overlap", () => {
    const forged = udpDatagram(ALICE, PBX, MESSAGE.replaceAll("v=0", "x=1"));
    const pieces = [
      fragment({ from: 0, to: 800 }),
      fragment({ from: 400, to: 1200 }, 7, forged),
      fragment({ from: 1200, to: DATAGRAM.length }),
    ];
    const text = toText(readPackets(pieces).messages[0]!.octets);
    expect(text.slice(0, 792)).toBe(MESSAGE.slice(0, 792));
    expect(text.slice(792, 1192)).toBe(MESSAGE.replaceAll("v=0", "x=1").slice(792, 1192));
  });

  it("are not mixed between datagrams", () => {
    const other = udpDatagram(ALICE, PBX, MESSAGE.replace("CSeq: 1", "CSeq: 2"));
    const pieces = [fragment({ from: 0, to: 800 }, 1), fragment({ from: 0, to: 800 }, 2, other)];
    const rests = [fragment({ from: 800, to: other.length }, 2, other), fragment({ from: 800, to: other.length }, 1)];
    const { messages } = readPackets([...pieces, ...rests]);
    expect(messages.map(({ octets }) => /CSeq: \d/.exec(toText(octets))?.[0])).toEqual(["CSeq: 2", "CSeq: 1"]);
  });

  it("are told as a truncated message when the rest never comes", () => {
    const { messages } = readPackets([fragment({ from: 0, to: 800 }), udp(ALICE, PBX, register(2))]);
    expect(messages.map(({ place, missingOctets }) => [place.frame, missingOctets])).toEqual([
      [2, 0],
      [1, MESSAGE.length - 792],
    ]);
    expect(toText(messages[1]!.octets)).toBe(MESSAGE.slice(0, 792));
  });

  it("are given up after a minute", () => {
    const late = [
      frameAt(0, fragment({ from: 0, to: 800 })),
      frameAt(61, fragment({ from: 800, to: DATAGRAM.length })),
      frameAt(62, udp(ALICE, PBX, register(2))),
    ];
    expect(readPackets(late).messages.map(({ place, missingOctets }) => [place.frame, missingOctets > 0])).toEqual([
      [1, true],
      [3, false],
    ]);
  });

  it("count what the snapshot length cut", () => {
    const first = fragment({ from: 0, to: 800 });
    const { messages } = readPackets([frameAt(0, first, 120), fragment({ from: 800, to: DATAGRAM.length })]);
    expect(toText(messages[0]!.octets)).toBe(MESSAGE.slice(0, 120 - 28));
    expect(messages[0]).toMatchObject({ missingOctets: MESSAGE.length - 92, place: { frame: 2 } });
  });

  it("of RTP and other protocols are not kept", () => {
    const rtp = udpDatagram(ALICE, PBX, concat([fromHex("8060"), new Uint8Array(3000)]));
    const pieces = [fragment({ from: 0, to: 800 }, 3, rtp), fragment({ from: 800, to: rtp.length }, 3, rtp)];
    expect(readPackets(pieces)).toEqual({ messages: [], signals: [], comments: [], problems: [] });
  });

  it("of IPv6 are reassembled, with options in the fragmented part", () => {
    const [phone, server] = ["2001:db8::2", "2001:db8::1"];
    const options = concat([fromHex("1100010400000000"), DATAGRAM]);
    const piece = (from: number, to: number) => {
      const header = concat([Uint8Array.of(60, 0), u16(from | (to < options.length ? 1 : 0)), u32(99)]);
      return ipv6(phone, server, 44, concat([header, options.subarray(from, to)]));
    };
    const { messages } = readPackets([piece(1200, options.length), piece(0, 1200)]);
    expect(messages.map(({ octets }) => toText(octets))).toEqual([MESSAGE]);
    expect(messages[0]).toMatchObject({ source: { address: phone }, destination: { address: server }, fragments: 2 });
  });

  it("do not fill the memory", () => {
    const flood = Array.from({ length: 3000 }, (_, index) => fragment({ from: 800, to: 1600 }, index));
    const { messages } = readPackets([
      ...flood,
      fragment({ from: 0, to: 800 }, 5000),
      fragment({ from: 800, to: DATAGRAM.length }, 5000),
    ]);
    expect(messages).toHaveLength(1);
  });
});
