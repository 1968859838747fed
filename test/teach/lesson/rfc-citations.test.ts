/** Citations are found, and told when their section is not there. */
import { expect, test } from "vitest";
import { missingSection, rfcCitations } from "../../../src/core/teach/lesson/rfc-citations.js";

const missing = (text: string) => rfcCitations(text).map(missingSection);

test("citations are found with and without section", () => {
  expect(rfcCitations("See RFC 3261 §10.2.4, and RFC 7616.")).toEqual([
    { number: 3261, section: "10.2.4", start: 4, end: 20 },
    { number: 7616, section: undefined, start: 26, end: 34 },
  ]);
});

// Each is the last of its kind in the table of contents.
test.each([
  "RFC 3261 §28.2",
  "RFC 3261 §21.4.28",
  "RFC 3261 §20.44",
  "RFC 3261 §17.1.1.3",
  "RFC 7616 §3.4.6",
  "RFC 5626 §4.4.2",
  "RFC 3263 §4.3",
  "RFC 8760 §2.7",
  "RFC 5922 §7.8",
])("%s is there", (text) => expect(missing(text)).toEqual([undefined]));

test.each([
  "RFC 3261 §29",
  "RFC 3261 §21.4.29",
  "RFC 3261 §20.45",
  "RFC 3261 §10.4",
  "RFC 7616 §3.4.7",
  "RFC 5626 §4.4.3",
  "RFC 3263 §4.4",
  "RFC 2782 §1",
])("%s is not", (text) => expect(missing(text)).toEqual([`${text.replace(" §", " has no section ")}.`]));

test("of an RFC that is not known nothing is said", () => expect(missing("RFC 9999 §1.2.3")).toEqual([undefined]));
