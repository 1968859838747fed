/** SIP on a stream: where messages end when lengths are right, wrong and missing. */
import { describe, expect, it } from "vitest";
import { ALICE, frameAt, PBX, readPackets, register, tcp, toText, type Read } from "./packets.js";

const SYN = 0x02;
const FIN = 0x11;

/** One direction of a connection from its SYN on, a segment a part; the last one with FIN unless the capture ends there. */
function stream(parts: readonly string[], isClosed = true): Read {
  const packets = [tcp(PBX, ALICE, { sequence: 999, flags: SYN })];
  let sequence = 1000;
  for (const data of parts) {
    packets.push(tcp(PBX, ALICE, { sequence, data }));
    sequence += data.length;
  }
  if (isClosed) packets.push(tcp(PBX, ALICE, { sequence, flags: FIN }));
  return readPackets(packets);
}

/** The same for the whole text in one segment, for one octet a segment, and cut anywhere in two. */
function checkMessages(text: string, expected: readonly string[], isClosed = true): void {
  const cuts = [[text], Array.from(text)];
  for (let cut = 1; cut < text.length; cut += 7) cuts.push([text.slice(0, cut), text.slice(cut)]);
  for (const parts of cuts) {
    const { messages, problems } = stream(parts, isClosed);
    expect(messages.map(({ octets }) => toText(octets))).toEqual(expected);
    expect(problems).toEqual([]);
  }
}

const WITH_TYPE = "Content-Type: application/sdp\r\n";

function withLength(declared: number | undefined, body: string, type = WITH_TYPE): string {
  const length = declared === undefined ? "" : `Content-Length: ${declared}\r\n`;
  return `INVITE sip:bob@example.com SIP/2.0\r\nCSeq: 7 INVITE\r\n${type}${length}\r\n${body}`;
}

describe("messages on a stream", () => {
  it("end by their Content-Length", () => {
    const messages = [register(1, "v=0\r\n"), register(2), register(3, "no line end"), register(4)];
    checkMessages(messages.join(""), messages);
  });

  it("may have line ends before them", () => {
    checkMessages(`\r\n\r\n${register(1)}\r\n\r\n${register(2)}\r\n`, [register(1), register(2)]);
  });

  it("without Content-Length end at the next start line, or with the stream", () => {
    const open = withLength(undefined, "v=0\r\ns=-\r\n");
    checkMessages(`${open}${register(2)}${open}`, [open, register(2), open]);
  });

  it("without Content-Length and Content-Type have no body", () => {
    const bare = withLength(undefined, "", "");
    checkMessages(`${bare}${bare}${register(1)}`, [bare, bare, register(1)]);
  });

  it("whose length is too large are cut at the next start line", () => {
    const [torn, stalling] = [withLength(20, "v=0\r\ns=-\r\n"), withLength(9000, "v=0\r\ns=-\r\n")];
    checkMessages(`${torn}${register(2)}${register(3)}`, [torn, register(2), register(3)]);
    checkMessages(`${stalling}${register(2)}`, [stalling, register(2)]);
    const longer = withLength(10 + register(2).length + 5, "v=0\r\ns=-\r\n");
    checkMessages(`${longer}${register(2)}${register(3)}`, [longer, register(2), register(3)]);
  });

  it("whose length is too small leave garbage before the next one", () => {
    const short = withLength(5, "v=0\r\n");
    const { messages } = stream([`${short}s=-\r\n${register(2)}`]);
    expect(messages.map(({ octets }) => toText(octets))).toEqual([short, register(2)]);
    expect(messages.map(({ garbageBefore }) => garbageBefore && toText(garbageBefore))).toEqual([undefined, "s=-\r\n"]);
    checkMessages(`${short}s=-\r\n${register(2)}`, [short, register(2)]);
  });

  it("may begin behind the rest of a body without line end", () => {
    const short = withLength(8, "<status>");
    const { messages } = stream([
      `${short}</status>SIP/2.0 200 OK\r\nVia: x\r\nl: 0\r\n\r\n${short}closed${register(2)}`,
    ]);
    expect(messages.map(({ octets }) => toText(octets).split(" ")[0])).toEqual([
      "INVITE",
      "SIP/2.0",
      "INVITE",
      "REGISTER",
    ]);
    expect(messages.map(({ garbageBefore }) => garbageBefore && toText(garbageBefore))).toEqual([
      undefined,
      "</status>",
      undefined,
      "closed",
    ]);
  });

  it("may have methods that no RFC knows", () => {
    const ping = "PING sip:example.com SIP/2.0\r\nl: 0\r\n\r\n";
    checkMessages(`${ping}${register(1)}${ping}`, [ping, register(1), ping]);
  });

  it("may hold SIP in their bodies", () => {
    const fragment = "SIP/2.0 200 OK\r\nVia: x\r\n";
    const notify = withLength(fragment.length, fragment, "Content-Type: message/sipfrag\r\n");
    checkMessages(`${notify}${register(2)}${notify}`, [notify, register(2), notify]);
    const quoting = withLength(register(1).length, register(1), "Content-Type: text/plain\r\n");
    checkMessages(`${quoting}${register(2)}${quoting}`, [quoting, register(2), quoting]);
  });

  it("whose head has no end stop at the next start line", () => {
    const headless = "BYE sip:bob@example.com SIP/2.0\r\nCSeq: 8 BYE\r\n";
    checkMessages(`${headless}${register(2)}`, [headless, register(2)]);
  });

  it("that are not whole count what is missing when the capture ends, but not when the sender closes", () => {
    const cut = withLength(20, "v=0\r\n");
    expect(stream([cut], false).messages).toMatchObject([{ missingOctets: 15 }]);
    expect(stream([cut], true).messages).toMatchObject([{ missingOctets: 0 }]);
    expect(stream([cut.slice(0, 40)], false).messages).toMatchObject([{ missingOctets: 1 }]);
  });

  it("that stall while the capture goes on are a fault of the sender", () => {
    const data = withLength(20, "v=0\r\n");
    const packets = [
      frameAt(0, tcp(PBX, ALICE, { sequence: 999, flags: SYN })),
      frameAt(1, tcp(PBX, ALICE, { sequence: 1000, data })),
      frameAt(60, tcp(ALICE, PBX, { sequence: 1, data: "" })),
    ];
    expect(readPackets(packets).messages).toMatchObject([{ missingOctets: 0 }]);
  });

  it("map to the segments they came in, and have the frame that completes them", () => {
    const message = register(1, "v=0\r\n");
    const { messages } = stream([message.slice(0, 50), message.slice(50)]);
    const first = 24 + 2 * (16 + 40);
    expect(messages[0]!.place.frame).toBe(3);
    expect(messages[0]!.sourceMap.runs).toEqual([0, first, 50, 50, first + 50 + 16 + 40, message.length - 50]);
  });

  it("have the frame that fills the last hole", () => {
    const message = register(1);
    const [head, tail] = [message.slice(0, 50), message.slice(50)];
    const packets = [
      tcp(PBX, ALICE, { sequence: 999, flags: SYN }),
      tcp(PBX, ALICE, { sequence: 1050, data: tail }),
      tcp(PBX, ALICE, { sequence: 1000, data: head }),
    ];
    expect(readPackets(packets).messages).toMatchObject([{ place: { frame: 3 }, atMicros: 1_795_255_200_020_000 }]);
  });
});

describe("keep-alives on a stream", () => {
  it("are a double CRLF and its answer, between messages", () => {
    const { signals } = stream([register(1), "\r\n\r\n", register(2), "\r\n"]);
    const keepAlives = signals.filter(({ kind }) => kind === "keep-alive");
    expect(keepAlives).toMatchObject([
      { form: "double-crlf", place: { frame: 3 }, transport: "tcp", source: PBX },
      { form: "crlf", place: { frame: 5 } },
    ]);
  });
});

describe("hostile streams", () => {
  it.each([
    { title: "a head without end", text: `INVITE sip:a@example.com SIP/2.0\r\n${"X: y\r\n".repeat(60_000)}` },
    { title: "a line without end", text: `INVITE sip:a@example.com${"x".repeat(300_000)}` },
    { title: "a huge body", text: withLength(4_000_000_000, "z".repeat(300_000)) },
  ])("are left at a bound, and read on after it: $title", ({ text }) => {
    const parts = (text + "\r\n").match(/[^]{1,1400}/g)!;
    const { messages } = stream([register(1), ...parts, register(2)]);
    const texts = messages.map(({ octets }) => toText(octets));
    expect(texts[0]).toBe(register(1));
    expect(texts.at(-1)).toBe(register(2));
  });
});
