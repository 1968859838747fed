/** ASN.1 as certificates write it: values, their texts and their times. */
import { describe, expect, it } from "vitest";
import { derText, derTime, derValues, objectIdentifier } from "../../../src/core/packet/tls/der.js";
import { ascii, fromHex } from "../../capture/capture-files.js";

describe("values", () => {
  it("stand one after another, with short and long lengths", () => {
    const long = `04 82 01 00 ${"ab ".repeat(256)}`;
    expect(derValues(fromHex(`02 01 05 ${long} 05 00`))).toMatchObject([
      { tag: 2, content: fromHex("05") },
      { tag: 4, content: { length: 256 } },
      { tag: 5, content: { length: 0 } },
    ]);
    expect(derValues(fromHex(""))).toEqual([]);
  });

  it.each(["02", "02 02 05", "04 80 00 00", "04 85 00 00 00 00 00", "04 84 ff ff ff ff 00", "1f 81 01 00", "04 82 01"])(
    "are none where one is cut, endless or tagged beyond reason: %s",
    (hex) => expect(derValues(fromHex(hex))).toBeUndefined(),
  );
});

it.each([
  ["55 04 03", "2.5.4.3"],
  ["09 92 26 89 93 f2 2c 64 01 19", "0.9.2342.19200300.100.1.25"],
  ["88 37 03", "2.999.3"],
  ["2a 86 48 86 f7 0d 01 09 01", "1.2.840.113549.1.9.1"],
])("the object identifier %s is %s", (hex, text) => {
  expect(objectIdentifier(fromHex(hex))).toBe(text);
});

it.each([
  [0x0c, "42 c3 bc 72 6f", "Büro"],
  [0x14, "42 fc 72 6f", "Büro"],
  [0x13, "70 62 78", "pbx"],
  [0x1e, "00 42 00 fc", "Bü"],
  [0x1c, "00 00 00 42 00 01 f4 de 7f ff ff ff", "B\u{1f4de}\ufffd"],
  [0x03, "00 0a ff", "000aff"],
])("a string of type %i reads %s as %s", (tag, hex, text) => {
  expect(derText({ tag, content: fromHex(hex) })).toBe(text);
});

it.each([
  [0x17, "491231235959Z", "2049-12-31T23:59:59Z"],
  [0x17, "500101000000Z", "1950-01-01T00:00:00Z"],
  [0x18, "20620101000000Z", "2062-01-01T00:00:00Z"],
  [0x18, "491231235959Z", undefined],
  [0x17, "491331235959Z", undefined],
  [0x13, "491231235959Z", undefined],
])("a time of type %i reads %s as %s", (tag, text, expected) => {
  expect(derTime({ tag, content: ascii(text) })).toBe(expected === undefined ? NaN : Date.parse(expected) * 1000);
});
