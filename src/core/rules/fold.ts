/** Makes findings of occurrences: what repeats is one finding with a count, flagged where it was first seen. */
import type { Finding, RelatedLocation, Severity } from "../model/finding.js";
import type { Trace } from "../trace/trace.js";
import { fixesFor } from "./fixes.js";
import { type Group, milder, type Occurrence, worse } from "./occurrence.js";
import { comparePlaces, locate, markAt } from "./place.js";
import type { Report } from "./rule.js";
import { fillTemplate } from "./wording.js";

/** Further occurrences shown as related places; more would bury the first. */
const MAX_REPEATS_SHOWN = 20;
const MAX_EVIDENCE = 12;
/** What further places of one fault are called. */
export const SAME_AGAIN = "the same again";

export function foldToFinding(
  trace: Trace,
  group: Group,
  standing: readonly Occurrence[],
  swallowed: readonly Occurrence[],
  override: Severity | undefined,
): Finding | undefined {
  const ordered = [...standing].sort((a, b) => comparePlaces(trace, a.place, b.place));
  const first = ordered[0];
  if (!first) return undefined;
  const { rule } = group;
  const lead = first.report ?? group.example;
  const times = ordered.map(({ atMicros }) => atMicros).filter((micros) => !Number.isNaN(micros));
  const marks = [lead.at, ...(lead.related ?? [])];
  return {
    rule: rule.id,
    severity: severityOf(ordered, override),
    kind: rule.kind,
    strength: lead.strength ?? "proven",
    message: textOf(group, lead),
    aor: group.aor,
    location: locate(trace, first.report?.at ?? markAt(trace, first.place)),
    related: relatedOf(trace, lead, ordered.slice(1)),
    evidence: evidenceOf(lead, swallowed),
    fixes: fixesFor(trace, rule, marks),
    count: ordered.length,
    firstMicros: times.length === 0 ? NaN : Math.min(times[0]!, times[times.length - 1]!),
    lastMicros: times.length === 0 ? NaN : Math.max(times[0]!, times[times.length - 1]!),
    registration: lead.registration ?? null,
    call: lead.call ?? null,
  };
}

/** The worst of what was seen; an override replaces the rule's own severity but raises no milder circumstance. */
function severityOf(occurrences: readonly Occurrence[], override: Severity | undefined): Severity {
  let severity: Severity = "info";
  for (const { report, group } of occurrences) {
    const own = (report ?? group.example).severity ?? group.rule.severity;
    const isCircumstance = own !== group.rule.severity;
    severity = worse(severity, override === undefined ? own : isCircumstance ? milder(own, override) : override);
  }
  return severity;
}

function textOf({ rule }: Group, report: Report): string {
  const template = rule.messages[report.message];
  if (template === undefined) throw new Error(`rule ${rule.id} has no message "${report.message}"`);
  return fillTemplate(template, report.values ?? {});
}

function relatedOf(trace: Trace, lead: Report, repeats: readonly Occurrence[]): RelatedLocation[] {
  const own = (lead.related ?? []).map((mark) => ({ location: locate(trace, mark), message: mark.label }));
  const shown = repeats.slice(0, MAX_REPEATS_SHOWN).map(({ report, place }) => ({
    location: locate(trace, report?.at ?? markAt(trace, place)),
    message: SAME_AGAIN,
  }));
  return [...own, ...shown];
}

/** The facts of the finding, and what it explains besides: symptoms and weaker readings of the same packets. */
function evidenceOf(lead: Report, swallowed: readonly Occurrence[]): string[] {
  const sentences = new Set(lead.evidence ?? []);
  for (const { group, report } of swallowed) {
    if (sentences.size >= MAX_EVIDENCE) break;
    sentences.add(
      group.rule.kind === "symptom"
        ? `Its symptom: ${textOf(group, report ?? group.example)}`
        : `The same packets also look like "${group.rule.title.toLowerCase()}" (${group.rule.id}), which this explains.`,
    );
  }
  return [...sentences].slice(0, MAX_EVIDENCE).map(asSentence);
}

function asSentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
