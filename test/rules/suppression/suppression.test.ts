/** Findings that somebody silenced are kept apart with the reason, and nothing else is. */
import { describe, expect, it } from "vitest";
import {
  analyse,
  type Analysis,
  type AnalysisOptions,
  memorySource,
  traceToJson,
  traceToText,
} from "../../../src/core/index.js";
import { finish } from "../../../src/core/model/steps.js";
import { readSuppressions } from "../../../src/core/rules/suppression/suppression.js";
import { isAtEndOf, matchesWildcards } from "../../../src/core/rules/suppression/wildcards.js";
import { REALM_MISMATCH } from "../../vscode/open-log.js";

const REASON = "a test phone";

function analysed(text: string, options: AnalysisOptions = {}): Analysis {
  return finish(analyse([memorySource("logs/phone.siptrace", new TextEncoder().encode(text))], options));
}

const rulesOf = ({ findings }: Analysis) => findings.map(({ rule }) => rule);
const before = rulesOf(analysed(REALM_MISMATCH));

describe("a list", () => {
  it.each([
    ["of the rule alone", { rule: "realm-mismatch" }],
    ["by the AoR", { rule: "realm-mismatch", aor: "2061@*.example.com" }],
    ["by the device's name", { rule: "realm-mismatch", device: "yealink t46*" }],
    ["by its address", { rule: "realm-mismatch", device: "192.0.2.10" }],
    ["by the file", { rule: "realm-mismatch", file: "*.siptrace" }],
  ])("silences %s", (_, suppression) => {
    const analysis = analysed(REALM_MISMATCH, { suppressions: [{ ...suppression, reason: REASON }] });
    expect(rulesOf(analysis)).toEqual(before.filter((rule) => rule !== "realm-mismatch"));
    expect(analysis.suppressed).toMatchObject([
      { finding: { rule: "realm-mismatch" }, reason: REASON, by: "settings" },
    ]);
    expect(traceToText(analysis)).toContain(" 1 finding suppressed.");
    expect(traceToJson(analysis).suppressed).toMatchObject([{ suppression: { by: "settings", reason: REASON } }]);
  });

  it.each([
    ["another AoR", { aor: "2062@pbx.example.com" }],
    ["another device", { device: "Snom*" }],
    ["another file", { file: "other.siptrace" }],
  ])("leaves alone what is about %s", (_, narrowed) => {
    const analysis = analysed(REALM_MISMATCH, {
      suppressions: [{ rule: "realm-mismatch", reason: REASON, ...narrowed }],
    });
    expect(rulesOf(analysis)).toEqual(before);
    expect(analysis.suppressed).toBeUndefined();
  });

  it.each([
    ["nothing", "Suppressions are a list."],
    [[{ rule: "realm-mismatch" }], "Suppression 1 gives no reason."],
    [[{ rule: "no-such-rule", reason: "x" }], "Suppression 1 names no rule."],
    [
      [{ rule: "realm-mismatch", reason: "x", aor: 5 }],
      "Suppression 1 has a aor that is no text of 1 to 500 characters.",
    ],
    [[{ rule: "realm-mismatch", reason: "x", user: "y" }], 'Suppression 1 has the unknown key "user".'],
    [[null], "Suppression 1 is no object with rule and reason."],
  ])("with a mistake says so: %j", (list, mistake) => {
    expect(readSuppressions(list)).toEqual({ suppressions: [], mistakes: [mistake] });
  });
});

describe("a comment", () => {
  const flagged = REALM_MISMATCH.split("\n").findIndex((line) => line.includes('realm="asterisk"'));
  const record = REALM_MISMATCH.split("\n").findLastIndex((line, at) => at < flagged && line.includes(" udp "));
  const withLine = (at: number, line: string) => REALM_MISMATCH.split("\n").toSpliced(at, 0, line).join("\n");

  it.each([
    ["above the message", record],
    ["in the message", flagged],
  ])("%s silences its finding", (_, at) => {
    const analysis = analysed(withLine(at, `# sip-trace-ignore realm-mismatch ${REASON}`));
    expect(rulesOf(analysis)).toEqual(before.filter((rule) => rule !== "realm-mismatch"));
    expect(analysis.suppressed).toMatchObject([{ reason: REASON, by: "comment" }]);
  });

  it("at another message silences nothing", () => {
    expect(rulesOf(analysed(withLine(0, `# sip-trace-ignore realm-mismatch ${REASON}`)))).toEqual(before);
  });

  it("without rule or reason silences nothing, and is told", () => {
    const analysis = analysed(withLine(record, "# sip-trace-ignore realm-mismatch"));
    expect(rulesOf(analysis)).toEqual(before);
    expect(analysis.trace.problems.map(({ message }) => message)).toEqual([
      "This comment gives no reason why realm-mismatch is to be ignored, so it is not.",
    ]);
    expect(analysed(withLine(record, "# sip-trace-ignore")).trace.problems).toHaveLength(1);
  });
});

describe("wildcards", () => {
  it.each([
    ["phone.pcap", "*.pcap", true],
    ["phone.pcap", "*.pcapng", false],
    ["abc", "a?c", true],
    ["abc", "a?", false],
    ["", "*", true],
    ["ABC", "abc", true],
    ["axbxc", "a*b*c", true],
    ["a.c", "a[.]c", false],
  ])("%s and %s", (text, pattern, expected) => expect(matchesWildcards(text, pattern)).toBe(expected));

  it("take no long time for many stars", () => {
    expect(matchesWildcards("a".repeat(4000), `${"*a".repeat(200)}b`)).toBe(false);
  });

  it("name the end of a path", () => {
    expect(isAtEndOf("logs/phone.log", "/srv/logs/phone.log")).toBe(true);
    expect(isAtEndOf("hone.log", "/srv/logs/phone.log")).toBe(false);
    expect(isAtEndOf("*.log", "C:\\logs\\phone.log")).toBe(true);
  });
});
