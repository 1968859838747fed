/** A message that is printed plainly is read in one pass, and exactly as the line reader reads it. */
import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { HeaderFacts } from "../../src/core/log/header-facts.js";
import { LogLines } from "../../src/core/log/lines.js";
import { OctetSlab } from "../../src/core/log/octet-slab.js";
import { readPlainMessage } from "../../src/core/log/plain-message.js";
import { LOG_FORMATS } from "../../src/core/log/read-log.js";
import { memorySource } from "../../src/core/model/byte-source.js";
import { octetsOf, read, textOf } from "./reading.js";
import { printedBy } from "./printers.js";
import { MESSAGES } from "./registration.js";

const SAMPLES = new URL("samples/", import.meta.url);
const SDP = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\na=sendrecv\r\n";
const INVITE = [
  "INVITE sip:bob@example.com SIP/2.0",
  "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1",
  "Call-ID: 1@192.0.2.1",
  "CSeq: 1 INVITE",
  "c: application/sdp",
  `l: ${SDP.length}`,
  "",
  SDP,
].join("\r\n");

/** All of a reading, its maps too, with window pieces so small that no message is ever in the window as a whole. */
function inPieces(log: Uint8Array) {
  return comparable(log, 16);
}

function comparable(log: Uint8Array, chunkOctets?: number) {
  const { messages, signals, problems, summary } = read(log, chunkOctets === undefined ? {} : { chunkOctets });
  const told = messages.map(({ sourceMap, octets, ...rest }) => ({
    ...rest,
    text: textOf(octets),
    runs: sourceMap.runs,
  }));
  return { messages: told, signals, problems, summary };
}

function plainly(log: string, isAnnounced = true) {
  const lines = new LogLines(memorySource("test.log", octetsOf(log)));
  lines.advance();
  const message = readPlainMessage(lines, 0, lines.windowEnd, isAnnounced, new OctetSlab());
  return { message, lines };
}

const LOGS = [
  ...LOG_FORMATS.map(({ id }) => octetsOf(printedBy(id))),
  ...readdirSync(SAMPLES)
    .filter((file) => file.endsWith(".log"))
    .map((file) => new Uint8Array(readFileSync(new URL(file, SAMPLES)))),
  octetsOf(`${INVITE}\r\n${INVITE}`),
  octetsOf(`${INVITE}\r\n${INVITE}`.replaceAll("\r\n", "\n")),
];

it("reads every format and sample as the line reader does", () => {
  for (const log of LOGS) expect(comparable(log)).toEqual(inPieces(log));
});

it("reads damaged logs as the line reader does", () => {
  const pieces = [
    "\r",
    "\r\n",
    "\n\n",
    "\r\r\n",
    " ",
    "\t",
    ":",
    "^M",
    "\x1b[0m",
    "\x0b",
    "...",
    "v=0",
    "&lt;sip:",
    "=",
    "\\n",
    "-----",
  ];
  const edit = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.nat({ max: 30 }),
    piece: fc.constantFrom("", ...pieces),
  });
  fc.assert(
    fc.property(fc.constantFrom(...LOGS), fc.array(edit, { minLength: 1, maxLength: 6 }), (log, edits) => {
      let octets = [...log];
      for (const { at, cut, piece } of edits) {
        const start = Math.floor(at * octets.length);
        octets = [...octets.slice(0, start), ...octetsOf(piece), ...octets.slice(start + cut)];
      }
      const damaged = new Uint8Array(octets);
      expect(comparable(damaged)).toEqual(inPieces(damaged));
    }),
    { numRuns: 400 },
  );
});

it.each([
  ["CRLF", INVITE],
  ["LF", INVITE.replaceAll("\r\n", "\n")],
  ["no body", MESSAGES[0]!.octets],
])("takes a message in one pass: %s", (_, log) => {
  const { message, lines } = plainly(`${log}[10:00:00] noise\n`);
  expect(textOf(message!.octets)).toBe(log.replace(/\r?\n/g, "\r\n"));
  expect(lines.next).toBe(log.length);
  expect(lines.advance()).toBe(true);
  expect(lines.slice(lines.start, lines.end)).toBe("[10:00:00] noise");
  expect(lines.number).toBe(log.split("\n").length);
});

it.each([
  ["a folded header", INVITE.replace("CSeq: ", "CSeq:\r\n ")],
  ["no Content-Length", INVITE.replace(/l: .*\r\n/, "")],
  ["a Content-Length that ends amid a line", INVITE.replace(/l: .*/, "l: 30")],
  ["a printed carriage return", INVITE.replace("CSeq: 1 INVITE", "CSeq: 1 INVITE^M")],
  ["a body that is not SDP", INVITE.replace("application/sdp", "text/plain")],
  ["a last line that says it was cut", INVITE.replace("a=sendrecv", "a=send...")],
  ["a cut file", INVITE.slice(0, -1)],
])("leaves %s to the line reader", (_, log) => {
  const { message, lines } = plainly(log);
  expect(message).toBeUndefined();
  expect(lines.number).toBe(1);
});

it("takes what nothing announced only with a header of SIP", () => {
  const log = "REGISTER sip:example.com SIP/2.0\nTime: 10:00\nContent-Length: 0\n\n";
  expect(plainly(log, true).message).toBeDefined();
  expect(plainly(log, false).message).toBeUndefined();
  expect(plainly(log.replace("Time: 10:00", "Call-ID: 1"), false).message).toBeDefined();
});

it.each(["l: 1", "L : 1", "c\t: text/plain", "Content-Length: 1", "content-type: text/plain"])(
  "looks at %s",
  (line) => {
    expect(HeaderFacts.tellsExtent(line, 0)).toBe(true);
  },
);
