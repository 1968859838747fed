/** Lists of what a trace may have one a frame of. */
import { expect, test } from "vitest";
import { memorySource } from "../../src/core/model/byte-source.js";
import { BoundedList } from "../../src/core/trace/bounded-list.js";
import { TraceBuilder } from "../../src/core/trace/build-trace.js";

test("keeps the first items, and tells where the others begin and how many they are", () => {
  const list = new BoundedList<string>(2, "names");
  for (const [index, name] of ["a", "b"].entries()) list.add(name, 0, () => index);
  expect(list.problems()).toEqual([]);
  for (const [index, name] of ["c", "d"].entries()) list.add(name, 1, () => 100 + index);
  expect(list.kept).toEqual(["a", "b"]);
  expect(list.leftOut).toBe("c");
  const message = "Of more than 2 names the first are kept; 2 from here on are left out.";
  expect(list.problems()).toEqual([{ file: 1, offset: 100, message }]);
});

test("a file with more faults than are kept says so behind the last that is", () => {
  const builder = new TraceBuilder([memorySource("broken.pcap", new Uint8Array(0))], [false]);
  for (let offset = 0; offset < 1005; offset++) builder.problem({ file: 0, offset, message: `Fault ${offset}.` });
  const { problems } = builder.build();
  expect(problems).toHaveLength(1001);
  const message = "Of more than 1,000 faults of the file the first are kept; 5 from here on are left out.";
  expect(problems[1000]).toEqual({ file: 0, offset: 1000, message });
});

test("beyond the signals that are kept the trace covers nothing", () => {
  const builder = new TraceBuilder([memorySource("flood.pcap", new Uint8Array(0))], [false]);
  const source = { address: "192.0.2.10", port: 5060 };
  const place = { file: 0, frame: 1, line: null };
  const signal = { kind: "keep-alive", form: "crlf", place, source, destination: source } as const;
  for (let atMicros = 0; atMicros < 1_000_010; atMicros++)
    builder.signal({ ...signal, atMicros, transport: "udp", capturePoint: 0 });
  const trace = builder.build();
  expect(trace.signals).toHaveLength(1_000_000);
  expect(trace.covers(0, 999_999)).toBe(true);
  expect(trace.covers(0, 1_000_005)).toBe(false);
  expect(trace.problems).toMatchObject([
    { message: expect.stringContaining("10 from here on are left out") as string },
  ]);
});
