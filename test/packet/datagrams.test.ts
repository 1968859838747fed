/** UDP payloads: SIP on any port, keep-alives, STUN, and what is left alone. */
import { describe, expect, it } from "vitest";
import { concat, fromHex } from "../capture/capture-files.js";
import {
  ALICE,
  captureOf,
  frameAt,
  ip,
  LINK_ETHERNET,
  PBX,
  readFile,
  readPackets,
  register,
  toText,
  udp,
  udpDatagram,
} from "./packets.js";

describe("SIP over UDP", () => {
  it("hands a datagram on with its time, endpoints and place", () => {
    const message = register(1);
    const { messages, problems } = readPackets([udp(ALICE, PBX, message)]);
    expect(problems).toEqual([]);
    expect(messages).toHaveLength(1);
    const { octets, sourceMap, ...rest } = messages[0]!;
    expect(toText(octets)).toBe(message);
    expect(sourceMap.runs).toEqual([0, 24 + 16 + 28, message.length]);
    expect(rest).toEqual({
      atMicros: 1_795_255_200_000_000,
      transport: "udp",
      source: ALICE,
      destination: PBX,
      place: { file: 0, frame: 1, line: null },
      missingOctets: 0,
      capturePoint: 0,
    });
  });

  it("is told by content on any port, over IPv4 and IPv6", () => {
    const odd = { address: "2001:db8::7", port: 53 };
    const { messages } = readPackets([udp(odd, { address: "2001:db8::1", port: 4000 }, register(1))]);
    expect(messages.map(({ source, destination }) => [source, destination])).toEqual([
      [odd, { address: "2001:db8::1", port: 4000 }],
    ]);
  });

  it("keeps what stands behind Content-Length", () => {
    const { messages } = readPackets([udp(ALICE, PBX, `${register(1)}more than declared`)]);
    expect(toText(messages[0]!.octets)).toContain("more than declared");
  });

  it("leaves out line ends before the start line, and sets junk lines apart", () => {
    const message = register(1);
    const { messages } = readPackets([
      udp(ALICE, PBX, `\r\n\r\n${message}`),
      udp(ALICE, PBX, `\0\x01junk\r\n${message}`),
    ]);
    expect(messages.map(({ octets }) => toText(octets))).toEqual([message, message]);
    expect(messages.map(({ garbageBefore }) => garbageBefore && toText(garbageBefore))).toEqual([
      undefined,
      "\0\x01junk\r\n",
    ]);
    expect(messages[0]!.sourceMap.toFile(0)).toBe(24 + 16 + 28 + 4);
  });

  it("counts the octets that the snapshot length cut", () => {
    const packet = udp(ALICE, PBX, register(1));
    const { messages } = readPackets([frameAt(0, packet, packet.length - 17)]);
    expect(messages.map(({ missingOctets }) => missingOctets)).toEqual([17]);
  });

  it("reads SIP within IP within IP, but not without end", () => {
    const inner = udp(ALICE, PBX, register(1));
    const wrap = (packet: Uint8Array, times: number): Uint8Array =>
      times === 0 ? packet : wrap(ip(PBX, ALICE, 4, packet), times - 1);
    expect(readPackets([wrap(inner, 2)]).messages).toHaveLength(1);
    expect(readPackets([wrap(inner, 50)]).messages).toHaveLength(0);
  });

  it.each([
    { title: "RTP", payload: concat([fromHex("80 00 0001 00000001 00000001"), new Uint8Array(160)]) },
    {
      title: "DNS for mail",
      payload: fromHex("1234 0100 0001 0000 0000 0000 07 6578616d706c65 03 636f6d 00 000f 0001"),
    },
    { title: "HTTP", payload: "GET / HTTP/1.1\r\nHost: example.com\r\n\r\n" },
    { title: "RTSP", payload: "OPTIONS rtsp://example.com/ RTSP/1.0\r\nCSeq: 1\r\n\r\n" },
    { title: "SSDP", payload: "NOTIFY * HTTP/1.1\r\nNTS: ssdp:alive\r\n\r\n" },
    { title: "text", payload: "REGISTER is a method of SIP/2.0, they say\r\n" },
  ])("leaves $title alone", ({ payload }) => {
    const found = readPackets([udp(ALICE, { address: "192.0.2.1", port: 5060 }, payload)]);
    expect(found).toEqual({ messages: [], signals: [], comments: [], problems: [] });
  });

  it("tells frames of unknown link types once for each type", () => {
    const { problems } = readFile(captureOf([udp(ALICE, PBX, register(1)), udp(ALICE, PBX, register(2))], 147));
    expect(problems.map(({ message }) => message)).toEqual([
      "2 frames, the first of them 1, have link type 147, which cannot be read.",
    ]);
  });

  it("does not take Ethernet padding for payload", () => {
    const ethernet = concat([new Uint8Array(12), fromHex("0800"), udp(ALICE, PBX, "\r\n\r\n"), new Uint8Array(14)]);
    expect(readPackets([ethernet], LINK_ETHERNET).signals).toMatchObject([{ form: "double-crlf" }]);
  });
});

describe("keep-alives over UDP", () => {
  it.each([
    { payload: "\r\n", form: "crlf" },
    { payload: "\r\n\r\n", form: "double-crlf" },
    { payload: "\0\0\0\0", form: "other" },
    { payload: "jak", form: "other" },
    { payload: "\0", form: "other" },
    { payload: "", form: "other" },
  ])("tells $payload as $form", ({ payload, form }) => {
    const { signals, messages } = readPackets([udp(ALICE, PBX, payload)]);
    expect(messages).toEqual([]);
    expect(signals).toEqual([
      {
        kind: "keep-alive",
        form,
        atMicros: 1_795_255_200_000_000,
        place: { file: 0, frame: 1, line: null },
        transport: "udp",
        source: ALICE,
        destination: PBX,
        capturePoint: 0,
      },
    ]);
  });
});

describe("STUN", () => {
  // The sample messages of RFC 5769 §2.
  const REQUEST = fromHex(`0001 0058 2112a442 b7e7a701bc34d686fa87dfae 8022 0010 5354554e207465737420636c69656e74
    0024 0004 6e0001ff 8029 0008 932ff9b151263b36 0006 0009 6576746a3a68367659202020 0008 0014
    9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2 8028 0004 e57a3bcf`);
  const RESPONSE =
    fromHex(`0101 003c 2112a442 b7e7a701bc34d686fa87dfae 8022 000b 7465737420766563746f7220 0020 0008 0001a147e112a643
    0008 0014 2b91f599fd9e90c38c7489f92af9ba53f06be7d7 8028 0004 c07d4c96`);
  const RESPONSE_IPV6 = fromHex(`0101 0048 2112a442 b7e7a701bc34d686fa87dfae 8022 000b 7465737420766563746f7220
    0020 0014 0002a1470113a9faa5d3f179bc25f4b5bed2b9d9 0008 0014 a382954e4be67bf11784c97c8292c275bfe3ed41 8028 0004 c8fb0b4c`);

  it("tells a request as a keep-alive", () => {
    expect(readPackets([udp(ALICE, PBX, REQUEST)]).signals).toMatchObject([
      { kind: "keep-alive", form: "stun", source: ALICE },
    ]);
  });

  it.each([
    { title: "IPv4", payload: RESPONSE, mapped: { address: "192.0.2.1", port: 32_853 } },
    {
      title: "IPv6",
      payload: RESPONSE_IPV6,
      mapped: { address: "2001:db8:1234:5678:11:2233:4455:6677", port: 32_853 },
    },
    {
      title: "classic STUN without cookie",
      payload: fromHex("0101 000c 000102030405060708090a0b0c0d0e0f 0001 0008 0001 8055 c0000201"),
      mapped: { address: "192.0.2.1", port: 32_853 },
    },
  ])("tells the mapped address of a response: $title", ({ payload, mapped }) => {
    expect(readPackets([udp(PBX, ALICE, payload)]).signals).toMatchObject([
      { kind: "keep-alive", form: "stun-response", source: PBX, destination: ALICE },
      { kind: "stun-mapping", mapped, source: PBX, destination: ALICE },
    ]);
  });

  it("reads every prefix and wrong attribute lengths without throwing", () => {
    for (let length = 0; length < RESPONSE.length; length++)
      readPackets([udp(PBX, ALICE, RESPONSE.subarray(0, length))]);
    const wrong = RESPONSE.slice();
    wrong.set([0xff, 0xff], 22);
    expect(readPackets([udp(PBX, ALICE, wrong)]).signals).toMatchObject([{ form: "stun-response" }]);
  });
});

describe("ICMP", () => {
  const sent = udp(ALICE, PBX, register(1));
  const router = { address: "203.0.113.1", port: 0 };

  it.each([
    { type: 3, code: 3, reason: "port unreachable" },
    { type: 3, code: 13, reason: "communication administratively prohibited" },
    { type: 3, code: 99, reason: "destination unreachable" },
    { type: 11, code: 1, reason: "fragment reassembly time exceeded" },
  ])("tells $reason with the endpoints it quotes", ({ type, code, reason }) => {
    const error = concat([Uint8Array.of(type, code, 0, 0, 0, 0, 0, 0), sent.subarray(0, 40)]);
    const { signals, messages } = readPackets([ip(router, ALICE, 1, error)]);
    expect(messages).toEqual([]);
    expect(signals).toMatchObject([
      { kind: "unreachable", reason, reporter: "203.0.113.1", source: ALICE, destination: PBX, transport: "udp" },
    ]);
    const [signal] = signals;
    expect(signal?.kind === "unreachable" && toText(signal.quoted)).toBe("REGISTER sip");
  });

  it("reads a quotation of eight octets, of TCP too", () => {
    const syn = ip(ALICE, PBX, 6, fromHex("13c6 13c4 00000001 00000000 5002 ffff 0000 0000"));
    const error = concat([Uint8Array.of(3, 1, 0, 0, 0, 0, 0, 0), syn.subarray(0, 28)]);
    const { signals } = readPackets([ip(router, ALICE, 1, error)]);
    expect(signals).toMatchObject([{ reason: "host unreachable", transport: "tcp", source: ALICE, destination: PBX }]);
  });

  it("reads ICMPv6", () => {
    const [phone, server] = [
      { address: "2001:db8::2", port: 5060 },
      { address: "2001:db8::1", port: 5061 },
    ];
    const error = concat([Uint8Array.of(1, 4, 0, 0, 0, 0, 0, 0), udp(phone, server, "OPTIONS")]);
    const { signals } = readPackets([ip({ address: "2001:db8::f", port: 0 }, phone, 58, error)]);
    expect(signals).toMatchObject([
      { reason: "port unreachable", reporter: "2001:db8::f", source: phone, destination: server, capturePoint: 0 },
    ]);
  });

  it("leaves echoes and quotations of other protocols alone", () => {
    const echo = concat([Uint8Array.of(8, 0, 0, 0, 0, 0, 0, 0), sent]);
    const ofIcmp = concat([Uint8Array.of(3, 3, 0, 0, 0, 0, 0, 0), ip(ALICE, PBX, 1, udpDatagram(ALICE, PBX, "x"))]);
    expect(readPackets([ip(router, ALICE, 1, echo), ip(router, ALICE, 1, ofIcmp)]).signals).toEqual([]);
  });
});
