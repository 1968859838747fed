/**
 * A digest response computed line by line, with values that may be changed: `<sip-digest-walk>`. The password that is typed stays
 * in its field: it enters the computation here on the page, no message or state holds it, and it is gone with the page.
 */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import {
  octetsOfTyped,
  typedOf,
  type Walk,
  walkDigest,
  type WalkValues,
} from "../../src/core/teach/live/digest-walk.js";
import { walkVerdict } from "../../src/core/teach/live/walk-verdict.js";
import type { DigestPlace } from "../../src/view/digest.js";
import type { DigestWalkView, WalkEntry, WalkName, WalkPlace } from "../../src/view/digest-walk.js";
import { comparisonTable } from "./response-table.js";
import { goTo, placeButton, placeWords } from "./place-button.js";
import { CHANGEABLE, wordOf } from "./walk-names.js";
import { walkLines, type Origin } from "./walk-lines.js";
import "./widgets.css";
import "./digest-walk.css";

/** As long as a value of a trace may be; a password of a person is shorter. */
const LONGEST_TYPED = 65_536;

let instances = 0;

export class DigestWalk extends LitElement {
  static override readonly properties = { view: { attribute: false }, password: { attribute: false } };
  declare view: DigestWalkView | undefined;
  /** What the field begins with: that of a lesson's laboratory. */
  declare password: string | undefined;
  /** Values as a person changed them, by name. */
  readonly #typed = new Map<WalkName, string>();
  #password = "";
  /** A page may hold several. */
  readonly #id = `walk-${++instances}`;

  /** In the page's own style, and within its headings for a screen reader. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("view")) this.#typed.clear();
    // A password typed for another digest must not stay.
    if (changed.has("view") || changed.has("password")) this.#password = this.password ?? "";
  }

  protected override render(): TemplateResult | typeof nothing {
    const { view } = this;
    if (!view) return nothing;
    const password = this.#password === "" ? undefined : this.#password;
    const sent = walkDigest(this.#values(view, "used"), password);
    const expected = walkDigest(this.#values(view, "expected"), password);
    const shown = walkDigest(this.#values(view, "shown"), password);
    const verdict = walkVerdict(
      {
        shown,
        sent,
        expected,
        changed: [...this.#typed.keys()].map(wordOf),
        differing: view.values.filter(isOther).map(({ name }) => wordOf(name)),
        traced: view.response?.octets,
        status: view.outcome?.status,
      },
      wordOf,
    );
    return html`<article class="digest-walk" aria-label="Digest step by step">
      ${this.#head(view)} ${this.#fields(view)} ${this.#lines(view, shown)}
      <section>
        <h2>Compare</h2>
        ${comparisonTable({ shown, expected, traced: view.response, isChanged: this.#typed.size > 0 })}
      </section>
      <p class="hint">
        A registrar that follows the standard computes the same from its own realm and nonce and from the password or
        HA1 that it has stored (RFC 7616, RFC 8760). Its configuration is not in a trace.
      </p>
      <p class="verdict" role="status">${verdict}</p>
    </article>`;
  }

  #head({ answer, challenge, outcome }: DigestWalkView): TemplateResult {
    const at = (place: DigestPlace) =>
      html`<button class="place" title="Show in the text" @click=${() => goTo(this, { ...place, start: 0, end: 0 })}>
        ${place.where}
      </button>`;
    return html`<h1>Digest step by step</h1>
      <p>
        ${at(answer)} answers
        ${challenge ? at(challenge) : html`a challenge that is not in the trace`}${
          outcome ? html`, and ${at(outcome)} came back.` : ", and nothing came back."
        }
      </p>`;
  }

  #fields(view: DigestWalkView): TemplateResult {
    const rows = view.values.filter(({ name, used, expected }) => isShown(name, used !== null || expected !== null));
    return html`<section>
      <h2>Values</h2>
      <table class="values">
        <thead>
          <tr>
            <th scope="col">Value</th>
            <th scope="col">The phone used</th>
            <th scope="col">The registrar expects</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map((entry) => html`${this.#row(entry)}${entry.name === "realm" ? this.#passwordRow() : nothing}`)}
        </tbody>
      </table>
      <p class="actions">
        <button class="plain" ?disabled=${this.#typed.size === 0} @click=${() => this.#reset()}>
          Reset all values
        </button>
        <span class="hint"
          >Change a value, such as the case of a letter of the realm, and see what becomes of the response.</span
        >
      </p>
    </section>`;
  }

  #row(entry: WalkEntry): TemplateResult {
    const { name, used, expected, note } = entry;
    const word = wordOf(name);
    const typed = this.#typed.get(name);
    const shown = typed ?? (used ? typedOf(used.octets) : "");
    const take = expected && typedOf(expected.octets);
    return html`<tr class=${typed === undefined ? "" : "changed"}>
      <th scope="row"><label for="${this.#id}-${name}">${word}</label></th>
      <td>
        <div class="field">
          <input
            id="${this.#id}-${name}"
            type="text"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            dir="auto"
            maxlength=${LONGEST_TYPED}
            .value=${live(shown)}
            @input=${(event: Event) => this.#change(entry, (event.target as HTMLInputElement).value)}
          />
          ${
            typed === undefined
              ? nothing
              : html`<button
                  class="plain"
                  aria-label="Reset the ${word}"
                  @click=${() => this.#change(entry, undefined)}
                >
                  Reset
                </button>`
          }
        </div>
        <small>
          ${typed === undefined ? nothing : "Changed by you. "}${used ? placeButton(this, used.place) : "Not in the request."}
          ${note}
        </small>
      </td>
      <td>
        ${
          expected === null
            ? html`<small>takes what the request says</small>`
            : html`<div class="field">
                  <code class=${isOther(entry) ? "differs" : ""}><bdi>${shortened(take ?? "")}</bdi></code>
                  ${
                    take === shown || (typed === undefined && !isOther(entry))
                      ? html`<small>the same</small>`
                      : html`<button
                          class="plain"
                          aria-label="Take this ${word} of the registrar"
                          @click=${() => this.#change(entry, take ?? "")}
                        >
                          Take this
                        </button>`
                  }
                </div>
                <small>${placeButton(this, expected.place)}</small>`
        }
      </td>
    </tr>`;
  }

  #passwordRow(): TemplateResult {
    return html`<tr>
      <th scope="row"><label for="${this.#id}-password">password</label></th>
      <td colspan="2">
        <div class="field">
          <input
            id="${this.#id}-password"
            type="password"
            autocomplete="off"
            maxlength=${LONGEST_TYPED}
            aria-describedby="${this.#id}-hint"
            .value=${live(this.#password)}
            @input=${(event: Event) => {
              this.#password = (event.target as HTMLInputElement).value;
              this.requestUpdate();
            }}
          />
        </div>
        <small id="${this.#id}-hint">Never sent over the wire. It is used on this page alone, and kept nowhere.</small>
      </td>
    </tr>`;
  }

  #lines(view: DigestWalkView, shown: Walk): TemplateResult {
    const places = new Map(view.values.map(({ name, used }) => [name as string, used?.place]));
    const originOf = (name: string): Origin => {
      if (name === "password" || this.#typed.has(name as WalkName)) return { kind: "typed", words: "typed by you" };
      const place: WalkPlace | undefined = places.get(name);
      if (!place) return { kind: "computed", words: "the line above" };
      const kind = place.field === "request line" || place.field === "body" ? "message" : "credentials";
      return { kind, words: placeWords(place), go: () => goTo(this, place) };
    };
    return html`<section>
      <h2>Computation</h2>
      ${walkLines(shown, originOf)}
    </section>`;
  }

  #change(entry: WalkEntry, typed: string | undefined): void {
    const isBack = typed === undefined || (entry.used !== null && typed === typedOf(entry.used.octets));
    if (isBack) this.#typed.delete(entry.name);
    else this.#typed.set(entry.name, typed);
    this.requestUpdate();
  }

  #reset(): void {
    this.#typed.clear();
    this.requestUpdate();
    this.querySelector<HTMLElement>(`#${this.#id}-username`)?.focus();
  }

  /** What was typed stands in for what the request does not say on all sides; an emptied field takes an optional value away. */
  #values({ values }: DigestWalkView, side: "used" | "expected" | "shown"): WalkValues {
    return Object.fromEntries(
      values.map(({ name, used, expected }) => {
        const typed = this.#typed.get(name);
        const own = side === "expected" ? (expected ?? used) : used;
        const isTaken = typed !== undefined && (side === "shown" || own === null);
        if (!isTaken) return [name, own?.octets];
        return [name, typed === "" && OPTIONAL.includes(name) ? undefined : octetsOfTyped(typed)];
      }),
    );
  }
}

const OPTIONAL: readonly WalkName[] = ["algorithm", "qop", "nonceCount", "cnonce"];
/** Of the registrar's side; a field shows as much as fits. */
const LONGEST_SHOWN = 200;

function isShown(name: WalkName, isThere: boolean): boolean {
  return CHANGEABLE.includes(name) && (isThere || name === "username" || name === "realm");
}

function isOther({ name, used, expected }: WalkEntry): boolean {
  if (expected === null) return false;
  const [one, other] = [used?.octets ?? (name === "algorithm" ? "MD5" : ""), expected.octets];
  return name === "algorithm" ? one.toUpperCase() !== other.toUpperCase() : one !== other;
}

function shortened(text: string): string {
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

customElements.define("sip-digest-walk", DigestWalk);
