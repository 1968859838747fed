/** Whatever registers: parsed, redacted and parsed again it has the same structure and findings, and none of the names in any spelling. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { SipMessage } from "../../../src/core/sip/message.js";
import { analyseOctets, findingsOf, redactOctets } from "./redacting.js";

/** Each is analysed twice by every rule. */
const TEST_MILLIS = 180_000;
const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"];
/** So long that no pseudonym is like it by chance. */
const name = fc.array(fc.constantFrom(...LETTERS), { minLength: 9, maxLength: 14 }).map((letters) => letters.join(""));
const digits = fc.integer({ min: 100_000_000, max: 999_999_999 }).map(String);
const host = fc.oneof(
  name.map((label) => `${label}.example.com`),
  fc.constantFrom("192.0.2.10", "10.1.2.3", "198.51.100.77:5070", "[2001:db8::a:1]"),
);
const header = fc.oneof(
  fc.tuple(fc.constantFrom("User-Agent: ", "Server: "), name).map((parts) => `${parts[0]}Phone ${parts[1]}9/1.2`),
  name.map((value) => `X-${value}: ${value};q="${value}"`),
  fc.tuple(name, host).map(([user, at]) => `P-Asserted-Identity: "${user} ü" <sips:${user}@${at};user=phone>`),
  fc.constantFrom("Supported: path, outbound", "Allow: INVITE,ACK", "Expires: 60", "Max-Forwards: 70", "Subject: "),
);

/** `%61nna` is `anna` (RFC 3261 §19.1.4). */
function escaped(text: string, at: number): string {
  const place = at % text.length;
  return `${text.slice(0, place)}%${text.charCodeAt(place).toString(16).toUpperCase()}${text.slice(place + 1)}`;
}

const exchange = fc
  .record({
    user: fc.oneof(name, digits),
    domain: name.map((label) => `${label}.example.com`),
    display: name,
    realm: name,
    escapeAt: fc.nat(),
    contact: host,
    headers: fc.array(header, { maxLength: 6 }),
    status: fc.constantFrom("200 OK", "401 Unauthorized", "403 Forbidden", "423 Interval Too Brief"),
  })
  .map(({ user, domain, display, realm, escapeAt, contact, headers, status }) => {
    const common = [
      "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKabc1;rport",
      `From: "${display}" <sip:${user}@${domain.toUpperCase()}>;tag=a1`,
      `To: <sip:${escaped(user, escapeAt)}@${domain}>`,
      `Call-ID: ${realm}-1@192.0.2.10`,
      "CSeq: 1 REGISTER",
    ];
    const request = [
      `REGISTER sip:${domain} SIP/2.0`,
      ...common,
      `Contact: <sip:${user}@${contact};transport=udp>;expires=60`,
      `Authorization: Digest username="${user}", realm="${realm}", nonce="${display}=", uri="sip:${domain}", response="0cc175b9c0f1b6a831c399e269772661"`,
      ...headers,
      "Content-Length: 0",
    ];
    const challenge = status.startsWith("401") ? [`WWW-Authenticate: Digest realm="${domain}", nonce="${realm}"`] : [];
    const response = [`SIP/2.0 ${status}`, ...common, ...challenge, "Content-Length: 0"];
    const log = [
      "2026-11-20 10:00:00.000 udp 192.0.2.10:5060 > 192.0.2.1:5060",
      ...request,
      "",
      "2026-11-20 10:00:00.100 udp 192.0.2.1:5060 > 192.0.2.10:5060",
      ...response,
      "",
    ];
    return { log: log.join("\n"), names: [user, display, realm, domain.split(".")[0]!] };
  });

function structureOf(octets: Uint8Array) {
  const { trace } = analyseOctets(octets);
  return Array.from({ length: trace.messages.length }, (_, index) => {
    const sip = new SipMessage(trace.messages.octets(index));
    const lines = sip.text.split("\r\n").map((line) => line.replace(/^(X-)\w+(?=:)/, "$1").split(":")[0]!);
    return {
      isRequest: sip.isRequest,
      headers: lines.slice(1),
      lengths: sip.text.split("\n").map(({ length }) => length),
      vias: sip.vias.length,
      contacts: sip.contacts.length,
    };
  });
}

test("random registrations", { timeout: TEST_MILLIS }, () => {
  fc.assert(
    fc.property(exchange, ({ log, names }) => {
      const original = new TextEncoder().encode(log);
      const copy = redactOctets(original);
      expect(copy.length).toBe(original.length);
      const [before, after] = [analyseOctets(original), analyseOctets(copy)];
      expect(before.trace.messages.length).toBe(2);
      expect(structureOf(copy)).toEqual(structureOf(original));
      expect(findingsOf(after)).toEqual(findingsOf(before));
      expect(after.trace.registrations.length).toBe(before.trace.registrations.length);
      const text = Buffer.from(copy).toString("latin1");
      const plain = text.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
      for (const each of names) expect(plain.toLowerCase()).not.toContain(each.toLowerCase());
    }),
    { numRuns: 40, seed: 3261 },
  );
});
