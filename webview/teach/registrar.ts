/** What the registrar knows at a step: bindings, nonces and running clocks, with what changed in a word and a sign. */
import { type TemplateResult, html, nothing } from "lit";
import type { Change, RegistrarView, StateEntry } from "../../src/view/step.js";

const SIGNS: Readonly<Record<Change, string>> = { added: "+", changed: "~", ended: "−", none: "" };

export function registrarState({ summary, bindings, nonces, timers }: RegistrarView): TemplateResult {
  return html`<section class="registrar" aria-label="What the registrar knows now">
    <h3>The registrar now</h3>
    <p>${summary}</p>
    ${table("Bindings", bindings)} ${table("Nonces", nonces)} ${table("Clocks", timers)}
  </section>`;
}

function table(title: string, entries: readonly StateEntry[]): TemplateResult | typeof nothing {
  if (entries.length === 0) return nothing;
  return html`<h4>${title}</h4>
    <ul class="entries" aria-label=${title}>
      ${entries.map(entry)}
    </ul>`;
}

function entry({ name, facts, change, changeWords }: StateEntry): TemplateResult {
  return html`<li class="entry is-${change}">
    <span class="change" aria-hidden="true">${SIGNS[change]}</span>
    <div>
      <code><bdi>${name}</bdi></code>
      ${changeWords === "" ? nothing : html`<em>${changeWords}</em>`}
      <dl>
        ${facts.map(
          ({ label, value }) =>
            html`<div>
              <dt>${label}</dt>
              <dd><bdi>${value}</bdi></dd>
            </div>`,
        )}
      </dl>
    </div>
  </li>`;
}
