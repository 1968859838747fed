/** pcapng: sections, interfaces, clocks, the three packet blocks, comments, and what is left of damaged files. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TimestampClock } from "../../src/core/capture/timestamp.js";
import { ascii, Blocks, concat, read } from "./capture-files.js";

const RESOLUTION = 9;
const OFFSET = 14;
const LITTLE = new Blocks(true);
const BIG = new Blocks(false);
const MICROS = 1_795_255_200_123_456;

describe.each([
  { order: "little-endian", blocks: LITTLE },
  { order: "big-endian", blocks: BIG },
])("pcapng, $order", ({ blocks }) => {
  it("reads enhanced, simple and obsolete packet blocks and passes over unknown ones", () => {
    const file = concat([
      blocks.section(),
      blocks.interface(101, [], 4),
      blocks.block(0x7abc, ascii("unknown to all")),
      blocks.enhanced(0, BigInt(MICROS), ascii("enhanced")),
      blocks.block(5, new Uint8Array(12)),
      blocks.simple(ascii("simp"), 6),
      blocks.obsolete(0, BigInt(MICROS + 1), ascii("obs")),
    ]);
    const { frames, problems } = read(file);
    expect(problems).toEqual([]);
    expect(frames).toMatchObject([
      { number: 1, atMicros: MICROS, linkType: 101, interfaceIndex: 0, hex: hexOf("enhanced") },
      // The snapshot length of the interface, not the block's padding, tells the captured length.
      { number: 2, atMicros: NaN, originalLength: 6, hex: hexOf("simp") },
      { number: 3, atMicros: MICROS + 1, hex: hexOf("obs") },
    ]);
    expect(frames[0]!.fileOffset).toBe(file.indexOf(ascii("enhanced")[0]!, 80));
  });

  it("numbers frames as Wireshark does, which counts journal, custom and sysdig blocks", () => {
    const others = [5, 9, 0xbad, 0x40000bad, 0x204, 0x7abc].map((type) => blocks.block(type, new Uint8Array(12)));
    const file = concat([blocks.section(), blocks.interface(1), ...others, blocks.enhanced(0, 0n, ascii("x"))]);
    expect(read(file).frames.map((frame) => frame.number)).toEqual([5]);
  });

  it("hands on the TLS key logs of Decryption Secrets Blocks, and no other secrets", () => {
    const secrets = (type: number, text: string, length = text.length) =>
      blocks.block(10, concat([blocks.u32(type), blocks.u32(length), ascii(text)]));
    const file = concat([
      blocks.section(),
      secrets(0x544c534b, "CLIENT_RANDOM 00 11\n"),
      secrets(0x57474b4c, "a key of WireGuard"),
      secrets(0x544c534b, "odd"),
      secrets(0x544c534b, "more is declared", 1000),
      blocks.block(10, blocks.u32(0x544c534b)),
    ]);
    expect(read(file)).toMatchObject({
      secrets: ["CLIENT_RANDOM 00 11\n", "odd", "more is declared"],
      problems: [],
    });
  });

  it("keeps all comments of a frame", () => {
    const options = [
      blocks.comment("first note"),
      blocks.option(2, new Uint8Array(4)),
      blocks.comment("zweite ≥ Notiz"),
    ];
    const file = concat([
      blocks.section(),
      blocks.interface(1),
      blocks.enhanced(0, 0n, ascii("odd"), [...options, blocks.endOfOptions(), blocks.comment("behind the end")]),
      blocks.obsolete(0, 0n, ascii("x"), [blocks.comment("old")]),
    ]);
    expect(read(file).comments).toEqual([
      [1, "first note"],
      [1, "zweite ≥ Notiz"],
      [2, "old"],
    ]);
  });

  it("applies each interface's resolution and offset", () => {
    const resolution = (octet: number) => blocks.option(RESOLUTION, Uint8Array.of(octet));
    const file = concat([
      blocks.section(),
      blocks.interface(1),
      blocks.interface(1, [resolution(9)]),
      blocks.interface(1, [resolution(0x80 | 10), blocks.endOfOptions()]),
      blocks.interface(1, [resolution(0), blocks.option(OFFSET, blocks.i64(-3600n))]),
      blocks.enhanced(0, BigInt(MICROS), ascii("a")),
      blocks.enhanced(1, BigInt(MICROS) * 1000n, ascii("b")),
      blocks.enhanced(2, 1_795_255_200n * 1024n + 256n, ascii("c")),
      blocks.enhanced(3, 1_795_258_800n, ascii("d")),
    ]);
    expect(read(file).frames.map((frame) => frame.atMicros)).toEqual([
      MICROS,
      MICROS,
      1_795_255_200_250_000,
      1_795_255_200_000_000,
    ]);
  });
});

describe("TimestampClock", () => {
  const ticks = fc.bigInt({ min: 0n, max: (1n << 62n) - 1n });

  it("is exact to a quarter of a microsecond for decimal resolutions", () => {
    fc.assert(
      fc.property(ticks, fc.integer({ min: 0, max: 12 }), (count, exponent) => {
        // Up to the year 2106, where the number type keeps that precision.
        const units = count % (4_294_967_296n * 10n ** BigInt(exponent));
        const exactQuarters = (units * 4_000_000n) / 10n ** BigInt(exponent);
        const micros = new TimestampClock(exponent).toMicros(Number(units >> 32n), Number(units & 0xffffffffn));
        expect(Math.abs(micros * 4 - Number(exactQuarters))).toBeLessThanOrEqual(2);
      }),
    );
  });

  it("is exact to a quarter of a microsecond for binary resolutions", () => {
    fc.assert(
      fc.property(ticks, fc.integer({ min: 0, max: 50 }), (count, exponent) => {
        const units = count % (4_294_967_296n << BigInt(exponent));
        const exactQuarters = (units * 4_000_000n) >> BigInt(exponent);
        const micros = new TimestampClock(0x80 | exponent).toMicros(Number(units >> 32n), Number(units & 0xffffffffn));
        expect(Math.abs(micros * 4 - Number(exactQuarters))).toBeLessThanOrEqual(2);
      }),
    );
  });
});

describe("pcapng with several sections", () => {
  const file = concat([
    LITTLE.section(),
    LITTLE.interface(1),
    LITTLE.interface(113),
    LITTLE.enhanced(1, 5n, ascii("cooked")),
    BIG.section(),
    BIG.interface(276),
    BIG.enhanced(0, 6n, ascii("cooked 2"), [BIG.comment("note")]),
  ]);

  it("takes each section's byte order and counts interfaces on", () => {
    const { frames, problems } = read(file);
    expect(problems).toEqual([]);
    expect(frames).toMatchObject([
      { number: 1, linkType: 113, interfaceIndex: 1, atMicros: 5 },
      { number: 2, linkType: 276, interfaceIndex: 2, atMicros: 6 },
    ]);
  });

  it("gives the same for every size of range", () => {
    const whole = read(file);
    for (let rangeOctets = 1; rangeOctets < file.length; rangeOctets++) expect(read(file, rangeOctets)).toEqual(whole);
  });

  it("tells a frame of an interface that its section does not describe, once", () => {
    const frame = LITTLE.enhanced(7, 5n, ascii("lost"));
    const result = read(
      concat([LITTLE.section(), LITTLE.interface(1), frame, frame, LITTLE.enhanced(0, 6n, ascii("x"))]),
    );
    expect(result.frames.map((each) => each.number)).toEqual([3]);
    expect(result.problems).toHaveLength(1);
    expect(result.problems[0]!.message).toContain("Frame 1 belongs to interface 7");
  });
});

describe("damaged pcapng", () => {
  const start = concat([LITTLE.section(), LITTLE.interface(1)]);
  const first = LITTLE.enhanced(0, 1n, ascii("one"));
  const second = LITTLE.enhanced(0, 2n, ascii("two"));
  const third = LITTLE.enhanced(0, 3n, ascii("three"));

  function damaged(at: number, value: number) {
    const copy = second.slice();
    new DataView(copy.buffer).setUint32(at, value, true);
    return concat([start, first, copy, third]);
  }

  it.each([
    { title: "zero length", at: 4, value: 0 },
    { title: "length of a header", at: 4, value: 8 },
    { title: "length beyond the file", at: 4, value: 4096 },
    { title: "impossible length", at: 4, value: 0xfffffff0 },
    { title: "length into the next block", at: 4, value: second.length + 8 },
    { title: "length of two blocks", at: 4, value: second.length + third.length },
    { title: "length short of its end", at: 4, value: second.length - 8 },
  ])("goes on at the next block after a block with $title", ({ at, value }) => {
    for (const rangeOctets of [1, 50, 1 << 20]) {
      const { frames, problems } = read(damaged(at, value), rangeOctets);
      expect(frames.map((frame) => frame.hex)).toEqual([hexOf("one"), hexOf("three")]);
      expect(problems).toHaveLength(1);
      expect(problems[0]!.offset).toBe(start.length + first.length);
      expect(problems[0]!.message).toContain(`${second.length} octets were skipped`);
    }
  });

  it("believes the first length when a block follows it", () => {
    const { frames, problems } = read(damaged(second.length - 4, 44));
    expect(frames.map((frame) => frame.hex)).toEqual([hexOf("one"), hexOf("two"), hexOf("three")]);
    expect(problems[0]!.message).toContain("the first was taken");
  });

  it("loses only a frame whose captured length does not fit its block", () => {
    const { frames, problems } = read(damaged(20, 4000));
    expect(frames.map((frame) => [frame.number, frame.hex])).toEqual([
      [1, hexOf("one")],
      [3, hexOf("three")],
    ]);
    expect(problems).toHaveLength(1);
  });

  it("finds the next section after octets that are none", () => {
    const junk = new Uint8Array(5001).fill(0x55);
    const { frames } = read(
      concat([start, first, junk, BIG.section(), BIG.interface(1), BIG.enhanced(0, 9n, ascii("new"))]),
      100,
    );
    expect(frames.map((frame) => frame.hex)).toEqual([hexOf("one"), hexOf("new")]);
  });

  it("does not stumble over an option that leaves its block", () => {
    const options = [concat([LITTLE.u16(1), LITTLE.u16(0xffff)])];
    const { frames, comments, problems } = read(concat([start, LITTLE.enhanced(0, 1n, ascii("one"), options), third]));
    expect(frames).toHaveLength(2);
    expect(comments).toEqual([]);
    expect(problems).toEqual([]);
  });

  it("gives what stands before the end of a file cut anywhere, and tells the cut", () => {
    const file = concat([start, first, second]);
    for (let length = start.length + first.length + 1; length < file.length; length++) {
      const { frames, problems } = read(file.subarray(0, length), 64);
      expect(frames.map((frame) => frame.hex)).toEqual([hexOf("one")]);
      expect(problems).toMatchObject([{ offset: start.length + first.length }]);
    }
  });
});

function hexOf(text: string): string {
  return Buffer.from(text).toString("hex");
}
