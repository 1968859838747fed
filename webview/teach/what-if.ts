/** A small simulation of a registration behind a NAT whose timers may be moved: `<sip-what-if>`. */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { changedScene, type Simulation, simulate } from "../../src/core/teach/live/pinhole.js";
import { callWords, durationWords, outcomeWords } from "../../src/core/teach/live/pinhole-words.js";
import type { KeepAliveKind, WhatIfScene, WhatIfView } from "../../src/view/what-if.js";
import { pinholeLine } from "./pinhole-line.js";
import "./widgets.css";
import "./what-if.css";

const KINDS: readonly (readonly [KeepAliveKind, string])[] = [
  ["none", "None"],
  ["crlf", "CRLF from the phone"],
  ["stun", "STUN or OPTIONS from the phone"],
  ["options", "OPTIONS from the registrar, answered"],
  ["ping", "Ping from the registrar, not answered"],
  ["early-refresh", "Early refresh (REGISTER)"],
];

/** More calls than the line can show apart. */
const MOST_CALLS = 50;
const DAY_SECONDS = 86_400;

interface Slider {
  readonly label: string;
  readonly unit: "s" | "%";
  readonly value: number;
  readonly least: number;
  /** Of the slider; its number goes on to `bound`. */
  readonly most: number;
  readonly bound: number;
  readonly change: (value: number) => Partial<WhatIfScene>;
}

let instances = 0;

export class WhatIf extends LitElement {
  static override readonly properties = { view: { attribute: false } };
  declare view: WhatIfView | undefined;
  #scene: WhatIfScene | undefined;
  /** Of the field of calls; undefined when it can be read. */
  #mistake: string | undefined;
  readonly #id = `what-if-${++instances}`;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("view")) this.#scene = this.view?.scene;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { view } = this;
    const scene = this.#scene;
    if (!view || !scene) return nothing;
    const simulation = simulate(scene);
    return html`<article class="what-if" aria-label="What if: timers and NAT">
      <h1>What if… (timers and NAT)</h1>
      <p>
        A small simulation of <bdi>${view.title}</bdi> on UDP behind a NAT. It starts from what the trace shows; move
        its timers and see when the pinhole closes and which call is lost.
      </p>
      ${this.#controls(view, scene)}
      <p class="verdict" role="status">${outcomeWords(scene, simulation)}</p>
      ${pinholeLine(scene, simulation)} ${callTable(simulation)} ${origins(view)} ${LEFT_OUT}
    </article>`;
  }

  #controls(view: WhatIfView, scene: WhatIfScene): TemplateResult {
    const { keepAlive } = scene;
    const hasInterval = keepAlive.kind !== "none";
    const sliders: readonly Slider[] = [
      {
        label: "Granted expiry",
        unit: "s",
        value: scene.grantedSeconds,
        least: 10,
        most: 7200,
        bound: DAY_SECONDS,
        change: (grantedSeconds) => ({ grantedSeconds }),
      },
      {
        label: "Phone refreshes at",
        unit: "%",
        value: Math.round(scene.refreshShare * 100),
        least: 10,
        most: 130,
        bound: 150,
        change: (percent) => ({ refreshShare: percent / 100 }),
      },
      {
        label: "NAT forgets after",
        unit: "s",
        value: scene.natTimeoutSeconds,
        least: 5,
        most: 600,
        bound: DAY_SECONDS,
        change: (natTimeoutSeconds) => ({ natTimeoutSeconds }),
      },
    ];
    const interval: Slider = {
      label: "Keep-alive every",
      unit: "s",
      value: keepAlive.everySeconds,
      least: 1,
      most: 300,
      bound: 3600,
      change: (everySeconds) => ({ keepAlive: { ...keepAlive, everySeconds } }),
    };
    return html`<div class="controls">
      ${sliders.map((each, nth) => this.#slider(each, `slider-${nth}`))}
      <label for="${this.#id}-kind">Keep-alive</label>
      <select
        id="${this.#id}-kind"
        @change=${(event: Event) => this.#chooseKind((event.target as HTMLSelectElement).value)}
      >
        ${KINDS.map(([kind, words]) => html`<option value=${kind} .selected=${live(kind === keepAlive.kind)}>${words}</option>`)}
      </select>
      ${hasInterval ? this.#slider(interval, "interval") : nothing}
      <span>The NAT</span>
      <div class="switches">
        ${this.#toggle("Packets from outside keep the pinhole open too", scene.inboundRefreshes, (inboundRefreshes) => ({ inboundRefreshes }))}
        ${this.#toggle("Gives another port once it has forgotten", scene.givesNewPort, (givesNewPort) => ({ givesNewPort }))}
      </div>
      ${this.#calls(scene)}
      <span></span>
      <p class="actions">
        <button class="plain" ?disabled=${scene === view.scene} @click=${() => this.#set(view.scene)}>
          Reset to the trace
        </button>
      </p>
    </div>`;
  }

  #slider({ label, unit, value, least, most, bound, change }: Slider, name: string): TemplateResult {
    const move = (event: Event) => {
      const given = (event.target as HTMLInputElement).valueAsNumber;
      if (!Number.isFinite(given)) return;
      this.#change(change(Math.min(bound, Math.max(least, Math.round(given)))));
    };
    const words = unit === "s" ? durationWords(value) : `${value} % of the expiry`;
    return html`<label for="${this.#id}-${name}">${label}</label>
      <div class="slider">
        <input
          type="range"
          id="${this.#id}-${name}"
          min=${least}
          max=${most}
          aria-valuetext=${words}
          .value=${live(String(value))}
          @input=${move}
        />
        <input
          type="number"
          aria-label="${label}, in ${unit === "s" ? "seconds" : "percent of the expiry"}"
          min=${least}
          max=${bound}
          .value=${live(String(value))}
          @change=${move}
        />
        <span>${unit === "s" && value >= 60 ? html`s <small>(${words})</small>` : unit}</span>
      </div>`;
  }

  #toggle(label: string, isOn: boolean, change: (isOn: boolean) => Partial<WhatIfScene>): TemplateResult {
    const flip = (event: Event) => this.#change(change((event.target as HTMLInputElement).checked));
    return html`<label><input type="checkbox" .checked=${live(isOn)} @change=${flip} /> ${label}</label>`;
  }

  #calls({ callsAtSeconds }: WhatIfScene): TemplateResult {
    const read = (event: Event) => {
      const calls = readCalls((event.target as HTMLInputElement).value);
      this.#mistake = typeof calls === "string" ? calls : undefined;
      if (typeof calls === "string") this.requestUpdate();
      else this.#change({ callsAtSeconds: calls });
    };
    return html`<label for="${this.#id}-calls">Calls come at</label>
      <div>
        <div class="slider">
          <input
            type="text"
            id="${this.#id}-calls"
            autocomplete="off"
            aria-describedby="${this.#id}-calls-hint"
            aria-invalid=${this.#mistake !== undefined}
            .value=${callsAtSeconds.join(", ")}
            @change=${read}
          />
          <span>s</span>
        </div>
        <small id="${this.#id}-calls-hint" role="status"
          >${this.#mistake ?? "Seconds after the first registration, with commas between."}</small
        >
      </div>`;
  }

  #chooseKind(value: string): void {
    const kind = KINDS.find(([each]) => each === value)?.[0];
    const scene = this.#scene;
    if (kind && scene) this.#change({ keepAlive: { ...scene.keepAlive, kind } });
  }

  #change(change: Partial<WhatIfScene>): void {
    if (this.#scene) this.#set(changedScene(this.#scene, change));
  }

  #set(scene: WhatIfScene): void {
    this.#scene = scene;
    this.#mistake = undefined;
    this.requestUpdate();
  }
}

/** @returns a sentence when the text cannot be read. */
function readCalls(text: string): readonly number[] | string {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== "");
  const wrong = parts.find((part) => !/^\d+(\.\d+)?$/.test(part) || Number(part) >= DAY_SECONDS);
  if (wrong !== undefined) return `"${wrong.slice(0, 20)}" is no number of seconds below a day.`;
  if (parts.length > MOST_CALLS) return `At most ${MOST_CALLS} calls can be told apart.`;
  return parts.map(Number).sort((a, b) => a - b);
}

function callTable({ calls }: Simulation): TemplateResult | typeof nothing {
  if (calls.length === 0) return nothing;
  return html`<table class="calls">
    <thead>
      <tr>
        <th scope="col">Call after</th>
        <th scope="col">What becomes of it</th>
      </tr>
    </thead>
    <tbody>
      ${calls.map(
        (call) =>
          html`<tr class=${call.loss === undefined ? "through" : "lost"}>
            <th scope="row">${durationWords(call.atSeconds)}</th>
            <td>
              <span class="mark" aria-hidden="true">${call.loss === undefined ? "✓" : "✗"}</span> ${callWords(call)}
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function origins({ origins: all }: WhatIfView): TemplateResult {
  return html`<h2>Where it starts from</h2>
    <dl>
      ${all.map(
        ({ label, words }) =>
          html`<dt>${label}</dt>
            <dd>${words}</dd>`,
      )}
    </dl>`;
}

const LEFT_OUT = html`<h2>What it leaves out</h2>
  <p class="hint">
    This is a simulation of one phone, one NAT and one registrar on UDP. Nothing is lost or late in it; the registrar
    accepts every REGISTER, and does not try a call again. A call counts as the packet that opens it: what the call
    itself sends afterwards, other calls of the phone, a second registrar and TCP or TLS are not in it. Real NATs differ
    from their settings, and forget under load.
  </p>`;

customElements.define("sip-what-if", WhatIf);
