/** Where words come from, what belongs with them, and what a message is compared with. */
import { describe, expect, it } from "vitest";
import { comparisonsOf } from "../../src/core/teach/comparisons.js";
import { definitionAt, type Passage } from "../../src/core/teach/definition.js";
import { lensOf, messageDelta } from "../../src/core/teach/lens.js";
import { referencesAt } from "../../src/core/teach/references.js";
import { healthyRegistration, REGISTER, CONTACT, sent } from "../trace/trace-of.js";
import { analysed, offsetOf } from "./words-of.js";

const SERVER = { from: "198.51.100.1:5060", to: "192.0.2.10:5060" } as const;
const PHONE = { from: "192.0.2.10:5060", to: "198.51.100.1:5060" } as const;
const call = (at: number, line: string, cseq: string, sides: { from: string; to: string } = SERVER, branch = cseq) =>
  sent({ at, line, cseq, branch, callId: "call-2", ...sides });

/** A registration, and a call to its Contact that is sent twice, answered, confirmed and ended. */
const analysis = analysed(
  [
    healthyRegistration(),
    call(1, "INVITE sip:2001@192.0.2.10:5060 SIP/2.0", "7 INVITE"),
    call(1.5, "INVITE sip:2001@192.0.2.10:5060 SIP/2.0", "7 INVITE"),
    call(2, "SIP/2.0 200 OK", "7 INVITE", PHONE),
    call(2.1, "ACK sip:2001@192.0.2.10:5060 SIP/2.0", "7 ACK"),
    call(9, "BYE sip:2001@192.0.2.10:5060 SIP/2.0", "8 BYE"),
  ].join("\n"),
);

const shown = ({ message, range }: Passage) =>
  `${message}: ${analysis.trace.messages.sip(message).text.slice(range.start, range.end)}`;

function definition(message: number, line: string, word = line): string | undefined {
  const found = definitionAt(analysis, message, offsetOf(analysis, message, line, word));
  return found && shown(found.to);
}

describe("definition", () => {
  it.each([
    ["a response's is its request", 1, "401", "401", `0: ${REGISTER}`],
    [
      "credentials' is their challenge",
      2,
      "Authorization",
      "Authorization",
      /^1: Digest realm="example.com", nonce="n1"/,
    ],
    ["a nonce's is the challenge's nonce", 2, "Authorization", "nonce", "1: n1"],
    ["an inbound call's is the REGISTER's Contact", 4, "sip:2001", "sip:2001", `2: ${CONTACT.slice(9)}`],
    ["a bound Contact's is the one sent", 3, "Contact: ", "sip:2001", `2: ${CONTACT.slice(9)}`],
    ["a retransmission's is the first sending", 5, "INVITE", "INVITE", "4: INVITE sip:2001@192.0.2.10:5060 SIP/2.0"],
    ["an ACK's is its INVITE", 7, "ACK", "ACK", "4: INVITE sip:2001@192.0.2.10:5060 SIP/2.0"],
    ["a BYE's is the call's INVITE", 8, "BYE", "BYE", "4: INVITE sip:2001@192.0.2.10:5060 SIP/2.0"],
    ["a tag's is where it was first", 6, "From", "tag", "4: a"],
    // Then an editor shows what belongs with it instead.
    ["a request's is itself", 0, "REGISTER", "REGISTER", `0: ${REGISTER}`],
  ])("%s", (_, message, line, word, expected) => {
    const found = definition(message, line, word);
    if (typeof expected === "string") expect(found).toBe(expected);
    else expect(found).toMatch(expected);
  });
});

function references(message: number, line: string, word = line, messages = 100): number[] {
  const octet = offsetOf(analysis, message, line, word);
  return referencesAt(analysis, message, octet, { messages, passages: 100 }).map((each) => each.message);
}

describe("references", () => {
  it("are the transaction of a start line", () => expect(references(4, "INVITE")).toEqual([4, 5, 6]));
  it("are all messages of a Call-ID", () => expect(references(4, "Call-ID: ", "call-2")).toEqual([4, 5, 6, 7, 8]));
  it("are all that carry a nonce", () => expect(references(1, "nonce")).toEqual([1, 2]));
  it("are all hops with a branch", () => expect(references(0, "branch")).toEqual([0, 1]));
  it("are Contact and Request-URIs alike", () =>
    expect(references(2, "Contact: ", "sip:")).toEqual([0, 2, 3, 4, 5, 7, 8]));
  it("are From and To of an AoR", () => expect(new Set(references(0, "From: ", "sip:2001")).size).toBe(9));
  it("are looked for nearby only, where there are too many", () =>
    expect(references(8, "Call-ID: ", "call-2", 4)).toEqual([6, 7, 8]));
});

describe("above a message", () => {
  it("stands its place in the transaction", () => {
    const words = [0, 1, 4, 5, 6, 7, 8].map((message) => lensOf(analysis, message).words);
    expect(words).toEqual([
      "Answered 401 in line 13 after 10 ms",
      "401 to REGISTER in line 2 after 10 ms",
      expect.stringMatching(/^Answered 200 in line \d+ after 1 s, sent 2 times$/),
      expect.stringMatching(/^Retransmission 1 of 1 of INVITE in line \d+ after 500 ms$/),
      expect.stringMatching(/^200 to INVITE in line \d+ after 1 s$/),
      expect.stringMatching(/^Confirms 200 in line \d+ after 100 ms$/),
      "Not answered in this trace",
    ]);
    expect(lensOf(analysis, 1).other).toBe(0);
    expect(lensOf(analysis, 8).other).toBeNull();
  });

  it("stands the time since the one before", () => {
    expect(messageDelta(analysis, 0, 1)).toBe("+10 ms");
    expect(messageDelta(analysis, 6, 8)).toBe("+7 s");
  });
});

it("compares with the try before, and a repetition with the first sending", () => {
  expect(comparisonsOf(analysis, 2)).toEqual([{ label: "the one before: REGISTER in line 2", message: 0 }]);
  expect(comparisonsOf(analysis, 5)[0]?.message).toBe(4);
  expect(comparisonsOf(analysis, 5)[0]?.label).toMatch(/^first sending: INVITE in line \d+$/);
  expect(comparisonsOf(analysis, 0)).toEqual([]);
});
