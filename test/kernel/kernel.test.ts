/** What the kernel computes is what the host's own code computes; what is too much for it is left to the parser. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Kernel } from "../../src/core/model/kernel.js";
import { hashOf } from "../../src/core/model/octets-hash.js";
import { octetsOf } from "../../src/core/model/octets.js";
import { isUsualStartLine } from "../../src/core/packet/sip-start-line.js";
import { Essentials } from "../../src/core/sip/essentials.js";

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
