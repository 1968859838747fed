/** Signs that tell severity and health by their shape as well as by their colour. Words always stand beside or behind them. */
import { type SVGTemplateResult, type TemplateResult, html, svg } from "lit";
import type { FindingView, Health } from "../src/view/overview.js";

const HEALTH_SHAPE: Readonly<Record<Health, SVGTemplateResult>> = {
  failed: svg`<circle cx="6" cy="6" r="5" fill="currentColor"></circle>`,
  "at-risk": svg`<path d="M6 0.5 11.5 6 6 11.5 0.5 6Z" fill="currentColor"></path>`,
  unknown: svg`<circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="2 2"></circle>`,
  healthy: svg`<circle cx="6" cy="6" r="3.75" fill="none" stroke="currentColor" stroke-width="2"></circle>`,
};

export function healthSign(health: Health): TemplateResult {
  return html`<svg class="sign health-${health}" viewBox="0 0 12 12" aria-hidden="true">${HEALTH_SHAPE[health]}</svg>`;
}

/** A sheet with lines. */
export function noteSign(): TemplateResult {
  return html`<svg class="sign note-sign" viewBox="0 0 18 18" aria-hidden="true">
    <path d="M2.5 1.5h13v10l-4 5h-9z M5.5 5.5h7 M5.5 8.5h7 M5.5 11.5h3"></path>
  </svg>`;
}

/** A finding, struck through. */
export function suppressedSign(): TemplateResult {
  return html`<svg class="sign suppressed-sign" viewBox="0 0 18 18" aria-hidden="true">
    <circle cx="9" cy="9" r="7"></circle>
    <path d="M4 14 14 4"></path>
  </svg>`;
}

export function severitySign(severity: FindingView["severity"]): TemplateResult {
  const shape = {
    error: svg`<circle cx="9" cy="9" r="8.5"></circle><path class="on" d="M9 4.2v6M9 12.2v1.8"></path>`,
    warning: svg`<path d="M9 0.5 17.5 9 9 17.5 0.5 9Z"></path><path class="on" d="M9 4.8v5M9 11.6v1.6"></path>`,
    info: svg`<rect x="1" y="1" width="16" height="16" rx="3"></rect><path class="on" d="M9 4.2v1.8M9 8v6"></path>`,
  }[severity];
  return html`<svg class="sign severity-${severity}" viewBox="0 0 18 18" aria-hidden="true">${shape}</svg>`;
}
