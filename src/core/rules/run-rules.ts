/** Runs the rules over a trace: each by itself, then one root cause per failure, then one finding per repeated fault. */
import type { Finding, Severity } from "../model/finding.js";
import { finish } from "../model/steps.js";
import { type KnownCredential, KnownPasswords } from "../sip/known-passwords.js";
import type { Trace } from "../trace/trace.js";
import { explain } from "./explain.js";
import { foldToFinding } from "./fold.js";
import { RULES } from "./index.js";
import { OccurrenceCollector } from "./occurrence.js";
import { compareLocations } from "./place.js";
import type { Rule, RuleContext } from "./rule.js";

export interface RunOptions {
  /** Severity or silence of single rules, by id. */
  readonly overrides: Readonly<Record<string, Severity | "off">>;
  readonly natTimeoutSeconds: number;
  /** Passwords to prove digests with. */
  readonly credentials?: readonly KnownCredential[];
  /** The rules to run; all of the catalogue when left out. */
  readonly rules?: readonly Rule[];
}

export interface FailedRule {
  readonly rule: string;
  readonly error: unknown;
}

export interface RuleRun {
  /** In the order of their places. */
  readonly findings: Finding[];
  /** Rules that threw: a mistake in them costs their findings and not the analysis. */
  readonly failedRules: readonly FailedRule[];
}

/** Runs all rules at once; `diagnoseInSteps` lets the caller breathe between them. */
export function diagnose(trace: Trace, options: RunOptions): RuleRun {
  return finish(diagnoseInSteps(trace, options));
}

/** Yields after each rule, so that the caller paces the work and may stop. */
export function* diagnoseInSteps(trace: Trace, options: RunOptions): Generator<void, RuleRun> {
  const { overrides, natTimeoutSeconds } = options;
  // One object for the run: what rules remember together hangs on it and goes with it.
  const passwords = new KnownPasswords(options.credentials ?? []);
  const context: RuleContext = {
    natTimeoutSeconds,
    passwordFor: (username, realm) => passwords.passwordFor(username, realm),
  };
  const collector = new OccurrenceCollector(trace);
  const failedRules: FailedRule[] = [];
  for (const rule of options.rules ?? RULES) {
    // A rule that is switched off takes no part in precedence either, so it hides no other.
    if (overrides[rule.id] === "off") continue;
    try {
      rule.check(trace, collector.receiver(rule), context);
    } catch (error) {
      collector.forget(rule);
      failedRules.push({ rule: rule.id, error });
    }
    yield;
  }
  const { standing, swallowed } = explain(collector.groups);
  const findings: Finding[] = [];
  for (const [group, occurrences] of standing) {
    const override = overrides[group.rule.id];
    const losers = occurrences.flatMap((occurrence) => swallowed.get(occurrence) ?? []);
    try {
      const finding = foldToFinding(trace, group, occurrences, losers, override === "off" ? undefined : override);
      if (finding) findings.push(finding);
    } catch (error) {
      failedRules.push({ rule: group.rule.id, error });
    }
  }
  return { findings: findings.sort((a, b) => byPlace(trace, a, b)), failedRules };
}

function byPlace(trace: Trace, a: Finding, b: Finding): number {
  return compareLocations(trace, a.location, b.location) || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0);
}
