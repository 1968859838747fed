/** What the overview says of a file that is still being read. */
import { describe, expect, test } from "vitest";
import { OverviewSoFar } from "../../src/core/ladder/overview-so-far.js";
import { readLog } from "../../src/core/log/read-log.js";
import { memorySource } from "../../src/core/model/byte-source.js";
import { TraceBuilder } from "../../src/core/trace/build-trace.js";
import { CHALLENGE, CONTACT, healthyRegistration, REGISTER, sent } from "../trace/trace-of.js";

/** Reads texts one after the other, as pieces of one file; gives the rows told after each: title and cause. */
function follow(...pieces: string[]): string[][] {
  const soFar = new OverviewSoFar();
  const builder = new TraceBuilder([memorySource("test.siptrace", new Uint8Array())], [true]);
  return pieces.map((text) => {
    const source = memorySource("test.siptrace", new TextEncoder().encode(text));
    for (const step of readLog(source, 0, builder)) void step;
    soFar.follow(builder);
    return soFar.takeChanged().map(({ title, cause }) => `${title}: ${cause}`);
  });
}

const INVITE = "INVITE sip:2002@example.com SIP/2.0";
const call = (at: number, line: string, cseq = "1 INVITE") => sent({ at, line, cseq, callId: "call-2" });

describe("the overview so far", () => {
  test("follows a registration by its latest answer", () => {
    const request = sent({ at: 0, line: REGISTER, headers: [CONTACT] });
    const challenge = sent({ at: 0.01, line: "SIP/2.0 401 Unauthorized", headers: [CHALLENGE] });
    expect(follow(request, challenge, healthyRegistration(1))).toEqual([
      ["2001@example.com: no answer so far"],
      ["2001@example.com: 401 Unauthorized so far"],
      ["2001@example.com: registered so far"],
    ]);
  });

  test("follows a call from its ringing to its end", () => {
    const pieces = [
      call(0, INVITE),
      call(0.1, "SIP/2.0 100 Trying"),
      call(0.2, "SIP/2.0 180 Ringing"),
      call(2, "SIP/2.0 200 OK"),
      call(2.1, "ACK sip:2002@example.com SIP/2.0", "1 ACK"),
      call(9, "BYE sip:2002@example.com SIP/2.0", "2 BYE"),
    ];
    expect(follow(...pieces).map(([row]) => row)).toEqual([
      "192.0.2.10 → 2001: no answer so far",
      "192.0.2.10 → 2001: no answer so far",
      "192.0.2.10 → 2001: ringing so far",
      "192.0.2.10 → 2001: answered so far",
      "192.0.2.10 → 2001: answered so far",
      "192.0.2.10 → 2001: answered, ended so far",
    ]);
  });

  test("takes a refusal by the called person for no failure", () => {
    const soFar = new OverviewSoFar();
    const builder = new TraceBuilder([memorySource("test.siptrace", new Uint8Array())], [true]);
    const octets = new TextEncoder().encode(call(0, INVITE) + call(1, "SIP/2.0 486 Busy Here"));
    for (const step of readLog(memorySource("test.siptrace", octets), 0, builder)) void step;
    soFar.follow(builder);
    expect(soFar.takeChanged()).toMatchObject([{ health: "healthy" }]);
  });

  test("keeps a phone on one row when each attempt has a Call-ID of its own", () => {
    const attempts = [1, 2, 3].map((at) => sent({ at, line: REGISTER, callId: `call-${at}` }));
    expect(follow(attempts.join("\n"))).toEqual([["2001@example.com: no answer so far"]]);
  });

  test("tells no more than a few hundred rows at once, and the others after them", () => {
    const phones = Array.from({ length: 700 }, (_, index) =>
      sent({ at: index, line: REGISTER, callId: `call-${index}`, from: `192.0.2.${index % 250}:5060` }).replaceAll(
        "2001@",
        `${1000 + index}@`,
      ),
    );
    expect(follow(phones.join("\n"), "", "").map((rows) => rows.length)).toEqual([300, 300, 100]);
  });
});
