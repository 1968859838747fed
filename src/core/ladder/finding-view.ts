/** A finding as the page shows it: its rule's texts, the flagged characters, the related places, the fixes. */
import type { Analysis } from "../analysis.js";
import type { Location } from "../model/finding.js";
import { ruleById } from "../rules/catalogue.js";
import type { FindingView } from "../../view/overview.js";
import { microsOrNull, whereOf } from "./place-words.js";
import { quoteOf, visible } from "./visible.js";

/** Characters quoted of a message. */
const LONGEST_QUOTE = 200;

/** @throws {RangeError} for an index that is no finding's. */
export function findingView(analysis: Analysis, index: number): FindingView {
  const finding = analysis.findings[index];
  if (!finding) throw new RangeError(`no finding ${index}`);
  const { trace } = analysis;
  const rule = ruleById(finding.rule);
  const sources = rule?.sources ?? [];
  return {
    index,
    rule: finding.rule,
    title: rule?.title ?? finding.rule,
    severity: finding.severity,
    kind: finding.kind,
    strength: finding.strength,
    message: visible(finding.message),
    why: rule?.why ?? "",
    remedy: rule?.remedy ?? "",
    sources,
    docsUrl: sources[0]?.url ?? "",
    count: finding.count,
    firstMicros: microsOrNull(finding.firstMicros),
    lastMicros: microsOrNull(finding.lastMicros),
    at: finding.location.message,
    header: finding.location.header,
    where: whereOf(trace.messages.at(finding.location.message), trace),
    quote: quoted(analysis, finding.location),
    related: finding.related.map(({ location, message }) => ({
      message: location.message,
      label: visible(message),
      where: whereOf(trace.messages.at(location.message), trace),
      quote: quoted(analysis, location),
    })),
    evidence: finding.evidence.map(visible),
    fixes: finding.fixes,
  };
}

function quoted({ trace }: Analysis, { message, range }: Location): string {
  return quoteOf(trace.messages.at(message).sip.text.slice(range.start, range.end), LONGEST_QUOTE);
}
