/** The lines of a message, its headers by any name, and the typed getters. */
import { describe, expect, it } from "vitest";
import { MAX_FIELDS } from "../../src/core/sip/header-fields.js";
import { latin1OfWindows1252, ownString, SipMessage } from "../../src/core/sip/message.js";
import { at, message, octetsOf, register, withBody } from "./sip-text.js";

describe("headers", () => {
  it("are found by name, in any case and in compact form", () => {
    const sip = message("OPTIONS sip:a@example.com SIP/2.0", "i: x1", "CALL-ID: x2", "m: <sip:a@b.example.com>");
    expect(sip.headers("Call-ID").map((field) => field.value)).toEqual(["x1", "x2"]);
    expect(sip.header("call-id")?.name).toBe("i");
    expect(sip.header("I")?.canonical).toBe("Call-ID");
    expect(sip.contacts[0]?.uri.host?.value).toBe("b.example.com");
    expect(sip.header("Via")).toBeUndefined();
  });

  it("keep unknown names comparable", () => {
    const sip = message("OPTIONS sip:a@example.com SIP/2.0", "x-FOO-bar: 1");
    expect(sip.header("X-Foo-Bar")?.value).toBe("1");
    expect(sip.fields[0]?.canonical).toBe("X-Foo-Bar");
    expect(sip.fields[0]?.name).toBe("x-FOO-bar");
  });

  it("unfold, with the range of the raw value", () => {
    const sip = message(
      "OPTIONS sip:a@example.com SIP/2.0",
      "Subject : one  ",
      "\t two",
      " three",
      "To: <sip:b@example.com>",
    );
    const subject = sip.header("s");
    expect(subject?.value).toBe("one two three");
    expect(at(sip, subject?.valueRange)).toBe("one  \r\n\t two\r\n three");
    expect(at(sip, subject?.range)).toBe("Subject : one  \r\n\t two\r\n three");
    expect(at(sip, subject?.nameRange)).toBe("Subject");
    expect(sip.to?.uri.user?.value).toBe("b");
  });

  it("decode UTF-8, and Latin-1 where it is none, without moving the ranges", () => {
    const sip = message("OPTIONS sip:a@example.com SIP/2.0", 'From: "Zoë €" <sip:z@example.com>;tag=1');
    expect(sip.from?.displayName?.value).toBe("Zoë €");
    expect(at(sip, sip.from?.uri.range)).toBe("sip:z@example.com");
    expect(at(sip, sip.from?.tag?.range)).toBe("1");
    const latin = octetsOf("OPTIONS sip:a@example.com SIP/2.0\r\nSubject: Zo?\r\n\r\n");
    latin[latin.indexOf("?".charCodeAt(0))] = 0xeb;
    expect(new SipMessage(latin).header("Subject")?.value).toBe("Zoë");
  });

  it("are read from lines that end in LF alone, after line ends before the start line", () => {
    const sip = new SipMessage(
      octetsOf("\r\n\r\nOPTIONS sip:a@example.com SIP/2.0\nCall-ID: x\nCSeq: 7 OPTIONS\n\nbody"),
    );
    expect(sip.method).toBe("OPTIONS");
    expect(sip.callId?.value).toBe("x");
    expect(at(sip, sip.body)).toBe("body");
    expect(sip.lines.hasBareLineFeed).toBe(true);
  });

  it("stop at the cap, and the body is still found", () => {
    const sip = withBody("body", "OPTIONS sip:a@example.com SIP/2.0", ...Array<string>(MAX_FIELDS + 5).fill("A: b"));
    expect(sip.fields).toHaveLength(MAX_FIELDS);
    expect(sip.lines.isCut).toBe(true);
    expect(at(sip, sip.body)).toBe("body");
  });

  it("leave out lines that are none, and keep them apart", () => {
    const sip = message("OPTIONS sip:a@example.com SIP/2.0", " continues nothing", "no colon here", "To: x");
    expect(sip.fields.map((field) => field.name)).toEqual(["To"]);
    expect(sip.lines.strayLines.map((line) => at(sip, line))).toEqual([" continues nothing", "no colon here"]);
  });
});

describe("start line", () => {
  it("of a request", () => {
    const sip = message("REGISTER sip:example.com;transport=tcp SIP/2.0");
    expect(sip.startLine).toMatchObject({ kind: "request", method: "REGISTER", version: "SIP/2.0" });
    expect(sip.isRequest).toBe(true);
    expect(sip.statusCode).toBe(0);
    expect(sip.requestUri?.params[0]).toMatchObject({ name: "transport", value: "tcp" });
    expect(at(sip, sip.requestUri?.range)).toBe("sip:example.com;transport=tcp");
  });

  it("of a response, whose method stands in CSeq", () => {
    const sip = message("sip/2.0 486 Besetzt – später", "CSeq: 4711 INVITE");
    expect(sip.startLine).toMatchObject({ kind: "response", statusCode: 486, reason: "Besetzt – später" });
    expect(sip.isResponse).toBe(true);
    expect(sip.method).toBe("INVITE");
    expect(sip.cseq).toMatchObject({ number: 4711, method: "INVITE" });
    expect(at(sip, sip.cseq?.methodRange)).toBe("INVITE");
  });

  it.each([
    "",
    "HELLO",
    "GET / HTTP/1.1",
    "REGISTER SIP/2.0",
    "SIP/2.0",
    "SIP/2.0 20 OK",
    "SIP/2.0 2000 OK",
    "SIP/2.0 099 x",
  ])("malformed: %j", (line) => {
    const sip = message(line);
    expect(sip.startLine.kind).toBe("malformed");
    expect([sip.isRequest, sip.isResponse, sip.method, sip.statusCode]).toEqual([false, false, "", 0]);
  });
});

describe("typed getters", () => {
  it("are undefined or empty when absent", () => {
    const sip = message("OPTIONS sip:a@example.com SIP/2.0");
    expect([
      sip.callId,
      sip.cseq,
      sip.from,
      sip.to,
      sip.topVia,
      sip.expiresSeconds,
      sip.contentLength,
      sip.sdp,
    ]).toEqual(Array(8).fill(undefined));
    expect([...sip.vias, ...sip.contacts, ...sip.challenges, ...sip.credentials]).toEqual([]);
  });

  it("read numbers, and nothing from what is none", () => {
    const sip = register({
      Expires: "3600",
      "Min-Expires": "60 ",
      "Retry-After": "120 (busy);duration=5",
      "Max-Forwards": "x",
    });
    expect([sip.expiresSeconds, sip.minExpires, sip.retryAfterSeconds, sip.maxForwards]).toEqual([
      3600,
      60,
      120,
      undefined,
    ]);
    expect(register({ Expires: "9".repeat(40) }).expiresSeconds).toBe(2 ** 32 - 1);
    expect(register({ "Content-Length": "-5" }).contentLength).toBeUndefined();
  });

  it("list tokens and addresses of any header", () => {
    const sip = register({ Supported: "path, outbound ,", Path: "<sip:p1.example.com;lr>,<sip:p2.example.com;lr>" });
    expect(sip.tokens("Supported").map((token) => [token.value, at(sip, token.range)])).toEqual([
      ["path", "path"],
      ["outbound", "outbound"],
    ]);
    expect(sip.addresses("Path").map((address) => address.uri.host?.value)).toEqual([
      "p1.example.com",
      "p2.example.com",
    ]);
  });

  it("give the top Via as the list does", () => {
    const sip = register({
      Via: "SIP/2.0/TLS edge.example.com;branch=z9hG4bKa , SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKb",
    });
    expect(sip.topVia?.branch).toEqual(sip.vias[0]?.branch);
    expect(sip.topVia?.branch?.value).toBe("z9hG4bKa");
  });
});

it("text has one character an octet, whatever the engine calls Latin-1", () => {
  const all = Uint8Array.from({ length: 256 }, (_, octet) => octet);
  const codes = Array.from(new SipMessage(all).text, (character) => character.charCodeAt(0));
  expect(codes).toEqual([...all]);
  const renamed = new TextDecoder("windows-1252").decode(all);
  expect(Array.from(latin1OfWindows1252(renamed), (character) => character.charCodeAt(0))).toEqual([...all]);
});

it("an own string is equal to the one it copies", () => {
  const { text } = register();
  expect(ownString(text.slice(3, 90))).toBe(text.slice(3, 90));
});
