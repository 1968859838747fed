/** Gzip files as the readers of captures and logs see them: whole, damaged, repeated, and malicious. */
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyse } from "../../src/core/analysis.js";
import { GunzipSource, isGzip, unpackedSource } from "../../src/core/capture/gunzip.js";
import { memorySource } from "../../src/core/model/byte-source.js";
import { finish } from "../../src/core/model/steps.js";
import { ALICE, captureOf, PBX, register, toText, udp } from "../packet/packets.js";
import { ascii, Blocks, concat, pcapFile } from "./capture-files.js";

function gunzip(file: Uint8Array): GunzipSource {
  return new GunzipSource(memorySource("test.gz", file));
}

/** Reads to the end by ranges of so many octets. */
function readAll(source: GunzipSource, rangeOctets: number): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let offset = 0; ; offset += rangeOctets) {
    const octets = source.read(offset, rangeOctets);
    parts.push(octets.slice());
    if (octets.length < rangeOctets) return concat(parts);
  }
}

function analysed(file: Uint8Array) {
  return finish(analyse([memorySource("test.gz", file)]));
}

/** As `toEqual`, which takes seconds for so many octets. */
function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/** What gzip cannot pack to nothing. */
function noise(length: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => (state = (state * 48_271) % 0x7fff_ffff) & 0xff);
}

const CAPTURE = captureOf([udp(ALICE, PBX, register(1)), udp(ALICE, PBX, register(2, "v=0\r\n"))]);

describe("a gzip file", () => {
  it("is told by its content", () => {
    expect(isGzip(gzipSync(""))).toBe(true);
    expect(isGzip(CAPTURE)).toBe(false);
    expect(isGzip(new Uint8Array(0))).toBe(false);
    const plain = memorySource("plain", CAPTURE);
    expect(unpackedSource(plain)).toBe(plain);
  });

  it("gives what was packed, in ranges of any size, and its size at the end", () => {
    const content = noise(300_000);
    for (const rangeOctets of [1000, 65_536, 1_000_000]) {
      const source = gunzip(gzipSync(content));
      expect(source.size).toBe(Infinity);
      expect(isSame(readAll(source, rangeOctets), content)).toBe(true);
      expect([source.size, source.problem]).toEqual([content.length, undefined]);
    }
  });

  it("can be read from any place in any order", () => {
    const content = noise(5000);
    const file = concat([gzipSync(content.subarray(0, 2000)), gzipSync(content.subarray(2000))]);
    const place = fc.tuple(fc.nat(6000), fc.nat(3000));
    fc.assert(
      fc.property(fc.array(place, { maxLength: 20 }), (places) => {
        const source = gunzip(file);
        for (const [offset, length] of places) {
          expect(isSame(source.read(offset, length), content.subarray(offset, offset + length))).toBe(true);
        }
      }),
    );
  });

  it.each([
    { title: "several members", file: concat([gzipSync("one "), gzipSync(""), gzipSync("two")]), reads: "one two" },
    {
      title: "a member that begins at the end of a range",
      file: concat([gzipSync(noise(200_000)), gzipSync("two")]),
      reads: `${toText(noise(200_000))}two`,
    },
    { title: "zeros behind it", file: concat([gzipSync("one"), new Uint8Array(70_000)]), reads: "one" },
    { title: "nothing in it", file: gzipSync(""), reads: "" },
  ])("with $title is read whole", ({ file, reads }) => {
    const source = gunzip(file);
    expect(toText(readAll(source, 65_536))).toBe(reads);
    expect(source.problem).toBeUndefined();
  });

  it("that is cut is read up to the cut, which is told", () => {
    const content = noise(500);
    const file = gzipSync(content);
    for (let length = 3; length < file.length; length++) {
      const source = gunzip(file.subarray(0, length));
      const read = readAll(source, 64);
      expect(isSame(read, content.subarray(0, read.length))).toBe(true);
      expect(source.problem).toEqual({
        offset: length,
        message: `The file ends within its gzip data, at offset ${length}; what stands before was read.`,
      });
    }
  });

  it("that is damaged is read up to the damage, which is told with its offset", () => {
    const content = noise(200_000);
    const file = Uint8Array.from(gzipSync(content, { level: 0 }));
    // Behind the head of ten octets, blocks that are not packed: a flag, and their length twice.
    const first = file[11]! + file[12]! * 256;
    const second = 10 + 5 + first;
    file[second + 3] = file[second + 3]! ^ 0xff;
    const source = gunzip(file);
    expect(isSame(readAll(source, 1000), content.subarray(0, first))).toBe(true);
    const { offset, message } = source.problem!;
    expect(message).toBe(`The gzip data are damaged at offset ${offset}; what stands before was read.`);
    expect([offset > second, offset <= second + 5]).toEqual([true, true]);
  });

  it("whose checksum does not fit is read, and the doubt is told", () => {
    const file = Uint8Array.from(gzipSync("one"));
    file[file.length - 8] = file[file.length - 8]! ^ 1;
    const source = gunzip(file);
    expect(toText(readAll(source, 100))).toBe("one");
    expect(source.problem?.message).toMatch(/^The gzip data do not fit their checksum at offset \d+; what stands/);
  });

  it("gives a result whichever octet is wrong", () => {
    const file = gzipSync(CAPTURE);
    for (let at = 0; at < file.length; at++) {
      for (const wrong of [0xff, 0x01]) {
        const damaged = Uint8Array.from(file);
        damaged[at] = damaged[at]! ^ wrong;
        const { trace } = analysed(damaged);
        expect(trace.messages.length).toBeLessThanOrEqual(2);
      }
    }
  });

  it("says what stands behind it that is not gzip", () => {
    const file = gzipSync("one");
    const source = gunzip(concat([file, ascii("rest")]));
    expect(toText(readAll(source, 100))).toBe("one");
    expect(source.problem).toEqual({
      offset: file.length,
      message: `What follows the gzip data from offset ${file.length} on is not gzip and is not read.`,
    });
  });

  it("that is a bomb ends with a sentence", { timeout: 60_000 }, () => {
    const million = gzipSync(new Uint8Array(2 ** 24), { level: 9 });
    const source = gunzip(concat(Array<Uint8Array>(64).fill(million)));
    let read = 0;
    for (let octets = source.read(0, 2 ** 20); octets.length > 0; octets = source.read(read, 2 ** 20)) {
      read += octets.length;
    }
    expect(read).toBeLessThan(2 ** 28 + 2 ** 21);
    expect(source.problem?.message).toMatch(/^The gzip data become more than 500 times as large/);
  });
});

describe("a capture in gzip", () => {
  it("is the same trace as the capture", () => {
    const plain = analysed(CAPTURE).trace;
    const packed = analysed(gzipSync(CAPTURE)).trace;
    expect(packed.messages.length).toBe(2);
    for (const { index, sip, place } of plain.messages) {
      const message = packed.messages.at(index);
      expect([message.sip.text, message.place]).toEqual([sip.text, place]);
    }
    expect(packed.files).toEqual([{ ...plain.files[0], name: "test.gz" }]);
    expect(packed.problems).toEqual([]);
  });

  it("keeps its messages at hand when it is long read", () => {
    const frames = Array.from({ length: 5000 }, (_, index) => ({
      seconds: 1_795_255_200 + index,
      fraction: 0,
      octets: udp(
        ALICE,
        PBX,
        `OPTIONS sip:${index}@example.com SIP/2.0\r\nCSeq: ${index} OPTIONS\r\n\r\n${"x".repeat(900)}`,
      ),
    }));
    const { trace } = analysed(gzipSync(pcapFile(frames, undefined, 101)));
    expect(trace.messages.length).toBe(5000);
    for (const row of [0, 4999, 17]) expect(trace.messages.sip(row).text).toContain(`CSeq: ${row} OPTIONS`);
  });

  it("that is damaged inside is read as the same capture without gzip is, whatever its size", () => {
    const blocks = new Blocks(true);
    const packets = [1, 2, 3].map((cseq) =>
      blocks.enhanced(0, BigInt(cseq) * 1_000_000n, udp(ALICE, PBX, register(cseq))),
    );
    const file = concat([blocks.section(), blocks.interface(101), ...packets]);
    for (const whole of [file, CAPTURE]) {
      for (let at = 0; at < whole.length; at += 3) {
        const damaged = whole.slice();
        damaged[at] = damaged[at]! ^ 0x81;
        const [plain, packed] = [analysed(damaged).trace, analysed(gzipSync(damaged, { level: 1 })).trace];
        expect([...packed.messages].map(({ sip }) => sip.text)).toEqual([...plain.messages].map(({ sip }) => sip.text));
        expect(packed.problems).toEqual(plain.problems);
      }
    }
  });

  it("that is cut gives the messages before the cut", () => {
    const file = gzipSync(CAPTURE, { level: 0 });
    const { trace } = analysed(file.subarray(0, file.length - 60));
    expect(trace.messages.length).toBe(1);
    expect(trace.problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^The file ends within the record at offset/),
      expect.stringMatching(/^The file ends within its gzip data, at offset/),
    ]);
  });
});

describe("a log in gzip", () => {
  it("is read as the log", () => {
    const { trace } = analysed(
      gzipSync(`2026-11-20T10:00:00Z udp 192.0.2.10:5060 > 198.51.100.1:5060\n${register(1)}`),
    );
    expect(trace.messages.length).toBe(1);
    expect(trace.files[0]).toMatchObject({ kind: "log", format: "siptrace" });
  });

  it("without SIP says so", () => {
    expect(analysed(gzipSync("nothing of interest\n")).trace.problems[0]?.message).toBe(
      "No SIP message was found in this text.",
    );
    expect(analysed(gzipSync("")).trace.problems[0]?.message).toBe("The file is empty.");
  });
});
