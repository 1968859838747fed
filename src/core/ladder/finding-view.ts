/** A finding as the page shows it: its rule's texts, the flagged characters, the related places, the fixes. */
import type { Analysis } from "../analysis.js";
import type { Location } from "../model/finding.js";
import { ruleById } from "../rules/catalogue.js";
import type { FindingView } from "../../view/overview.js";
import { microsOrNull, whereOfLocation } from "./place-words.js";
import { signalWords } from "./signal-words.js";
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
    count: finding.count,
    firstMicros: microsOrNull(finding.firstMicros),
    lastMicros: microsOrNull(finding.lastMicros),
    at: placeOf(finding.location),
    header: finding.location.header,
    where: whereOfLocation(finding.location, trace),
    quote: quoted(analysis, finding.location),
    related: finding.related.map(({ location, message }) => ({
      message: placeOf(location),
      label: visible(message),
      where: whereOfLocation(location, trace),
      quote: quoted(analysis, location),
    })),
    evidence: finding.evidence.map(visible),
    fixes: finding.fixes,
  };
}

/** As `FindingView.at` counts places. */
export function placeOf({ message, signal }: Location): number {
  return message ?? -1 - (signal ?? 0);
}

/** Of a signal its words on the ladder: what is on the wire is no text. */
function quoted({ trace }: Analysis, { message, signal: index, range }: Location): string {
  if (message === null) {
    const signal = trace.signals[index ?? -1];
    const { label, detail } = signal ? signalWords(signal) : { label: "", detail: "" };
    return quoteOf(`${label} ${detail}`.trim(), LONGEST_QUOTE);
  }
  return quoteOf(trace.messages.at(message).sip.text.slice(range.start, range.end), LONGEST_QUOTE);
}
