/** What belongs on one ladder: a phone's registration and its calls, the legs of a call that a back-to-back user agent makes. */
import { describe, expect, test } from "vitest";
import { relatedRows } from "../../src/core/ladder/related.js";
import { sent } from "../trace/trace-of.js";
import { analysisOf, healthyRegistration } from "./views-of.js";

const UUID = "ab30317f1a784dc48ff824d0d3715d86";
const NIL = "0".repeat(32);
const INVITE = "INVITE sip:2002@example.com SIP/2.0";

function legs(first: string, second: string): string {
  const call = (callId: string, header: string, at: number) =>
    sent({ at, line: INVITE, callId, branch: callId, cseq: "1 INVITE", headers: [header] });
  return call("leg-a@192.0.2.1", first, 5) + call("leg-b@192.0.2.2", second, 5.1);
}

const reasons = (text: string, key: string) =>
  relatedRows(analysisOf(text), key).map((row) => `${row.key}: ${row.reason}`);

describe("two legs of a call belong together by", () => {
  test.each([
    ["Session-ID", `Session-ID: ${UUID};remote=${NIL}`, `Session-ID: 47755a9de7794ba387653f2099600ef2;remote=${UUID}`],
    [
      "P-Charging-Vector",
      "P-Charging-Vector: icid-value=1234bc9876e;orig-ioi=a",
      'P-Charging-Vector: icid-value="1234bc9876e"',
    ],
    ["X-Call-ID", "Subject: none", "X-Call-ID: leg-a@192.0.2.1"],
  ])("%s", (name, first, second) => {
    expect(reasons(legs(first, second), "c0")).toContain(`c1: same ${name}`);
    expect(reasons(legs(first, second), "c1")).toContain(`c0: same ${name}`);
  });

  test("nothing that says only that nothing is known", () => {
    const unknown = `Session-ID: ${NIL};remote=${NIL}`;
    expect(reasons(legs(unknown, unknown), "c0")).toEqual([]);
    expect(reasons(legs("X-Call-ID: ", "P-Charging-Vector: icid-value="), "c0")).toEqual([]);
  });
});

test("a registration belongs to the calls of its address, both ways", () => {
  const text =
    healthyRegistration() +
    sent({ at: 5, line: "INVITE sip:2001@example.com SIP/2.0", callId: "in", cseq: "1 INVITE" });
  expect(reasons(text, "r0")).toEqual(["c0: call to this address"]);
  expect(reasons(text, "c0")).toEqual(["r0: registration of the callee"]);
  expect(reasons(text, "r0+c0")).toEqual([]);
  expect(reasons(text, "all")).toEqual([]);
});

test("a registration belongs to the calls that its address makes, both ways", () => {
  const call = sent({ at: 5, line: INVITE, callId: "out", cseq: "1 INVITE" }).replace(
    "To: <sip:2001@",
    "To: <sip:2002@",
  );
  const text = healthyRegistration() + call;
  expect(reasons(text, "r0")).toEqual(["c0: call from this address"]);
  expect(reasons(text, "c0")).toEqual(["r0: registration of the caller"]);
});
