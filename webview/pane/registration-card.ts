/** The registration card: a device's settings beside the field's good defaults, each with a verdict, its reason and its proof. */
import { type TemplateResult, html, nothing } from "lit";
import type { CardItemView, CardVerdict, CardView } from "../../src/view/card.js";
import type { Health } from "../../src/view/overview.js";
import { healthSign } from "../shapes.js";

const VERDICTS: readonly CardVerdict[] = ["poor", "fair", "good", "unknown"];

/** The same shapes as of health: who has learned them reads both. */
const SIGNS: Readonly<Record<CardVerdict, Health>> = {
  poor: "failed",
  fair: "at-risk",
  good: "healthy",
  unknown: "unknown",
};

/** `2 poor · 3 fair · 4 good · 3 unknown` */
export function verdictCounts({ items }: CardView, verdicts: readonly CardVerdict[] = VERDICTS): string {
  return verdicts
    .map((verdict) => [items.filter((item) => item.verdict === verdict).length, verdict] as const)
    .filter(([count]) => count > 0)
    .map(([count, verdict]) => `${count} ${verdict}`)
    .join(" · ");
}

/**
 * @param reveal shows a message, or by `-1 - signal` a signal, in the ladder
 * @param whatIf opens the simulation of its timers
 */
export function registrationCard(
  card: CardView,
  reveal: (message: number) => void,
  whatIf: () => void,
): TemplateResult {
  return html`<article class="registration-card" aria-label=${`Registration card of ${card.title}`}>
    <h2>${card.title}</h2>
    <dl>
      ${card.facts.map(
        ({ label, value }) =>
          html`<dt>${label}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
    <table>
      <caption>
        ${verdictCounts(card)}
      </caption>
      <thead>
        <tr>
          <th scope="col">Setting</th>
          <th scope="col">Seen</th>
          <th scope="col">Good default</th>
        </tr>
      </thead>
      ${card.items.map((item) => rows(item, reveal))}
    </table>
    <div class="actions">
      <vscode-button secondary title="Change timers and NAT in a simulation" @click=${whatIf}>What if…</vscode-button>
    </div>
  </article>`;
}

/** What needs no change keeps its reason folded. */
function rows(item: CardItemView, reveal: (message: number) => void): TemplateResult {
  const { label, verdict, seen, good, reason, places } = item;
  const buttons = places.map(
    (place) =>
      html`<button class="place" title=${`Show ${place.label} in the ladder`} @click=${() => reveal(place.message)}>
        ${place.where}
      </button>`,
  );
  return html`<tbody>
    <tr>
      <th scope="row">
        <div class="name">
          ${healthSign(SIGNS[verdict])}
          <span>${label}<small class="verdict-${verdict}">${verdict}</small></span>
        </div>
      </th>
      <td>${seen}</td>
      <td class="default">${good}</td>
    </tr>
    <tr>
      <td class="why" colspan="3">
        <details ?open=${verdict === "poor" || verdict === "fair"}>
          <summary>Why ${verdict}</summary>
          <p>${reason} ${sources(item)}</p>
          ${places.length === 0 ? nothing : html`<p class="places">${buttons}</p>`}
        </details>
      </td>
    </tr>
  </tbody>`;
}

function sources({ sources: all }: CardItemView): TemplateResult {
  const links = all.map(({ label, url }, index) => {
    const before = index === 0 ? "" : ", ";
    return url.startsWith("https://") ? html`${before}<a href=${url}>${label}</a>` : html`${before}${label}`;
  });
  return html`<span class="sources">(${links})</span>`;
}
