/** What rules report while they run: one occurrence each, kept small, since a trace may hold a million failures. */
import type { Severity } from "../model/finding.js";
import type { Trace } from "../trace/trace.js";
import { microsAt, type PlaceNumber, placeOf } from "./place.js";
import { isUnmeasured } from "./measured.js";
import type { Report, Rule } from "./rule.js";
import { isUnprinted } from "./unprinted.js";

/** Reports kept in full for each finding to come; of the others only what precedence and counting need. */
const REPORTS_KEPT = 32;
/** Occurrences of one rule; what a rule reports beyond is not even counted, or a hostile trace could fill the memory. */
const MAX_OCCURRENCES = 1_000_000;

export interface Occurrence {
  readonly group: Group;
  /** Undefined for the many that follow the first ones of a group. */
  readonly report: Report | undefined;
  /** Where it is flagged, and the instant of that. */
  readonly place: PlaceNumber;
  readonly atMicros: number;
  readonly explains: readonly number[];
  readonly registration: number | null;
  readonly flow: number | null;
  readonly connection: number | null;
}

/** Occurrences that become one finding: same rule, same client, same cause. */
export interface Group {
  readonly rule: Rule;
  /** By the rule's own judgement, before the user's overrides. */
  readonly isInfo: boolean;
  readonly aor: string | null;
  /** The first one tells what the finding says when its own reports are not kept. */
  readonly example: Report;
  readonly occurrences: Occurrence[];
}

const NONE: readonly number[] = [];

export class OccurrenceCollector {
  readonly groups: Group[] = [];
  readonly #byKey = new Map<string, Group>();

  constructor(private readonly trace: Trace) {}

  /** The receiver for the reports of one rule. */
  receiver(rule: Rule): (report: Report) => void {
    let count = 0;
    return (report) => {
      if (rule.measures && isUnmeasured(this.trace, rule, report)) return;
      if (isUnprinted(this.trace, report)) return;
      if (count++ < MAX_OCCURRENCES) this.#add(rule, report);
    };
  }

  /** Takes back everything that a failing rule reported. */
  forget(rule: Rule): void {
    for (const group of this.groups) if (group.rule === rule) group.occurrences.length = 0;
  }

  #add(rule: Rule, report: Report): void {
    const isInfo = (report.severity ?? rule.severity) === "info";
    const key = keyOf(rule, report, isInfo);
    let group = this.#byKey.get(key);
    if (!group) {
      group = { rule, isInfo, aor: report.aor ?? null, example: report, occurrences: [] };
      this.#byKey.set(key, group);
      this.groups.push(group);
    }
    const place = placeOf(report.at);
    group.occurrences.push({
      group,
      report: group.occurrences.length < REPORTS_KEPT ? report : undefined,
      place,
      atMicros: microsAt(this.trace, place),
      explains: report.explains ?? NONE,
      registration: report.registration ?? null,
      flow: report.flow ?? null,
      connection: report.connection ?? null,
    });
  }
}

/** Information is no fault, so it never folds with one. */
function keyOf(rule: Rule, report: Report, isInfo: boolean): string {
  const subject =
    report.registration != null
      ? `registration ${report.registration}`
      : report.call != null
        ? `call ${report.call}`
        : report.foldBy === undefined
          ? `place ${placeOf(report.at)}`
          : "";
  return [rule.id, isInfo, report.aor ?? "", subject, report.foldBy ?? ""].join("\n");
}

const WEIGHT: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };

export function worse(a: Severity, b: Severity): Severity {
  return WEIGHT[a] >= WEIGHT[b] ? a : b;
}

export function milder(a: Severity, b: Severity): Severity {
  return WEIGHT[a] <= WEIGHT[b] ? a : b;
}
