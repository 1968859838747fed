/** SARIF against its official schema, and what viewers make of it: places, fingerprints, and nothing of a trace as markup. */
import schema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with { type: "json" };
import { Ajv } from "ajv";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { analyse, type Analysis, type AnalysisOptions } from "../../src/core/analysis.js";
import { memorySource } from "../../src/core/model/byte-source.js";
import { finish } from "../../src/core/model/steps.js";
import { tracesToSarif } from "../../src/core/report/sarif.js";
import { RULES } from "../../src/core/rules/index.js";

// The schema is of draft 4, and differs from draft 7 in nothing but the name of its identifier.
const { $schema: _, id: __, ...draft7 } = schema;
const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(draft7);

const sample = (name: string) => readFileSync(new URL(`../../samples/${name}`, import.meta.url));

function analysisOf(name: string, octets: Uint8Array, options: AnalysisOptions = {}): Analysis {
  return finish(analyse([memorySource(name, octets)], options));
}

/** The one run, after the schema found nothing to say against it. */
function runOf(analyses: readonly Analysis[], failures: readonly string[] = []) {
  const log = JSON.parse(JSON.stringify(tracesToSarif(analyses, { version: "1.2.3", failures }))) as ReturnType<
    typeof tracesToSarif
  >;
  validate(log);
  expect(validate.errors ?? []).toEqual([]);
  return log.runs[0]!;
}

const TEXT = sample("realm-mismatch.siptrace").toString("utf8");

test("the schema notices what is wrong", () => {
  const log = tracesToSarif([], { version: "1.2.3", failures: [] });
  expect(validate({ ...log, version: "2.0.0" })).toBe(false);
  expect(validate({ ...log, runs: [{ ...log.runs[0], results: [{ level: "fatal" }] }] })).toBe(false);
});

test("describes every rule", () => {
  const { rules } = runOf([]).tool.driver;
  expect(rules.map(({ id }) => id)).toEqual(RULES.map(({ id }) => id));
  const rule = rules.find(({ id }) => id === "realm-mismatch");
  expect(rule).toMatchObject({
    name: "RealmMismatch",
    shortDescription: { text: "Realm mismatch" },
    helpUri: "https://www.rfc-editor.org/rfc/rfc3261#section-22.1",
    defaultConfiguration: { level: "error" },
    properties: { tags: ["sip", "authentication", "cause"] },
  });
  expect(rule?.help.markdown).toContain("## How to confirm it");
});

test("a finding in a log has its line and columns", () => {
  const [result] = runOf([analysisOf("logs/phone 1.siptrace", new TextEncoder().encode(TEXT))]).results;
  const { physicalLocation } = result!.locations[0]!;
  expect(physicalLocation.artifactLocation).toEqual({ uri: "logs/phone%201.siptrace", uriBaseId: "%SRCROOT%" });
  const region = physicalLocation.region as Record<string, number>;
  const line = TEXT.split("\n")[region["startLine"]! - 1]!;
  expect(line.slice(region["startColumn"]! - 1, region["endColumn"]! - 1)).toBe("asterisk");
  expect(region["endLine"]).toBe(region["startLine"]);
});

test("the places that a finding is read against are numbered from 1, each with what stands there", () => {
  const [result] = runOf([analysisOf("phone.siptrace", new TextEncoder().encode(TEXT))]).results;
  const related = result!.relatedLocations.map(({ id, message }) => [id, message.text]);
  expect(related.slice(0, 2)).toEqual([
    [1, "the challenge it answers"],
    [2, expect.any(String)],
  ]);
});

test("a finding in a capture has its octets and its frame", () => {
  const octets = sample("realm-mismatch.pcapng");
  const [result] = runOf([analysisOf("phone.pcapng", octets)]).results;
  const { physicalLocation, logicalLocations } = result!.locations[0]!;
  const region = physicalLocation.region as Record<string, number>;
  const start = region["byteOffset"]!;
  expect(octets.subarray(start, start + region["byteLength"]!).toString("latin1")).toBe("asterisk");
  expect(region["startLine"]).toBe(1);
  expect(logicalLocations).toMatchObject([{ name: "Authorization", fullyQualifiedName: "frame 5/Authorization" }]);
});

describe("suppressed findings", () => {
  const octets = new TextEncoder().encode(TEXT);

  test("are results that say by what and why", () => {
    const suppressions = [{ rule: "realm-mismatch", reason: "a test \u001b[31mphone" }];
    const [before, after] = [{}, { suppressions }].map((options) => runOf([analysisOf("a", octets, options)]).results);
    expect(after).toHaveLength(before!.length);
    const result = after!.find(({ ruleId }) => ruleId === "realm-mismatch");
    expect(result?.suppressions).toEqual([
      {
        kind: "external",
        status: "accepted",
        justification: expect.not.stringContaining("\u001b") as string,
      },
    ]);
    const others = after!.filter(({ ruleId }) => ruleId !== "realm-mismatch");
    for (const { suppressions: none } of others) expect(none).toEqual([]);
  });

  test("by a comment are suppressed in the source", () => {
    const everywhere = TEXT.replace(/^(?=20\d\d-)/gm, "# sip-trace-ignore realm-mismatch a test phone\n");
    const { results } = runOf([analysisOf("a.siptrace", new TextEncoder().encode(everywhere))]);
    const result = results.find(({ ruleId }) => ruleId === "realm-mismatch");
    expect(result?.suppressions).toEqual([{ kind: "inSource", status: "accepted", justification: "a test phone" }]);
  });
});

describe("fingerprints", () => {
  const printsOf = (text: string) =>
    runOf([analysisOf("phone.siptrace", new TextEncoder().encode(text))]).results.map(
      ({ partialFingerprints }) => partialFingerprints["sipTraceFinding/v1"],
    );

  test("stay when the same fault is recorded on another day", () => {
    expect(printsOf(TEXT.replaceAll(/^\d{4}-\d\d-\d\d/gm, "2031-01-02"))).toEqual(printsOf(TEXT));
  });

  test("differ between two phones", () => {
    expect(printsOf(TEXT.replaceAll("2061", "2062"))).not.toEqual(printsOf(TEXT));
  });
});

test("what could not be read, and files that are none, are notifications", () => {
  const octets = sample("realm-mismatch.pcapng");
  const cut = analysisOf("cut.pcapng", octets.subarray(0, octets.length - 30));
  const [invocation] = runOf([cut], ["gone.pcap: there is no such file."]).invocations;
  expect(invocation?.executionSuccessful).toBe(false);
  expect(invocation?.toolExecutionNotifications).toMatchObject([
    { level: "error", message: { text: "gone.pcap: there is no such file." } },
    { level: "warning", locations: [{ physicalLocation: { artifactLocation: { uri: "cut.pcapng" } } }] },
  ]);
});

test("of a trace nothing becomes a link, markup or a control", () => {
  const evil = "[click](https://evil.example.com)<img src=x>\\u001b[31m";
  const hostile = TEXT.replaceAll('realm="asterisk"', `realm="${evil}"`);
  const [result] = runOf([analysisOf("phone.siptrace", new TextEncoder().encode(hostile))]).results;
  expect(result!.message.text).toContain("click");
  expect(result!.message.text).not.toContain("](");
  expect(result!.message.markdown).not.toMatch(/(?<!\\)[[\]<>]/);
  // eslint-disable-next-line no-control-regex -- these are what must not get through
  expect(JSON.stringify(result)).not.toMatch(/[\u0000-\u001f]/);
});

test.each([
  ["a.pcap", { uri: "a.pcap", uriBaseId: "%SRCROOT%" }],
  ["./a b/c:d.pcap", { uri: "a%20b/c%3Ad.pcap", uriBaseId: "%SRCROOT%" }],
  ["../up.pcap", { uri: "../up.pcap", uriBaseId: "%SRCROOT%" }],
  ["/captures/a#1.pcap", { uri: "file:///captures/a%231.pcap" }],
  ["C:\\captures\\a.pcap", { uri: "file:///C:/captures/a.pcap" }],
  ["captures\\a.pcap", { uri: "captures/a.pcap", uriBaseId: "%SRCROOT%" }],
  ["-", { uri: "stdin" }],
  ["half\ud800.pcap", { uri: "half%EF%BF%BD.pcap", uriBaseId: "%SRCROOT%" }],
])("the file %j is %j", (name, location) => {
  const { artifacts } = runOf([analysisOf(name, sample("realm-mismatch.pcapng"))]);
  expect(artifacts).toMatchObject([{ location }]);
});
