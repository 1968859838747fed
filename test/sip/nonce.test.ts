/** Times inside nonces: the layouts of real registrars, and opaque nonces that only look like them. */
import { describe, expect, test } from "vitest";
import { isPlausible, nonceTime } from "../../src/core/sip/nonce.js";

const SEEN = Date.UTC(2026, 10, 22, 8, 11, 36) * 1000;

describe("layouts", () => {
  test.each([
    ["Asterisk PJSIP", "1795335096/059c2d33b68fa3edc8758dc37162ae08", "asterisk-pjsip", 1795335096, undefined],
    ["reSIProcate", "1795335096:059c2d33b68fa3edc8758dc37162ae08", "resiprocate", 1795335096, undefined],
    ["Kamailio", "awKk5GsCo7jisIJ1cEgjus8aDq66T6Ne", "kamailio", 1795335096, 1795335396],
    ["OpenSER", "6b02a4e4059c2d33b68fa3edc8758dc37162ae08", "opensips", undefined, 0x6b02a4e4],
    ["OpenSIPS with index", "6b02a4e400000012059c2d33b68fa3edc8758dc37162ae08", "opensips", undefined, 0x6b02a4e4],
  ])("%s", (_, nonce, layout, issuedSeconds, expiresSeconds) => {
    const time = nonceTime(nonce);
    expect(time).toMatchObject({ layout, issuedSeconds, expiresSeconds });
    expect(time && isPlausible(time, SEEN)).toBe(true);
  });

  test("Kamailio's longer nonces, with a second hash and a counter", () => {
    const octets = (count: number) => {
      const view = new DataView(new ArrayBuffer(count));
      view.setUint32(0, 1795335396);
      view.setUint32(4, 1795335096);
      return btoa(String.fromCharCode(...new Uint8Array(view.buffer)));
    };
    for (const count of [24, 29, 40, 45]) {
      expect(nonceTime(octets(count)), String(count)).toMatchObject({ layout: "kamailio", issuedSeconds: 1795335096 });
    }
    expect(nonceTime(octets(33))).toBeUndefined();
  });
});

describe("opaque", () => {
  test.each([
    ["UUID of FreeSWITCH", "eb0d8a03-cd02-cc73-5589-c5ae869a0d9b"],
    ["MD5", "059c2d33b68fa3edc8758dc37162ae08"],
    ["base64 whose times make no sense", "AAAAAf////+isIJ1cEgjus8aDq66T6Ne"],
    ["no hash behind the number", "1795335096/hello"],
    ["octets that are no text", "\u0001\u0002\u0003\u0004"],
    ["empty", ""],
  ])("%s", (_, nonce) => expect(nonceTime(nonce)).toBeUndefined());

  test("a SHA-1 nonce has the form of an expiry, but no plausible one", () => {
    const time = nonceTime("d6ecfe8dc276b4349e684699c838717d4af60cc3");
    expect(time && isPlausible(time, SEEN)).toBe(false);
  });

  test("an issue time of another decade is not believed", () => {
    const time = nonceTime("1095335096/059c2d33b68fa3edc8758dc37162ae08");
    expect(time && isPlausible(time, SEEN)).toBe(false);
  });
});
