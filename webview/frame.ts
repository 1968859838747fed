/** The page around overview, ladder and pane: head, filters, time switch and status line. */
import { type TemplateResult, html, nothing } from "lit";
import type { LadderHead, TimeMode } from "../src/view/ladder.js";
import type { LadderButton } from "../src/view/protocol.js";
import type { PageState, Zone } from "./host.js";
import { formatDate } from "./ladder/clock.js";
import { counted, number } from "./numbers.js";
import type { PageOverview } from "./overview/listing.js";

export function topBar(view: PageOverview): TemplateResult {
  return html`<b class="file"><bdi>${view.fileNames.join(", ")}</bdi></b> <span class="amount">${amounts(view)}</span>`;
}

function amounts(view: PageOverview): string {
  return [
    view.frames > 0 ? counted(view.frames, "frame") : view.format,
    `${number(view.messages)} SIP`,
    view.devices > 0 ? counted(view.devices, "device") : "",
  ]
    .filter(Boolean)
    .join(" · ");
}

const TIME_MODES: readonly (readonly [TimeMode, string, string])[] = [
  ["delta", "Δ", "Time since the row before"],
  ["relative", "From start", "Time since the first row"],
  ["absolute", "Clock", "Time of day"],
];

export interface BarEvents {
  change(state: Partial<PageState>): void;
  chooseZone(): void;
  press(button: LadderButton): void;
}

export function ladderBar(
  view: LadderHead,
  startMicros: number | null,
  { timeMode, zone, colours }: PageState,
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
      ><span><bdi>${view.subtitle}</bdi></span>
    </div>
    <div class="switches">
      ${startMicros === null ? nothing : html`<span class="date">${formatDate(startMicros, zone)}</span>`}
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
      <button class="chip" title="Text, Mermaid, SVG or PNG, complete and uncut" @click=${() => events.press("export")}>
        Export…
      </button>
    </div>`;
}

function zoneWords(zone: Zone): string {
  return zone === "local" ? "Local time" : zone.replaceAll("_", " ");
}

export interface StatusEvents {
  toggleProblems(): void;
  readAgain(): void;
}

export function statusLine(view: PageOverview, isOpen: boolean, events: StatusEvents): TemplateResult {
  const count = (kind: string) => view.rows.filter((row) => row.kind === kind).length;
  const facts = [
    counted(view.errors, "error"),
    counted(view.warnings, "warning"),
    counted(count("registration"), "registration"),
    counted(count("call"), "call"),
    view.duplicates > 0 ? `${counted(view.duplicates, "duplicate sighting")} merged` : "",
  ].filter(Boolean);
  const problems =
    view.problems.length === 0
      ? html`<span>Everything could be read</span>`
      : html`<button class="problems" aria-expanded=${isOpen} @click=${() => events.toggleProblems()}>
          ${counted(view.problems.length, "place")} not understood
        </button>`;
  const list = isOpen
    ? html`<ul class="problem-list">
        ${view.problems.slice(0, 200).map((sentence) => html`<li>${sentence}</li>`)}
      </ul>`
    : nothing;
  const stop =
    view.stoppedAtPercent === undefined
      ? nothing
      : html`<span class="stopped"
          >Stopped at ${view.stoppedAtPercent} %: the rest of the file was not read
          <button class="link" @click=${() => events.readAgain()}>Read all of it</button></span
        >`;
  return html`${stop}${facts.map((fact) => html`<span>${fact}</span>`)}<span class="space"></span>${problems}${list}`;
}

export function keyHints(): TemplateResult {
  const hints: readonly (readonly [string, string])[] = [
    ["↑ ↓", "message"],
    ["← →", "transaction"],
    ["F8", "next finding"],
    ["E", "explain"],
    ["Enter", "open text"],
    ["C", "compare"],
    ["F", "fold"],
  ];
  return html`${hints.map(([key, meaning]) => html`<span><kbd>${key}</kbd> ${meaning}</span>`)}`;
}
