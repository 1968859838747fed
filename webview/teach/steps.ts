/** The step bar: walks through the ladder message by message, which grows as far as the step. */
import { type TemplateResult, html, nothing, render } from "lit";
import type { PageRow } from "../../src/view/ladder.js";
import type { FromWebview } from "../../src/view/protocol.js";
import type { StepView } from "../../src/view/step.js";
import type { PageState } from "../host.js";
import type { Ladder } from "../ladder/ladder.js";
import { stepExplanation } from "./step-explanation.js";

interface StepsEvents {
  change(state: Partial<PageState>): void;
  send(message: FromWebview): void;
  slides(step: number, steps: number): void;
}

const WAYS: readonly (readonly [key: string, label: string, path: string])[] = [
  ["Home", "First step", "M3 2v12M13 2 6 8l7 6z"],
  ["ArrowUp", "Previous step", "M12 2 4 8l8 6z"],
  ["ArrowDown", "Next step", "M4 2l8 6-8 6z"],
  ["End", "Last step", "M13 2v12M3 2l7 6-7 6z"],
];

export class Steps {
  #isOn: boolean;
  #row: PageRow | null = null;
  #view: StepView | null = null;
  /** What was asked for last. */
  #asked: { readonly place: number; readonly since: number | null } | null = null;

  constructor(
    private readonly bar: HTMLElement,
    private readonly ladder: Ladder,
    isOn: boolean,
    private readonly events: StepsEvents,
  ) {
    this.#isOn = isOn;
    ladder.isStepping = isOn;
  }

  /**
   * @param message to begin at; null begins at the first row.
   * @returns false when the ladder does not show that message.
   */
  begin(message: number | null): boolean {
    this.ladder.isStepping = true;
    const isThere = message === null ? this.ladder.walk("Home") : this.ladder.revealMessage(message, true);
    this.#turn(true);
    this.ladder.focus();
    return isThere;
  }

  /** The keyboard stays where it is. */
  end(): void {
    this.ladder.isStepping = false;
    this.#turn(false);
  }

  #turn(isOn: boolean): void {
    this.#isOn = isOn;
    this.#ask();
    this.events.change({ isStepping: isOn });
    this.#draw();
  }

  #close(): void {
    this.end();
    this.ladder.focus();
  }

  selected(row: PageRow): void {
    this.#row = row;
    this.#ask();
    this.#draw();
  }

  take(view: StepView): void {
    if (view.place !== this.#asked?.place) return;
    this.#view = view;
    this.#draw();
  }

  /** For the pane; nothing while it is on its way. */
  explanation(): TemplateResult | typeof nothing {
    return this.#isOn && this.#view ? stepExplanation(this.#view) : nothing;
  }

  #ask(): void {
    const { place = null, before = null } = (this.#isOn && this.ladder.standing) || {};
    if (place === null) {
      this.#asked = this.#view = null;
      return;
    }
    if (this.#asked?.place === place && this.#asked.since === before) return;
    this.#asked = { place, since: before };
    this.events.send({ type: "explainStep", ...this.#asked });
  }

  /** What a screen reader says: the row, then why it is there and what it changed, as soon as that is known. */
  get #words(): string {
    const view = this.#view?.place === this.ladder.standing?.place ? this.#view : null;
    const { bindings = [], nonces = [], timers = [] } = view?.registrar ?? {};
    const changes = [...bindings, ...nonces, ...timers].filter(({ change }) => change !== "none");
    const told = changes.map(({ name, changeWords }) => `${name}: ${changeWords}.`);
    return [this.#row?.sentence ?? "", ...(view?.why ?? []).map((words) => words.join("")), ...told].join(" ");
  }

  #draw(): void {
    render(this.#isOn ? this.#content() : nothing, this.bar);
  }

  #content(): TemplateResult {
    const { step, steps, slide, slides } = this.ladder.standing ?? { step: 0, steps: 0, slide: 0, slides: 0 };
    const button = ([key, label, path]: (typeof WAYS)[number]) => {
      const isIdle = key === "Home" || key === "ArrowUp" ? step <= 1 : step >= steps;
      return html`<button
        aria-label=${label}
        title=${label}
        aria-disabled=${isIdle}
        @click=${() => this.ladder.walk(key)}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true"><path d=${path}></path></svg>
      </button>`;
    };
    return html`<div class="step-bar" role="toolbar" aria-label="Steps">
      ${WAYS.slice(0, 2).map(button)}
      <span class="step-number">Step ${step} of ${steps}</span>
      ${WAYS.slice(2).map(button)}
      <span class="step-words" aria-live="polite">${this.#words}</span>
      <button
        class="slides"
        title="Save the ladder as it stands at this step, or at each, as SVG, PNG or Mermaid"
        @click=${() => this.events.slides(slide, slides)}
      >
        Slides…
      </button>
      <button class="close" aria-label="End stepping" title="End stepping (S)" @click=${() => this.#close()}>×</button>
    </div>`;
  }
}
