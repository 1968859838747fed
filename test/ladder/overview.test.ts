/** The overview: health, its words and its order. */
import { expect, test } from "vitest";
import { overviewOf, rowKeyOf } from "../../src/core/ladder/overview.js";
import { PHONE, REGISTER, REGISTRAR, sent } from "../trace/trace-of.js";
import { analysisOf, findingAt, healthyRegistration, refreshes } from "./views-of.js";

const forbidden = (callId: string, at: number) =>
  [
    sent({ at, line: REGISTER, callId, from: "192.0.2.66:5060" }),
    sent({ at: at + 0.01, line: "SIP/2.0 403 Forbidden", callId, to: "192.0.2.66:5060" }),
  ].join("");

test("a healthy phone says what makes it healthy", () => {
  const [row] = overviewOf(analysisOf(healthyRegistration() + refreshes(4, 48))).rows;
  expect(row).toMatchObject({
    key: "r0",
    kind: "registration",
    health: "healthy",
    title: "2001@example.com",
    cause: "60 s granted · refreshed at 80 %",
    device: "192.0.2.10 · UDP",
    result: "granted 60 s",
    messages: 12,
  });
});

test("findings that are silenced are counted, and at the row that they would explain", () => {
  const made = analysisOf(healthyRegistration() + forbidden("b", 100));
  const silenced = { reason: "known", by: "settings" as const };
  const [ofRegistration, flagged] = [0, 4].map((message) => findingAt(made.trace, message));
  const suppressed = [ofRegistration!, { ...flagged!, registration: null }].map((finding) => ({
    finding,
    ...silenced,
  }));
  const { rows, suppressed: count } = overviewOf({ ...made, suppressed });
  expect(count).toBe(2);
  expect(Object.fromEntries(rows.map(({ key, suppressed: own }) => [key, own]))).toEqual({ r0: 1, r1: 1 });
});

test("failures stand first, though they came later", () => {
  const { rows } = overviewOf(analysisOf(healthyRegistration() + forbidden("b", 10) + forbidden("c", 50)));
  expect(rows.map(({ health, cause }) => `${health}: ${cause}`)).toEqual([
    "failed: 403 Forbidden · 2 attempts",
    "healthy: 60 s granted",
  ]);
});

test("the first error gives the cause", () => {
  const { rows, errors } = overviewOf(analysisOf(forbidden("b", 0) + forbidden("c", 50), [{ count: 2 }]));
  expect(rows[0]).toMatchObject({ health: "failed", cause: "Realm mismatch · 2 attempts", findings: [0] });
  expect(errors).toBe(1);
});

test("a warning makes a registered phone a risk", () => {
  const { rows } = overviewOf(analysisOf(healthyRegistration(), [{ severity: "warning" }]));
  expect(rows[0]).toMatchObject({ health: "at-risk", cause: "Realm mismatch", result: "granted 60 s" });
});

test("a call has a row of its own, and what belongs to nothing is gathered", () => {
  const about = { callId: "call-9", cseq: "1 INVITE" };
  const ping = { callId: "ping", from: "203.0.113.9:5060", to: REGISTRAR, cseq: "1 MESSAGE" };
  const text = [
    sent({ ...about, at: 0, line: "INVITE sip:2002@example.com SIP/2.0" }),
    sent({ ...about, at: 4, line: "SIP/2.0 200 OK" }),
    sent({ ...about, at: 46, cseq: "2 BYE", line: "BYE sip:2002@example.com SIP/2.0" }),
    sent({ ...ping, at: 50, line: "MESSAGE sip:2001@example.com SIP/2.0" }),
  ];
  const analysis = analysisOf(text.join(""));
  const { rows } = overviewOf(analysis);
  expect(rows.map(({ key, kind, title, cause }) => ({ key, kind, title, cause }))).toEqual([
    { key: "o2", kind: "other", title: `MESSAGE 203.0.113.9 → 198.51.100.1`, cause: "1 request · no answer" },
    { key: "c0", kind: "call", title: "2001 → 2001", cause: "answered, 42 s" },
  ]);
  expect([0, 1, 2, 3, 4].map((message) => rowKeyOf(analysis, message))).toEqual(["c0", "c0", "c0", "o2", undefined]);
});

test("a call tells how long it rang, its branches, and the binding that led to the device", () => {
  const headers = ["Via: SIP/2.0/UDP 203.0.113.9;branch=z9hG4bKcaller"];
  const OTHER = "192.0.2.99:5060";
  const leg = (branch: string, to: string) => ({
    callId: "call-7",
    cseq: "1 INVITE",
    branch,
    headers,
    from: REGISTRAR,
    to,
  });
  const answer = (branch: string) => ({ ...leg(branch, REGISTRAR), from: PHONE });
  const text = [
    sent({ ...leg("p1", PHONE), at: 10, line: "INVITE sip:2001@192.0.2.10 SIP/2.0" }),
    sent({ ...leg("p2", OTHER), at: 10, line: "INVITE sip:2001@192.0.2.99 SIP/2.0" }),
    sent({ ...answer("p1"), at: 11, line: "SIP/2.0 180 Ringing" }),
    sent({ ...answer("p1"), at: 17, line: "SIP/2.0 200 OK" }),
    sent({ ...leg("p2", OTHER), at: 17.1, cseq: "1 CANCEL", line: "CANCEL sip:2001@192.0.2.99 SIP/2.0" }),
  ];
  const { rows } = overviewOf(analysisOf(healthyRegistration() + text.join("")));
  const call = rows.find(({ kind }) => kind === "call");
  expect(call?.cause).toBe("answered · rang 6 s · 2 branches, 1 cancelled · by the binding of 2001@example.com");
});

test("OPTIONS over the flow of a phone belong to the phone", () => {
  const pings = [100, 130, 160, 190].map((at) => {
    const about = { at, callId: `ping-${at}`, cseq: "7 OPTIONS", branch: `${at}` };
    const request = sent({ ...about, line: "OPTIONS sip:2001@192.0.2.10 SIP/2.0", from: REGISTRAR, to: PHONE });
    return request + sent({ ...about, at: at + 0.1, line: "SIP/2.0 200 OK", from: PHONE, to: REGISTRAR });
  });
  const { rows } = overviewOf(analysisOf(healthyRegistration() + pings.join("")));
  expect(rows.map(({ key, cause }) => `${key} ${cause}`)).toEqual(["r0 60 s granted · OPTIONS every 30 s"]);
});

test("a row names the device, its version, its AoR, attempts and grant", () => {
  const headers = ["User-Agent: Yealink SIP-T46U 108.86.0.20"];
  const register = (at: number, callId: string) =>
    sent({ at, line: REGISTER, callId, headers, from: "192.0.2.66:5060" }) +
    sent({ at: at + 0.01, line: "SIP/2.0 403 Forbidden", callId, to: "192.0.2.66:5060" });
  const { rows } = overviewOf(analysisOf(healthyRegistration() + register(10, "b") + register(50, "c")));
  expect(
    rows.map(({ product, version, address, aor, attempts, grantedSeconds }) => [
      `${product} ${version} ${address}`,
      aor,
      attempts,
      grantedSeconds,
    ]),
  ).toEqual([
    ["Yealink T46U 108.86.0.20 192.0.2.66", "2001@example.com", 2, null],
    ["  192.0.2.10", "2001@example.com", 1, 60],
  ]);
});

test("a call belongs to the AoR that registers in the trace", () => {
  const invite = sent({
    callId: "call-3",
    cseq: "1 INVITE",
    at: 20,
    line: "INVITE sip:2001@192.0.2.10 SIP/2.0",
    from: REGISTRAR,
    to: PHONE,
  }).replace("From: <sip:2001@example.com>", "From: <sip:guest@example.org>");
  const { rows } = overviewOf(analysisOf(healthyRegistration() + invite));
  expect(rows.find(({ kind }) => kind === "call")).toMatchObject({ aor: "2001@example.com", attempts: null });
});

test("a finding has a row after the others, which leads to the ladder that shows it", () => {
  const analysis = analysisOf(forbidden("b", 0), [{ count: 2 }, { severity: "info", rule: "short-expiry" }]);
  const { rows, facets } = overviewOf(analysis);
  expect(rows.map(({ key }) => key)).toEqual(["r0", "n0", "n1"]);
  expect(rows[1]).toMatchObject({
    kind: "finding",
    health: "failed",
    title: "Realm mismatch",
    attempts: 2,
    aor: "2001@example.com",
    shownAt: { key: "r0", message: 0 },
  });
  expect(facets.rules.map(({ rule, severity, count }) => `${rule} ${severity} ${count}`)).toEqual([
    "realm-mismatch error 1",
    "short-expiry info 1",
  ]);
  expect(rows.map(({ rules }) => rules)).toEqual([[0, 1], [0], [1]]);
});

test("facets count messages by method, status and address", () => {
  const { facets } = overviewOf(analysisOf(healthyRegistration() + forbidden("b", 10)));
  expect(facets.methods).toEqual([{ value: "REGISTER", count: 6 }]);
  expect(facets.statusClasses).toEqual([
    { value: 0, count: 3 },
    { value: 2, count: 1 },
    { value: 4, count: 2 },
  ]);
  expect(facets.addresses[0]).toEqual({ value: "198.51.100.1", count: 6 });
});
