/** The engine: one root cause per failure, folding, overrides, and rules that fail. */
import { expect, test } from "vitest";
import { defineRule, type Report, type Rule } from "../../src/core/rules/rule.js";
import { diagnose, type RunOptions } from "../../src/core/rules/run-rules.js";
import type { Trace } from "../../src/core/trace/trace.js";
import { REGISTER, sent, traceOf } from "../trace/trace-of.js";

/** Five REGISTERs, each refused. */
const trace = traceOf(
  [1, 2, 3, 4, 5]
    .flatMap((cseq) => [
      sent({ at: cseq * 60, line: REGISTER, cseq: `${cseq} REGISTER` }),
      sent({ at: cseq * 60 + 0.01, line: "SIP/2.0 403 Forbidden", cseq: `${cseq} REGISTER` }),
    ])
    .join("\n"),
);

/** A rule by the id of a real one, since precedence knows rules by id. */
function rule(
  id: string,
  facts: Partial<Rule>,
  explained: readonly (readonly number[])[],
  more: Partial<Report> = {},
): Rule {
  return defineRule({
    id,
    title: `Title of ${id}`,
    severity: "error",
    kind: "cause",
    summary: "",
    why: "",
    looksLike: "",
    confirm: { wireshark: "sip", steps: [] },
    notWhen: [],
    remedy: "Do this; then that.",
    sources: [],
    fixes: {},
    messages: { seen: `${id} in {place}` },
    check: (seen: Trace, report) => {
      for (const explains of explained) {
        const message = seen.transactions[explains[0]!]!.first;
        report({ message: "seen", values: { place: explains[0]! }, at: { message }, explains, foldBy: "x", ...more });
      }
    },
    ...facts,
  });
}

function run(rules: readonly Rule[], overrides: RunOptions["overrides"] = {}) {
  return diagnose(trace, { rules, overrides, natTimeoutSeconds: 60 });
}

function seen(rules: readonly Rule[], overrides: RunOptions["overrides"] = {}) {
  return run(rules, overrides).findings.map(({ rule, severity, count }) => `${rule} ${severity} ×${count}`);
}

test("a symptom of the same packets becomes evidence of the cause", () => {
  const { findings } = run([
    rule("auth-loop", { kind: "symptom" }, [[0, 1, 2]]),
    rule("digest-failed", {}, [[0], [1], [2]]),
  ]);
  expect(findings.map(({ rule, count }) => [rule, count])).toEqual([["digest-failed", 3]]);
  expect(findings[0]?.evidence).toEqual(["Its symptom: auth-loop in 0"]);
});

test("the more specific cause wins, whatever the order of the rules", () => {
  const rules = [
    rule("digest-failed", {}, [[0]]),
    rule("realm-mismatch", {}, [[0]]),
    rule("register-forbidden", {}, [[0]]),
  ];
  expect(seen(rules)).toEqual(["realm-mismatch error ×1"]);
  expect(seen([...rules].reverse())).toEqual(["realm-mismatch error ×1"]);
});

test("what the better cause does not explain stays", () => {
  const rules = [rule("realm-mismatch", {}, [[0], [1]]), rule("digest-failed", {}, [[0], [1], [3], [4]])];
  expect(seen(rules)).toEqual(["realm-mismatch error ×2", "digest-failed error ×2"]);
  expect(run(rules).findings[1]?.location.message).toBe(trace.transactions[3]?.first.index);
});

test("a rule that is switched off hides no other", () => {
  const rules = [rule("realm-mismatch", {}, [[0]]), rule("digest-failed", {}, [[0]])];
  expect(seen(rules, { "realm-mismatch": "off" })).toEqual(["digest-failed error ×1"]);
});

test("information explains no failure", () => {
  const rules = [rule("auth-id-mismatch", {}, [[0]], { severity: "info" }), rule("digest-failed", {}, [[0]])];
  expect(seen(rules)).toEqual(["auth-id-mismatch info ×1", "digest-failed error ×1"]);
});

test("advice stands beside a cause, unless the cause swallows it", () => {
  const fast = rule("retry-too-fast", { kind: "practice", severity: "warning" }, [[0]]);
  expect(seen([fast, rule("register-forbidden", {}, [[0]])])).toEqual([
    "register-forbidden error ×1",
    "retry-too-fast warning ×1",
  ]);
  expect(seen([fast, rule("password-guessing", { severity: "warning" }, [[0, 1]])])).toEqual([
    "password-guessing warning ×1",
  ]);
  expect(seen([fast, rule("auth-loop", { kind: "symptom" }, [[0]])])).toEqual(["retry-too-fast warning ×1"]);
});

test("a flow's advice yields to what broke the flow", () => {
  const missing = rule("keepalive-missing", { kind: "practice", severity: "warning" }, [[1]], { flow: 7 });
  const ofOther = rule("keepalive-missing", { kind: "practice", severity: "warning" }, [[1]], { flow: 8 });
  const expired = rule("nat-flow-expired", {}, [[3]], { flow: 7 });
  expect(seen([missing, expired])).toEqual(["nat-flow-expired error ×1"]);
  expect(seen([ofOther, expired])).toEqual(["keepalive-missing warning ×1", "nat-flow-expired error ×1"]);
});

test("repeats fold to one finding with first and last time, the others related", () => {
  const [finding, ...more] = run([rule("register-forbidden", {}, [[0], [1], [4]])]).findings;
  expect(more).toEqual([]);
  expect(finding?.count).toBe(3);
  expect(finding?.location.message).toBe(trace.transactions[0]?.first.index);
  expect(finding?.related.map(({ location }) => location.message)).toEqual(
    [1, 4].map((index) => trace.transactions[index]?.first.index),
  );
  expect((finding?.lastMicros ?? 0) - (finding?.firstMicros ?? 0)).toBe(240_000_000);
});

test("other clients do not fold together", () => {
  const twice = [
    rule("register-forbidden", {}, [[0]], { aor: "sip:a@example.com" }),
    rule("register-forbidden", {}, [[1]], { aor: "sip:b@example.com" }),
  ];
  expect(run(twice).findings.map(({ aor }) => aor)).toEqual(["sip:a@example.com", "sip:b@example.com"]);
});

test("an override replaces the rule's severity and raises no milder circumstance", () => {
  expect(seen([rule("digest-failed", {}, [[0]])], { "digest-failed": "info" })).toEqual(["digest-failed info ×1"]);
  const accepted = rule("auth-id-mismatch", {}, [[0]], { severity: "info" });
  expect(seen([accepted], { "auth-id-mismatch": "warning" })).toEqual(["auth-id-mismatch info ×1"]);
});

test("a rule that throws costs its own findings only", () => {
  const broken = rule(
    "realm-mismatch",
    {
      check: (seen, report) => {
        report({ message: "seen", values: { place: 0 }, at: { message: seen.transactions[0]!.first }, explains: [0] });
        throw new Error("mistake");
      },
    },
    [],
  );
  const { findings, failedRules } = run([broken, rule("digest-failed", {}, [[0]])]);
  expect(findings.map(({ rule }) => rule)).toEqual(["digest-failed"]);
  expect(failedRules.map(({ rule }) => rule)).toEqual(["realm-mismatch"]);
});

test("control characters of the trace do not reach the sentence", () => {
  const values = { place: "a\u001b[31mb\u202ec" };
  const [finding] = run([rule("digest-failed", {}, [[0]], { values })]).findings;
  expect(finding?.message).toBe("digest-failed in a\ufffd[31mb\ufffdc");
});

test("findings stand in the order of the trace", () => {
  const rules = [rule("server-error", {}, [[3]]), rule("register-forbidden", {}, [[1]])];
  expect(seen(rules)).toEqual(["register-forbidden error ×1", "server-error error ×1"]);
});
