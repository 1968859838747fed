/** Whatever a log holds, reading it ends, in time that grows with its length, and says where it gave up. */
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { detectLogFormat } from "../../src/core/log/detect.js";
import { LogLines } from "../../src/core/log/lines.js";
import { OneLineFeed } from "../../src/core/log/one-line-feed.js";
import { LOG_FORMATS } from "../../src/core/log/read-log.js";
import { octetsOf, read, texts } from "./reading.js";
import { printedBy } from "./printers.js";
import { MESSAGES } from "./registration.js";

/** Work that grows faster than its input would take hours; a busy machine alone never gets near. */
const HANG_MILLIS = 120_000;

describe.each(LOG_FORMATS.map((format) => format.id))("a log of %s", (id) => {
  const octets = octetsOf(printedBy(id));

  it("reads from every prefix", () => {
    for (let length = 0; length < octets.length; length += 29) {
      const { messages } = read(octets.subarray(0, length));
      expect(messages.length).toBeLessThanOrEqual(MESSAGES.length);
    }
  });

  it("reads with any octet wrong", () => {
    for (let at = 0; at < octets.length; at += 41) {
      for (const wrong of [0, 10, 0xff, octets[at]! ^ 1]) {
        const damaged = octets.slice();
        damaged[at] = wrong;
        const { messages } = read(damaged);
        // One wrong octet costs the message it is in, and at most the one beside it.
        expect(messages.length).toBeGreaterThanOrEqual(MESSAGES.length - 2);
        expect(messages.length).toBeLessThanOrEqual(MESSAGES.length + 1);
      }
    }
  });
});

it("reads random octets and random lines of logs", () => {
  const line = fc.constantFrom(...LOG_FORMATS.flatMap((format) => printedBy(format.id).split("\n")));
  const log = fc.oneof(
    fc.uint8Array({ maxLength: 3000 }),
    fc.array(line, { maxLength: 60 }).map((lines) => octetsOf(lines.join("\n"))),
  );
  fc.assert(
    fc.property(log, fc.integer({ min: 1, max: 500 }), (octets, chunkOctets) => {
      const whole = read(octets);
      expect(texts(read(octets, { chunkOctets }))).toEqual(texts(whole));
      detectLogFormat(octets);
    }),
    { numRuns: 150 },
  );
});

it("cuts a line without end, and tells it", () => {
  const log = `${"x".repeat(3 << 20)}\n${MESSAGES[0]!.octets}`;
  const reading = read(log);
  expect(texts(reading)).toEqual([MESSAGES[0]!.octets]);
  expect(reading.messages[0]!.place.line).toBe(2);
  expect(reading.problems.map((problem) => problem.offset)).toEqual([0]);
  expect(reading.problems[0]!.message).toContain("1 MiB");
});

it("bounds a message without end", () => {
  const log = `${MESSAGES[0]!.octets.trimEnd().replace("Content-Length: 0", "")}${"Subject: x\r\n".repeat(300_000)}`;
  for (const message of read(log).messages) expect(message.octets.length).toBeLessThan(2 << 20);
});

const PIECES: readonly (readonly [string, string])[] = [
  ["openings", "<--- Received SIP request (512 bytes) from UDP:192.0.2.10:5060 --->\n"],
  ["packet lines", "U 192.0.2.10:5060 -> 192.0.2.1:5060\n"],
  ["start lines", "REGISTER sip:example.com SIP/2.0\n"],
  ["versions in one line", "SIP/2.0 "],
  ["blank lines", "\n"],
  ["records", "udp 192.0.2.1 > 192.0.2.2\n"],
  ["records in one line", "udp 192.0.2.1 > "],
  ["times", "2026-11-20 10:00:00 "],
  ["escapes", "REGISTER sip:example.com SIP/2.0#015#012"],
  ["quotes", 'udp 192.0.2.1 > 192.0.2.2 garbage "\\"'],
  ["colours", "\x1b[36m"],
  ["colons", "a:"],
  ["messages in one line of JSON", `{"message":${JSON.stringify(MESSAGES[0]!.octets)}},`],
  ["messages in one line of a web page", MESSAGES[0]!.octets.replaceAll("\r\n", "<br>")],
];

it.each(PIECES)("comes to an end with two megabytes of %s", { timeout: HANG_MILLIS }, (_, piece) => {
  const { messages } = read(piece.repeat((2 << 20) / piece.length));
  expect(messages.length).toBeLessThanOrEqual((2 << 20) / piece.length);
});

/** How many lines are taken and expressions tried to read a log. */
function workOf(log: string): number {
  const spies = [
    vi.spyOn(RegExp.prototype, "exec"),
    vi.spyOn(LogLines.prototype, "advance"),
    vi.spyOn(OneLineFeed.prototype, "advance"),
  ];
  read(log);
  const work = spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
  for (const spy of spies) spy.mockRestore();
  return work;
}

it.each(PIECES)("takes twice the work for twice as many %s", (_, piece) => {
  const count = Math.ceil((48 << 10) / piece.length);
  const [once, twice] = [workOf(piece.repeat(count)), workOf(piece.repeat(2 * count))];
  expect(twice).toBeLessThan(2.2 * once + 100);
});
