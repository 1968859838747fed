/** The tables of explanations are whole, and each text is a sentence. */
import { expect, it } from "vitest";
import { canonicalHeaderName } from "../../src/core/sip/header-names.js";
import { Q850_CAUSES, WARNINGS } from "../../src/core/teach/texts/causes.js";
import { HEADERS } from "../../src/core/teach/texts/headers.js";
import { METHODS } from "../../src/core/teach/texts/methods.js";
import { OPTION_TAGS } from "../../src/core/teach/texts/option-tags.js";
import { DIGEST_PARAMS, URI_PARAMS, VALUE_PARAMS, VIA_PARAMS } from "../../src/core/teach/texts/params.js";
import { SDP_ATTRIBUTES, SDP_LINES } from "../../src/core/teach/texts/sdp.js";

const TABLES = {
  HEADERS,
  METHODS,
  OPTION_TAGS,
  DIGEST_PARAMS,
  URI_PARAMS,
  VALUE_PARAMS,
  VIA_PARAMS,
  SDP_ATTRIBUTES,
  SDP_LINES,
};

it("knows every header of RFC 3261 §20", () => {
  const sections = Object.values(HEADERS)
    .filter(([, rfc, section]) => rfc === 3261 && section?.startsWith("20."))
    .map(([, , section]) => Number(section!.slice(3)));
  expect(sections.sort((a, b) => a - b)).toEqual(Array.from({ length: 44 }, (_, index) => index + 1));
});

it("knows the methods that IANA lists", () => {
  expect(Object.keys(METHODS).join(" ")).toBe(
    "ACK BYE CANCEL INFO INVITE MESSAGE NOTIFY OPTIONS PRACK PUBLISH REFER REGISTER SUBSCRIBE UPDATE",
  );
});

it("spells headers as messages are read", () => {
  const own = new Set(Object.keys(HEADERS).map((name) => name.toLowerCase()));
  for (const letter of "abcdefijklmnorstuvxy") expect(own).toContain(canonicalHeaderName(letter).toLowerCase());
});

it("says whole sentences", () => {
  const texts = Object.values(TABLES).flatMap((table) => Object.values(table).map(([what]) => what));
  for (const text of [...texts, ...Object.values(WARNINGS), ...Object.values(Q850_CAUSES)]) expect(text).toMatch(/\.$/);
});
