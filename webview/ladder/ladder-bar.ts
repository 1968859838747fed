/** What stands over the ladder: its title, how its times and colours are chosen, its lanes, and the ways out of it. */
import { type TemplateResult, html, nothing, render } from "lit";
import type { LadderHead, LaneChoice, TimeColumn, TimeMode } from "../../src/view/ladder.js";
import type { FromWebview, LadderButton } from "../../src/view/protocol.js";
import type { PageState } from "../host.js";
import { formatDate, type Zone } from "./clock.js";
import { lanesPanel } from "./lanes-panel.js";

export class LadderBar {
  #areLanesOpen = false;
  #shown: { readonly view: LadderHead; readonly state: PageState } | null = null;

  constructor(
    private readonly bar: HTMLElement,
    /** Where the panel of the lanes opens. */
    private readonly lanes: HTMLElement,
    private readonly events: {
      change(state: Partial<PageState>): void;
      send(message: FromWebview): void;
      /** Begins to step through the ladder, or ends it. */
      step(): void;
      /** Begins to guess what is wrong, or ends it. */
      guess(): void;
    },
  ) {}

  show(view: LadderHead, state: PageState): void {
    this.#shown = { view, state };
    this.#draw();
  }

  /** What a button does, pressed here or by a command of the editor. */
  readonly press = (button: LadderButton): void => {
    if (!this.#shown) return;
    switch (button) {
      case "lanes":
        this.#areLanesOpen = !this.#areLanesOpen;
        this.#draw();
        if (this.#areLanesOpen) this.lanes.querySelector<HTMLElement>("input:enabled")?.focus();
        break;
      case "together":
        this.events.send({ type: "chooseTogether" });
        break;
      case "guess":
        this.events.guess();
        break;
      case "step":
        this.events.step();
        break;
      case "export":
        this.events.send({ type: "export", time: timeColumn(this.#shown.state) });
        break;
    }
  };

  #draw(): void {
    if (!this.#shown) return;
    const { view, state } = this.#shown;
    const start = view.columns.atMicros.find((micros) => !Number.isNaN(micros)) ?? null;
    const events = {
      change: this.events.change,
      chooseZone: () => this.events.send({ type: "chooseZone", zone: state.zone }),
      press: this.press,
    };
    render(ladderBar(view, start, state, this.#areLanesOpen, events), this.bar);
    const arrange = (lanes: readonly LaneChoice[]) => this.events.send({ type: "arrangeLanes", lanes });
    const { activeElement } = document;
    const focused = this.lanes.contains(activeElement) ? (activeElement as HTMLElement) : null;
    render(this.#areLanesOpen ? lanesPanel(view, { arrange, close: this.#closeLanes }) : nothing, this.lanes);
    // What is moved in the list loses the keyboard.
    if (focused?.isConnected && document.activeElement !== focused) focused.focus();
  }

  readonly #closeLanes = (): void => {
    this.#areLanesOpen = false;
    this.#draw();
    this.bar.querySelector<HTMLElement>("[aria-expanded]")?.focus();
  };
}

/** The time column as drawings have it: nobody knows whose local time a picture is in. */
export function timeColumn({ timeMode: mode, zone }: PageState): TimeColumn {
  return { mode, zone: zone === "local" ? localZone() : zone };
}

function localZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

const TIME_MODES: readonly (readonly [TimeMode, string, string])[] = [
  ["delta", "Δ", "Time since the row before"],
  ["relative", "From start", "Time since the first row"],
  ["absolute", "Clock", "Time of day"],
];

interface BarEvents {
  change(state: Partial<PageState>): void;
  chooseZone(): void;
  press(button: LadderButton): void;
}

function ladderBar(
  view: LadderHead,
  startMicros: number | null,
  { timeMode, zone, colours, isStepping, guess }: PageState,
  areLanesOpen: boolean,
  events: BarEvents,
): TemplateResult {
  const times = TIME_MODES.map(
    ([mode, label, title]) =>
      html`<button aria-pressed=${timeMode === mode} title=${title} @click=${() => events.change({ timeMode: mode })}>
        ${label}
      </button>`,
  );
  const isByTransaction = colours === "transaction";
  const hidden = view.hiddenLanes.length;
  return html`<div class="ladder-title">
      <b><bdi>${view.title}</bdi></b
      ><span><bdi>${view.subtitle}</bdi></span
      >${startMicros === null ? nothing : html`<span class="date">${formatDate(startMicros, zone)}</span>`}
    </div>
    <div class="switches">
      <span class="switch" role="group" aria-label="Time column">${times}</span>
      <button class="chip" title="Time zone of the clock" @click=${() => events.chooseZone()}>
        ${zoneWords(zone)}
      </button>
      <button
        class="chip"
        aria-pressed=${isByTransaction}
        title="Colour the arrows by transaction instead of by their meaning"
        @click=${() => events.change({ colours: isByTransaction ? "status" : "transaction" })}
      >
        By transaction
      </button>
      <button
        class="chip"
        aria-expanded=${areLanesOpen}
        title="Order, names and hiding of lanes"
        @click=${() => events.press("lanes")}
      >
        Lanes${hidden > 0 ? html` <span>${hidden} hidden</span>` : nothing}
      </button>
      ${view.key === "all" ? nothing : html`<button class="chip" title="Show other registrations and calls on this ladder" @click=${() => events.press("together")}>With…</button>`}
      <button
        class="chip"
        aria-pressed=${isStepping}
        title="Message by message, each explained (S)"
        @click=${() => events.press("step")}
      >
        Step
      </button>
      <button
        class="chip"
        aria-pressed=${guess !== null}
        title="Hide the findings, and let a class find them"
        @click=${() => events.press("guess")}
      >
        Guess
      </button>
      <button class="chip" title="Text, Mermaid, SVG or PNG, complete and uncut" @click=${() => events.press("export")}>
        Export…
      </button>
    </div>`;
}

function zoneWords(zone: Zone): string {
  return zone === "local" ? "Local time" : zone.replaceAll("_", " ");
}
