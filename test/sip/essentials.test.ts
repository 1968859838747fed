/** The fast look at a message says what the parser says, or gives up; never anything else. */
import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Essentials } from "../../src/core/sip/essentials.js";
import { SipMessage } from "../../src/core/sip/message.js";
import { type GrammarFault, judgeMessage } from "../../src/core/sip/verdict.js";
import type { Value } from "../../src/core/sip/value.js";

const essentials = new Essentials();

function fast(octets: Uint8Array) {
  const text = new TextDecoder("latin1").decode(octets);
  const cut = (start: number, end: number) => text.slice(start, end);
  return {
    status: essentials.status,
    method: essentials.status === 0 ? cut(essentials.methodStart, essentials.methodEnd) : undefined,
    cseq: essentials.cseqNumber,
    cseqMethod: cut(essentials.cseqMethodStart, essentials.cseqMethodEnd),
    callId: cut(essentials.callIdStart, essentials.callIdEnd),
    branch: cut(essentials.branchStart, essentials.branchEnd),
    toTag: cut(essentials.toTagStart, essentials.toTagEnd),
    hops: essentials.hops,
    toUri: cut(essentials.toUriStart, essentials.toUriEnd),
    viaHost: cut(essentials.viaHostStart, essentials.viaHostEnd),
    received: cut(essentials.receivedStart, essentials.receivedEnd),
    rport: essentials.rport,
    hasCredentials: essentials.hasCredentials,
    hasChallenge: essentials.hasChallenge,
  };
}

/** What is told of plain headers only. */
function fastPlain(octets: Uint8Array) {
  const text = new TextDecoder("latin1").decode(octets);
  const cut = (start: number, end: number) => text.slice(start, end);
  return {
    from: cut(essentials.fromUriStart, essentials.fromUriEnd),
    contacts: essentials.contacts,
    contact: cut(essentials.contactStart, essentials.contactEnd),
    contactUri: cut(essentials.contactUriStart, essentials.contactUriEnd),
    isReceived: essentials.isContactReceived,
    expires: essentials.expiresSeconds,
    digest: essentials.hasDigest
      ? {
          realm: cut(essentials.realmStart, essentials.realmEnd),
          nonce: cut(essentials.nonceStart, essentials.nonceEnd),
          username: cut(essentials.usernameStart, essentials.usernameEnd),
          count: essentials.nonceCount,
          isStale: essentials.isStale,
        }
      : undefined,
    isUserOfTo: essentials.isUserOfTo,
  };
}

function slowPlain(octets: Uint8Array) {
  const sip = new SipMessage(octets);
  const raw = (range: { start: number; end: number } | undefined) =>
    range ? sip.text.slice(range.start, range.end) : "";
  const values = [...sip.credentials, ...sip.challenges];
  const [digest] = values;
  const [contact] = sip.contacts;
  const credentials = sip.credentials[0];
  const count = credentials?.nonceCount?.value ?? "";
  const username = raw(credentials?.username?.range);
  const isOne = values.length === 1 && digest?.isDigest === true && !!digest.nonce?.value && !!digest.realm?.value;
  return {
    from: sip.from?.uri.text ?? "",
    contacts: sip.contacts.length,
    contact: raw(contact?.range),
    contactUri: contact?.uri.text ?? "",
    isReceived: sip.contacts.some(({ received }) => received !== undefined),
    expires: contact?.expiresSeconds ?? sip.expiresSeconds ?? -1,
    digest: isOne
      ? {
          realm: raw(digest.realm?.range),
          nonce: raw(digest.nonce?.range),
          username,
          count: /^[0-9a-f]{1,8}$/i.test(count) ? Number.parseInt(count, 16) : -1,
          isStale: sip.challenges[0]?.stale === true,
        }
      : undefined,
    isUserOfTo: isOne && username !== "" && username === raw(sip.to?.uri.user?.range),
  };
}

/** Faults that rules look for in messages whatever became of them. */
function weighs({ severity, kind }: GrammarFault): boolean {
  return severity === "refused" || kind === "missing-header" || kind === "content-length" || kind === "q-value";
}

function expectSound(octets: Uint8Array, why?: string) {
  expect(judgeMessage(new SipMessage(octets)).filter(weighs), why).toEqual([]);
  expect(fastPlain(octets), why).toEqual(slowPlain(octets));
}

/** As on the wire, while the value is in canonical form. */
function written(sip: SipMessage, value: Value<string> | undefined): string {
  return value ? sip.text.slice(value.range.start, value.range.end) : "";
}

function slow(octets: Uint8Array) {
  const sip = new SipMessage(octets);
  const has = (name: string) => sip.header(name) !== undefined;
  return {
    status: sip.statusCode,
    method: sip.isRequest ? sip.method : undefined,
    cseq: sip.cseq?.number ?? 0,
    cseqMethod: sip.cseq?.method ?? "",
    callId: sip.callId?.value ?? "",
    branch: sip.topVia?.branch?.value ?? "",
    toTag: sip.to?.tag?.value ?? "",
    hops: sip.vias.length,
    toUri: sip.to?.uri.text ?? "",
    viaHost: written(sip, sip.topVia?.host),
    received: written(sip, sip.topVia?.received),
    rport: sip.topVia?.rport?.value ?? 0,
    hasCredentials: has("Authorization") || has("Proxy-Authorization"),
    hasChallenge: has("WWW-Authenticate") || has("Proxy-Authenticate"),
  };
}

const USUAL = [
  "REGISTER sip:example.com SIP/2.0",
  "Via: SIP/2.0/UDP 192.0.2.1:5060;rport=4;received=192.0.2.9;branch=z9hG4bKa1",
  "Via: SIP/2.0/TCP 192.0.2.2;branch=z9hG4bKb2",
  'From: "Al" <sip:al@example.com;tag=no>;tag=1',
  'To: "Al; tag=\'x" <sip:al@example.com;tag=no>;x=y;tag=2',
  "Call-ID: abc@192.0.2.1",
  "CSeq: 17 REGISTER",
  "Max-Forwards: 70",
  "Contact: <sip:al@192.0.2.1>",
  'Authorization: Digest username="al"',
  "Content-Length: 3",
  "",
  "abc",
].join("\r\n");
const SOUND = [
  "REGISTER sip:example.com SIP/2.0",
  "Via: SIP/2.0/UDP 192.0.2.1:5060;rport;branch=z9hG4bKa1",
  'From: "Al" <sip:al@example.com>;tag=1',
  'To: "Al" <sip:al@example.com>',
  "Call-ID: abc@192.0.2.1",
  "CSeq: 17 REGISTER",
  "Max-Forwards: 70",
  "User-Agent: Phone 1.0",
  'Contact: <sip:al@192.0.2.1:5060;transport=udp>;+sip.instance="<urn:uuid:1>";reg-id=1',
  'Authorization: Digest username="al", realm="example.com", nonce="n1", uri="sip:example.com", response="00", qop=auth, nc=0000000A, cnonce="c"',
  "Expires: 3600",
  "Route: <sip:proxy.example.com;lr>",
  "Content-Length: 0",
  "",
  "",
].join("\r\n");
const ANSWER = [
  "SIP/2.0 200 OK",
  "Via: SIP/2.0/UDP 192.0.2.1:5060;rport=5060;received=192.0.2.1;branch=z9hG4bKa1",
  "f: Al <sip:al@example.com>;tag=1",
  "t: <sip:al@example.com>;tag=2",
  "i: abc@192.0.2.1",
  "CSeq: 17 REGISTER",
  'm: <sip:al@192.0.2.1:5060>;expires=60;q=0.5;received="sip:192.0.2.9:4", <sip:al@192.0.2.2>;expires=30',
  "l: 0",
  "",
  "",
].join("\r\n");
const octetsOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe("essentials", () => {
  it("are read of a usual message", () => {
    expect(essentials.scan(octetsOf(USUAL))).toBe(true);
    expect(fast(octetsOf(USUAL))).toEqual(slow(octetsOf(USUAL)));
    expect(fast(octetsOf(USUAL))).toMatchObject({
      method: "REGISTER",
      cseq: 17,
      branch: "z9hG4bKa1",
      toTag: "2",
      hops: 2,
    });
    expect(essentials.isWhole).toBe(true);
    essentials.scan(octetsOf(`${USUAL}more`));
    expect(essentials.isWhole).toBe(false);
  });

  it("are left to the parser where a message is folded, has no CR or no end of its header", () => {
    expect(essentials.scan(octetsOf(USUAL.replace("<sip:al@192", "\r\n <sip:al@192")))).toBe(false);
    expect(essentials.scan(octetsOf(USUAL.replaceAll("\r", "")))).toBe(false);
    expect(essentials.scan(octetsOf(USUAL.slice(0, 100)))).toBe(false);
  });

  it("agree with the parser on the torture messages of RFC 4475", () => {
    const folder = join(import.meta.dirname, "rfc4475");
    const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".dat"));
    expect(names).toHaveLength(49);
    for (const name of names) {
      const octets = readFileSync(join(folder, name));
      if (essentials.scan(octets)) expect(fast(octets), name).toEqual(slow(octets));
    }
  });

  it("call nothing sound that peers refuse, however a message is changed", () => {
    const pieces = [
      ...["\r\n", ";", ",", '"', "<", ">", "=", " ", "\t", "\\", ":", "@", "[", "]", "é", "?", "%", "{", "*"],
      ...["tag=", "q=1.5", "q=0.5", "expires=", "9999999999", "70000", ";received=x", "sip:", "sips:", "tel:"],
      ...[
        "Via: ",
        "To: ",
        "From: ",
        "Contact: ",
        "m: *",
        "CSeq: ",
        "Content-Length: 0",
        "Max-Forwards: 1",
        "Call-ID: x",
      ],
      ...["Expires: x", "Route: <sip:a>", "Record-Route: b", "Authorization: Digest ", "WWW-Authenticate: Digest "],
    ];
    const samples = [USUAL, SOUND, ANSWER];
    const edit = fc.tuple(fc.nat(900), fc.nat(8), fc.constantFrom(...pieces, ""));
    let sound = 0;
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.array(edit, { maxLength: 3 }), (sample, edits) => {
        let text = sample;
        for (const [at, drop, add] of edits)
          text = text.slice(0, at % text.length) + add + text.slice((at % text.length) + drop);
        const octets = octetsOf(text);
        if (!essentials.scan(octets) || !essentials.isSound) return;
        sound++;
        expectSound(octets, text);
      }),
      { numRuns: 20_000 },
    );
    expect(sound).toBeGreaterThan(2_000);
  });

  it("call the usual messages sound", () => {
    for (const text of [SOUND, ANSWER]) {
      expect(essentials.scan(octetsOf(text))).toBe(true);
      expect(essentials.isSound).toBe(true);
      expectSound(octetsOf(text));
    }
    expect(fastPlain(octetsOf(ANSWER))).toMatchObject({ contacts: 2, isReceived: true, expires: 60 });
    essentials.scan(octetsOf(SOUND));
    expect(fastPlain(octetsOf(SOUND))).toMatchObject({
      expires: 3600,
      isUserOfTo: true,
      digest: { count: 10, nonce: "n1" },
    });
  });

  it("call no torture message sound that peers refuse", () => {
    for (const folder of ["rfc4475", "rfc5118"]) {
      const path = join(import.meta.dirname, folder);
      for (const name of readdirSync(path, { recursive: true, encoding: "utf8" })) {
        if (!name.endsWith(".dat")) continue;
        const octets = readFileSync(join(path, name));
        if (essentials.scan(octets) && essentials.isSound) expectSound(octets, name);
      }
    }
  });

  it("agree with the parser however a message is changed", () => {
    const pieces = [
      "\r\n",
      ";",
      ",",
      '"',
      "<",
      ">",
      "=",
      " ",
      "\t",
      "\\",
      ":",
      "tag=",
      "branch=",
      "Via: ",
      "To:",
      "t:",
      "é",
    ];
    const edit = fc.tuple(fc.nat(USUAL.length), fc.nat(6), fc.constantFrom(...pieces, ""));
    let plain = 0;
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 4 }), (edits) => {
        let text = USUAL;
        for (const [at, drop, add] of edits) text = text.slice(0, at) + add + text.slice(at + drop);
        const octets = octetsOf(text);
        if (!essentials.scan(octets)) return;
        plain++;
        expect(fast(octets)).toEqual(slow(octets));
      }),
      { numRuns: 20_000 },
    );
    expect(plain).toBeGreaterThan(2_000);
  });
});
