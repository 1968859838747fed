/** With a known password `digest-failed` says which side is wrong, and never says the password. */
import { describe, expect, test } from "vitest";
import { diagnose } from "../../src/core/rules/run-rules.js";
import { type DigestInputs, digestResponse } from "../../src/core/sip/digest-response.js";
import { type KnownCredential, KnownPasswords, parseKnownCredential } from "../../src/core/sip/known-passwords.js";
import { diagnoseText } from "./annotate.js";

const PASSWORD = "corr3ct horse";
const KNOWN: KnownCredential = { username: "2001", realm: undefined, password: PASSWORD };

const INPUTS: DigestInputs = {
  username: "2001",
  realm: "pbx.example.com",
  password: PASSWORD,
  method: "REGISTER",
  uri: "sip:pbx.example.com",
  nonce: "n1",
  algorithm: undefined,
  qop: "auth",
  nonceCount: "00000001",
  cnonce: "c",
};

/** A REGISTER whose response is made from other inputs than it states, and refused; `username` is what it states. */
function refusedText(made: Partial<DigestInputs>, username = "2001", stated: Partial<DigestInputs> = {}): string {
  const { algorithm, qop } = { ...INPUTS, ...stated };
  const response = digestResponse({ ...INPUTS, ...stated, body: new Uint8Array(), username, ...made })!;
  const head = (cseq: number) => [
    "Via: SIP/2.0/UDP 192.0.2.10:5060;rport;branch=z9hG4bKb" + String(cseq),
    "From: <sip:2001@pbx.example.com>;tag=f",
    "To: <sip:2001@pbx.example.com>",
    "Call-ID: c1",
    `CSeq: ${cseq} REGISTER`,
  ];
  const request = (at: string, cseq: number, ...fields: string[]) => [
    `2026-11-20T10:00:${at}Z udp 192.0.2.10:5060 > 198.51.100.1:5060`,
    "REGISTER sip:pbx.example.com SIP/2.0",
    ...head(cseq),
    "Max-Forwards: 70",
    "Contact: <sip:2001@192.0.2.10:5060>",
    ...fields,
    "Content-Length: 0",
    "",
  ];
  const refusal = (at: string, cseq: number, nonce: string) => [
    `2026-11-20T10:00:${at}Z udp 198.51.100.1:5060 > 192.0.2.10:5060`,
    "SIP/2.0 401 Unauthorized",
    ...head(cseq),
    `WWW-Authenticate: Digest realm="pbx.example.com", nonce="${nonce}"${qop ? `, qop="${qop}"` : ""}${algorithm ? `, algorithm=${algorithm}` : ""}`,
    ...(nonce === "n0" ? ['WWW-Authenticate: Digest realm="asterisk", nonce="x"'] : []),
    "Content-Length: 0",
    "",
  ];
  return [
    ...request("00.000000", 1),
    ...refusal("00.010000", 1, "n0"),
    ...request("00.020000", 2),
    ...refusal("00.030000", 2, "n1"),
    ...request(
      "00.040000",
      3,
      `Authorization: Digest username="${username}", realm="pbx.example.com", nonce="n1", uri="sip:pbx.example.com", response="${response}"${algorithm ? `, algorithm=${algorithm}` : ""}${qop ? `, qop=${qop}, nc=00000001` : ""}, cnonce="c"`,
    ),
    ...refusal("00.050000", 3, "n2"),
  ].join("\n");
}

function finding(text: string, credentials: readonly KnownCredential[]) {
  const { trace } = diagnoseText(text);
  const { findings, failedRules } = diagnose(trace, { overrides: {}, natTimeoutSeconds: 60, credentials });
  expect(failedRules).toEqual([]);
  // Whatever is found, and however: no text of it holds the password.
  expect(JSON.stringify(findings)).not.toContain(PASSWORD);
  const found = findings.find(({ rule }) => rule === "digest-failed");
  expect(found).toBeDefined();
  return found!;
}

describe("digest-failed", () => {
  test("without a password infers", () => {
    expect(finding(refusedText({}), [])).toMatchObject({ strength: "likely" });
    const other: KnownCredential = { ...KNOWN, username: "2002" };
    expect(finding(refusedText({}), [other])).toMatchObject({ strength: "likely" });
  });

  test("proves nothing by a value that was blotted out", () => {
    const blotted = refusedText({}).replaceAll('"n1"', '"xxxx"');
    const { message, strength } = finding(blotted, [KNOWN]);
    expect(message).toContain("what the log does not show: nonce");
    expect(strength).toBe("possible");
  });

  test("blames the server when the response is made with the known password", () => {
    const { message, strength } = finding(refusedText({}), [KNOWN]);
    expect(message).toContain("the server holds another one");
    expect(strength).toBe("proven");
  });

  test("blames the device when it is not", () => {
    const { message, strength } = finding(refusedText({ password: "another" }), [KNOWN]);
    expect(message).toContain("the device has another one");
    expect(strength).toBe("proven");
  });

  test.each<[string, Partial<DigestInputs>, string]>([
    ["the user name with the domain", { username: "2001@pbx.example.com" }, 'user name "2001@pbx.example.com"'],
    ["an older nonce", { nonce: "n0" }, "the nonce of line 13"],
    ["another realm that the trace shows", { realm: "asterisk" }, 'realm "asterisk" instead of "pbx.example.com"'],
    [
      "another name and realm",
      { username: "2001@pbx.example.com", realm: "asterisk" },
      'user name "2001@pbx.example.com" instead of "2001" and realm "asterisk"',
    ],
    ["a session", { algorithm: "MD5-sess" }, "MD5-sess instead of MD5"],
    ["auth-int", { qop: "auth-int" }, "qop=auth-int instead of auth"],
    ["SHA-256", { algorithm: "SHA-256" }, "SHA-256 instead of MD5"],
    ["another uri", { uri: "sip:2001@pbx.example.com" }, 'uri "sip:2001@pbx.example.com"'],
    ["no qop", { qop: undefined }, "no qop"],
    ["a blank behind the password", { password: `${PASSWORD} ` }, "a blank behind the password"],
  ])("finds %s", (_, made, variant) => {
    expect(finding(refusedText(made), [KNOWN]).message).toContain(variant);
  });

  test("finds the extension where the credentials name an Auth ID, and the Auth ID without its domain", () => {
    const authId: KnownCredential = { ...KNOWN, username: "trunk-7" };
    expect(finding(refusedText({ username: "2001" }, "trunk-7"), [authId]).message).toContain('user name "2001"');
    const text = refusedText({ username: "2001" }, "2001@pbx.example.com");
    expect(finding(text, [KNOWN]).message).toContain('user name "2001" instead of "2001@pbx.example.com"');
  });

  test.each(["MD5", "MD5-sess", "SHA-256", "SHA-256-sess", "SHA-512-256", "SHA-512-256-sess"])(
    "recomputes %s with every qop",
    (algorithm) => {
      for (const qop of ["auth", "auth-int", undefined]) {
        const stated = { algorithm, qop };
        const right = finding(refusedText({}, "2001", stated), [KNOWN]).message;
        expect(right, `${qop}`).toContain("the server holds another one");
        const wrong = finding(refusedText({ password: "another" }, "2001", stated), [KNOWN]).message;
        expect(wrong, `${qop}`).toContain("the device has another one");
      }
    },
  );

  test("knows the password of 2001 for 2001@pbx.example.com too", () => {
    const text = refusedText({}, "2001@pbx.example.com");
    expect(finding(text, [KNOWN]).message).toContain("the server holds another one");
  });
});

describe("known passwords", () => {
  test("are read as USER[@REALM]:PASSWORD, and a password may hold colons", () => {
    expect(parseKnownCredential("2001:a:b@c")).toEqual({ username: "2001", realm: undefined, password: "a:b@c" });
    expect(parseKnownCredential("2001@pbx:x")).toEqual({ username: "2001", realm: "pbx", password: "x" });
    expect(parseKnownCredential("2001")).toBeUndefined();
    expect(parseKnownCredential(":x")).toBeUndefined();
  });

  test("are taken for their realm before any, and for a login name with a domain", () => {
    const passwords = new KnownPasswords([
      { username: "2001", realm: undefined, password: "any" },
      { username: "2001", realm: "a", password: "of a" },
    ]);
    expect(passwords.passwordFor("2001", "a")).toBe("of a");
    expect(passwords.passwordFor("2001", "b")).toBe("any");
    expect(passwords.passwordFor("2001@a", "x")).toBe("of a");
    expect(passwords.passwordFor("2002", "a")).toBeUndefined();
  });
});
