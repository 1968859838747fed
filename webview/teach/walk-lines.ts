/** The lines of the computation: the formula, the same with its values, and the hash. */
import { html, nothing, type TemplateResult } from "lit";
import type { Walk, WalkLine, WalkTerm } from "../../src/core/teach/live/digest-walk.js";
import { LINE_MEANINGS, SESSION_MEANING, wordOf } from "./walk-names.js";

/** Where a value comes from; values of one kind look alike. */
export interface Origin {
  readonly kind: "credentials" | "message" | "typed" | "computed";
  /** `Authorization of REGISTER · frame 7` */
  readonly words: string;
  readonly go?: () => void;
}

const KINDS: readonly (readonly [Origin["kind"], string])[] = [
  ["credentials", "from the credentials"],
  ["message", "from the request itself"],
  ["typed", "typed by you"],
  ["computed", "from a line above"],
];

export function walkLines({ hash, lines }: Walk, originOf: (name: string) => Origin): TemplateResult | typeof nothing {
  if (lines.length === 0) return nothing;
  const isSession = lines.some(({ name }) => name === "userHash");
  return html`<p class="legend" aria-label="How values are marked">
      ${KINDS.map(([kind, words]) => html`<span class="term from-${kind}">${words}</span> `)}
    </p>
    <ol class="lines">
      ${lines.map((line) => lineItem(line, hash, isSession, originOf))}
    </ol>`;
}

function lineItem(
  line: WalkLine,
  hash: string,
  isSession: boolean,
  originOf: (name: string) => Origin,
): TemplateResult {
  const { name, terms, digest } = line;
  const meaning = name === "HA1" && isSession ? SESSION_MEANING : LINE_MEANINGS[name];
  const missing = terms.filter(({ shown }) => shown === undefined).map((term) => wordOf(term.name));
  return html`<li>
    <h3>${wordOf(name)}</h3>
    <p class="hint">${meaning}</p>
    <code class="formula">${hash}(${terms.map((term) => wordOf(term.name)).join(":")})</code>
    <code class="filled"
      >=
      ${hash}(${terms.map((term, index) => html`${index === 0 ? nothing : ":"}${termPart(term, originOf(term.name))}`)})</code
    >
    ${
      digest === undefined
        ? html`<code class="hash missing">= needs the ${missing.join(" and the ")}</code>`
        : html`<code class="hash">= ${digest}</code>`
    }
  </li>`;
}

function termPart({ name, shown }: WalkTerm, { kind, words, go }: Origin): TemplateResult {
  const text = shown === undefined ? html`<i>${wordOf(name)}?</i>` : html`<bdi>${shown}</bdi>`;
  const title = `${wordOf(name)}, ${words}`;
  return go === undefined
    ? html`<span class="term from-${kind}" title=${title}>${text}</span>`
    : html`<button class="term from-${kind}" title="${title}: show in the text" @click=${go}>
        ${text}<span class="unseen">, ${title}</span>
      </button>`;
}
