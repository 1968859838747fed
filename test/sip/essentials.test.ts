/** The fast look at a message says what the parser says, or gives up; never anything else. */
import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Essentials, SEEN } from "../../src/core/sip/essentials.js";
import { SipMessage } from "../../src/core/sip/message.js";
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
    hasFrom: (essentials.seen & SEEN.from) !== 0,
    hasMaxForwards: (essentials.seen & SEEN.maxForwards) !== 0,
    hasContact: (essentials.seen & SEEN.contact) !== 0,
  };
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
    hasFrom: has("From"),
    hasMaxForwards: has("Max-Forwards"),
    hasContact: has("Contact"),
  };
}

const USUAL = [
  "REGISTER sip:example.com SIP/2.0",
  "Via: SIP/2.0/UDP 192.0.2.1:5060;rport=4;received=192.0.2.9;branch=z9hG4bKa1, SIP/2.0/TCP 192.0.2.2;branch=z9hG4bKb2",
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
