/** The kernel's one look at a message on a stream cuts it out and reads it as the longer ways do. */
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { sharedKernel } from "../../src/core/model/kernel.js";
import { FIELD } from "../../src/core/model/kernel-code.js";
import { octetsOf } from "../../src/core/model/octets.js";
import { isUsualMessage } from "../../src/core/packet/sip-framing.js";
import { isStartLine } from "../../src/core/packet/sip-start-line.js";
import { SipStream, type SipStreamSink } from "../../src/core/packet/sip-stream.js";
import { Essentials } from "../../src/core/sip/essentials.js";
import { ODD_HEADERS } from "./odd-headers.js";
import { toText } from "./packets.js";

const kernel = sharedKernel()!;
const put = vi.spyOn(kernel, "put");
const essentials = new Essentials();
const record = () => Object.values(FIELD).map((field) => kernel.record[field]);

const STARTS = [
  "REGISTER sip:example.com SIP/2.0",
  "SIP/2.0 200 OK",
  "INVITE sip:bob@example.com SIP/2.0",
  "REGISTER  sip:example.com SIP/2.0",
  "FETCH sip:example.com SIP/2.0",
];
const SOUND_HEADERS = [
  "Via: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK1",
  "To: <sip:al@example.com>;tag=1",
  "From: <sip:al@example.com>;tag=2",
  "Call-ID: a",
  "CSeq: 1 REGISTER",
];
const BODIES = [
  "",
  "v=0\r\ns=-\r\n",
  "v=0\ns=-",
  "<a>\n  <b/>\n</a>",
  "text\r\n",
  "SIP/2.0 200 OK\r\n",
  "v=0\r\nINVITE sip:al@example.com SIP/2.0\r\nTo: x\r\n\r\n",
  "x",
];

/** A message with what goes wrong with messages; its Content-Length mostly right. */
const message = fc
  .record({
    start: fc.constantFrom(...STARTS),
    headers: fc.array(fc.oneof(fc.constantFrom(...SOUND_HEADERS), fc.constantFrom(...ODD_HEADERS)), { maxLength: 6 }),
    body: fc.constantFrom("", ...BODIES),
    excess: fc.constantFrom(0, 0, 0, 0, -1, 1, 40, undefined),
    lineEnd: fc.constantFrom("\r\n", "\r\n", "\r\n", "\n"),
  })
  .map(({ start, headers, body, excess, lineEnd }) => {
    const length = excess === undefined ? [] : [`Content-Length: ${Math.max(0, body.length + excess)}`];
    return [start, ...headers, ...length, "", body].join(lineEnd);
  });
const stream = fc.array(message, { minLength: 1, maxLength: 4 }).map((messages) => messages.join(""));

/** What comes out of a stream in pieces, and whether the record told the same of each as a new look at it. */
function cutOut(pieces: readonly string[]) {
  const messages: string[] = [];
  let handedOn = 0;
  const sink: SipStreamSink = {
    ends: "",
    keepAlive: () => undefined,
    problem: () => undefined,
    message({ octets }, missing, garbage) {
      messages.push(`${toText(garbage ?? new Uint8Array(0))}|${toText(octets)}|${missing}`);
      put.mockClear();
      const isUsual = essentials.scan(octets);
      if (put.mock.calls.length === 0) handedOn++;
      const told = record();
      expect(essentials.scan(octets.slice())).toBe(isUsual);
      if (isUsual) expect(record()).toEqual(told);
    },
  };
  const sip = new SipStream(sink, true);
  pieces.forEach((piece, frame) => {
    const octets = octetsOf(piece);
    sip.append(octets, 0, octets.length, { frame, atMicros: frame, mapOctets: () => undefined });
  });
  sip.end("closed", pieces.length);
  return { messages, handedOn };
}

describe("a usual message", () => {
  it("is cut out of a stream where it would be line by line", () => {
    let handedOn = 0;
    fc.assert(
      fc.property(stream, fc.array(fc.nat(400), { maxLength: 3 }), (text, places) => {
        const cuts = [0, ...places.map((place) => place % text.length).sort((a, b) => a - b), text.length];
        const pieces = cuts.slice(1).map((end, index) => text.slice(cuts[index], end));
        const inPieces = cutOut(pieces.filter((piece) => piece !== ""));
        handedOn += inPieces.handedOn;
        // In so many pieces no message is looked at as a whole.
        expect(inPieces.messages).toEqual(cutOut(Array.from(text)).messages);
      }),
      { numRuns: 2000 },
    );
    expect(handedOn).toBeGreaterThan(100);
  });

  it("of a datagram is one by its start line as well", () => {
    fc.assert(
      fc.property(message, (text) => {
        const octets = octetsOf(text);
        if (isUsualMessage(octets)) expect(isStartLine(octets, 0, text.search(/\r?\n/))).toBe(true);
      }),
    );
    expect(isUsualMessage(octetsOf(`${STARTS[0]}\r\n\r\n`))).toBe(true);
    expect(isUsualMessage(octetsOf(`${STARTS[4]}\r\n\r\n`))).toBe(false);
  });

  it("is looked at again when others were looked at since", () => {
    const [one, other] = [octetsOf(`${STARTS[1]}\r\n\r\n`), octetsOf(`${STARTS[0]}\r\n\r\n`)];
    expect([essentials.scan(one), essentials.status]).toEqual([true, 200]);
    expect([essentials.scan(other), essentials.status]).toEqual([true, 0]);
    expect([essentials.scan(one), essentials.status]).toEqual([true, 200]);
    kernel.put(other);
    kernel.handOn(other);
    expect([essentials.scan(other), essentials.status]).toEqual([true, 0]);
    expect(isUsualMessage(one)).toBe(true);
    expect([essentials.scan(other), essentials.status]).toEqual([true, 0]);
  });

  it("is looked at again when it is asked for twice, for its octets may have changed", () => {
    const octets = octetsOf(`${STARTS[1]}\r\n\r\n`);
    expect(isUsualMessage(octets)).toBe(true);
    put.mockClear();
    expect([essentials.scan(octets), put.mock.calls.length]).toEqual([true, 0]);
    octets[8] = 0x35;
    expect([essentials.scan(octets), essentials.status]).toEqual([true, 500]);
  });
});
