/** The registration card of a device: what was seen of each of its settings, beside the field's good default. */
import type { Analysis } from "../../analysis.js";
import { ladderKeys } from "../../ladder/ladder-keys.js";
import { findingsByRow } from "../../ladder/overview.js";
import { addressWords, shortened } from "../../ladder/place-words.js";
import type { Finding, RelatedLocation } from "../../model/finding.js";
import { locate } from "../../rules/place.js";
import type { Source } from "../../rules/rule.js";
import type { CardVerdict } from "../../../view/card.js";
import type { CardLine, Judgement } from "./card-line.js";
import { type CardFact, identityOf } from "./identity.js";
import { bindingsLine } from "./lines/bindings.js";
import { digestLine } from "./lines/digest.js";
import { dnsLine } from "./lines/dns.js";
import { expiryLine } from "./lines/expiry.js";
import { gruuLine } from "./lines/gruu.js";
import { keepAliveLine } from "./lines/keep-alive.js";
import { outboundLine } from "./lines/outbound.js";
import { refreshLine } from "./lines/refresh-point.js";
import { retryLine } from "./lines/retry.js";
import { rportLine } from "./lines/rport.js";
import { timeLine } from "./lines/time-source.js";
import { transportLine } from "./lines/transport.js";
import { type CardSubject, subjectOf } from "./subject.js";

/** In the order in which a device registers. */
export const CARD_LINES: readonly CardLine[] = [
  transportLine,
  dnsLine,
  digestLine,
  expiryLine,
  refreshLine,
  retryLine,
  keepAliveLine,
  rportLine,
  bindingsLine,
  outboundLine,
  gruuLine,
  timeLine,
];

export interface CardItem {
  readonly id: string;
  readonly label: string;
  readonly seen: string;
  readonly good: string;
  readonly verdict: CardVerdict;
  readonly reason: string;
  readonly sources: readonly Source[];
  readonly places: readonly RelatedLocation[];
}

export interface Card {
  /** `r0` */
  readonly key: string;
  readonly aor: string;
  readonly title: string;
  readonly facts: readonly CardFact[];
  readonly items: readonly CardItem[];
}

/** Both are short texts; only names of hostile traces are longer. */
const LONGEST_SEEN = 200;
const LONGEST_REASON = 300;

/**
 * Cards of the registrations that a name means: `all`, a key as `r0`, an AoR or a Call-ID. A registration of which the trace
 * holds answers alone has none.
 */
export function cardsOf(analysis: Analysis, name = "all"): Card[] {
  const { registrations } = analysis.trace;
  const findings = findingsByRow(analysis);
  const keys = name === "all" ? registrations.map(({ index }) => `r${index}`) : ladderKeys(analysis, name);
  return keys.flatMap((key) => {
    const registration = key.startsWith("r") ? registrations[Number(key.slice(1))] : undefined;
    const subject = registration && subjectOf(analysis, registration);
    if (!subject) return [];
    const own = (findings.get(key) ?? []).flatMap((index) => analysis.findings[index] ?? []);
    return [cardOf(key, subject, own)];
  });
}

function cardOf(key: string, subject: CardSubject, findings: readonly Finding[]): Card {
  const { aor } = subject.registration;
  return {
    key,
    aor,
    title: addressWords(aor),
    facts: identityOf(subject),
    items: CARD_LINES.map((line) => itemOf(line, subject, findings)),
  };
}

function itemOf(line: CardLine, subject: CardSubject, findings: readonly Finding[]): CardItem {
  const judgement = line.judge(subject);
  const flagged = worstOf(findings, line.rules);
  const places = (judgement.places ?? []).map(({ label, ...mark }) => ({
    location: locate(subject.trace, mark),
    message: label,
  }));
  const { id, label, sources } = line;
  return {
    id,
    label,
    sources,
    seen: shortened(judgement.seen, LONGEST_SEEN),
    good: judgement.good,
    ...(flagged ? foundPoor(flagged) : wordsOf(judgement)),
    places: flagged ? [{ location: flagged.location, message: "what is wrong" }, ...places] : places,
  };
}

/** Where a rule finds fault the card does not say otherwise. */
function worstOf(findings: readonly Finding[], rules: readonly string[]): Finding | undefined {
  const own = findings.filter(({ rule, severity }) => severity !== "info" && rules.includes(rule));
  return own.find(({ severity }) => severity === "error") ?? own[0];
}

function foundPoor({ message }: Finding): { verdict: CardVerdict; reason: string } {
  return { verdict: "poor", reason: shortened(message, LONGEST_REASON) };
}

function wordsOf({ verdict, reason }: Judgement): { verdict: CardVerdict; reason: string } {
  return { verdict, reason: shortened(reason, LONGEST_REASON) };
}
