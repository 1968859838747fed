/** What a step tells beside the ladder: who speaks, why now, what to look at, and what the registrar knows. */
import { type TemplateResult, html, nothing } from "lit";
import type { LookView, StepView, Words } from "../../src/view/step.js";
import { registrarState } from "./registrar.js";

export function stepExplanation({ title, who, why, look, registrar }: StepView): TemplateResult {
  return html`<section class="step" aria-label="This step">
      <h3>${title}</h3>
      <p>${sentence(who)}</p>
      ${
        why.length === 0
          ? nothing
          : html`<h4>Why now</h4>
              <ul>
                ${why.map((words) => html`<li>${sentence(words)}</li>`)}
              </ul>`
      }
    </section>
    ${registrar ? registrarState(registrar) : nothing}
    ${
      look.length === 0
        ? nothing
        : html`<section class="looks" aria-label="What to look at">
            <h3>What to look at</h3>
            ${look.map(lookAt)}
          </section>`
    }`;
}

/** Text and values in turn: values stand out, and none of them is markup. */
function sentence(words: Words): readonly unknown[] {
  return words.map((part, index) => (index % 2 === 0 ? part : html`<bdi class="value">${part}</bdi>`));
}

function lookAt({ name, value, what, here, sources }: LookView): TemplateResult {
  return html`<details>
    <summary>
      <b>${name}</b> <code><bdi>${value}</bdi></code>
    </summary>
    <p>${what}</p>
    ${here.map((words) => html`<p>${sentence(words)}</p>`)}
    <p class="sources">
      ${sources.map(({ label, url }) =>
        url.startsWith("https://") ? html`<a href=${url}>${label}</a> ` : html`${label} `,
      )}
    </p>
  </details>`;
}
