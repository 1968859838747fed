/** Name-addr, URI, Via and Contact, with the characters that each value stands at. */
import { describe, expect, it } from "vitest";
import { canonicalHost } from "../../src/core/sip/host.js";
import { canonicalAor, parseUri, sameUri } from "../../src/core/sip/uri.js";
import { at, register } from "./sip-text.js";

const uri = (text: string) => parseUri(text, 0, text.length);

describe("name-addr", () => {
  it.each([
    ['"Alice" <sip:alice@example.com>;tag=1', "Alice", "sip:alice@example.com", "1"],
    ["Alice Smith <sip:alice@example.com>;x;tag=1", "Alice Smith", "sip:alice@example.com", "1"],
    ["<sip:alice@example.com;tag=inner>;tag=outer", undefined, "sip:alice@example.com;tag=inner", "outer"],
    ["sip:alice@example.com;tag=1", undefined, "sip:alice@example.com", "1"],
    ['"a <b> \\" ; , c"<sip:alice@example.com>', 'a <b> " ; , c', "sip:alice@example.com", undefined],
    ['"" <sip:alice@example.com>', undefined, "sip:alice@example.com", undefined],
    ["<tel:+1-201-555-0123>;TAG = 1", undefined, "tel:+1-201-555-0123", "1"],
    ['"Front Desk <sip:6100@example.com>;tag=1', "Front Desk", "sip:6100@example.com", "1"],
    ['"DOMAIN\\" <sip:alice@example.com>;tag=1', "DOMAIN\\", "sip:alice@example.com", "1"],
  ])("%s", (value, displayName, uriText, tag) => {
    const { from } = register({ From: value });
    expect([from?.displayName?.value, from?.uri.text, from?.tag?.value]).toEqual([displayName, uriText, tag]);
  });
});

describe("URI", () => {
  it("has its parts with their places", () => {
    const text = "SIP:bob:secret@Example.COM:5080;transport=TCP;lr?subject=x&y=z";
    const parsed = uri(text);
    expect(parsed).toMatchObject({ scheme: "sip", user: { value: "bob" }, password: { value: "secret" } });
    expect(parsed.host).toEqual({ value: "example.com", range: { start: 15, end: 26 } });
    expect(parsed.port).toEqual({ value: 5080, range: { start: 27, end: 31 } });
    expect(parsed.params.map(({ name, value }) => [name, value])).toEqual([
      ["transport", "TCP"],
      ["lr", undefined],
    ]);
    expect(parsed.headers?.value).toBe("subject=x&y=z");
  });

  it.each([
    ["sip:[2001:DB8::0:1]:5070", undefined, "2001:db8::1", 5070],
    ["sip:user;par=u%40example.net@example.com", "user;par=u%40example.net", "example.com", undefined],
    ["sip:a@b@example.com", "a@b", "example.com", undefined],
    ["sip:a@example.com?Route=%3Csip:x@example.net%3E", "a", "example.com", undefined],
    ["sip:@example.com", "", "example.com", undefined],
    ["sip:alice@", "alice", undefined, undefined],
    ["sip:h:99999999999", undefined, "h", 99999999999],
  ])("%s", (text, user, host, port) => {
    const parsed = uri(text);
    expect([parsed.user?.value, parsed.host?.value, parsed.port?.value]).toEqual([user, host, port]);
  });

  it("of another scheme is opaque", () => {
    expect(uri("tel:+49301234")).toMatchObject({ scheme: "tel", isSip: false, opaque: { value: "+49301234" } });
    expect(uri("2001")).toMatchObject({ scheme: "", isSip: false });
  });
});

/** The examples of RFC 3261 §19.1.4, and the default port that phones leave out. */
describe("equivalence", () => {
  it.each([
    ["sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp"],
    ["sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5"],
    ["sip:carol@chicago.com;security=on", "sip:carol@chicago.com;newparam=5"],
    [
      "sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com",
      "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com",
    ],
    [
      "sip:alice@atlanta.com?subject=project%20x&priority=urgent",
      "sip:alice@atlanta.com?priority=urgent&subject=project%20x",
    ],
    ["sip:example.com", "sip:example.com:5060"],
    ["sip:a@[2001:db8:0::1]", "sip:a@[2001:db8::1]"],
  ])("%s = %s", (a, b) => {
    expect([sameUri(uri(a), uri(b)), sameUri(uri(b), uri(a))]).toEqual([true, true]);
  });

  it.each([
    ["SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP"],
    ["sip:bob@biloxi.com", "sip:bob@biloxi.com:6000"],
    ["sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp"],
    ["sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting"],
    ["sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4"],
    ["sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off"],
    ["sip:example.com", "sips:example.com"],
  ])("%s ≠ %s", (a, b) => {
    expect([sameUri(uri(a), uri(b)), sameUri(uri(b), uri(a))]).toEqual([false, false]);
  });
});

it.each([
  ["sip:2001@PBX.example.com:5060;transport=udp", "sip:2001@pbx.example.com"],
  ["sip:%32001:pw@pbx.example.com:5080", "sip:2001@pbx.example.com:5080"],
  ["sips:Alice@example.com:5061", "sips:Alice@example.com"],
  ["sip:a%2fb@[2001:db8:0:0::1]", "sip:a%2Fb@[2001:db8::1]"],
  ["tel:+49301234", "tel:+49301234"],
])("canonical AoR of %s", (text, aor) => {
  expect(canonicalAor(uri(text))).toBe(aor);
});

it("canonical hosts compare as strings", () => {
  expect(["[2001:DB8::1]", "2001:0db8:0::1", "Example.COM", "fe80::zz"].map(canonicalHost)).toEqual([
    "2001:db8::1",
    "2001:db8::1",
    "example.com",
    "fe80::zz",
  ]);
});

describe("Via", () => {
  it("has sent-by, branch, received and rport with their places", () => {
    const sip = register({
      Via: "SIP / 2.0 / TLS  [2001:db8::9:1] : 5061 ;rport=40001; received=203.0.113.9;branch=z9hG4bKx",
    });
    const via = sip.topVia;
    expect(via).toMatchObject({ protocol: { value: "SIP/2.0" }, transport: { value: "tls" } });
    expect([via?.host, via?.port, via?.branch, via?.received].map((value) => at(sip, value?.range))).toEqual([
      "2001:db8::9:1",
      "5061",
      "z9hG4bKx",
      "203.0.113.9",
    ]);
    expect(via?.rport?.value).toBe(40001);
    expect(at(sip, via?.rport?.range)).toBe("40001");
  });

  it("tells a bare rport from none", () => {
    const bare = register({ Via: "SIP/2.0/UDP host.example.com;rport;branch=1" });
    expect(bare.topVia?.rport?.value).toBeUndefined();
    expect(at(bare, bare.topVia?.rport?.range)).toBe("rport");
    expect(register({ Via: "SIP/2.0/UDP host.example.com;branch=1" }).topVia?.rport).toBeUndefined();
  });

  it("gives what it can of a broken one", () => {
    expect(register({ Via: "UDP" }).topVia).toMatchObject({
      transport: { value: "" },
      host: undefined,
      branch: undefined,
    });
  });
});

describe("Contact", () => {
  it("lists all with their parameters", () => {
    const contacts = register({
      Contact:
        '"a, b" <sip:1@192.0.2.1;ob>;expires="3600";q=0.5, <sip:2@192.0.2.2>;+sip.instance="<urn:uuid:0-1>";reg-id=2, sip:3@192.0.2.3;expires=60',
    }).contacts;
    expect(contacts.map((contact) => [contact.uri.user?.value, contact.expiresSeconds])).toEqual([
      ["1", 3600],
      ["2", undefined],
      ["3", 60],
    ]);
    expect(contacts[0]?.q?.value).toBe("0.5");
    expect([contacts[1]?.instanceId?.value, contacts[1]?.regId?.value]).toEqual(["urn:uuid:0-1", "2"]);
  });

  it("underlines the instance inside its brackets", () => {
    const sip = register({ Contact: '<sip:2@192.0.2.2>;+sip.instance="<urn:uuid:0-1>"' });
    expect(at(sip, sip.contacts[0]?.instanceId?.range)).toBe("urn:uuid:0-1");
  });

  it("knows the star, alone and beside others", () => {
    expect(register({ Contact: "*" }).contacts.map((contact) => contact.isStar)).toEqual([true]);
    expect(register({ Contact: "*, <sip:*@192.0.2.1>" }).contacts.map((contact) => contact.isStar)).toEqual([
      true,
      false,
    ]);
  });
});
