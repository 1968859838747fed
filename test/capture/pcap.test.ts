/** Classic captures: both byte orders, micro- and nanoseconds, damage, and agreement with an independent reader. */
import { Readable } from "node:stream";
import fc from "fast-check";
import { parse } from "pcap-parser";
import { describe, expect, it } from "vitest";
import { ascii, concat, type FrameToWrite, fromHex, PCAP_VARIANTS, pcapFile, read } from "./capture-files.js";
import { projectCaptures } from "./project-captures.js";

const FRAMES: readonly FrameToWrite[] = [
  { seconds: 1_795_255_200, fraction: 123_456, octets: ascii("first") },
  { seconds: 1_795_255_201, fraction: 0, octets: new Uint8Array(0) },
  { seconds: 4_294_967_295, fraction: 999_999, octets: ascii("cut"), originalLength: 1500 },
];

const anyFrames = fc.array(
  fc.record({
    seconds: fc.integer({ min: 0, max: 0xffffffff }),
    fraction: fc.integer({ min: 0, max: 999_999 }),
    octets: fc.uint8Array({ maxLength: 100 }),
  }),
  { maxLength: 12 },
);

describe("pcap", () => {
  it.each(PCAP_VARIANTS)("reads $littleEndian little-endian, $nanoseconds nanoseconds", (variant) => {
    const frames = FRAMES.map((frame) => ({ ...frame, fraction: frame.fraction * (variant.nanoseconds ? 1000 : 1) }));
    const result = read(pcapFile(frames, variant, 113));
    expect(result.problems).toEqual([]);
    expect(result.count).toBe(3);
    expect(result.frames).toMatchObject([
      {
        number: 1,
        atMicros: 1_795_255_200_123_456,
        hex: "6669727374",
        originalLength: 5,
        fileOffset: 40,
        linkType: 113,
      },
      { number: 2, atMicros: 1_795_255_201_000_000, hex: "", originalLength: 0, fileOffset: 61 },
      { number: 3, atMicros: 4_294_967_295_999_999, hex: "637574", originalLength: 1500, fileOffset: 77 },
    ]);
  });

  it.each([
    { title: "Kuznetzov", magic: 0xa1b2cd34, extra: "00000002 0800 04 00" },
    { title: "SuSE 6.3", magic: 0xa1b2cd34, extra: "00000002 0800 04 00 01000000" },
    { title: "Red Hat 6.1", magic: 0xa1b2c3d4, extra: "00000002 0800 04 00" },
    { title: "Nokia", magic: 0xa1b2c3d4, extra: "00000002" },
  ])("reads the longer record heads of $title in both byte orders", ({ magic, extra }) => {
    for (const variant of PCAP_VARIANTS.slice(0, 2)) {
      const frames = FRAMES.slice(0, 2);
      const modified = withRecordHeads(pcapFile(frames, variant), magic, variant.littleEndian, fromHex(extra));
      const result = read(modified, 10);
      expect(result.problems).toEqual([]);
      expect(result.frames).toMatchObject([
        { number: 1, atMicros: 1_795_255_200_123_456, hex: "6669727374", fileOffset: 40 + fromHex(extra).length },
        { number: 2, atMicros: 1_795_255_201_000_000, hex: "" },
      ]);
      const one = withRecordHeads(pcapFile(frames.slice(0, 1), variant), magic, variant.littleEndian, fromHex(extra));
      expect(read(one).frames).toMatchObject([{ hex: "6669727374" }]);
    }
  });

  it("keeps nanoseconds to a quarter of a microsecond", () => {
    const file = pcapFile([{ seconds: 1_795_255_200, fraction: 123_456_750, octets: ascii("x") }], PCAP_VARIANTS[2]);
    expect(read(file).frames[0]!.atMicros).toBe(1_795_255_200_123_456.75);
  });

  it("reads the link type beside the length of the frame check sequence", () => {
    expect(read(pcapFile(FRAMES, PCAP_VARIANTS[0], 0x5400_0001)).frames[0]!.linkType).toBe(1);
  });

  it("gives the same for every size of range", () => {
    fc.assert(
      fc.property(anyFrames, fc.integer({ min: 1, max: 300 }), (frames, rangeOctets) => {
        const file = pcapFile(frames);
        expect(read(file, rangeOctets)).toEqual(read(file));
      }),
    );
  });

  it("reads a frame longer than the range, as the header's snapshot length allows", () => {
    const long = new Uint8Array(500_000).fill(7);
    const file = pcapFile([{ seconds: 1, fraction: 0, octets: long }], PCAP_VARIANTS[0], 1, 1_000_000);
    expect(read(file, 1024).frames[0]!.hex.length).toBe(1_000_000);
  });

  it("keeps what stands before a record that the end of the file cuts, and tells where", () => {
    const file = pcapFile(FRAMES);
    for (let cut = 1; cut < 19; cut++) {
      const result = read(file.subarray(0, file.length - cut), 32);
      expect(result.frames.map((frame) => frame.number)).toEqual([1, 2]);
      expect(result.problems).toEqual([
        { offset: 61, message: "The file ends within the record at offset 61; that frame is lost." },
      ]);
    }
  });

  it("stops at a record that no frame can be as long as", () => {
    const first = pcapFile(FRAMES.slice(0, 1));
    const impossible = concat([first, new Uint8Array(8), Uint8Array.of(255, 255, 255, 255), new Uint8Array(500_000)]);
    const result = read(impossible, 64);
    expect(result.frames).toHaveLength(1);
    expect(result.problems).toHaveLength(1);
    expect(result.problems[0]!.offset).toBe(first.length);
    expect(result.problems[0]!.message).toContain("declares 4294967295 octets");
  });

  it("tells an empty file, a file within its header and a file that is no capture", () => {
    expect(read(new Uint8Array(0)).problems[0]!.message).toBe("The file is empty.");
    expect(read(pcapFile([]).subarray(0, 20)).problems[0]!.message).toBe("The file ends within its pcap header.");
    expect(read(ascii("REGISTER sip:example.com SIP/2.0")).problems[0]!.message).toContain("not begin like a capture");
  });

  it("reads the packets that pcap-parser reads", async () => {
    // It knows classic captures with microseconds only.
    await fc.assert(
      fc.asyncProperty(anyFrames, fc.boolean(), async (frames, littleEndian) => {
        const file = pcapFile(frames, { littleEndian, nanoseconds: false });
        const theirs = await readWithPcapParser(file);
        const ours = read(file).frames.map(({ atMicros, hex, originalLength }) => ({ atMicros, hex, originalLength }));
        expect(ours).toEqual(theirs);
      }),
      { numRuns: 40 },
    );
  });
});

describe("every classic capture of the repository with microseconds", () => {
  const captures = projectCaptures().filter(({ octets }) => isClassic(octets));

  it.each(captures)("holds the packets that pcap-parser reads: $path", async ({ octets }) => {
    const { frames, problems } = read(octets);
    const ours = frames.map(({ atMicros, hex, originalLength }) => ({ atMicros, hex, originalLength }));
    expect(ours).toEqual(await readWithPcapParser(octets));
    expect(ours.length).toBeGreaterThan(0);
    expect(problems).toEqual([]);
  });

  it("is there", () => {
    expect(captures.length).toBeGreaterThan(8);
  });
});

function isClassic(octets: Uint8Array): boolean {
  const magic = new DataView(octets.buffer, octets.byteOffset).getUint32(0, true);
  return magic === 0xa1b2c3d4 || magic === 0xd4c3b2a1;
}

/** The file with another magic number and further octets behind the head of each record. */
function withRecordHeads(file: Uint8Array, magic: number, littleEndian: boolean, extra: Uint8Array): Uint8Array {
  const view = new DataView(file.buffer.slice(0));
  view.setUint32(0, magic, littleEndian);
  const octets = new Uint8Array(view.buffer);
  const parts = [octets.subarray(0, 24)];
  for (let at = 24; at < octets.length;) {
    const end = at + 16 + view.getUint32(at + 8, littleEndian);
    parts.push(octets.subarray(at, at + 16), extra, octets.subarray(at + 16, end));
    at = end;
  }
  return concat(parts);
}

function readWithPcapParser(file: Uint8Array) {
  return new Promise<unknown>((resolve, reject) => {
    const packets: unknown[] = [];
    parse(Readable.from([Buffer.from(file)], { objectMode: false }))
      .on("packet", ({ header, data }) =>
        packets.push({
          atMicros: header.timestampSeconds * 1_000_000 + header.timestampMicroseconds,
          hex: data.toString("hex"),
          originalLength: header.originalLength,
        }),
      )
      .on("error", reject)
      .on("end", () => resolve(packets));
  });
}
