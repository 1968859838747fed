/** Where the simulation of a pinhole starts from: what the trace shows, and what is supposed where it shows nothing. */
import { expect, test } from "vitest";
import { whatIf } from "../../src/core/teach/what-if.js";
import { analysisOf, refreshes } from "../ladder/views-of.js";
import { CONTACT, PHONE, REGISTER, REGISTRAR, sent } from "../trace/trace-of.js";

const invite = (at: number) =>
  sent({
    at,
    line: "INVITE sip:2001@192.0.2.10:5060 SIP/2.0",
    cseq: "1 INVITE",
    callId: `c${at}`,
    from: REGISTRAR,
    to: PHONE,
  });
const options = (at: number) =>
  sent({
    at,
    line: "OPTIONS sip:2001@192.0.2.10 SIP/2.0",
    cseq: `${at} OPTIONS`,
    callId: "o",
    from: REGISTRAR,
    to: PHONE,
  });

test("granted expiry, refreshes, keep-alives and calls come from the trace", () => {
  const analysis = analysisOf(
    [
      sent({ at: 0, line: REGISTER, headers: [CONTACT] }),
      sent({ at: 0, line: "SIP/2.0 200 OK", headers: [`${CONTACT};expires=100`] }),
      ...[10, 30, 50, 70].map(options),
      sent({ at: 75, line: REGISTER, cseq: "2 REGISTER", headers: [CONTACT] }),
      sent({ at: 75, line: "SIP/2.0 200 OK", cseq: "2 REGISTER", headers: [`${CONTACT};expires=100`] }),
      invite(90),
    ].join(""),
  );
  const view = whatIf(analysis, "r0")!;
  expect(view).toMatchObject({ key: "r0", title: "2001@example.com" });
  expect(view.scene).toEqual({
    grantedSeconds: 100,
    refreshShare: 0.75,
    natTimeoutSeconds: 60,
    inboundRefreshes: false,
    givesNewPort: false,
    keepAlive: { kind: "options", everySeconds: 20 },
    packetsARefresh: 2,
    callsAtSeconds: [90],
    lengthSeconds: 200,
  });
  expect(view.origins.map(({ words }) => words)).toEqual([
    "Granted last in the trace.",
    "Seen in the trace, as 2 packets each.",
    "The setting for NATs, 60 s: a trace seldom tells it.",
    "OPTIONS every 20 s in the trace.",
    "1 call of the trace.",
  ]);
});

test("what the trace does not show is supposed, and said to be", () => {
  const view = whatIf(analysisOf(sent({ at: 0, line: REGISTER, headers: [CONTACT] })), "all")!;
  expect(view.scene).toMatchObject({
    grantedSeconds: 3600,
    refreshShare: 0.8,
    keepAlive: { kind: "none" },
    callsAtSeconds: [360, 1620, 2700, 4680],
    lengthSeconds: 7200,
  });
  expect(view.origins.filter(({ words }) => words.startsWith("Supposed")).map(({ label }) => label)).toEqual([
    "Expiry",
    "Refresh",
    "Calls",
  ]);
});

test("of several rows the first registration is meant; a row of calls has none", () => {
  const analysis = analysisOf(invite(5) + refreshes(3, 50));
  expect(whatIf(analysis, "c0+r0")?.key).toBe("r0");
  expect(whatIf(analysis, "c0")).toBeNull();
  expect(whatIf(analysis, "nothing")).toBeNull();
});

test("what a lesson begins with stands in place of what the trace shows, and says so", () => {
  const analysis = analysisOf(refreshes(3, 48));
  const own = whatIf(analysis, "r0")!;
  const view = whatIf(analysis, "r0", {
    grantedSeconds: 300,
    keepAlive: { kind: "crlf", everySeconds: undefined },
    callsAtSeconds: [20, 50],
  })!;
  expect(view.scene).toEqual({
    ...own.scene,
    grantedSeconds: 300,
    keepAlive: { kind: "crlf", everySeconds: own.scene.keepAlive.everySeconds },
    callsAtSeconds: [20, 50],
    lengthSeconds: 600,
  });
  const lessons = view.origins.filter(({ words }) => words === "Chosen by the lesson.");
  expect(lessons.map(({ label }) => label)).toEqual(["Expiry", "Keep-alive", "Calls"]);
});
