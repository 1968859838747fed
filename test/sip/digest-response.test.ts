/** Responses of digest credentials against the examples of the RFCs, and against the same formula written out by hand. */
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type DigestInputs, digestResponse } from "../../src/core/sip/digest-response.js";

/** RFC 2617 §3.5. */
const RFC2617: DigestInputs = {
  username: "Mufasa",
  realm: "testrealm@host.com",
  password: "Circle Of Life",
  method: "GET",
  uri: "/dir/index.html",
  nonce: "dcd98b7102dd2f0e8b11d0f600bfb0c093",
  algorithm: undefined,
  qop: "auth",
  nonceCount: "00000001",
  cnonce: "0a4f113b",
};

/** RFC 7616 §3.9.1. */
const RFC7616: DigestInputs = {
  ...RFC2617,
  realm: "http-auth@example.org",
  password: "Circle of Life",
  nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
  cnonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
};

/** A REGISTER as RFC 8760 has it. */
const REGISTER: DigestInputs = {
  username: "bob",
  realm: "biloxi.example.com",
  password: "zanzibar",
  method: "REGISTER",
  uri: "sip:biloxi.example.com",
  nonce: "dcd98b7102dd2f0e8b11d0f600bfb0c093",
  algorithm: "SHA-512-256",
  qop: "auth",
  nonceCount: "00000001",
  cnonce: "0a4f113b",
};

describe("examples of the RFCs", () => {
  it.each<[string, DigestInputs, string]>([
    ["RFC 2617 §3.5", RFC2617, "6629fae49393a05397450978507c4ef1"],
    ["RFC 7616 §3.9.1, MD5", { ...RFC7616, algorithm: "MD5" }, "8ca523f5e9506fed4657c9700eebdbec"],
    [
      "RFC 7616 §3.9.1, SHA-256",
      { ...RFC7616, algorithm: "SHA-256" },
      "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
    ],
  ])("%s", (_, inputs, response) => {
    expect(digestResponse(inputs)).toBe(response);
  });
});

describe("the formula", () => {
  const hashWith = (name: string) => (text: string) => createHash(name).update(text, "utf8").digest("hex");
  const md5 = hashWith("md5");
  const { username, realm, password, method, uri, nonce, nonceCount, cnonce } = REGISTER;
  const ofUser = `${username}:${realm}:${password}`;

  it("without qop is that of RFC 2069", () => {
    const expected = md5(`${md5(ofUser)}:${nonce}:${md5(`${method}:${uri}`)}`);
    expect(digestResponse({ ...REGISTER, algorithm: "md5", qop: undefined })).toBe(expected);
  });

  it.each([
    ["MD5", "md5"],
    ["SHA-256", "sha256"],
    ["SHA-512-256", "sha512-256"],
  ])("of %s-sess takes nonce and cnonce into A1", (algorithm, name) => {
    const hash = hashWith(name);
    const ha1 = hash(`${hash(ofUser)}:${nonce}:${cnonce}`);
    const expected = hash(`${ha1}:${nonce}:${nonceCount}:${cnonce}:auth:${hash(`${method}:${uri}`)}`);
    expect(digestResponse({ ...REGISTER, algorithm: `${algorithm}-sess` })).toBe(expected);
  });

  it("of SHA-512-256 is SHA-512/256 (FIPS 180-4), not a cut SHA-512", () => {
    const hash = hashWith("sha512-256");
    const expected = hash(`${hash(ofUser)}:${nonce}:${nonceCount}:${cnonce}:auth:${hash(`${method}:${uri}`)}`);
    expect(digestResponse(REGISTER)).toBe(expected);
  });

  it("of auth-int takes the body into A2", () => {
    const body = "v=0\r\n";
    const ha2 = md5(`${method}:${uri}:${md5(body)}`);
    const expected = md5(`${md5(ofUser)}:${nonce}:${nonceCount}:${cnonce}:auth-int:${ha2}`);
    const inputs = { ...REGISTER, algorithm: "MD5", qop: "auth-int" };
    expect(digestResponse({ ...inputs, body: new TextEncoder().encode(body) })).toBe(expected);
    expect(digestResponse(inputs)).toBeUndefined();
  });

  it("takes the password as UTF-8 and names octet for octet", () => {
    const expected = md5(`${md5(`bob:${realm}:zürich`)}:${nonce}:${md5(`${method}:${uri}`)}`);
    expect(digestResponse({ ...REGISTER, password: "zürich", algorithm: "MD5", qop: undefined })).toBe(expected);
    // "ü" of a user name as the message holds it: two octets, a character each.
    const named = md5(`${md5(`zürich:${realm}:${password}`)}:${nonce}:${md5(`${method}:${uri}`)}`);
    expect(digestResponse({ ...REGISTER, username: "z\u00c3\u00bcrich", algorithm: "MD5", qop: undefined })).toBe(
      named,
    );
  });
});

describe("what cannot be computed", () => {
  it.each<[string, Partial<DigestInputs>]>([
    ["an unknown algorithm", { algorithm: "AKAv1-MD5" }],
    ["an algorithm named like a property of every object", { algorithm: "constructor" }],
    ["an unknown qop", { qop: "auth-conf" }],
    ["qop without nonce count", { nonceCount: undefined }],
    ["a session without cnonce", { algorithm: "MD5-sess", qop: undefined, cnonce: undefined }],
  ])("%s is undefined", (_, change) => {
    expect(digestResponse({ ...REGISTER, ...change })).toBeUndefined();
  });
});
