/** Call-ID or branch blotted out in one way in requests and in another in responses: what is left tells which belong together. */
import { describe, expect, it } from "vitest";
import { type Analysis, analyse } from "../../src/core/analysis.js";
import { memorySource } from "../../src/core/model/byte-source.js";
import { finish } from "../../src/core/model/steps.js";
import { octetsOf } from "./reading.js";
import { type Printable, REGISTRATION } from "./registration.js";

/** Printed with a minute of other traffic behind it, so that silence would tell. */
function analysed(change: (message: string, isRequest: boolean) => string, messages = REGISTRATION): Analysis {
  const print = ({ octets, sent, after }: Printable) =>
    `${new Date(Date.UTC(2026, 10, 20) + after / 1000).toISOString()} ${sent ? "198.51.100.1:5060 -> 192.0.2.10:5060" : "192.0.2.10:5060 -> 198.51.100.1:5060"}\n${change(octets, !sent)}\n\n`;
  const later = messages.slice(-2).map((item) => ({
    ...item,
    after: item.after + 60_000_000,
    octets: item.octets.replace("CSeq: 2", "CSeq: 9").replace("z9hG4bKq2", "z9hG4bKq9"),
  }));
  return finish(analyse([memorySource("test.log", octetsOf([...messages, ...later].map(print).join("")))]));
}

const MATCHED = "Where Call-ID or branch are blotted out, responses are matched with requests by what is left of them.";

function told({ trace }: Analysis): string[] {
  return trace.files[0]!.inferred.filter((sentence) => sentence.includes("blotted"));
}

describe("matched", () => {
  it.each([
    [
      "Call-ID of the responses",
      (text: string, isRequest: boolean) => (isRequest ? text : text.replace("q@192.0.2.10", "XXXX@192.0.2.10")),
    ],
    [
      "Call-ID of the requests",
      (text: string, isRequest: boolean) => (isRequest ? text.replace("q@192.0.2.10", "<redacted>") : text),
    ],
    [
      "Call-IDs, each in its own way",
      (text: string, isRequest: boolean) => text.replace("q@192.0.2.10", isRequest ? "XXXX@1.2.3.4" : "****"),
    ],
    [
      "branch of the responses",
      (text: string, isRequest: boolean) => (isRequest ? text : text.replace(/branch=\w+/, "branch=z9hG4bKxxxx")),
    ],
    [
      "both",
      (text: string, isRequest: boolean) =>
        text
          .replace(/branch=\w+/, isRequest ? "branch=..." : "branch=xxxx")
          .replace("q@192.0.2.10", isRequest ? "****" : "xxxx"),
    ],
  ])("%s", (_, change) => {
    const analysis = analysed(change);
    expect(analysis.trace.transactions.map(({ status }) => status)).toEqual([401, 200, 200]);
    expect(analysis.findings.map(({ rule }) => rule)).toEqual(
      analysed((text) => text).findings.map(({ rule }) => rule),
    );
    expect(told(analysis)).toEqual([MATCHED]);
  });

  it("nothing is told where nothing was blotted out", () => {
    expect(told(analysed((text) => text))).toEqual([]);
  });
});

describe("apart", () => {
  /** Two phones whose requests look alike once Call-ID, branch and tag are blotted out. */
  const two = REGISTRATION.flatMap((item) => [
    item,
    {
      ...item,
      after: item.after + 100_000,
      octets: item.octets
        .replaceAll("alice", "bob")
        .replaceAll("192.0.2.10", "192.0.2.20")
        .replaceAll("q@", "p@")
        .replace("z9hG4bKq", "z9hG4bKp")
        .replace("tag=q", "tag=p"),
    },
  ]);

  it("what could be of several requests, and none of them is said to be unanswered", () => {
    const analysis = analysed(
      (text, isRequest) =>
        text
          .replace(/branch=\w+/, isRequest ? "branch=..." : "branch=xxxx")
          .replace(/Call-ID: .*/, isRequest ? "Call-ID: ****" : "Call-ID: xxxx")
          .replace(/;tag=[pq]/, ";tag=..."),
      two,
    );
    expect(told(analysis)).toEqual([]);
    expect(analysis.findings.map(({ rule }) => rule)).not.toContain("register-timeout");
    expect(analysis.findings.map(({ rule }) => rule)).not.toContain("credentials-not-sent");
  });

  it("a response of another Call-ID that nobody blotted out", () => {
    const analysis = analysed((text, isRequest) =>
      isRequest ? text : text.replace("q@192.0.2.10", "other@192.0.2.10"),
    );
    expect(told(analysis)).toEqual([]);
    expect(analysis.trace.transactions.filter(({ request, final }) => request && final)).toEqual([]);
  });
});
