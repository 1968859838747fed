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

/** Those of RFCs 3262, 3311, 3323, 3325, 3327, 3329, 3515, 3608, 3841, 3891, 3892, 3903, 4028, 4412, 4488, 5502, 5626, 6050, 6665, 7044, 7315 and the like. */
const EXTENSIONS =
  "Accept-Contact Allow-Events Event Flow-Timer Geolocation History-Info Identity Join Min-SE P-Access-Network-Info P-Asserted-Identity " +
  "P-Asserted-Service P-Associated-URI P-Called-Party-ID P-Charging-Function-Addresses P-Charging-Vector P-Early-Media " +
  "P-Preferred-Identity P-Served-User P-Visited-Network-ID Path Privacy RAck RSeq Reason Refer-Sub Refer-To Referred-By " +
  "Reject-Contact Replaces Request-Disposition Resource-Priority Security-Client Security-Server Security-Verify Service-Route " +
  "Session-Expires Session-ID SIP-ETag SIP-If-Match Subscription-State Suppress-If-Match Target-Dialog User-to-User";

it.each(EXTENSIONS.split(" "))("knows %s", (name) => expect(Object.keys(HEADERS)).toContain(name));

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
