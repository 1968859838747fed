/** TCP: however segments are cut, reordered, repeated and overlapping, the same messages come out; and the life of connections. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  frameAt,
  type Read,
  readFile,
  readPackets,
  captureOf,
  register,
  type Segment,
  tcp,
  toText,
  ALICE,
  PBX,
} from "./packets.js";
import type { FrameToWrite } from "../capture/capture-files.js";

const FLAG = { fin: 0x11, syn: 0x02, synAck: 0x12, rst: 0x04, ack: 0x10 };

const toPbx = (segment: Segment) => tcp(ALICE, PBX, segment);
const toAlice = (segment: Segment) => tcp(PBX, ALICE, segment);

function texts({ messages }: Read): string[] {
  return messages.map(({ octets }) => toText(octets));
}

function events({ signals }: Read): unknown[] {
  return signals.map((signal) => signal.kind === "tcp" && [signal.event, signal.source.port, signal.place.frame]);
}

const anyMessages = fc
  .array(fc.tuple(fc.constantFrom("", "v=0\r\n", "no line end", "x".repeat(50)), fc.constantFrom("", "l: 3\r\n")), {
    minLength: 1,
    maxLength: 6,
  })
  .map((bodies) => bodies.map(([body, header], index) => register(index, body, header)));

/** Stretches of the text that together cover it, some repeated with other borders. */
function anySegments(length: number) {
  const cuts = fc.array(fc.integer({ min: 1, max: Math.max(1, length - 1) }), { maxLength: 20 });
  const extra = fc.array(fc.tuple(fc.nat({ max: length - 1 }), fc.integer({ min: 1, max: 80 })), { maxLength: 8 });
  return fc.tuple(cuts, extra).chain(([borders, repeats]) => {
    const sorted = [...new Set(borders)].filter((border) => border < length).sort((a, b) => a - b);
    const pieces = [0, ...sorted].map((from, index) => ({ from, to: sorted[index] ?? length }));
    const again = repeats.map(([from, size]) => ({ from, to: Math.min(length, from + size) }));
    return fc.shuffledSubarray([...pieces, ...again], { minLength: pieces.length + again.length });
  });
}

const anyArrival = anyMessages.chain((messages) =>
  fc.record({
    messages: fc.constant(messages),
    segments: anySegments(messages.join("").length),
    initial: fc.oneof(fc.integer({ min: 0, max: 0xffffffff }), fc.integer({ min: 0xffffff00, max: 0xffffffff })),
    rangeOctets: fc.integer({ min: 1, max: 4000 }),
  }),
);

describe("TCP streams", () => {
  it("give the same messages however their segments are cut, reordered, repeated and overlapping", () => {
    fc.assert(
      fc.property(anyArrival, ({ messages, segments, initial, rangeOctets }) => {
        const text = messages.join("");
        const data = segments.map(({ from, to }) =>
          toPbx({ sequence: (initial + 1 + from) % 2 ** 32, data: text.slice(from, to) }),
        );
        const found = readFile(captureOf([toPbx({ sequence: initial, flags: FLAG.syn }), ...data]), rangeOctets);
        expect(texts(found)).toEqual(messages);
        expect(found.problems).toEqual([]);
        expect(found.messages.every(({ missingOctets }) => missingOctets === 0)).toBe(true);
        expect(found.messages.every(({ garbageBefore }) => garbageBefore === undefined)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it("lose no message of a connection that began before the capture", () => {
    fc.assert(
      fc.property(anyArrival, ({ messages, segments, initial }) => {
        const text = messages.join("");
        const data = segments.map(({ from, to }) =>
          toPbx({ sequence: (initial + from) % 2 ** 32, data: text.slice(from, to) }),
        );
        const found = readPackets(data);
        // Which of two places reading begins at may depend on the order; no message may be torn or told twice.
        expect(texts(found).sort()).toEqual([...messages].sort());
      }),
      { numRuns: 150 },
    );
  });

  it("are read from the first start line when the capture begins amid a message", () => {
    const tail = register(1, "x".repeat(100)).slice(60);
    const found = readPackets([toPbx({ sequence: 5000, data: tail + register(2) })]);
    expect(texts(found)).toEqual([register(2)]);
    expect(found.messages[0]!.garbageBefore).toBeUndefined();
  });

  it("keep both directions and the same packets at another interface apart", () => {
    const found = readPackets([
      toPbx({ sequence: 1, data: register(1) }),
      toAlice({ sequence: 1, data: register(2) }),
      toPbx({ sequence: 1 + register(1).length, data: register(3) }),
    ]);
    expect(found.messages.map(({ source, place }) => [source?.port, place.frame])).toEqual([
      [ALICE.port, 1],
      [PBX.port, 2],
      [ALICE.port, 3],
    ]);
  });

  it("leave other protocols alone, also ones that mention SIP", () => {
    const http = "POST / HTTP/1.1\r\nContent-Length: 40\r\n\r\nREGISTER is what SIP/2.0 phones send\r\n";
    const found = readPackets([
      toPbx({ sequence: 0, flags: FLAG.syn }),
      ...Array.from({ length: 200 }, (_, index) => toPbx({ sequence: 1 + index * http.length, data: http })),
    ]);
    expect(found).toMatchObject({ messages: [], problems: [] });
  });

  it("find SIP that follows much of something else", () => {
    const noise = "\x17\x03\x03\x05".repeat(350);
    const segments = Array.from({ length: 60 }, (_, index) =>
      toPbx({ sequence: 1 + index * noise.length, data: noise }),
    );
    const found = readPackets([...segments, toPbx({ sequence: 1 + 60 * noise.length, data: register(1) })]);
    expect(texts(found)).toEqual([register(1)]);
  });
});

describe("holes in a TCP stream", () => {
  const [first, second, third] = [register(1, "x".repeat(50)), register(2, "y".repeat(50)), register(3)];
  const at = (index: number) => 1 + [first, second].slice(0, index).join("").length;

  function hole(...later: FrameToWrite[]): Read {
    return readPackets([
      frameAt(0, toPbx({ sequence: 0, flags: FLAG.syn })),
      frameAt(0.1, toPbx({ sequence: 1, data: first })),
      // 20 octets of the second message are not in the capture.
      frameAt(0.2, toPbx({ sequence: at(1), data: second.slice(0, -40) })),
      frameAt(0.3, toPbx({ sequence: at(2) - 20, data: second.slice(-20) + third })),
      ...later,
    ]);
  }

  it("cut the message they are in, and reading goes on with the next", () => {
    const found = hole();
    expect(texts(found)).toEqual([first, second.slice(0, -40), third]);
    expect(found.messages.map(({ missingOctets }) => missingOctets)).toEqual([0, 40, 0]);
    expect(found.problems).toHaveLength(1);
    expect(found.problems[0]!.message).toBe(
      "The capture lacks 20 octets of the TCP stream from 192.0.2.10 port 5062 to 198.51.100.1 port 5060 before frame 4.",
    );
  });

  it("are filled by a late retransmission", () => {
    const found = hole(frameAt(3, toPbx({ sequence: at(2) - 40, data: second.slice(-40, -20) })));
    expect(texts(found)).toEqual([first, second, third]);
    expect(found.messages.map(({ place }) => place.frame)).toEqual([2, 5, 4]);
    expect(found.problems).toEqual([]);
  });

  it("are passed over once the peer has acknowledged what lies behind", () => {
    const answer = frameAt(2, toAlice({ sequence: 1, acknowledgement: at(2) + third.length, data: register(9) }));
    expect(hole(answer).messages.map(({ place }) => place.frame)).toEqual([2, 3, 4, 5]);
  });

  it("that the snapshot length cut are passed over at once", () => {
    const whole = toPbx({ sequence: at(1), data: second });
    const found = readPackets([
      frameAt(0, toPbx({ sequence: 0, flags: FLAG.syn })),
      frameAt(0.1, toPbx({ sequence: 1, data: first })),
      frameAt(0.2, whole, whole.length - 30),
      frameAt(0.3, toPbx({ sequence: at(2), data: third })),
    ]);
    expect(texts(found)).toEqual([first, second.slice(0, -30), third]);
    expect(found.messages.map(({ missingOctets, place }) => [missingOctets, place.frame])).toEqual([
      [0, 2],
      [30, 3],
      [0, 4],
    ]);
    expect(found.problems).toEqual([]);
  });

  it("at the beginning leave the messages behind them", () => {
    const found = readPackets([
      toPbx({ sequence: 0, flags: FLAG.syn }),
      toPbx({ sequence: at(1) - 10, data: first.slice(-10) + second }),
    ]);
    expect(texts(found)).toEqual([second]);
  });
});

describe("the life of a TCP connection", () => {
  const open = [
    toPbx({ sequence: 100, flags: FLAG.syn }),
    toAlice({ sequence: 500, acknowledgement: 101, flags: FLAG.synAck }),
    toPbx({ sequence: 101, acknowledgement: 501 }),
  ];

  it("is told when it opens and when each side closes", () => {
    const close = [toAlice({ sequence: 501, flags: FLAG.fin }), toPbx({ sequence: 101, flags: FLAG.fin })];
    expect(events(readPackets([...open, ...close]))).toEqual([
      ["open", ALICE.port, 2],
      ["closed", PBX.port, 4],
      ["closed", ALICE.port, 5],
    ]);
  });

  it("is told when it is reset", () => {
    expect(events(readPackets([...open, toAlice({ sequence: 501, flags: FLAG.rst })]))).toEqual([
      ["open", ALICE.port, 2],
      ["reset", PBX.port, 4],
    ]);
  });

  it("is told with its end when the capture lacks anything of it", () => {
    const ends = (segments: Parameters<typeof readPackets>[0]) =>
      readPackets(segments).signals.flatMap((signal) =>
        signal.kind === "tcp" && signal.event !== "open" ? [signal.isIncomplete ?? false] : [],
      );
    const answer = toAlice({ sequence: 501, acknowledgement: 101, data: "SIP/2.0 200 OK\r\n\r\n" });
    const closing = toPbx({ sequence: 101, acknowledgement: 519, flags: FLAG.fin });
    expect(ends([...open, answer, closing])).toEqual([false]);
    expect(ends([...open, closing])).toEqual([true]);
    // Of the answer's direction nothing at all was captured, or nothing but the end.
    expect(ends([open[0]!, open[2]!, closing])).toEqual([true]);
    expect(ends([...open, toAlice({ sequence: 519, acknowledgement: 101, flags: FLAG.fin })])).toEqual([true]);
    // The acknowledged FIN is no missing octet.
    const bye = toAlice({ sequence: 501, acknowledgement: 101, flags: FLAG.fin });
    expect(ends([...open, bye, toPbx({ sequence: 101, acknowledgement: 502, flags: FLAG.fin })])).toEqual([
      false,
      false,
    ]);
  });

  it("is told when it is refused, with the side that asked", () => {
    const refusal = toAlice({ sequence: 0, acknowledgement: 101, flags: FLAG.rst | FLAG.ack });
    expect(events(readPackets([open[0]!, refusal]))).toEqual([["refused", ALICE.port, 2]]);
  });

  it("is told when nobody answers, at its first SYN", () => {
    expect(events(readPackets([open[0]!, open[0]!, open[0]!]))).toEqual([["unanswered", ALICE.port, 1]]);
    expect(events(readPackets([open[0]!, open[0]!]))).toEqual([]);
    expect(events(readPackets([open[0]!, open[0]!, open[0]!, open[1]!]))).toEqual([["open", ALICE.port, 4]]);
  });

  it("begins anew when its ports are used again", () => {
    const again = [
      toPbx({ sequence: 900_000, flags: FLAG.syn }),
      toAlice({ sequence: 7, flags: FLAG.synAck }),
      toPbx({ sequence: 900_001, data: register(2) }),
    ];
    const found = readPackets([...open, toPbx({ sequence: 101, data: register(1) }), ...again]);
    expect(texts(found)).toEqual([register(1), register(2)]);
    expect(events(found)).toEqual([
      ["open", ALICE.port, 2],
      ["open", ALICE.port, 6],
    ]);
  });

  it("is forgotten for newer ones when there are too many", () => {
    const flood = Array.from({ length: 33_000 }, (_, index) =>
      tcp({ address: `203.0.113.${index % 250}`, port: 1000 + Math.floor(index / 250) }, PBX, {
        sequence: 1,
        flags: FLAG.syn,
      }),
    );
    const found = readPackets([...flood, ...open, toPbx({ sequence: 101, data: register(1) })]);
    expect(texts(found)).toEqual([register(1)]);
  });
});
