/** The challenge beside its answer: which messages belong together, and which values fit. */
import { expect, test } from "vitest";
import { digestView } from "../../src/core/ladder/digest-view.js";
import type { DigestView } from "../../src/view/digest.js";
import { REGISTER, sent } from "../trace/trace-of.js";
import { analysisOf, healthyRegistration } from "./views-of.js";

const CHALLENGE = 'Digest realm="pbx.example.com", nonce="n1", qop="auth,auth-int", opaque="o1", algorithm=MD5';
const RESPONSE = "0123456789abcdef0123456789abcdef";
const ANSWER = `Digest username="2001", realm="pbx.example.com", nonce="n1", uri="sip:example.com", response="${RESPONSE}", qop=auth, nc=00000001, cnonce="c", opaque="o1", algorithm=MD5`;

/** REGISTER, challenge, REGISTER with credentials, 200. */
function exchange(challenge: string, answer: string): string {
  return [
    sent({ at: 0, line: REGISTER }),
    sent({ at: 0.1, line: "SIP/2.0 401 Unauthorized", headers: [`WWW-Authenticate: ${challenge}`] }),
    sent({ at: 0.2, line: REGISTER, cseq: "2 REGISTER", headers: [`Authorization: ${answer}`] }),
    sent({ at: 0.3, line: "SIP/2.0 200 OK", cseq: "2 REGISTER" }),
  ].join("");
}

const view = (challenge: string, answer: string, message = 2) =>
  digestView(analysisOf(exchange(challenge, answer)), message)!;
const value = ({ values }: DigestView, name: string) => values.find((each) => each.name === name);
const faults = ({ values }: DigestView) => values.filter(({ verdict }) => verdict === "bad").map(({ name }) => name);

test("the challenge and its answer show the same comparison; other messages none", () => {
  const analysis = analysisOf(exchange(CHALLENGE, ANSWER));
  const shown = digestView(analysis, 2);
  expect(shown).toMatchObject({
    challenge: { message: 1, where: "401 · line 11" },
    answer: { message: 2 },
    outcome: { message: 3 },
    isReturned: false,
  });
  expect(digestView(analysis, 1)).toEqual(shown);
  expect([0, 3, 99].map((message) => digestView(analysis, message))).toEqual([null, null, null]);
});

test("an answer that fits has no fault", () => {
  const shown = view(CHALLENGE, ANSWER);
  expect(faults(shown)).toEqual([]);
  expect(shown.values.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual([
    "username neutral",
    "realm good",
    "nonce good",
    "algorithm good",
    "qop good",
    "opaque good",
    "uri good",
    "nc neutral",
    "cnonce neutral",
    "response neutral",
  ]);
  expect(value(shown, "nc")?.note).toBe("The first request with this nonce.");
});

test.each([
  ["realm", ANSWER.replace("pbx.example.com", "asterisk"), ["realm"]],
  ["nonce", ANSWER.replace('nonce="n1"', 'nonce="n2"'), ["nonce"]],
  ["algorithm", ANSWER.replace("algorithm=MD5", "algorithm=SHA-256"), ["algorithm", "response"]],
  ["qop", ANSWER.replace("qop=auth", "qop=auth-conf"), ["qop"]],
  ["opaque", ANSWER.replace(', opaque="o1"', ""), ["opaque"]],
  ["uri", ANSWER.replace("sip:example.com", "sip:example.com:5060"), ["uri"]],
  ["nc and cnonce", ANSWER.replace(', nc=00000001, cnonce="c"', ""), ["nc", "cnonce"]],
  ["response", ANSWER.replace(RESPONSE, "00"), ["response"]],
])("a wrong %s is the fault", (_, answer, expected) => {
  expect(faults(view(CHALLENGE, answer))).toEqual(expected);
});

test("what may be left out is no fault", () => {
  expect(faults(view(CHALLENGE, ANSWER.replace(', qop=auth, nc=00000001, cnonce="c"', "")))).toEqual([]);
  const silent = view(CHALLENGE.replace(", algorithm=MD5", ""), ANSWER);
  expect(faults(silent)).toEqual([]);
  expect(value(silent, "algorithm")?.note).toBe("Absent means MD5.");
  expect(value(view(CHALLENGE, ANSWER), "algorithm")?.note).toBe("");
  expect(faults(view(CHALLENGE, ANSWER.replace("algorithm=MD5", "algorithm=md5")))).toEqual([]);
  expect(faults(view('Digest realm="pbx.example.com", nonce="n1"', ANSWER.replace("qop=auth, ", "")))).toEqual([]);
});

test("a challenge that came after the answer says nothing about its nonce", () => {
  const text = [
    sent({ at: 0.2, line: REGISTER, headers: [`Authorization: ${ANSWER}`] }),
    sent({
      at: 0.3,
      line: "SIP/2.0 401 Unauthorized",
      headers: [`WWW-Authenticate: ${CHALLENGE.replace("n1", "n9")}`],
    }),
  ].join("");
  const shown = digestView(analysisOf(text), 0)!;
  expect(shown).toMatchObject({ isReturned: true, challenge: { message: 1 } });
  expect(faults(shown)).toEqual([]);
});

test("without any challenge the answer stands alone", () => {
  const shown = digestView(analysisOf(sent({ at: 0, line: REGISTER, headers: [`Authorization: ${ANSWER}`] })), 0)!;
  expect(shown).toMatchObject({ challenge: null, outcome: null });
  expect(faults(shown)).toEqual([]);
});

test("values of a hostile trace are shortened and seen", () => {
  const shown = view(CHALLENGE.replace("n1", "n".repeat(60_000)), ANSWER.replace("2001", "20\u202e01"));
  expect(value(shown, "nonce")?.offered).toHaveLength(400);
  expect(value(shown, "username")?.answered).toBe("20\ufffd01");
});

test("a registration without passwords has nothing to compare", () => {
  const text = healthyRegistration().replaceAll(/^(WWW-Authenticate|Authorization): .*\n/gm, "");
  expect([0, 1, 2, 3].map((message) => digestView(analysisOf(text), message))).toEqual([null, null, null, null]);
});
