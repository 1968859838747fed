/** Source maps and octets kept by row come back as they were given, in any order of rows. */
import { describe, expect, it } from "vitest";
import { SourceMap } from "../../src/core/model/source-map.js";
import { OctetStore } from "../../src/core/trace/octet-store.js";
import { SourceMaps } from "../../src/core/trace/source-maps.js";

function mapOf(runs: readonly (readonly [offset: number, fileOffset: number, length: number])[]): SourceMap {
  const map = new SourceMap();
  for (const [offset, fileOffset, length] of runs) map.add(offset, fileOffset, length);
  return map;
}

const MAPS = {
  "a line of a log each": mapOf([
    [0, 100, 30],
    [32, 131, 20],
    [54, 152, 0],
  ]),
  "a segment that overtook the one before": mapOf([
    [0, 9000, 500],
    [500, 3000, 200],
  ]),
  "a file beyond 4 GiB": mapOf([
    [0, 2 ** 40 + 3, 700],
    [700, 2 ** 40 + 9000, 2 ** 20],
  ]),
  "nothing at all": mapOf([]),
};

describe("source maps by row", () => {
  it.each(Object.entries(MAPS))("give back %s", (_, map) => {
    const maps = new SourceMaps();
    maps.set(7, map);
    expect(maps.get(7)?.runs).toEqual(map.runs);
    expect(maps.get(6)).toBeUndefined();
    expect(maps.has(8)).toBe(false);
  });

  it("follow the rows when these are put in another order", () => {
    const maps = new SourceMaps();
    const [log, tcp] = Object.values(MAPS);
    maps.set(0, log!);
    maps.set(2, tcp!);
    maps.permute(Uint32Array.of(2, 1, 0));
    expect(maps.get(0)?.runs).toEqual(tcp?.runs);
    expect(maps.has(1)).toBe(false);
    expect(maps.get(2)?.runs).toEqual(log?.runs);
  });
});

describe("octets by row", () => {
  it("are copies, whatever their length", () => {
    const store = new OctetStore();
    const lengths = [0, 1, 700_000, 700_000, 3_000_000, 5];
    for (const [row, length] of lengths.entries()) {
      const octets = new Uint8Array(length).fill(row + 1);
      store.set(row, octets);
      octets.fill(0);
    }
    for (const [row, length] of lengths.entries()) {
      expect(
        store
          .from(row)
          ?.subarray(0, length)
          .every((octet) => octet === row + 1),
      ).toBe(true);
      expect(store.from(row)?.length).toBeGreaterThanOrEqual(length);
    }
    expect(store.from(lengths.length)).toBeUndefined();
    expect(store.octets).toBe(lengths.reduce((a, b) => a + b));
  });
});
