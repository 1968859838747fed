/** No octets make the reader throw, run long or point outside the message. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ByteRange } from "../../src/core/model/span.js";
import { SipMessage } from "../../src/core/sip/message.js";
import { parseProduct } from "../../src/core/sip/product.js";
import { canonicalAor, sameUri } from "../../src/core/sip/uri.js";
import type { Value } from "../../src/core/sip/value.js";
import { judgeMessage } from "../../src/core/sip/verdict.js";
import { octetsOf } from "./sip-text.js";

/** Work that grows faster than its input would take hours; a busy machine alone never gets near. */
const HANG_MILLIS = 120_000;

const MESSAGES = ["rfc4475", "rfc5118"].flatMap((folder) => {
  const path = fileURLToPath(new URL(folder, import.meta.url));
  return readdirSync(path)
    .filter((name) => name.endsWith(".dat"))
    .map((name) => new Uint8Array(readFileSync(`${path}/${name}`)));
});

/** Asks for everything that a message can tell, and gives all ranges of it. */
function readAll(sip: SipMessage): ByteRange[] {
  const ranges: (ByteRange | undefined)[] = [sip.startLine.range, sip.body, sip.callId?.range, ...sip.lines.strayLines];
  for (const field of sip.fields) {
    ranges.push(field.range, field.nameRange, field.valueRange);
    expect(field.value.length).toBeLessThanOrEqual(field.valueRange.end - field.valueRange.start);
  }
  const addresses = [sip.from, sip.to, ...sip.contacts, ...sip.addresses("Route")].filter(
    (address) => address !== undefined,
  );
  for (const address of addresses) {
    const { uri } = address;
    ranges.push(address.range, address.uriRange, address.displayName?.range, address.tag?.range, uri.range);
    ranges.push(
      uri.user?.range,
      uri.password?.range,
      uri.host?.range,
      uri.port?.range,
      uri.headers?.range,
      uri.opaque?.range,
    );
    for (const param of [...address.params, ...uri.params]) ranges.push(param.range, param.nameRange, param.valueRange);
    canonicalAor(uri);
    expect(sameUri(uri, uri)).toBe(true);
  }
  for (const contact of sip.contacts) ranges.push(contact.expires?.range, contact.q?.range, contact.instanceId?.range);
  for (const via of sip.vias) {
    ranges.push(via.range, via.sentBy, via.protocol.range, via.transport.range, via.host?.range, via.port?.range);
    ranges.push(via.branch?.range, via.received?.range, via.rport?.range);
  }
  for (const value of [...sip.challenges, ...sip.credentials]) {
    ranges.push(value.range, value.schemeRange, ...value.params.map((param) => param.valueRange));
  }
  ranges.push(sip.cseq?.range, sip.cseq?.numberRange, sip.cseq?.methodRange, sip.requestUri?.range);
  ranges.push(sip.sdp?.range, sip.sdp?.origin?.address.range, sip.sdp?.connection?.range);
  for (const media of sip.sdp?.media ?? []) {
    ranges.push(
      media.range,
      media.port.range,
      media.connection?.range,
      ...media.attributes.map((attribute) => attribute.valueRange),
    );
  }
  void [sip.method, sip.reason, sip.expiresSeconds, sip.maxForwards, sip.contentLength, sip.retryAfterSeconds];
  parseProduct(sip.userAgent ?? sip.server);
  ranges.push(...judgeMessage(sip).map((fault) => fault.range));
  return ranges.filter((range) => range !== undefined);
}

function checkOctets(octets: Uint8Array): void {
  const sip = new SipMessage(octets);
  expect(sip.text).toHaveLength(octets.length);
  for (const { start, end } of readAll(sip)) {
    if (!(0 <= start && start <= end && end <= octets.length)) expect([start, end]).toBe("within the message");
  }
}

describe("any octets", () => {
  it("at all", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), checkOctets), { numRuns: 400 });
  });

  it("made of SIP's own separators", () => {
    const piece = fc.constantFrom(
      "\r\n",
      "\n",
      " ",
      ":",
      ";",
      ",",
      "<",
      ">",
      '"',
      "\\",
      "=",
      "@",
      "?",
      "[",
      "]",
      "/",
      "SIP/2.0",
      "sip:",
      "a",
      "Via:",
      "f:",
      "m:",
      "Authorization:",
      "Digest ",
      "é",
    );
    const text = fc.array(piece, { maxLength: 80 }).map((pieces) => `REGISTER sip:a SIP/2.0\r\n${pieces.join("")}`);
    fc.assert(
      fc.property(text, (value) => checkOctets(octetsOf(value))),
      { numRuns: 2000 },
    );
  });

  it("that differ from a torture message in a few places", () => {
    const change = fc.tuple(
      fc.nat(),
      fc.constantFrom(...Array.from('\r\n :;,<>"\\=@?[]\0aÿ', (character) => character.charCodeAt(0))),
    );
    const mutated = fc
      .tuple(fc.constantFrom(...MESSAGES), fc.array(change, { minLength: 1, maxLength: 6 }))
      .map(([octets, changes]) => {
        const copy = octets.slice();
        for (const [place, octet] of changes) copy[place % copy.length] = octet;
        return copy;
      });
    fc.assert(fc.property(mutated, checkOctets), { numRuns: 1000 });
  });

  it("that end anywhere", () => {
    for (const octets of MESSAGES.filter((message) => message.length < 900).slice(0, 12)) {
      for (let size = 0; size <= octets.length; size += 3) checkOctets(octets.subarray(0, size));
    }
  });
});

it("every value is what stands at its range", () => {
  const check = (sip: SipMessage, value: Value<string> | undefined) => {
    if (value) expect(sip.text.slice(value.range.start, value.range.end)).toBe(value.value);
  };
  for (const octets of MESSAGES) {
    const sip = new SipMessage(octets);
    check(sip, sip.callId);
    check(sip, sip.from?.tag);
    check(sip, sip.from?.uri.user);
    for (const via of sip.vias) check(sip, via.branch);
    if (sip.cseq) expect(sip.text.slice(sip.cseq.methodRange.start, sip.cseq.methodRange.end)).toBe(sip.cseq.method);
  }
});

/** Each was quadratic in some reader once; a quarter of a megabyte would then take minutes. */
describe("time stays bounded", () => {
  const SIZE = 256 * 1024;
  const fill = (text: string) => text.repeat(Math.ceil(SIZE / text.length));
  it.each<[string, string]>([
    ["commas in Contact", `Contact: ${fill(",")}`],
    ["brackets never closed", `Contact: ${fill("<,")}`],
    ["escaped quotes", `From: "${fill('\\"')}`],
    ["escaped quotes in a list", `Contact: "${fill('\\",')}`],
    ["quotes", `Route: ${fill('"')}x`],
    ["semicolons", `From: <sip:a@example.com>${fill(";")}`],
    ["parameters", `Via: SIP/2.0/UDP a;${fill("a=b;")}`],
    ["quoted parameters", `Via: SIP/2.0/UDP a;${fill('a="\\";')}`],
    ["credentials without end", `Authorization: Digest ${fill('a="b" ')}`],
    ["credentials never closed", `Authorization: Digest ${fill('a="\\" ')}`],
    ["schemes", `WWW-Authenticate: ${fill("Digest ")}`],
    ["folds", `Subject: ${fill("x\r\n ")}`],
    ["blanks in a fold", `To: ${fill(" ")}\r\n${fill(" ")}x`],
    ["fields", fill("A: b\r\n")],
    ["fields of one name", fill("Via: SIP/2.0/UDP a,b\r\n")],
    ["lines without a colon", fill("abc\r\n")],
    ["at signs", `To: <sip:${fill("@")}>`],
    ["colons", `To: <sip:${fill(":")}>`],
    ["escapes", `To: <sip:${fill("%61")}@example.com>`],
    ["comments", `User-Agent: ${fill("(")}`],
    ["lines of SDP", `Content-Type: application/sdp\r\n\r\n${fill("m=audio 1 RTP/AVP 0\n")}`],
    ["words of SDP", `Content-Type: application/sdp\r\n\r\nm=${fill("a ")}`],
  ])("%s come to an end", { timeout: HANG_MILLIS }, (_, rest) => {
    const message = new SipMessage(octetsOf(`REGISTER sip:example.com SIP/2.0\r\n${rest}\r\n\r\n`));
    readAll(message);
    expect(message.method).toBe("REGISTER");
  });
});
