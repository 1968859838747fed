/** Scores the analyser against traces whose truth is known: every expected finding at its place, and no false alarm. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { analyse, type Finding } from "../../src/core/index.js";
import { finish } from "../../src/core/model/steps.js";
import { openFileSource } from "../../src/worker/file-source.js";

interface Expected {
  readonly rule: string;
  readonly or?: readonly string[];
  readonly severity: string;
  readonly aor?: string;
  readonly aor_any?: readonly string[];
  readonly file?: string;
  readonly frames?: readonly number[];
  readonly lines?: readonly number[];
}

interface Truth {
  readonly title: string;
  readonly files: readonly string[];
  /** TLS key log to decrypt with. */
  readonly keylog?: string | null;
  readonly expect: readonly Expected[];
  readonly allow: readonly string[];
}

const folder = import.meta.dirname;

function findingsOf(name: string, { files, keylog }: Truth): { findings: readonly Finding[]; files: readonly string[] } {
  const sources = files.map((file) => openFileSource(join(folder, name, file), file));
  const keyLogs = keylog ? [readFileSync(join(folder, name, keylog))] : [];
  const analysis = finish(analyse(sources, { keyLogs }));
  sources.forEach((source) => source.close());
  return { findings: analysis.findings, files };
}

function isAt(finding: Finding, expected: Expected, files: readonly string[]): boolean {
  const { place } = finding.location;
  if (expected.file !== undefined && files[place.file] !== expected.file) return false;
  const number = expected.lines ? place.line : place.frame;
  const places = expected.frames ?? expected.lines ?? [];
  return places.length === 0 || places.includes(number ?? 0);
}

function isOf({ aor }: Finding, expected: Expected): boolean {
  const good = [expected.aor, ...(expected.aor_any ?? [])].filter((candidate) => candidate !== undefined);
  return good.length === 0 || aor === null || good.includes(aor);
}

/** Entries that differ in `file` alone are one finding, good at any of their places. */
function groupAlternatives(expected: readonly Expected[]): Expected[][] {
  const groups = new Map<unknown, Expected[]>();
  for (const entry of expected) {
    const key = entry.file === undefined ? entry : `${entry.rule} ${entry.aor}`;
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups.values()];
}

function judge(truth: Truth, findings: readonly Finding[], files: readonly string[]): string[] {
  const faults: string[] = [];
  const open = new Set(findings.filter(({ severity }) => severity !== "info"));
  for (const alternatives of groupAlternatives(truth.expect)) {
    const [first] = alternatives;
    if (!first) continue;
    const accepted = [first.rule, ...(first.or ?? [])];
    const candidates = [...open].filter(({ rule }) => accepted.includes(rule));
    const found = candidates.find((finding) => alternatives.some((entry) => isAt(finding, entry, files))) ?? candidates[0];
    if (!found) {
      faults.push(`missed ${first.rule}`);
      continue;
    }
    open.delete(found);
    if (!alternatives.some((entry) => isAt(found, entry, files))) {
      faults.push(`${found.rule} misplaced at ${found.location.place.frame ?? found.location.place.line}`);
    }
    if (found.severity !== first.severity) faults.push(`${found.rule} is ${found.severity}, expected ${first.severity}`);
    if (!isOf(found, first)) faults.push(`${found.rule} names ${found.aor}, expected ${first.aor}`);
  }
  for (const { rule, message } of open) {
    if (!truth.allow.includes(rule)) faults.push(`false alarm ${rule}: ${message}`);
  }
  return faults;
}

describe("corpus", () => {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  it.each(names.map(({ name }) => name))("%s", (name) => {
    const truth = JSON.parse(readFileSync(join(folder, name, "truth.json"), "utf8")) as Truth;
    const { findings, files } = findingsOf(name, truth);
    expect(judge(truth, findings, files), truth.title).toEqual([]);
  });

  it("would notice a finding that is missed, misplaced or false", () => {
    const truth: Truth = { title: "", files: ["a"], allow: [], expect: [{ rule: "x", severity: "error", frames: [1] }] };
    const finding = (rule: string, frame: number) =>
      ({ rule, severity: "error", aor: null, message: "m", location: { place: { file: 0, frame, line: null } } }) as Finding;
    expect(judge(truth, [finding("x", 1)], ["a"])).toEqual([]);
    expect(judge(truth, [], ["a"])).toEqual(["missed x"]);
    expect(judge(truth, [finding("x", 2)], ["a"])).toEqual(["x misplaced at 2"]);
    expect(judge(truth, [finding("x", 1), finding("y", 1)], ["a"])).toEqual(["false alarm y: m"]);
  });
});
