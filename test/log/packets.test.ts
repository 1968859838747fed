/** What packet printers do to streams: segments under several announcements, several messages under one, keep-alives. */
import { describe, expect, it } from "vitest";
import { octetsOf, outline, read, textOf, texts } from "./reading.js";
import { MESSAGES } from "./registration.js";

const INVITE = MESSAGES[4]!.octets;
const REGISTER = MESSAGES[0]!.octets;
const CHALLENGE = MESSAGES[1]!.octets;
const dotted = (octets: string) => octets.replaceAll("\r\n", ".\n");

describe("ngrep", () => {
  const opening = (from: string, to: string, seconds = 0) =>
    `T 2026/11/20 10:00:0${seconds}.000000 ${from} -> ${to} [AP]\n`;
  const there = opening("192.0.2.10:40112", "192.0.2.1:5060");
  const back = opening("192.0.2.1:5060", "192.0.2.10:40112", 1);

  it("joins segments of a message wherever they were cut", () => {
    for (let cut = 40; cut < INVITE.length - 1; cut++) {
      // Between CR and LF ngrep shows the same as after both; a fold's blank alone looks like an empty line.
      if (/[\r\t]/.test(INVITE[cut - 1]!)) continue;
      const log = `${there}${dotted(INVITE.slice(0, cut))}\n${there}${dotted(INVITE.slice(cut))}\n\n${back}${dotted(CHALLENGE)}\n`;
      const reading = read(log);
      expect(texts(reading)).toEqual([INVITE, CHALLENGE]);
      expect(reading.messages.map(outline)).toEqual([
        "2 10:00:00.000000 tcp 192.0.2.10:40112 > 192.0.2.1:5060",
        expect.stringMatching(/ 10:00:01.000000 tcp 192.0.2.1:5060 > 192.0.2.10:40112$/),
      ]);
      const map = reading.messages[0]!.sourceMap;
      for (const needle of ["z9hG4bK", "Call-ID", "Content-Length"]) {
        const at = INVITE.indexOf(needle);
        expect(log[map.toFile(at)]).toBe(needle[0]);
      }
    }
  });

  it("does not join what other sides say", () => {
    const log = `${there}${dotted(INVITE.slice(0, 200))}\n${back}${dotted(CHALLENGE)}\n${there}${dotted(INVITE.slice(200))}\n`;
    const [cut, whole] = texts(read(log));
    expect(INVITE.startsWith(cut!.slice(0, 190))).toBe(true);
    expect(whole).toBe(CHALLENGE);
  });

  it("gives all messages of a segment its time and sides", () => {
    const reading = read(`${there}${dotted(REGISTER + CHALLENGE + INVITE)}\n`);
    expect(texts(reading)).toEqual([REGISTER, CHALLENGE, INVITE]);
    expect(new Set(reading.messages.map((m) => outline(m).replace(/^\d+ /, "")))).toEqual(
      new Set(["10:00:00.000000 tcp 192.0.2.10:40112 > 192.0.2.1:5060"]),
    );
  });

  it("reads packets of line ends as keep-alives", () => {
    const log = `${there}.\n.\n\n${back}.\n\n#\n${there}${dotted(REGISTER)}\n${back}jaK\n\n${there}\n\n${there}.\n.\n`;
    const { signals, messages } = read(log);
    expect(texts({ messages } as never)).toEqual([REGISTER]);
    expect(signals).toMatchObject([
      {
        kind: "keep-alive",
        form: "double-crlf",
        transport: "tcp",
        source: { port: 40112 },
        place: { line: 1, frame: null },
      },
      { kind: "keep-alive", form: "crlf", source: { port: 5060 }, place: { line: 5 } },
      { kind: "keep-alive", form: "double-crlf" },
    ]);
    expect(signals[1]!.atMicros - signals[0]!.atMicros).toBe(1_000_000);
  });

  it("strips one dot of each line, not two", () => {
    const log = `${there}${dotted(REGISTER.replace("Max-Forwards: 70", "Server: A."))}\n`;
    expect(texts(read(log))[0]).toContain("\r\nServer: A.\r\n");
  });
});

describe("sofia", () => {
  const opening = (way: string) =>
    `${way} 10 bytes ${way === "recv" ? "from" : "to"} tcp/[192.0.2.10]:5060 at 10:00:00.000000:\n`;

  it("joins segments, and tells messages of one segment apart", () => {
    const unix = (octets: string) => octets.replaceAll("\r\n", "\n");
    const [head, tail] = [INVITE.slice(0, 150), INVITE.slice(150)];
    const log = `${opening("recv")}${unix(head)}\n${opening("recv")}${unix(tail + REGISTER)}\n${opening("send")}${unix(CHALLENGE)}\n`;
    const reading = read(log);
    expect(texts(reading)).toEqual([INVITE, REGISTER, CHALLENGE]);
    expect(reading.messages.map((m) => m.source?.address)).toEqual(["192.0.2.10", "192.0.2.10", undefined]);
  });
});

it("reads several messages of one line", () => {
  const log = JSON.stringify([
    { t: 1, sip: REGISTER },
    { t: 2, sip: INVITE },
    { t: 3, sip: CHALLENGE },
  ]);
  const reading = read(log);
  expect(texts(reading)).toEqual([REGISTER, INVITE, CHALLENGE]);
  expect(reading.messages.map((message) => message.place.line)).toEqual([1, 1, 1]);
  const file = octetsOf(log);
  const nonce = CHALLENGE.indexOf("abc.");
  const from = reading.messages[2]!.sourceMap.toFile(nonce);
  expect(textOf(file.subarray(from, from + 4))).toBe("abc.");
});
