/** SIP over WebSocket: however frames are made, cut and put into segments, the same messages come out. */
import { constants, createDeflateRaw, deflateRawSync, type DeflateRaw } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ascii, concat, fromHex } from "../capture/capture-files.js";
import { type Read, readPackets, register, type Segment, tcp, toText, u16, u32 } from "./packets.js";

const BROWSER = { address: "192.0.2.10", port: 50_000 };
const SERVER = { address: "198.51.100.1", port: 8088 };
const REQUEST =
  "GET /ws HTTP/1.1\r\nHost: pbx.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: sip\r\n\r\n";
const RESPONSE = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: sip\r\n\r\n";
const OTHER_REQUEST = REQUEST.replace(": sip", ": chat");

const toServer = (segment: Segment) => tcp(BROWSER, SERVER, segment);
const toBrowser = (segment: Segment) => tcp(SERVER, BROWSER, segment);

interface FrameToMake {
  readonly opcode?: number;
  readonly isFinal?: boolean;
  readonly isCompressed?: boolean;
  readonly mask?: number | undefined;
}

function frame(payload: string | Uint8Array, { opcode = 1, isFinal = true, isCompressed, mask }: FrameToMake = {}) {
  const octets = typeof payload === "string" ? ascii(payload) : payload.slice();
  const first = (isFinal ? 0x80 : 0) | (isCompressed ? 0x40 : 0) | opcode;
  const masked = mask === undefined ? 0 : 0x80;
  const length =
    octets.length < 126
      ? [Uint8Array.of(octets.length | masked)]
      : octets.length < 0x1_0000
        ? [Uint8Array.of(126 | masked), u16(octets.length)]
        : [Uint8Array.of(127 | masked), u32(0), u32(octets.length)];
  const key = mask === undefined ? new Uint8Array(0) : u32(mask);
  if (mask !== undefined) for (let at = 0; at < octets.length; at++) octets[at]! ^= key[at & 3]!;
  return concat([Uint8Array.of(first), ...length, key, octets]);
}

/** One direction from its beginning. */
function readStream(stream: Uint8Array, sizes: readonly number[] = [stream.length]): Read {
  const segments = [toServer({ sequence: 0, flags: 2 })];
  for (let at = 0, index = 0; at < stream.length; index++) {
    const size = sizes[index % sizes.length]!;
    segments.push(toServer({ sequence: 1 + at, data: stream.subarray(at, at + size) }));
    at += size;
  }
  return readPackets(segments);
}

function texts({ messages }: Read): string[] {
  return messages.map(({ octets }) => toText(octets));
}

const keepAlives = ({ signals }: Read) =>
  signals.flatMap((signal) => (signal.kind === "keep-alive" ? [signal.form] : []));

/** A browser's side of permessage-deflate. */
async function deflated(messages: readonly string[], hasTakeover: boolean): Promise<Uint8Array[]> {
  const shared = createDeflateRaw();
  const frames: Uint8Array[] = [];
  for (const message of messages) {
    const payload = await flushed(hasTakeover ? shared : createDeflateRaw(), message);
    frames.push(frame(payload.subarray(0, payload.length - 4), { isCompressed: true, mask: 0x12345678 }));
  }
  return frames;
}

function flushed(deflate: DeflateRaw, text: string): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const keep = (chunk: Buffer) => chunks.push(chunk);
    deflate.on("data", keep);
    deflate.write(text);
    deflate.flush(constants.Z_SYNC_FLUSH, () => {
      deflate.off("data", keep);
      resolve(new Uint8Array(Buffer.concat(chunks)));
    });
  });
}

const anyFrames = fc
  .array(
    fc.record({
      text: fc.nat(300).map((length) => register(length, "x".repeat(length))),
      mask: fc.option(fc.integer({ min: 0, max: 0xffff_ffff }), { nil: undefined }),
      opcode: fc.constantFrom(1, 2),
      parts: fc.integer({ min: 1, max: 4 }),
      between: fc.constantFrom("", "ping", "crlf"),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((messages) => ({
    messages: messages.map(({ text }) => text),
    frames: messages.flatMap(({ text, mask, opcode, parts, between }) => {
      const size = Math.ceil(text.length / parts);
      return Array.from({ length: parts }, (_, part) => {
        const isFinal = part === parts - 1;
        const piece = frame(text.slice(part * size, (part + 1) * size), { opcode: part ? 0 : opcode, isFinal, mask });
        const ping = frame("hello", { opcode: 9, mask });
        if (between === "ping") return concat([ping, piece]);
        return between === "crlf" && part === 0 ? concat([frame("\r\n\r\n", { mask }), piece]) : piece;
      });
    }),
  }));

describe("SIP over WebSocket", () => {
  it("hands a message on with its transport, its endpoints and the frame that completes it", () => {
    const first = frame(register(1), { mask: 0xdeadbeef });
    const { messages, problems } = readPackets([
      toServer({ sequence: 0, flags: 2 }),
      toServer({ sequence: 1, data: REQUEST }),
      toBrowser({ sequence: 1, data: concat([ascii(RESPONSE), frame(register(2))]) }),
      toServer({ sequence: 1 + REQUEST.length, data: first.subarray(0, 20) }),
      toServer({ sequence: 21 + REQUEST.length, data: first.subarray(20) }),
    ]);
    expect(problems).toEqual([]);
    expect(
      messages.map(({ transport, source, destination, place, octets, missingOctets }) => [
        transport,
        source,
        destination,
        place.frame,
        toText(octets),
        missingOctets,
      ]),
    ).toEqual([
      ["ws", SERVER, BROWSER, 3, register(2), 0],
      ["ws", BROWSER, SERVER, 5, register(1), 0],
    ]);
  });

  it("knows where octets lie that the file holds as they are, and only the place of others", () => {
    const clear = readStream(concat([ascii(REQUEST), frame(register(1))]));
    const [message] = clear.messages;
    const dataAt = 24 + 16 + 40 + 16 + 40;
    expect(message!.sourceMap.runs).toEqual([0, dataAt + REQUEST.length + 2, register(1).length]);
    const masked = readStream(concat([ascii(REQUEST), frame(register(1), { mask: 7 })]));
    expect(masked.messages[0]!.sourceMap.runs).toEqual([0, dataAt + REQUEST.length + 6, 0]);
  });

  it("gives the same messages however frames are made and cut", () => {
    fc.assert(
      fc.property(
        anyFrames,
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        ({ messages, frames }, sizes, isForSip) => {
          const head = isForSip ? REQUEST : OTHER_REQUEST;
          const found = readStream(concat([ascii(head), ...frames]), sizes);
          expect(texts(found)).toEqual(messages);
          expect(found.problems).toEqual([]);
          expect(found.messages.every(({ transport }) => transport === "ws")).toBe(true);
        },
      ),
      { numRuns: 120 },
    );
  });

  it("loses no message of which a frame begins a segment when the capture begins later", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 0xffff_ffff }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 0, max: 200 }),
        (masks, cut) => {
          const frames = masks.map((mask, index) => frame(register(index), { mask: index % 2 ? mask : undefined }));
          const segments = [frame(register(99), { mask: 5 }).subarray(-1 - cut), ...frames];
          let sequence = 77;
          const packets = segments.map((data) => {
            const packet = toServer({ sequence, data });
            sequence += data.length;
            return packet;
          });
          expect(texts(readPackets(packets)).filter((text) => text !== register(99))).toEqual(
            masks.map((_, index) => register(index)),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([true, false])("inflates messages, with references to earlier ones: %s", async (hasTakeover) => {
    const messages = [1, 2, 3].map((cseq) => register(cseq, "v=0\r\n".repeat(cseq * 900)));
    const frames = await deflated(messages, hasTakeover);
    const found = readStream(concat([ascii(REQUEST), ...frames]), [100, 7]);
    expect(texts(found)).toEqual(messages);
    expect(found.problems).toEqual([]);
  });

  it("inflates messages that are marked as the last", () => {
    const compress = (text: string) => frame(concat([deflateRawSync(text), Uint8Array.of(0)]), { isCompressed: true });
    const found = readStream(concat([ascii(REQUEST), compress(register(1)), compress(register(2))]));
    expect(texts(found)).toEqual([register(1), register(2)]);
  });

  it("recognises a compressed message when the capture begins later", async () => {
    const frames = await deflated([register(1), register(2)], true);
    const found = readPackets([
      toServer({ sequence: 5, data: frames[0]! }),
      toServer({ sequence: 5 + frames[0]!.length, data: frames[1]! }),
    ]);
    expect(texts(found)).toEqual([register(1), register(2)]);
  });

  it("tells pings, pongs and line ends as keep-alives", () => {
    const stream = [
      frame("", { opcode: 9 }),
      frame("x", { opcode: 10 }),
      frame("\r\n\r\n"),
      frame("\r\n", { opcode: 2 }),
      frame(fromHex("03e8"), { opcode: 8 }),
    ];
    const found = readStream(concat([ascii(REQUEST), ...stream]));
    expect(keepAlives(found)).toEqual(["ping", "pong", "double-crlf", "crlf"]);
    expect(found.signals.every(({ transport }) => transport === "ws")).toBe(true);
    expect(found.messages).toEqual([]);
  });

  it("sets junk before a message apart, as in a datagram", () => {
    const [message] = readStream(concat([ascii(REQUEST), frame(`junk\r\n${register(1)}`)])).messages;
    expect(toText(message!.octets)).toBe(register(1));
    expect(toText(message!.garbageBefore!)).toBe("junk\r\n");
  });

  it("reads on when the server asks for credentials first", () => {
    const refusal = "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n";
    const found = readPackets([
      toServer({ sequence: 0, flags: 2 }),
      toBrowser({ sequence: 0, flags: 0x12 }),
      toServer({ sequence: 1, data: REQUEST + REQUEST }),
      toBrowser({ sequence: 1, data: refusal }),
      toBrowser({ sequence: 1 + refusal.length, data: concat([ascii(RESPONSE), frame(register(2))]) }),
      toServer({ sequence: 1 + 2 * REQUEST.length, data: frame(register(1), { mask: 1 }) }),
    ]);
    expect(texts(found).sort()).toEqual([register(1), register(2)]);
  });

  it("leaves HTTP and WebSockets for other things alone", () => {
    const get = "GET /index.html HTTP/1.1\r\nHost: example.com\r\n\r\n";
    expect(readStream(ascii(get.repeat(100)))).toMatchObject({ messages: [], problems: [], signals: [] });
    const chat = Array.from({ length: 400 }, () => frame("x".repeat(1000), { mask: 3 }));
    const found = readStream(concat([ascii(OTHER_REQUEST), ...chat, frame("", { opcode: 9 })]), [1400]);
    expect(found).toMatchObject({ messages: [], problems: [], signals: [] });
  });
});

describe("a damaged WebSocket", () => {
  it("is told once, and its messages are found again", () => {
    const broken = fromHex("ff ff ff ff");
    const stream = concat([
      ascii(REQUEST),
      ...[1, 2, 3].flatMap((cseq) => [frame(register(cseq), { mask: 9 }), broken]),
    ]);
    const found = readStream(stream, [90]);
    expect(texts(found)).toEqual([register(1), register(2), register(3)]);
    expect(found.problems.map(({ message }) => message)).toEqual([
      "The WebSocket from 192.0.2.10 port 50000 to 198.51.100.1 port 8088 holds what is no frame, in frame 4.",
    ]);
  });

  it("says how much of a message a hole in the capture took, and goes on behind its frame", () => {
    const first = frame(register(1, "x".repeat(300)), { mask: 4 });
    const at = 1 + REQUEST.length;
    const found = readPackets([
      toServer({ sequence: 0, flags: 2 }),
      toServer({ sequence: 1, data: REQUEST }),
      toServer({ sequence: at, data: first.subarray(0, 200) }),
      // A hundred octets are missing.
      toServer({ sequence: at + 300, data: first.subarray(300) }),
      toServer({ sequence: at + first.length, data: frame(register(2), { mask: 4 }) }),
    ]);
    const whole = register(1, "x".repeat(300));
    expect(texts(found)).toEqual([whole.slice(0, 192), register(2)]);
    expect(found.messages.map(({ missingOctets }) => missingOctets)).toEqual([whole.length - 192, 0]);
    expect(found.problems).toHaveLength(1);
  });

  it("hands on what there is of a message that the end of the capture cuts", () => {
    const found = readStream(concat([ascii(REQUEST), frame(register(1), { mask: 4 }).subarray(0, 80)]));
    expect(texts(found)).toEqual([register(1).slice(0, 74)]);
    expect(found.messages[0]!.missingOctets).toBe(register(1).length - 74);
  });

  it("does not wait for a frame longer than any message", () => {
    const giant = concat([fromHex("81 7f 000000ff00000000"), new Uint8Array(5000)]);
    const found = readStream(concat([ascii(REQUEST), giant]), [1000]);
    expect(found.messages).toEqual([]);
    expect(found.problems).toHaveLength(1);
    const skipped = concat([fromHex("81 7f 0000000000500000"), new Uint8Array(0x50_0000), frame(register(1))]);
    expect(texts(readStream(concat([ascii(REQUEST), skipped]), [60_000]))).toEqual([register(1)]);
  });

  it("stops at a message of frames without end, and at one that inflates without end", () => {
    const piece = frame(new Uint8Array(60_000), { opcode: 0, isFinal: false });
    const endless = [frame("x", { isFinal: false }), ...Array.from({ length: 100 }, () => piece)];
    const bomb = deflateRawSync(new Uint8Array(200 * 1024 * 1024));
    for (const frames of [endless, [frame(bomb, { isCompressed: true })]]) {
      const found = readStream(
        concat([ascii(REQUEST), ...frames, frame("\r\n", { opcode: 2 }), frame(register(1))]),
        [50_000],
      );
      expect(found.problems).toHaveLength(1);
      expect(texts(found)).toEqual([register(1)]);
    }
  });

  it("is read as far as it goes wherever it is cut or changed", async () => {
    const compressed = await deflated([register(3), register(4)], true);
    const fragments = [
      frame(register(2).slice(0, 30), { isFinal: false, mask: 2 }),
      frame("", { opcode: 9, mask: 1 }),
      frame(register(2).slice(30), { opcode: 0, mask: 3 }),
    ];
    const stream = concat([ascii(REQUEST), frame(register(1), { mask: 1 }), ...fragments, ...compressed]);
    expect(texts(readStream(stream))).toEqual([1, 2, 3, 4].map((cseq) => register(cseq)));
    for (let at = 0; at < stream.length; at++) {
      const cut = readStream(stream.subarray(0, at), [60]);
      expect(cut.messages.length).toBeLessThanOrEqual(4);
      expect(cut.problems).toEqual([]);
      for (const value of [0, 0xff, stream[at]! ^ 0x01, stream[at]! ^ 0x40]) {
        const changed = stream.slice();
        changed[at] = value;
        const { messages, problems } = readStream(changed, [60]);
        expect(messages.length).toBeLessThanOrEqual(5);
        expect(problems.length).toBeLessThanOrEqual(2);
      }
    }
  });
});
