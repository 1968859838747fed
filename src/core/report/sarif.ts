/**
 * Findings as SARIF 2.1.0, the OASIS standard that code-scanning viewers read: one run for all traces, since viewers take
 * a second run of the same tool for another analysis of the same files.
 */
import type { Analysis } from "../analysis.js";
import type { Finding, Severity } from "../model/finding.js";
import { toIso } from "../model/instant.js";
import type { Problem } from "../model/problem.js";
import { RULES } from "../rules/index.js";
import type { SuppressedFinding } from "../rules/suppression/suppression.js";
import { printable } from "./printable.js";
import { escapeMarkdown, proseToMarkdown } from "./rule-help.js";
import { FingerPrinter } from "./sarif-fingerprint.js";
import { BASE_ID, fileLocation, resultLocation } from "./sarif-location.js";
import { sarifRule } from "./sarif-rule.js";

export interface SarifOptions {
  readonly version: string;
  /** Sentences on files that could not be opened or used. */
  readonly failures: readonly string[];
}

const LEVELS = { error: "error", warning: "warning", info: "note" } as const satisfies Record<Severity, string>;

const RULE_INDEX: ReadonlyMap<string, number> = new Map(RULES.map(({ id }, index) => [id, index]));

/** All traces of one call as a plain object for `JSON.stringify`. */
export function tracesToSarif(analyses: readonly Analysis[], { version, failures }: SarifOptions) {
  const fingerprints = new FingerPrinter();
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "SIP Trace",
            version,
            semanticVersion: version,
            rules: RULES.map((rule) => sarifRule(rule, LEVELS[rule.severity])),
          },
        },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { [BASE_ID]: { description: { text: "The folder that the program was called in." } } },
        artifacts: analyses.flatMap(({ trace }) =>
          trace.files.map(({ name }) => ({ ...fileLocation(name), roles: ["analysisTarget"] })),
        ),
        invocations: [
          {
            executionSuccessful: failures.length === 0,
            toolExecutionNotifications: [
              ...failures.map((sentence) => ({ level: "error", message: plain(sentence) })),
              ...analyses.flatMap(notifications),
            ],
          },
        ],
        results: analyses.flatMap((analysis) => [
          ...analysis.findings.map((finding) => result(finding, analysis, fingerprints)),
          ...(analysis.suppressed ?? []).map((suppressed) =>
            result(suppressed.finding, analysis, fingerprints, suppressed),
          ),
        ]),
      },
    ],
  };
}

function result(finding: Finding, analysis: Analysis, fingerprints: FingerPrinter, suppressed?: SuppressedFinding) {
  const file = analysis.trace.files[finding.location.place.file]?.name ?? "";
  return {
    ruleId: finding.rule,
    ruleIndex: RULE_INDEX.get(finding.rule) ?? -1,
    level: LEVELS[finding.severity],
    message: { ...plain(finding.message), markdown: markdownOf(finding) },
    locations: [resultLocation(finding.location, analysis)],
    relatedLocations: finding.related.map(({ location, message }, index) => ({
      id: index + 1,
      ...resultLocation(location, analysis),
      message: plain(message),
    })),
    partialFingerprints: { "sipTraceFinding/v1": fingerprints.of(finding, file) },
    occurrenceCount: finding.count,
    // Where one result says it, all must: an empty list is a result that nobody suppressed (§3.27.23).
    suppressions:
      suppressed === undefined
        ? []
        : [
            {
              kind: suppressed.by === "comment" ? "inSource" : "external",
              status: "accepted",
              justification: printable(suppressed.reason),
            },
          ],
    // SARIF's own "fixes" replace text of the analysed file; what is to be changed here is a setting elsewhere.
    properties: {
      kind: finding.kind,
      strength: finding.strength,
      aor: finding.aor === null ? null : printable(finding.aor),
      firstTime: toIso(finding.firstMicros),
      lastTime: toIso(finding.lastMicros),
      evidence: finding.evidence.map(printable),
      fixes: finding.fixes,
    },
  };
}

/** The message with its evidence and fixes; of a trace nothing is markup in it. */
function markdownOf({ message, evidence, fixes }: Finding): string {
  const escaped = (text: string) => escapeMarkdown(printable(text));
  const facts = evidence.map((fact) => `- ${escaped(fact)}`);
  const steps = fixes.map(({ product, detail, title }) => {
    const who = product === null ? "" : `**${escaped(product)}:** `;
    return `- ${who}${proseToMarkdown(printable(detail || title))}`;
  });
  return [escaped(message), list("Evidence:", facts), list("What to do:", steps)].filter(Boolean).join("\n\n");
}

function list(heading: string, items: readonly string[]): string {
  return items.length === 0 ? "" : `${heading}\n\n${items.join("\n")}`;
}

/** Viewers make links of `[text](target)` in plain messages too (SARIF 2.1.0 §3.11.6): a trace must not bring any. */
function plain(text: string): { readonly text: string } {
  return { text: printable(text).replaceAll("](", "] (") };
}

function notifications({ trace, failedRules }: Analysis) {
  const read = trace.problems.map(({ file, offset, message }: Problem) => ({
    level: "warning",
    message: plain(message),
    locations: [
      {
        physicalLocation: {
          artifactLocation: fileLocation(trace.files[file]?.name ?? "").location,
          region: { byteOffset: Math.max(0, offset), byteLength: 0 },
        },
      },
    ],
  }));
  const failed = failedRules.map(({ rule }) => ({
    level: "error",
    message: { text: "The rule failed by a mistake of this program; its findings are missing." },
    associatedRule: { id: rule, index: RULE_INDEX.get(rule) ?? -1 },
  }));
  return [...read, ...failed];
}
