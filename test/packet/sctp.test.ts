/** SIP over SCTP: messages in one chunk and in parts, in any order, repeated, cut and damaged. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat } from "../capture/capture-files.js";
import {
  ALICE,
  captureOf,
  frameAt,
  ip,
  PBX,
  type Side,
  readFile,
  readPackets,
  register,
  toText,
  u16,
  u32,
} from "./packets.js";

const TAG = 0x1234_5678;
const MESSAGE = register(1, "v=0\r\n");

interface Data {
  readonly tsn: number;
  readonly payload: string;
  readonly begins?: boolean;
  readonly ends?: boolean;
}

function chunk(type: number, flags: number, body: Uint8Array): Uint8Array {
  const padding = new Uint8Array(-body.length & 3);
  return concat([Uint8Array.of(type, flags), u16(4 + body.length), body, padding]);
}

function data({ tsn, payload, begins = true, ends = true }: Data): Uint8Array {
  const header = concat([u32(tsn), u16(1), u16(7), u32(0)]);
  return chunk(0, (begins ? 2 : 0) | (ends ? 1 : 0), concat([header, new Uint8Array(Buffer.from(payload, "latin1"))]));
}

function sctp(chunks: readonly Uint8Array[], tag = TAG, from: Side = ALICE, to: Side = PBX): Uint8Array {
  return ip(from, to, 132, concat([u16(from.port), u16(to.port), u32(tag), u32(0), ...chunks]));
}

/** The message cut into parts of so many octets, from a TSN on. */
function parts(message: string, octets: number, tsn = 0xffff_fffe): Uint8Array[] {
  const all: Uint8Array[] = [];
  for (let at = 0; at < message.length; at += octets) {
    const number = (tsn + at / octets) >>> 0;
    const payload = message.slice(at, at + octets);
    all.push(data({ tsn: number, payload, begins: at === 0, ends: at + octets >= message.length }));
  }
  return all;
}

function texts(packets: readonly Uint8Array[]): string[] {
  return readPackets(packets).messages.map(({ octets }) => toText(octets));
}

describe("SCTP", () => {
  it("gives the messages of all chunks of a packet", () => {
    const sack = chunk(3, 0, new Uint8Array(12));
    const packet = sctp([sack, data({ tsn: 1, payload: MESSAGE }), data({ tsn: 2, payload: register(2) })]);
    const file = captureOf([packet]);
    const { messages } = readFile(file);
    expect(messages).toMatchObject([
      { transport: "sctp", source: ALICE, destination: PBX, missingOctets: 0, place: { frame: 1 } },
      { transport: "sctp", source: ALICE, destination: PBX },
    ]);
    expect(messages.map(({ octets }) => toText(octets))).toEqual([MESSAGE, register(2)]);
    for (const { octets, sourceMap } of messages) {
      const [, start = 0, length = 0] = sourceMap.runs;
      expect(file.subarray(start, start + length)).toEqual(octets);
    }
  });

  it("joins the parts of a message in whatever order and packets they come", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 60 }),
        fc.infiniteStream(fc.nat()),
        fc.boolean(),
        (octets, order, isOne) => {
          const shuffled = parts(MESSAGE, octets)
            .map((part) => ({ part, key: Number(order.next().value) }))
            .sort((a, b) => a.key - b.key)
            .map(({ part }) => part);
          const packets = isOne ? [sctp(shuffled)] : shuffled.map((part) => sctp([part]));
          const file = captureOf(packets);
          const { messages } = readFile(file);
          expect(messages.map((message) => toText(message.octets))).toEqual([MESSAGE]);
          const { runs } = messages[0]!.sourceMap;
          let found = "";
          for (let run = 0; run < runs.length; run += 3) {
            found += toText(file.subarray(runs[run + 1], runs[run + 1]! + runs[run + 2]!));
          }
          expect(found).toBe(MESSAGE);
        },
      ),
    );
  });

  it("keeps messages apart whose parts are mixed", () => {
    const one = parts(MESSAGE, 50, 10);
    const two = parts(register(2, "v=0\r\n"), 50, 10 + one.length);
    const other = parts(register(3, "v=0\r\n"), 50, 10);
    const packets = one.flatMap((part, index) => [sctp([part]), sctp([two[index]!]), sctp([other[index]!], TAG + 1)]);
    expect(texts(packets).sort()).toEqual([MESSAGE, register(2, "v=0\r\n"), register(3, "v=0\r\n")].sort());
  });

  it("gives a repeated chunk once, and the same message sent anew twice", () => {
    const packet = sctp([data({ tsn: 1, payload: MESSAGE })]);
    const inParts = parts(MESSAGE, 50, 5).map((part) => sctp([part]));
    expect(texts([packet, packet, ...inParts, ...inParts])).toEqual([MESSAGE, MESSAGE]);
  });

  it("tells how much of a message the snapshot length cut", () => {
    const packet = sctp([data({ tsn: 1, payload: MESSAGE })]);
    const { messages } = readFile(captureOf([frameAt(0, packet, packet.length - 20)]));
    expect(messages).toMatchObject([{ missingOctets: 20 - (-MESSAGE.length & 3) }]);
  });

  it("leaves what is not SIP", () => {
    expect(texts([sctp([data({ tsn: 1, payload: "\x01\x00\x00\x14diameter" })])])).toEqual([]);
    expect(texts(parts(`\x01\x00${MESSAGE}`, 50).map((part) => sctp([part])))).toEqual([]);
  });

  it("holds no more than its bounds of parts that never become whole", () => {
    const part = (tsn: number, tag: number) =>
      sctp([data({ tsn, payload: "x".repeat(1000), begins: false, ends: false })], tag);
    const flood = Array.from({ length: 3000 }, (_, index) => part(index * 2, index % 1500));
    const long = Array.from({ length: 600 }, (_, index) => part(index * 2, TAG));
    const { messages, problems } = readPackets([...flood, ...long, sctp([data({ tsn: 1, payload: MESSAGE })])]);
    expect(messages.map(({ octets }) => toText(octets))).toEqual([MESSAGE]);
    // Once, at the packet that was too many.
    const offset = expect.any(Number) as number;
    const message = expect.stringMatching(/^More parts of SCTP messages .* at frame 1025;/) as string;
    expect(problems).toEqual([{ file: 0, offset, message }]);
  });

  it("is read whatever is cut off or changed", () => {
    const packet = sctp([data({ tsn: 1, payload: MESSAGE }), ...parts(MESSAGE, 60, 5)]);
    for (let length = 0; length < packet.length; length++) readPackets([packet.subarray(0, length)]);
    for (let at = 20; at < packet.length; at++) {
      for (const wrong of [0xff, 0x01, 0x04]) {
        const changed = packet.slice();
        changed[at] = changed[at]! ^ wrong;
        expect(readPackets([changed]).messages.length).toBeLessThanOrEqual(3);
      }
    }
  });
});
