/** What the verdict refuses beyond the torture messages, and the dialects of real phones it must not refuse. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SipMessage } from "../../src/core/sip/message.js";
import { judgeMessage } from "../../src/core/sip/verdict.js";
import { MAX_FAULTS } from "../../src/core/sip/verdict/fault.js";
import { SOUND_ADDRESS, SOUND_VIA } from "../../src/core/sip/verdict/sound-forms.js";
import { at, message, octetsOf, register, request, withBody } from "./sip-text.js";

function refused(sip: SipMessage, missingOctets = 0): string[] {
  return judgeMessage(sip, { missingOctets })
    .filter((fault) => fault.severity === "refused")
    .map((fault) => `${fault.kind} ${fault.missing ?? fault.header ?? "-"} ${at(sip, fault.range)}`);
}

describe("refuses", () => {
  it.each<[Record<string, string | null>, string]>([
    [{ From: '"Front Desk <sip:6100@example.com>;tag=1' }, 'malformed From "Front Desk <sip:6100@example.com>;tag=1'],
    [{ From: "<sip:2001@example.com;tag=1" }, "malformed From <"],
    [{ To: "<sip:2001@example.com> oops" }, "malformed To oops"],
    [{ To: "<2001>" }, "malformed To 2001"],
    [{ To: "<sip:2001@>" }, "malformed To sip:2001@"],
    [{ To: "" }, "malformed To To: "],
    [{ Contact: "<sip:2001@192.0.2.10:99999>" }, "malformed Contact 99999"],
    [{ Contact: "<sip:2001@[192.0.2.10]>" }, "malformed Contact 192.0.2.10"],
    [{ Via: "SIP/2.0/UDP 2001:db8::1;branch=z9hG4bK1" }, "malformed Via 2001:db8::1"],
    [{ Via: "SIP/2.0/UDP ;branch=z9hG4bK1" }, "malformed Via SIP/2.0/UDP ;branch=z9hG4bK1"],
    [{ Via: "192.0.2.1:5060" }, "malformed Via 192.0.2.1:5060"],
    [{ CSeq: "REGISTER 1" }, "malformed CSeq REGISTER 1"],
    [{ CSeq: "1" }, "malformed CSeq 1"],
    [{ CSeq: "2147483648 REGISTER" }, "out-of-range CSeq 2147483648"],
    [{ "Call-ID": "" }, "malformed Call-ID Call-ID: "],
    [{ "Max-Forwards": "many" }, "malformed Max-Forwards many"],
    [{ "Content-Length": "5" }, "content-length Content-Length 5"],
    [{ "Content-Length": "-5" }, "malformed Content-Length -5"],
    [{ Authorization: 'Digest username="a, realm=b' }, 'malformed Authorization "a, realm=b'],
    [{ Authorization: 'username="a"' }, 'malformed Authorization username="a"'],
    [{ Via: null }, "missing-header Via REGISTER sip:example.com SIP/2.0"],
    [{ "Call-ID": null }, "missing-header Call-ID REGISTER sip:example.com SIP/2.0"],
  ])("%j", (headers, fault) => {
    expect(refused(register(headers))).toEqual([fault]);
  });

  it("an INVITE without Contact, but no other request", () => {
    expect(refused(request("INVITE sip:b@example.com SIP/2.0", "1 INVITE", { Contact: null }))).toEqual([
      "missing-header Contact INVITE sip:b@example.com SIP/2.0",
    ]);
    expect(refused(register({ Contact: null }))).toEqual([]);
  });

  it("a line without a colon", () => {
    expect(refused(message("SIP/2.0 200 OK", "garbage"))).toContain("malformed - garbage");
  });
});

describe("does not refuse", () => {
  it.each<Record<string, string | null>>([
    { Contact: '<sip:2001@192.0.2.10:5060;transport=udp>;expires="3600"' },
    { Contact: "<sip:2001@192.0.2.10>;expires=oops;q=1.5;" },
    { Contact: "*", Expires: "0" },
    { Contact: "sip:2001@192.0.2.10;expires=60" },
    { Contact: "<sip:2001@phone_1.example.com>", Subject: "" },
    { Contact: "<sip:7f@abcd.invalid;transport=ws>;+sip.ice;reg-id=1" },
    { Via: "SIP/2.0/UDP 192.0.2.10;branch=1234;rport" },
    { Via: "SIP/2.0/WSS abcd.invalid;branch=z9hG4bK1" },
    { From: "José (Büro) <sip:2001@example.com>;tag=1" },
    { From: "2001 <sip:2001@example.com>;tag=1;" },
    { From: "<sip:2001@example.com>" },
    { From: '"DOMAIN\\" <sip:2001@example.com>;tag=1' },
    { From: '"Anonymous" <sip:anonymous@anonymous.invalid>;tag=1', To: "<sip:*97#@example.com;user=phone>" },
    { From: "<tel:+493012345;phone-context=example.com>;tag=1" },
    { To: "sip:2001@example.com:5060" },
    { Authorization: "Digest username=2001, realm=my pbx, nonce=ab/c==, opaque=, uri=sip:x, response=0" },
    {
      Authorization: 'Digest username="a@ims.example.com", realm="ims.example.com", nonce="", uri="sip:x", response=""',
    },
    { Date: "2026-11-20 10:00", "Retry-After": "soon", Expires: "never", Warning: "bad" },
    { "Max-Forwards": null },
    { "Max-Forwards": "1000" },
    { "call-id": "c1@192.0.2.10" },
    { "X Phone Model": "T46", Ünknown: "x", a: "" },
    { "Call-ID": "with blank inside" },
  ])("%j", (headers) => {
    expect(refused(register(headers))).toEqual([]);
  });

  it("lines that end in LF alone, a missing reason phrase, a zone in an address, a lone line end behind the body", () => {
    const plain = register({ Via: "SIP/2.0/UDP [fe80::1%eth0]:5060;branch=z9hG4bK1" });
    expect(refused(new SipMessage(octetsOf(plain.text.replaceAll("\r\n", "\n"))))).toEqual([]);
    expect(
      refused(new SipMessage(octetsOf(plain.text.replace("REGISTER sip:example.com SIP/2.0", "SIP/2.0 200")))),
    ).toEqual([]);
    expect(judgeMessage(new SipMessage(octetsOf(`${plain.text}\r\n`)))).toEqual([]);
  });

  it("a surplus of body, which it tolerates", () => {
    const sip = withBody(
      "hello world",
      "SIP/2.0 200 OK",
      ...register().fields.map((field) => `${field.name}: ${field.value}`),
    );
    expect(refused(sip)).toEqual([]);
    expect(judgeMessage(sip).map((fault) => fault.kind)).toEqual(["content-length"]);
  });

  it("a header that ends in the middle of a line, which it tolerates", () => {
    const faults = judgeMessage(new SipMessage(octetsOf(register().text.replace(/: 0\r\n\r\n$/, ""))));
    expect(faults.map((fault) => [fault.severity, fault.kind])).toEqual([["tolerated", "oddity"]]);
  });

  it("what the snapshot length cut away", () => {
    const whole = withBody("v=0", ...register({ "Content-Length": "100" }).text.trimEnd().split("\r\n"));
    expect(refused(whole, 97)).toEqual([]);
    for (let size = 60; size < whole.text.length; size++) {
      expect(refused(new SipMessage(octetsOf(whole.text.slice(0, size))), 500)).toEqual([]);
    }
  });
});

it("is empty for a sound message", () => {
  expect(judgeMessage(register())).toEqual([]);
  const call = request("INVITE sip:bob@example.com SIP/2.0", "1 INVITE", { Date: "Sat, 15 Oct 2005 04:44:56 GMT" });
  expect(judgeMessage(call)).toEqual([]);
});

it("tells faults in the order of their places, and not without end", () => {
  const faults = judgeMessage(register({ From: '"x;tag=1', CSeq: "x", To: "<sip:a b@c>" }));
  expect(faults.map((fault) => fault.header)).toEqual(["From", "To", "CSeq"]);
  expect(judgeMessage(register({ Via: ",".repeat(5000) }))).toHaveLength(MAX_FAULTS);
});

it("shows hostile text without control characters", () => {
  const [fault] = judgeMessage(message("\u001b[31mX\u0007 sip:a SIP/2.0", "To: x"));
  // eslint-disable-next-line no-control-regex -- they are what must not be there
  expect(fault?.explanation).not.toMatch(/[\u0000-\u001f]/);
});

describe("the short way for plain forms", () => {
  const value = fc.constantFrom(
    "a",
    "3600",
    '"x y"',
    '"a,b"',
    "1.5",
    "z9hG4bK",
    "z9hG4bKx",
    "::1",
    "65536",
    "9999999999",
    "",
  );
  const name = fc.constantFrom("tag", "expires", "q", "Q", "branch", "rport", "reg-id", "+sip.instance", "");
  const params = fc
    .array(fc.tuple(name, fc.constantFrom("=", ""), value), { maxLength: 3 })
    .map((parts) => parts.map(([key, equals, text]) => `;${key}${equals}${equals && text}`).join(""));
  const host = fc.constantFrom(
    "192.0.2.1",
    "example.com",
    "[2001:db8::1]",
    "2001:db8::1",
    "a:5060",
    "a:65536",
    "a:",
    "",
    "a b",
  );
  const user = fc.constantFrom("", "2001@", "a%20b@", "a b@", "a@b@");
  const display = fc.constantFrom("", '"A" ', '"A\\"" ', "A, B ", "A ", '"A ');
  const address = fc
    .tuple(display, user, host, params, fc.constantFrom(">", ""), params)
    .map(([shown, who, where, inner, close, outer]) => `${shown}<sip:${who}${where}${inner}${close}${outer}`);
  const via = fc.tuple(host, params).map(([where, all]) => `SIP/2.0/UDP ${where}${all}`);

  /** White space before a further parameter is in no plain form, so the same value is then judged the long way. */
  it.each([
    ["From", SOUND_ADDRESS, address],
    ["Contact", SOUND_ADDRESS, address],
    ["Route", SOUND_ADDRESS, address],
    ["Via", SOUND_VIA, via],
  ])("finds in %s what the long way finds", (header, form, values) => {
    const kinds = (written: string) =>
      judgeMessage(register({ [header]: written })).map((fault) => [fault.severity, fault.kind, fault.rule]);
    fc.assert(
      fc.property(values, (text) => {
        fc.pre(form.test(text));
        const long = `${text} ;x`;
        expect(form.test(long)).toBe(false);
        expect(kinds(text)).toEqual(kinds(long));
      }),
      { numRuns: 1000 },
    );
  });
});
