/** Challenges and credentials as servers and phones write them. */
import { describe, expect, it } from "vitest";
import { at, message, register } from "./sip-text.js";

const challenged = (...fields: string[]) => message("SIP/2.0 401 Unauthorized", "CSeq: 1 REGISTER", ...fields);

describe("challenges", () => {
  it("have their values and the characters inside the quotes", () => {
    const sip = challenged(
      'WWW-Authenticate: Digest realm="pbx \\"A\\"", nonce="n,1", algorithm=MD5, qop="auth,auth-int", stale=TRUE, opaque=""',
    );
    const [challenge] = sip.challenges;
    expect(challenge).toMatchObject({ proxy: false, scheme: "Digest", isDigest: true, stale: true });
    expect(challenge?.realm?.value).toBe('pbx "A"');
    expect(at(sip, challenge?.realm?.range)).toBe('pbx \\"A\\"');
    expect([
      challenge?.nonce?.value,
      challenge?.algorithm?.value,
      challenge?.qop?.value,
      challenge?.opaque?.value,
    ]).toEqual(["n,1", "MD5", "auth,auth-int", ""]);
    expect(at(sip, challenge?.range)).toMatch(/^Digest realm=.*opaque=""$/);
  });

  it("may stand several in one field, and in several fields", () => {
    const sip = challenged(
      'WWW-Authenticate: Digest realm="a", algorithm=SHA-256, nonce="1", Digest realm="b", nonce="2" , Basic realm="c"',
      "Proxy-Authenticate: DIGEST realm=d,nonce=3",
    );
    expect(
      sip.challenges.map((challenge) => [
        challenge.scheme,
        challenge.realm?.value,
        challenge.nonce?.value,
        challenge.proxy,
      ]),
    ).toEqual([
      ["Digest", "a", "1", false],
      ["Digest", "b", "2", false],
      ["Basic", "c", undefined, false],
      ["DIGEST", "d", "3", true],
    ]);
    expect(sip.challenges.map((challenge) => challenge.stale)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it.each([
    ['Digest realm=my pbx , nonce=abc==, qop=auth, stale="false"', "my pbx", "abc==", false],
    ['Digest realm = "a" , nonce = "b"', "a", "b", undefined],
    ['Digest realm="a" nonce="b"', "a", "b", undefined],
    ['Digest\r\n realm="a",\r\n nonce="b",', "a", "b", undefined],
    ['Digest ,, realm="a",,nonce="b"', "a", "b", undefined],
    ['Digest nonce="b", realm="never closed', "never closed", "b", undefined],
  ])("tolerant: %s", (value, realm, nonce, stale) => {
    const [challenge, ...others] = challenged(`WWW-Authenticate: ${value}`).challenges;
    expect([challenge?.realm?.value, challenge?.nonce?.value, challenge?.stale, others.length]).toEqual([
      realm,
      nonce,
      stale,
      0,
    ]);
  });

  it("without a scheme are none", () => {
    expect(challenged('WWW-Authenticate: realm="a"').challenges).toEqual([]);
    expect(challenged("WWW-Authenticate:").challenges).toEqual([]);
  });
});

it("credentials have all their parts", () => {
  const sip = register({
    Authorization:
      'Digest username="2001",realm="pbx",nonce="n",uri="sip:pbx.example.com",response="00ff",algorithm=MD5,cnonce="c",qop=auth,nc=00000001,opaque="o"',
  });
  const [credentials] = sip.credentials;
  const { username, realm, nonce, uri, response, algorithm, cnonce, qop, nonceCount, opaque } = credentials ?? {};
  const values = [username, realm, nonce, uri, response, algorithm, cnonce, qop, nonceCount, opaque];
  expect(values.map((value) => value?.value)).toEqual([
    "2001",
    "pbx",
    "n",
    "sip:pbx.example.com",
    "00ff",
    "MD5",
    "c",
    "auth",
    "00000001",
    "o",
  ]);
  for (const value of values) expect(at(sip, value?.range)).toBe(value?.value);
  expect(credentials?.header.canonical).toBe("Authorization");
});
