/** The digest line by line: the RFCs' examples with each hash between, what is missing, and what two computations say together. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import {
  compareResponses,
  octetsOfTyped,
  typedOf,
  walkDigest,
  type WalkValues,
} from "../../../src/core/teach/live/digest-walk.js";
import { walkVerdict, type WalkSides } from "../../../src/core/teach/live/walk-verdict.js";

/** RFC 2617 §3.5 */
const MUFASA: WalkValues = {
  username: "Mufasa",
  realm: "testrealm@host.com",
  method: "GET",
  uri: "/dir/index.html",
  nonce: "dcd98b7102dd2f0e8b11d0f600bfb0c093",
  qop: "auth",
  nonceCount: "00000001",
  cnonce: "0a4f113b",
  body: "",
};

/** RFC 7616 §3.9.1 */
const SHA: WalkValues = {
  ...MUFASA,
  realm: "http-auth@example.org",
  algorithm: "SHA-256",
  nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
  cnonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
};

function linesOf(values: WalkValues, password: string | undefined): Record<string, string | undefined> {
  return Object.fromEntries(walkDigest(values, password).lines.map(({ name, digest }) => [name, digest]));
}

test("the lines of RFC 2617's example have the hashes that its formula gives", () => {
  expect(linesOf(MUFASA, "Circle Of Life")).toEqual({
    HA1: "939e7578ed9e3c518a452acee763bce9",
    HA2: "39aff3a2bab6126f332b942af96d3366",
    response: "6629fae49393a05397450978507c4ef1",
  });
});

test("RFC 7616's example in SHA-256 ends at its response", () => {
  const walk = walkDigest(SHA, "Circle of Life");
  expect(walk.hash).toBe("SHA-256");
  expect(walk.response).toBe("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
});

describe.each([
  ["MD5", "md5"],
  ["SHA-256", "sha256"],
  ["SHA-512-256", "sha512-256"],
])("%s", (algorithm, nodeName) => {
  const hash = (text: string) => createHash(nodeName).update(text).digest("hex");
  const { username, realm, method, uri, nonce, nonceCount, cnonce } = MUFASA;
  const user = hash(`${username}:${realm}:secret`);

  it.each([undefined, "auth", "auth-int"] as const)("with qop %s is written out, as session too", (qop) => {
    const body = "v=0";
    const ha2 = hash(qop === "auth-int" ? `${method}:${uri}:${hash(body)}` : `${method}:${uri}`);
    const between = qop === undefined ? nonce : `${nonce}:${nonceCount}:${cnonce}:${qop}`;
    const covered = qop === "auth-int" ? { bodyHash: hash(body) } : {};
    const values = { ...MUFASA, qop, body, algorithm };
    expect(linesOf(values, "secret")).toEqual({
      HA1: user,
      ...covered,
      HA2: ha2,
      response: hash(`${user}:${between}:${ha2}`),
    });
    const ha1 = hash(`${user}:${nonce}:${cnonce}`);
    expect(linesOf({ ...values, algorithm: `${algorithm}-sess` }, "secret")).toEqual({
      userHash: user,
      HA1: ha1,
      ...covered,
      HA2: ha2,
      response: hash(`${ha1}:${between}:${ha2}`),
    });
  });
});

describe("without a password", () => {
  it("HA2 is computed and what needs the password is not", () => {
    const walk = walkDigest(MUFASA, undefined);
    expect(linesOf(MUFASA, undefined)).toEqual({
      HA1: undefined,
      HA2: "39aff3a2bab6126f332b942af96d3366",
      response: undefined,
    });
    expect(walk.missing).toEqual(["password"]);
    expect(walk.lines[0]!.terms).toEqual([
      { name: "username", shown: "Mufasa" },
      { name: "realm", shown: "testrealm@host.com" },
      { name: "password", shown: undefined },
    ]);
  });

  it("no line ever shows one that was typed, nor its length", () => {
    const shown = (password: string) => JSON.stringify(walkDigest(MUFASA, password).lines[0]!.terms);
    expect(shown("Circle Of Life")).not.toContain("Circle");
    expect(shown("a")).toBe(shown("Circle Of Life"));
  });
});

test("an unknown algorithm or qop is said, not computed", () => {
  expect(walkDigest({ ...MUFASA, algorithm: "AKAv1-MD5" }, "x")).toMatchObject({ lines: [], response: undefined });
  expect(walkDigest({ ...MUFASA, algorithm: "AKAv1-MD5" }, "x").fault).toContain('"AKAv1-MD5"');
  expect(walkDigest({ ...MUFASA, qop: "auth-conf" }, "x").fault).toContain('qop "auth-conf"');
});

test("a value of 64 KiB with controls and turned text enters whole and is drawn short and harmless", () => {
  const realm = octetsOfTyped("\u202e<img src=x>\u0000\n").repeat(4000);
  const walk = walkDigest({ ...MUFASA, realm }, "x");
  const { shown } = walk.lines[0]!.terms[1]!;
  expect(shown!.length).toBeLessThanOrEqual(200);
  // eslint-disable-next-line no-control-regex -- these must not be there
  expect(shown).not.toMatch(/[\u0000-\u001f\u202e]/);
  expect(walk.response).not.toBe(walkDigest({ ...MUFASA, realm: `${realm}.` }, "x").response);
});

test("what is typed enters as UTF-8, octet for octet as in a message", () => {
  expect(octetsOfTyped("zürich")).toBe("z\u00c3\u00bcrich");
  expect(typedOf("z\u00c3\u00bcrich")).toBe("zürich");
  const typed = fc.string({ unit: "grapheme-ascii" });
  fc.assert(fc.property(typed, (text) => typedOf(octetsOfTyped(text)) === text));
});

test("responses are compared digit by digit in any case", () => {
  expect(compareResponses("abcd", "ABCD")).toMatchObject({ isSame: true, words: "the same" });
  expect(compareResponses("abcd", "abff")).toEqual({
    isSame: false,
    differs: [false, false, true, true],
    words: "2 of 4 characters differ, from character 3 on",
  });
  expect(compareResponses("ab", "abcd").differs).toEqual([false, false, true, true]);
});

describe("the verdict", () => {
  const response = "6629fae49393a05397450978507c4ef1";
  const right = walkDigest(MUFASA, "Circle Of Life");
  const wrong = walkDigest({ ...MUFASA, realm: "TestRealm@host.com" }, "Circle Of Life");
  const sides: WalkSides = {
    shown: right,
    sent: right,
    expected: right,
    changed: [],
    differing: [],
    traced: response,
    status: 200,
  };
  const other = walkDigest(MUFASA, "other");
  const without = walkDigest(MUFASA, undefined);
  it.each<[string, Partial<WalkSides>, string]>([
    ["proved and accepted", {}, "The registrar computed the same and accepted it."],
    ["proved and refused", { status: 403 }, "refused it with 403 all the same"],
    ["proved and no answer", { status: undefined }, "computes the same if it has this password"],
    ["another reason", { status: 423 }, "The 423 that came has another reason"],
    ["the registrar's realm", { expected: wrong, differing: ["realm"], status: 401 }, "its own realm and gets another"],
    ["another password", { shown: other, sent: other, expected: other }, "computed with another password"],
    ["one value changed", { shown: wrong, changed: ["realm"] }, "one changed value changes the whole response"],
    ["the change explains it", { sent: wrong, changed: ["realm"] }, "the phone computed with realm as changed here"],
    ["no password", { shown: without }, "HA1 and the response do: type it"],
    ["no response", { traced: undefined }, "carry no response"],
    ["no cnonce", { shown: walkDigest({ ...MUFASA, cnonce: undefined }, "x") }, "cnonce is not there"],
  ])("of %s", (_, change, words) => {
    expect(walkVerdict({ ...sides, ...change }, (name) => name)).toContain(words);
  });
});
