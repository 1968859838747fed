/** Damaged and hostile files are redacted without an exception, a hang or growth; what is cut off keeps its form. */
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { redactMessage, redactMessageText } from "../../../src/core/report/redact/redact-message.js";
import { RedactionError } from "../../../src/core/report/redact/redact-file.js";
import { SipMessage } from "../../../src/core/sip/message.js";
import { pseudonymsForTests, redactOctets } from "./redacting.js";

const corpus = (name: string) => new Uint8Array(readFileSync(new URL(`../../corpus/${name}`, import.meta.url)));
const CAPTURES = [
  "a-15-healthy-call-407/capture.pcapng",
  "b-02-healthy-ws-register/capture.pcapng",
  "b-36-certificate-expired/capture.pcapng",
].map(corpus);

test("captures with octets changed at random", () => {
  const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(fc.constantFrom(...CAPTURES), changes, (capture, list) => {
      const octets = capture.slice();
      for (const [at, value] of list) octets[at % octets.length] = value;
      try {
        expect(redactOctets(octets).length).toBeLessThanOrEqual(octets.length + 64);
      } catch (error) {
        expect(error).toBeInstanceOf(RedactionError);
      }
    }),
    { numRuns: 60 },
  );
});

const TORTURE = new URL("../../sip/rfc4475/", import.meta.url);

test.each(readdirSync(TORTURE).filter((name) => name.endsWith(".dat")))(
  "%s of RFC 4475 keeps its structure",
  (name) => {
    const octets = new Uint8Array(readFileSync(new URL(name, TORTURE)));
    const redacted = redactMessage(octets, pseudonymsForTests());
    const structure = (each: Uint8Array) => {
      const sip = new SipMessage(each);
      const ranges = ["Via", "From", "To", "Contact", "Route", "Call-ID", "CSeq"].flatMap((header) =>
        sip.headers(header).map(({ range }) => range),
      );
      return { isRequest: sip.isRequest, ranges, contacts: sip.contacts.length, vias: sip.vias.length };
    };
    expect(redacted).toHaveLength(octets.length);
    expect(structure(redacted)).toEqual(structure(octets));
  },
);

test("any text keeps its length as a message", () => {
  const pseudonyms = pseudonymsForTests();
  const piece = fc.constantFrom(
    "INVITE sip:",
    "SIP/2.0 200 ",
    "Via: ",
    "\r\n",
    " ",
    "<",
    ">",
    '"',
    ";",
    "@",
    "%",
    "a=",
    "192.0.2.1",
    "::1",
    "[",
    "\\",
    "=",
    ",",
    "?",
    "Content-Type: multipart/mixed\r\n\r\n--",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ unit: "binary-ascii" })), { maxLength: 40 }), (pieces) => {
      const text = pieces.join("");
      expect(redactMessageText(text, pseudonyms)).toHaveLength(text.length);
    }),
    { numRuns: 500 },
  );
});

test("what is neither a capture nor a text is refused", () => {
  expect(() => redactOctets(new Uint8Array(100))).toThrow("neither a capture nor a text");
  expect(() => redactOctets(new Uint8Array(0))).toThrow("The file is empty.");
  expect(() => redactOctets(Uint8Array.of(0xff, 0xfe, 0x49, 0))).toThrow("The text is UTF-16");
});
