/** What the step bar tells of a message: who speaks, why now, and what to look at. */
import { describe, expect, it } from "vitest";
import { stepAt } from "../../src/core/teach/step.js";
import {
  CHALLENGE,
  CONTACT,
  CREDENTIALS,
  healthyRegistration,
  PHONE,
  REGISTER,
  REGISTRAR,
  sent,
} from "../trace/trace-of.js";
import { analysed } from "./words-of.js";

function told(place: number, ...texts: readonly string[]) {
  const { title, who, why, look } = stepAt(analysed(texts.join("\n")), { place, since: null, key: "r0" });
  return {
    title,
    who: who.join(""),
    why: why.map((words) => words.join("")),
    look: Object.fromEntries(look.map(({ name, value }) => [name, value])),
  };
}

const register = (at: number, cseq: string, ...headers: string[]) =>
  sent({ at, line: REGISTER, cseq: `${cseq} REGISTER`, headers });
const answer = (at: number, cseq: string, line: string, ...headers: string[]) =>
  sent({ at, line: `SIP/2.0 ${line}`, cseq: `${cseq} REGISTER`, headers });

/** As a phone of a mobile network begins. */
const NAME_ALONE =
  'Authorization: Digest username="2001@ims.example.com", realm="ims.example.com", uri="sip:ims.example.com", nonce="", response=""';

describe("why now", () => {
  const count2 = CREDENTIALS.replace("nc=00000001", "nc=00000002");
  const healthy = healthyRegistration();
  it.each<readonly [title: string, place: number, texts: readonly string[], why: RegExp]>([
    [
      "a first REGISTER",
      0,
      [healthy],
      /asks the registrar to bind its Contact, which is not bound yet.*no credentials/,
    ],
    ["a challenge", 1, [healthy], /401 to REGISTER in line 2 after 10 ms\. .*carried no credentials/],
    ["credentials", 2, [healthy], /answers the challenge 401 in line 13 after 10 ms/],
    ["a grant", 3, [healthy], /The registrar binds sip:2001@192\.0\.2\.10:5060 for 60 s\.$/],
    [
      "a refresh with the old nonce",
      4,
      [healthy, register(30.03, "3", CONTACT, count2)],
      /A refresh: 60 s were granted in line \d+; 30 s have passed \(50 %\), 30 s are left\. It uses the nonce of 401 in line 13 again \(nc 00000002\)/,
    ],
    [
      "a refresh that comes too late",
      4,
      [healthy, register(70.03, "3", CONTACT)],
      /too late: 60 s were granted in line \d+, and the binding ran out 10 s before/,
    ],
    ["a removal", 4, [healthy, register(9, "3", "Contact: *", "Expires: 0")], /removes all bindings of the AoR/],
    ["a query", 4, [healthy, register(9, "3")], /asks which bindings there are, and changes none/],
    [
      "a retransmission",
      1,
      [register(0, "1", CONTACT), register(0.5, "1", CONTACT)],
      /Retransmission 1 of 1 of REGISTER in line 2 after 500 ms: the sender has no answer yet/,
    ],
    [
      "a repeated answer",
      3,
      [
        register(0, "1", CONTACT),
        register(0.5, "1", CONTACT),
        answer(0.6, "1", "403 Forbidden"),
        answer(0.7, "1", "403 Forbidden"),
      ],
      /of 403 in line \d+ after 100 ms: the request came again, and so does its answer\.$/,
    ],
    [
      "a removal that is confirmed",
      1,
      [register(0, "1", "Contact: *", "Expires: 0"), answer(0.1, "1", "200 OK")],
      /It confirms that the binding is gone\.$/,
    ],
    [
      "a 423",
      1,
      [register(0, "1", `${CONTACT};expires=5`), answer(0.1, "1", "423 Interval Too Brief", "Min-Expires: 60")],
      /asked for 5 s; Min-Expires says that 60 s is the least/,
    ],
    [
      "its correction",
      2,
      [
        register(0, "1", `${CONTACT};expires=5`),
        answer(0.1, "1", "423 Interval Too Brief", "Min-Expires: 60"),
        register(0.2, "2", `${CONTACT};expires=60`),
      ],
      /423 in line \d+ asked for a longer expiry after 100 ms; this is the correction/,
    ],
    [
      "the same question again",
      2,
      [
        register(0, "1", `${CONTACT};expires=5`),
        answer(0.1, "1", "423 Interval Too Brief", "Min-Expires: 60"),
        register(30.1, "2", `${CONTACT};expires=5`),
      ],
      /423 in line \d+ asked for a longer expiry after 30 s; this asks for too short a time again\./,
    ],
    [
      "a stale nonce",
      1,
      [register(0, "1", CONTACT, CREDENTIALS), answer(0.1, "1", "401 Unauthorized", `${CHALLENGE}, stale=true`)],
      /too old \(stale\): the device only has to compute again/,
    ],
    [
      "credentials that only name the user",
      0,
      [register(0, "1", CONTACT, NAME_ALONE), answer(0.1, "1", "401 Unauthorized", CHALLENGE)],
      /Its credentials name the user, but prove nothing yet\.$/,
    ],
    [
      "a challenge to them",
      1,
      [register(0, "1", CONTACT, NAME_ALONE), answer(0.1, "1", "401 Unauthorized", CHALLENGE)],
      /named its user and proved nothing yet: this is how a registrar asks for the proof\.$/,
    ],
    [
      "credentials that were not accepted",
      1,
      [register(0, "1", CONTACT, CREDENTIALS), answer(0.1, "1", "401 Unauthorized", CHALLENGE)],
      /carried credentials, and they were not accepted/,
    ],
    [
      "a try after a refusal",
      2,
      [register(0, "1", CONTACT), answer(1, "1", "403 Forbidden"), register(31, "2", CONTACT)],
      /A new try after 30 s: 403 in line \d+ refused the one before/,
    ],
    [
      "a refusal with Retry-After",
      1,
      [register(0, "1", CONTACT), answer(1, "1", "503 Service Unavailable", "Retry-After: 20")],
      /stay away for 20 s/,
    ],
    [
      "a call to the bound Contact",
      4,
      [
        healthy,
        sent({
          at: 9,
          from: REGISTRAR,
          to: PHONE,
          line: "INVITE sip:2001@192.0.2.10:5060 SIP/2.0",
          callId: "c",
          cseq: "1 INVITE",
        }),
      ],
      /Begins a call.* It is the Contact that line \d+ bound, and the binding holds/,
    ],
  ])("of %s", (_, place, texts, why) => {
    expect(told(place, ...texts).why.join(" ")).toMatch(why);
  });
});

it("names the two sides by their roles, and what to look at", () => {
  const { title, who, look } = told(2, healthyRegistration());
  expect(title).toBe("REGISTER · line 24");
  expect(who).toBe("The phone at 192.0.2.10:5060 sends this to the registrar at 198.51.100.1:5060, over UDP.");
  expect(look).toMatchObject({
    "Request-URI": "sip:example.com",
    To: "sip:2001@example.com",
    username: "2001",
    realm: "example.com",
    nonce: "n1",
  });
  expect(told(1, healthyRegistration()).look).toMatchObject({ Status: "401", realm: "example.com", qop: "auth" });
  expect(told(3, healthyRegistration()).look).toMatchObject({ "Contact expires": "60" });
});

it("is told of no place that the trace lacks", () => {
  const analysis = analysed(healthyRegistration());
  expect(() => stepAt(analysis, { place: 99, since: null, key: "r0" })).toThrow(RangeError);
  expect(() => stepAt(analysis, { place: -5, since: null, key: "r0" })).toThrow(RangeError);
});
