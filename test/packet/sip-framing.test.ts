/** SIP told by its content, and a message's head and length. */
import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { HeadReader, looksLikeSip } from "../../src/core/packet/sip-framing.js";
import { mayBecomeStartLine } from "../../src/core/packet/sip-start-line.js";
import { ascii } from "../capture/capture-files.js";
import { ODD_HEADERS } from "./odd-headers.js";

const TORTURE = new URL("../sip/rfc4475/", import.meta.url);
const TORTURE_MESSAGES = readdirSync(TORTURE, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".dat"),
);

const LINES = ["Record-Route: <sip:192.0.2.1;lr>", "Via: SIP/2.0/TCP 192.0.2.1", ...ODD_HEADERS];

/** @param ends how far the octets have come at each step */
function headOf(octets: Uint8Array, ends: readonly number[]) {
  const head = new HeadReader(0);
  let end = -1;
  for (const step of ends) {
    end = head.read(octets.subarray(0, step), step);
    if (end >= 0) break;
  }
  if (end < 0) return { end };
  const { contentLength, hasContentType, bodyMayHoldSip, endedByStartLine } = head;
  return { end, contentLength, hasContentType, bodyMayHoldSip, endedByStartLine };
}

function isSip(text: string): boolean {
  const octets = ascii(`..${text}..`);
  return looksLikeSip(octets, 2, octets.length - 2);
}

describe("looksLikeSip", () => {
  it("knows where the torture messages of RFC 4475 are", () => expect(TORTURE_MESSAGES.length).toBeGreaterThan(40));

  it.each(TORTURE_MESSAGES)("takes %s of RFC 4475 for SIP", (name) => {
    const octets = new Uint8Array(readFileSync(new URL(name, TORTURE)));
    expect(looksLikeSip(octets, 0, octets.length)).toBe(true);
  });

  it.each([
    "REGISTER sip:example.com SIP/2.0",
    "\r\n\r\nREGISTER sip:example.com SIP/2.0\r\n",
    "OPTIONS sip:example.com SIP/7.0\r\n",
    "INVITE  sip:user@example.com\tSIP/2.0  \n",
    "NEWMETHOD urn:service:sos SIP/2.0\r\n",
    "INVITE sip:user@example.com\r\nVia: x",
    "INVITE tel:+15550100",
    "REGISTER sips:example.c",
    "SIP/2.0 200 OK\r\n",
    "SIP/2.0 100\r\n",
    "sip/2.0 401 Unauthorized",
    "SIP/2.0 4294967301 too large",
  ])("takes %j for SIP", (text) => expect(isSip(text)).toBe(true));

  it.each([
    "",
    "\r\n\r\n",
    "GET / HTTP/1.1\r\n",
    "HTTP/1.1 200 OK\r\n",
    "RTSP/1.0 200 OK\r\n",
    "OPTIONS rtsp://example.com RTSP/1.0\r\n",
    "OPTIONS * HTTP/1.1\r\n",
    "M-SEARCH * HTTP/1.1\r\n",
    "SIP/2.0 OK\r\n",
    "SIP/2.0",
    "SIP is fun\r\n",
    "SUBJECT sip:example.com\r\n",
    "Subject : it ends with SIP/2.0\r\n",
    "Via: SIP/2.0/UDP 192.0.2.1\r\n",
    "REGISTER",
    "REGISTER me\r\nsip:example.com SIP/2.0\r\n",
    "\x16\x03\x01\x02\x00\x01",
    `${"X".repeat(100)} sip:example.com SIP/2.0\r\n`,
  ])("does not take %j for SIP", (text) => expect(isSip(text)).toBe(false));

  it("does not look behind the end it is given", () => {
    const octets = ascii("REGISTER sip:example.com SIP/2.0\r\n");
    expect(looksLikeSip(octets, 0, 10)).toBe(false);
    expect(looksLikeSip(octets, 0, 13)).toBe(true);
  });
});

describe("mayBecomeStartLine", () => {
  const whole = ["INVITE sip:user@example.com SIP/2.0", "SIP/2.0 200 OK"];
  it.each(whole)("knows the beginnings of %s", (line) => {
    for (let length = 1; length < line.length; length++) expect(mayBecomeStartLine(ascii(line), 0, length)).toBe(true);
  });
  it.each(["", "a=sendrecv", "</presence>", "}", "Invited", "X".repeat(200)])(
    "does not wait for more after %j",
    (line) => expect(mayBecomeStartLine(ascii(line), 0, line.length)).toBe(false),
  );
});

describe("the head of a message", () => {
  const START = "MESSAGE sip:example.com SIP/2.0\r\n";

  it.each([
    { headers: "Content-Length: 12\r\n", contentLength: 12 },
    { headers: "content-LENGTH\t :  12  \r\n", contentLength: 12 },
    { headers: "l:12\r\n", contentLength: 12 },
    { headers: "L: 12\n", contentLength: 12 },
    { headers: "Content-Length:\r\n 12\r\n", contentLength: 12 },
    { headers: "Content-Length: 12\r\nContent-Length: 99\r\n", contentLength: 12 },
    { headers: "Content-Length: -5\r\n", contentLength: undefined },
    { headers: "Content-Length: 5x\r\n", contentLength: undefined },
    { headers: "Content-Length:\r\n", contentLength: undefined },
    { headers: "Subject: Content-Length: 7\r\n", contentLength: undefined },
    { headers: "X-Content-Length: 7\r\n", contentLength: undefined },
    { headers: "Subject: a\r\n l: 7\r\n", contentLength: undefined },
    { headers: "Via: x\r\n", contentLength: undefined },
  ])("reads the length of $headers", ({ headers, contentLength }) => {
    const text = `${START}${headers}\r\n`;
    const octets = ascii(`${text}body and more`);
    const head = new HeadReader(0);
    expect(head.read(octets, octets.length)).toBe(text.length);
    expect(head.contentLength).toBe(contentLength);
  });

  it.each([
    { type: "c: application/sdp", hasContentType: true, bodyMayHoldSip: false },
    { type: "Content-Type: message/sipfrag;version=2.0", hasContentType: true, bodyMayHoldSip: true },
    { type: "Content-Type : Multipart/mixed;boundary=x", hasContentType: true, bodyMayHoldSip: true },
    { type: "Content-Language: en", hasContentType: false, bodyMayHoldSip: false },
  ])("reads $type", ({ type, hasContentType, bodyMayHoldSip }) => {
    const octets = ascii(`${START}${type}\r\n\r\n`);
    const head = new HeadReader(0);
    expect(head.read(octets, octets.length)).toBe(octets.length);
    expect(head).toMatchObject({ hasContentType, bodyMayHoldSip });
  });

  it("ends the same in any two steps", () => {
    const octets = ascii(`${START}l: 3\r\nc: text/plain\r\n\r\nabc`);
    for (let cut = 0; cut <= octets.length; cut++) {
      const head = new HeadReader(0);
      const first = head.read(octets, cut);
      const end = first < 0 ? head.read(octets, octets.length) : first;
      expect([end, head.contentLength, head.hasContentType]).toEqual([octets.length - 3, 3, true]);
    }
  });

  it("is read the same in any steps", () => {
    const line = fc.tuple(fc.constantFrom(...LINES), fc.constantFrom("\r\n", "\r\n", "\r\n", "\n"));
    const text = fc
      .tuple(fc.array(line, { maxLength: 6 }), fc.constantFrom("\r\n", "\n", ""), fc.constantFrom("", "body"))
      .map(([lines, blank, body]) => START + lines.flat().join("") + blank + body);
    fc.assert(
      fc.property(text, (text) => {
        const octets = ascii(text);
        const steps = Array.from(octets, (_, index) => index + 1);
        expect(headOf(octets, steps)).toEqual(headOf(octets, [octets.length]));
      }),
      { numRuns: 2000 },
    );
  });

  it("ends where another message starts", () => {
    const octets = ascii(`${START}Via: x\r\nSIP/2.0 200 OK\r\n`);
    const head = new HeadReader(0);
    expect(head.read(octets, octets.length)).toBe(START.length + 8);
    expect(head.endedByStartLine).toBe(true);
  });
});
