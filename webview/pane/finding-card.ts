/** The card of a finding: what the packets say, why it fails, what to change. */
import { type TemplateResult, html, nothing } from "lit";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import type { FindingView } from "../../src/view/overview.js";
import type { FromWebview } from "../../src/view/protocol.js";
import type { Zone } from "../ladder/clock.js";
import { formatClock } from "../ladder/clock.js";
import { severitySign } from "../shapes.js";
import { areComparable, differingPart } from "./difference.js";
import { withCode } from "./code-spans.js";
import { fixItem } from "./fix-item.js";
import { fixText, ownFixes } from "./fix-text.js";

export interface CardEvents {
  send(message: FromWebview): void;
  /** Show the message in the ladder. */
  reveal(message: number): void;
}

export function findingCard(finding: FindingView, zone: Zone, events: CardEvents): TemplateResult {
  return html`<article class="card" aria-label=${`${finding.severity}: ${finding.title}`}>
    <header>
      ${severitySign(finding.severity)}
      <h2>${finding.title}</h2>
      <p class="meta">${meta(finding, zone)}</p>
    </header>
    <p class="said">${withCode(finding.message)}</p>
    ${packets(finding, events)} ${why(finding)} ${fixes(finding)} ${actions(finding, events)}
  </article>`;
}

const KIND_WORDS: Readonly<Record<FindingView["kind"], string>> = {
  cause: "root cause",
  symptom: "symptom",
  practice: "good practice",
};

function meta(finding: FindingView, zone: Zone): string {
  const { firstMicros, lastMicros, count } = finding;
  const clock = (micros: number) => formatClock(micros, zone).slice(0, 8);
  const times =
    firstMicros === null || lastMicros === null
      ? ""
      : clock(firstMicros) === clock(lastMicros)
        ? clock(firstMicros)
        : `${clock(firstMicros)}–${clock(lastMicros)}`;
  const often = count > 1 ? `${count} times` : "";
  return [finding.severity, KIND_WORDS[finding.kind], finding.strength, [often, times].filter(Boolean).join(", ")]
    .filter(Boolean)
    .join(" · ");
}

/** Places of one finding that are listed: the first ones prove it, further ones repeat it. */
const MOST_PLACES = 5;

/** In the order of the trace: the challenge stands before the credentials that are read against it. */
function packets(finding: FindingView, events: CardEvents): TemplateResult | typeof nothing {
  const related = finding.related.slice(0, MOST_PLACES);
  const facing = related.find(({ quote }) => areComparable(quote, finding.quote));
  const flagged = quoted(finding.quote, facing?.quote ?? "", "bad");
  const rows = [
    { message: finding.at, row: packetRow(finding.at, finding.where, finding.header ?? "", flagged, events) },
  ];
  for (const place of related) {
    const quote = quoted(place.quote, facing === place ? finding.quote : "", "good");
    rows.push({ message: place.message, row: packetRow(place.message, place.where, place.label, quote, events) });
  }
  // Signals are numbered apart from messages; where they take part the rule's own order stands.
  if (rows.every(({ message }) => message >= 0)) rows.sort((a, b) => a.message - b.message);
  const evidence = finding.evidence.map((sentence) => html`<li>${withCode(sentence)}</li>`);
  return html`<h3>What the packets say</h3>
    <div class="packets">${rows.map(({ row }) => row)}</div>
    ${
      evidence.length > 0
        ? html`<ul class="evidence">
            ${evidence}
          </ul>`
        : nothing
    }`;
}

function packetRow(
  message: number,
  where: string,
  label: string,
  quote: TemplateResult | typeof nothing,
  events: CardEvents,
): TemplateResult {
  return html`<button class="packet" @click=${() => events.reveal(message)} title="Show in the ladder">
    <span class="where">${where}</span
    ><span class="what">${quote}${label === "" ? nothing : html`<small>${label}</small>`}</span>
  </button>`;
}

/** A quote with the words in which it differs from the one it is compared with. */
function quoted(quote: string, other: string, side: "good" | "bad"): TemplateResult | typeof nothing {
  if (quote === "") return nothing;
  const { start, end } = other === "" ? { start: 0, end: 0 } : differingPart(quote, other);
  if (start === end) return html`<code>${quote}</code>`;
  return html`<code
    >${quote.slice(0, start)}<mark class=${side}>${quote.slice(start, end)}</mark>${quote.slice(end)}</code
  >`;
}

function why(finding: FindingView): TemplateResult | typeof nothing {
  if (finding.why === "" && finding.sources.length === 0) return nothing;
  const links = finding.sources.map(({ label, url }, index) => {
    const before = index === 0 ? " " : ", ";
    // A rule's own text, but a link that leaves the editor is held to the web all the same.
    return url.startsWith("https://") ? html`${before}<a href=${url}>${label}</a>` : html`${before}${label}`;
  });
  return html`<h3>Why it ${finding.severity === "error" ? "fails" : "matters"}</h3>
    <p>${withCode(finding.why)}${links}</p>`;
}

function fixes(finding: FindingView): TemplateResult | typeof nothing {
  if (finding.fixes.length === 0 && finding.remedy === "") return nothing;
  const items = ownFixes(finding).map(fixItem);
  return html`<h3>Fix</h3>
    ${finding.remedy === "" ? nothing : html`<p>${withCode(finding.remedy)}</p>`}
    ${
      items.length > 0
        ? html`<ul>
            ${items}
          </ul>`
        : nothing
    }`;
}

function actions(finding: FindingView, { send }: CardEvents): TemplateResult {
  const button = (label: string, message: FromWebview, isFirst = false) =>
    html`<vscode-button ?secondary=${!isFirst} @click=${() => send(message)}>${label}</vscode-button>`;
  return html`<div class="actions">
    ${button("Go to text", { type: "openFinding", finding: finding.index, related: null }, true)}
    ${
      finding.related.length > 0
        ? button("Go to the other place", { type: "openFinding", finding: finding.index, related: 0 })
        : nothing
    }
    ${finding.fixes.length > 0 || finding.remedy !== "" ? button("Copy fix", { type: "copy", text: fixText(finding) }) : nothing}
    ${button("About this rule", { type: "openDocs", rule: finding.rule })}
    ${button("Silence rule", { type: "silence", rule: finding.rule })}
  </div>`;
}
