/** Annotated captures: what is added is a comment that readers find, and every other octet is where it was. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { annotateCapture } from "../../src/core/capture/annotate-capture.js";
import type { FrameComments } from "../../src/core/capture/annotated.js";
import { unpackedSource } from "../../src/core/capture/gunzip.js";
import { memorySource } from "../../src/core/model/byte-source.js";
import { finish } from "../../src/core/model/steps.js";
import { Blocks, concat, PCAP_VARIANTS, pcapFile, read } from "./capture-files.js";

function annotated(octets: Uint8Array, comments: FrameComments) {
  const pieces: Uint8Array[] = [];
  const written = finish(
    annotateCapture(unpackedSource(memorySource("x", octets)), comments, (piece) => pieces.push(piece.slice())),
  );
  return { ...written, octets: concat(pieces) };
}

const PACKETS = [1, 2, 3, 70_001].map((length, index) => new Uint8Array(length).fill(index + 1));
const COMMENTS: FrameComments = new Map([
  [1, ["first"]],
  [3, ["Ann: früher", "two\nlines"]],
  [4, ["last"]],
]);
const COMMENT_TEXTS = [
  [1, "first"],
  [3, "Ann: früher"],
  [3, "two\nlines"],
  [4, "last"],
];

/** Everything that stays: number, time, lengths, link type and octets of each frame. */
const framesOf = (octets: Uint8Array) => read(octets).frames.map(({ fileOffset: _, ...frame }) => frame);

describe.each(PCAP_VARIANTS)("a pcap, %o", (variant) => {
  const fraction = variant.nanoseconds ? 123_456_789 : 123_456;
  const frames = PACKETS.map((octets, index) => ({
    seconds: 1_700_000_000 + index,
    fraction,
    octets,
    originalLength: 80_000,
  }));
  const result = annotated(pcapFile(frames, variant, 113, 65_535), COMMENTS);

  test("becomes a pcapng with the same frames and the comments", () => {
    expect(framesOf(result.octets)).toEqual(framesOf(pcapFile(frames, variant, 113, 65_535)));
    expect(read(result.octets).comments).toEqual(COMMENT_TEXTS);
    expect(result).toMatchObject({ comments: 4, problems: [] });
  });

  test("keeps the time to the unit it was written in", () => {
    const view = new DataView(result.octets.buffer);
    const at = 28 + 32;
    const ticks = (BigInt(view.getUint32(at + 12, true)) << 32n) | BigInt(view.getUint32(at + 16, true));
    expect(ticks).toBe(1_700_000_000n * (variant.nanoseconds ? 1_000_000_000n : 1_000_000n) + BigInt(fraction));
  });
});

describe.each([true, false])("a pcapng, little-endian %s", (littleEndian) => {
  const make = new Blocks(littleEndian);
  const old = make.comment("was here");
  const file = (first: readonly Uint8Array[], third: readonly Uint8Array[]) =>
    concat([
      make.section(),
      make.block(0x0bad, new Uint8Array(8).fill(7)),
      make.interface(1),
      make.block(10, concat([make.u32(0x544c534b), make.u32(4), new Uint8Array(4).fill(65)])),
      make.enhanced(0, 5n, PACKETS[0]!, first),
      make.obsolete(0, 6n, PACKETS[1]!, third),
      make.section(),
      make.interface(113),
      make.enhanced(0, 7n, PACKETS[3]!),
      make.block(5, new Uint8Array(12)),
    ]);
  // Of the two comments of frame 3 the block holds one already; its custom block in front has a number of its own.
  const before = file([], [old, make.endOfOptions()]);
  const comments: FrameComments = new Map([
    [2, ["first"]],
    [3, ["second", "third"]],
  ]);

  test("is copied octet for octet but for the options", () => {
    const result = annotated(before, comments);
    const added = [make.comment("second"), make.comment("third"), make.endOfOptions()];
    expect(result.octets).toEqual(file([make.comment("first"), make.endOfOptions()], [old, ...added]));
    expect(read(result.octets).comments.map(([, text]) => text)).toEqual(["first", "was here", "second", "third"]);
  });

  test("without comments is the same file", () => expect(annotated(before, new Map()).octets).toEqual(before));

  test("in gzip comes out unpacked", () =>
    expect(annotated(new Uint8Array(gzipSync(before)), comments).octets).toEqual(annotated(before, comments).octets));

  test("no longer tells the length of its section, which has changed", () => {
    const told = before.slice();
    told.set(make.i64(4711n), 16);
    expect(annotated(told, comments).octets).toEqual(annotated(before, comments).octets);
  });

  test("has no room for a comment in a Simple Packet Block, and says so", () => {
    const simple = concat([make.section(), make.interface(1), make.simple(new Uint8Array(40))]);
    const result = annotated(simple, new Map([[1, ["x"]]]));
    expect(result.octets).toEqual(simple);
    expect(result.comments).toBe(0);
    expect(result.problems.map(({ message }) => message).join()).toContain("Simple Packet Block");
  });

  test("is copied whole also where it is damaged", () => {
    fc.assert(
      fc.property(
        fc.nat(before.length - 1),
        fc.integer({ min: 0, max: 255 }),
        fc.nat(before.length),
        (at, octet, end) => {
          const damaged = before.slice();
          damaged[at] = octet;
          const result = annotated(damaged.subarray(0, end), comments);
          if (result.comments === 0) return;
          expect(framesOf(result.octets)).toEqual(framesOf(damaged.subarray(0, end)));
        },
      ),
      // A section header that claims the blocks behind it, with and without a block at its end; both byte orders.
      { numRuns: 300, examples: [4, 7].flatMap((at) => [189, 192, 237].map((octet) => [at, octet, 241])) },
    );
  });
});

test("a comment longer than an option is cut between characters", () => {
  const file = pcapFile([{ seconds: 0, fraction: 0, octets: new Uint8Array(4) }]);
  const [[, text] = [0, ""]] = read(annotated(file, new Map([[1, ["€".repeat(30_000)]]])).octets).comments;
  expect(text).toMatch(/^€+$/u);
  expect(new TextEncoder().encode(text).length).toBeGreaterThan(65_000);
});

test("a text is no capture", () =>
  expect(annotated(new TextEncoder().encode("REGISTER"), new Map()).problems).toHaveLength(1));

const TSHARK = "tshark";
const hasTshark = (() => {
  try {
    execFileSync(TSHARK, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

describe.skipIf(!hasTshark && process.env["CI"] !== "true")("tshark", () => {
  const folder = mkdtempSync(join(tmpdir(), "sip-trace-annotate-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const samples = new URL("../../samples/", import.meta.url).pathname;
  const fields = (path: string, ...names: string[]) => {
    const args = ["-n", "-r", path, "-T", "fields", "-E", "occurrence=a", "-E", "aggregator=/s"];
    return execFileSync(TSHARK, [...args, ...names.flatMap((name) => ["-e", name])], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  };

  test.each(readdirSync(samples).filter((name) => name.endsWith(".pcapng")))("reads the comments of %s", (name) => {
    const octets = new Uint8Array(readFileSync(join(samples, name)));
    const path = join(folder, name);
    writeFileSync(
      path,
      annotated(
        octets,
        new Map([
          [2, ["one", "two"]],
          [5, ["five"]],
        ]),
      ).octets,
    );
    const comments = fields(path, "frame.number", "frame.comment").split("\n");
    expect(comments[1]).toBe("2\tone two");
    expect(comments[4]).toBe("5\tfive");
    const rest = ["frame.number", "frame.time_epoch", "frame.len", "frame.cap_len", "sip.Call-ID", "_ws.col.Info"];
    expect(fields(path, ...rest)).toBe(fields(join(samples, name), ...rest));
  });
});
