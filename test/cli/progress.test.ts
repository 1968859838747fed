/** What is said on a terminal while a large file is read. */
import { readFileSync } from "node:fs";
import { afterEach, expect, test, vi } from "vitest";
import { ProgressLine } from "../../src/cli/progress.js";
import { analyse } from "../../src/core/analysis.js";
import { memorySource } from "../../src/core/model/byte-source.js";

const { isTTY } = process.stderr;
afterEach(() => {
  process.stderr.isTTY = isTTY;
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("names what an analysis does, stage by stage", () => {
  vi.useFakeTimers();
  process.stderr.isTTY = true;
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const progress = new ProgressLine();
  const octets = readFileSync(new URL("../../samples/healthy-registration.pcapng", import.meta.url));
  const source = memorySource("healthy-registration.pcapng", new Uint8Array(octets));
  for (const step of analyse([source])) {
    vi.advanceTimersByTime(1000);
    progress.show(step);
  }
  const lines = write.mock.calls.map(([line]) => String(line).trim());
  expect([...new Set(lines)]).toEqual([
    "reading 100 %, 8 SIP messages",
    "correlating, 8 SIP messages",
    "judging, 8 SIP messages",
  ]);
});
