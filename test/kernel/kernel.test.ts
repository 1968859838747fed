/** What the kernel computes is what the host's own code computes; what is too much for it is left to the parser. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Kernel } from "../../src/core/model/kernel.js";
import { hashOf } from "../../src/core/model/octets-hash.js";
import { octetsOf } from "../../src/core/model/octets.js";
import { HeadReader } from "../../src/core/packet/sip-framing.js";
import { isUsualStartLine } from "../../src/core/packet/sip-start-line.js";
import { Essentials } from "../../src/core/sip/essentials.js";

const PARTS = [
  "Content-Length: 5",
  "content-length:7",
  "l: 9 ",
  "Content-Length: 9\r",
  "Content-Length: 12345678901",
  "Content-Length: x",
  "Content-Length:",
  "Content-Type: application/sdp",
  "c:Message/sipfrag;version=2.0",
  "Content-Type: multipart/mixed",
  "Content-Type:",
  "Record-Route: <sip:192.0.2.1;lr>",
  "Via: SIP/2.0/TCP 192.0.2.1",
  "INVITE sip:al@example.com SIP/2.0",
  "SIP/2.0 200 OK",
  "Subject : a blank before the colon",
  " folded",
  "no header",
  ": no name",
  "\r",
];

describe("the kernel", () => {
  it("hashes as the host does", () => {
    const kernel = new Kernel();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(100), fc.nat(100), (octets, a, b) => {
        const start = Math.min(a, b, octets.length);
        const end = Math.min(Math.max(a, b), octets.length);
        kernel.put(octets);
        expect(kernel.calls.hash(start, end) >>> 0).toBe(hashOf(octets, start, end));
      }),
    );
  });

  it("takes for usual what begins a usual start line, and of requests those of the usual methods", () => {
    const kernel = new Kernel();
    const starts = [
      "REGISTER",
      "INVITE",
      "ACK",
      "BYE",
      "OPTIONS",
      "NOTIFY",
      "REGISTERS",
      "register",
      "FOO",
      "SIP/2.0",
      "SIP/2.1",
      "",
    ];
    const rests = ["sip:example.com SIP/2.0", "sips:example.com", "SIP:example.com", "200 OK", "x", ": 5"];
    const usual = starts.flatMap((start) =>
      rests.flatMap((rest) =>
        [" ", "  ", ""].filter((blank) => {
          const line = octetsOf(start + blank + rest);
          kernel.put(octetsOf(`${start}${blank}${rest}\r\n\r\n`));
          const isUsual = kernel.calls.beginsUsually() === 1;
          if (isUsual) expect(isUsualStartLine(line, 0, line.length)).toBe(true);
          return isUsual;
        }),
      ),
    );
    // Six methods before `sip:`, and the version before `200`.
    expect(usual).toEqual(Array(7).fill(" "));
  });

  it("reads a head as it is read line by line", () => {
    const line = fc
      .tuple(fc.constantFrom(...PARTS), fc.constantFrom("\r\n", "\r\n", "\r\n", "\n"))
      .map((parts) => parts.join(""));
    const message = fc.tuple(
      fc.array(line, { maxLength: 6 }),
      fc.constantFrom("\r\n", "\n", ""),
      fc.constantFrom("", "body"),
    );
    fc.assert(
      fc.property(message, ([lines, blank, body]) => {
        const octets = octetsOf(
          `x${"-".repeat(20)}REGISTER sip:example.com SIP/2.0\r\n${lines.join("")}${blank}${body}`,
        );
        const atOnce = headOf(octets, [octets.length]);
        const steps = Array.from(octets, (_, index) => index + 1).filter((end) => end > 21);
        expect(atOnce).toEqual(headOf(octets, steps));
      }),
      { numRuns: 2000 },
    );
  });

  it("leaves a message of more than 64 KiB to the parser", () => {
    const message = (octets: number) =>
      octetsOf(`SIP/2.0 200 OK\r\nTo: <sip:al@example.com>\r\nContent-Length: ${octets}\r\n\r\n${"x".repeat(octets)}`);
    const essentials = new Essentials();
    expect(essentials.scan(message(60_000))).toBe(true);
    expect(essentials.isWhole).toBe(true);
    expect(essentials.scan(message(70_000))).toBe(false);
  });

  it("looks at nothing behind the end of a message", () => {
    const essentials = new Essentials();
    const whole = octetsOf("SIP/2.0 200 OK\r\nTo: <sip:al@example.com>;tag=1234\r\nCall-ID: abc\r\n\r\n");
    for (let end = whole.length; end > 0; end--) {
      essentials.scan(whole);
      expect(essentials.scan(whole.subarray(0, end))).toBe(end === whole.length);
    }
  });
});

/** @param ends how far the octets have come at each step */
function headOf(octets: Uint8Array, ends: readonly number[]) {
  const head = new HeadReader(21);
  let end = -1;
  for (const step of ends) {
    end = head.read(octets.subarray(0, step), step);
    if (end >= 0) break;
  }
  if (end < 0) return { end };
  const { contentLength, hasContentType, bodyMayHoldSip, endedByStartLine } = head;
  return { end, contentLength, hasContentType, bodyMayHoldSip, endedByStartLine };
}
