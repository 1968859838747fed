/** The page around overview, ladder and pane: head, filters, time switch, status line, and what stands there before them. */
import { type TemplateResult, html, nothing } from "lit";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-progress-bar/index.js";
import "@vscode-elements/elements/dist/vscode-textfield/index.js";
import type { LadderView } from "../src/view/ladder.js";
import type { OverviewView } from "../src/view/overview.js";
import type { Filter, PageState, TimeMode, Zone } from "./host.js";
import { formatDate } from "./ladder/clock.js";
import { filterCounts } from "./overview/groups.js";

const FILTERS: readonly (readonly [Filter, string])[] = [
  ["all", "All"],
  ["failed", "Failed"],
  ["at-risk", "At risk"],
  ["calls", "Calls"],
];

export function topBar(
  view: OverviewView,
  state: PageState,
  change: (state: Partial<PageState>) => void,
): TemplateResult {
  const counts = filterCounts(view);
  const buttons = FILTERS.filter(([filter]) => filter === "all" || filter === state.filter || counts[filter] > 0).map(
    ([filter, label]) =>
      html`<button class="chip" aria-pressed=${state.filter === filter} @click=${() => change({ filter })}>
        ${label} ${filter === "all" ? nothing : html`<span>${number(counts[filter])}</span>`}
      </button>`,
  );
  return html`<b class="file">${view.fileNames.join(", ")}</b>
    <span class="amount">${amounts(view)}</span>
    <vscode-textfield
      type="search"
      label="Filter the overview"
      placeholder="Filter phones, calls, causes…"
      .value=${state.search}
      @input=${(event: Event) => change({ search: (event.target as HTMLInputElement).value })}
    ></vscode-textfield>
    <span class="chips" role="group" aria-label="Show">${buttons}</span>`;
}

function amounts(view: OverviewView): string {
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

export function ladderBar(
  view: LadderView,
  startMicros: number | null,
  state: PageState,
  change: (state: Partial<PageState>) => void,
): TemplateResult {
  const other: Zone = state.zone === "utc" ? "local" : "utc";
  const times = TIME_MODES.map(
    ([mode, label, title]) =>
      html`<button aria-pressed=${state.timeMode === mode} title=${title} @click=${() => change({ timeMode: mode })}>
        ${label}
      </button>`,
  );
  return html`<div class="ladder-title"><b>${view.title}</b><span>${view.subtitle}</span></div>
    <div class="switches">
      ${startMicros === null ? nothing : html`<span class="date">${formatDate(startMicros, state.zone)}</span>`}
      <span class="switch" role="group" aria-label="Time column">${times}</span>
      <span class="switch"
        ><button title="Time zone of the clock" @click=${() => change({ zone: other })}>
          ${state.zone === "utc" ? "UTC" : "Local time"}
        </button></span
      >
    </div>`;
}

export function statusLine(view: OverviewView, isOpen: boolean, toggle: () => void): TemplateResult {
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
      : html`<button class="problems" aria-expanded=${isOpen} @click=${toggle}>
          ${counted(view.problems.length, "place")} not understood
        </button>`;
  const list = isOpen
    ? html`<ul class="problem-list">
        ${view.problems.slice(0, 200).map((sentence) => html`<li>${sentence}</li>`)}
      </ul>`
    : nothing;
  return html`${facts.map((fact) => html`<span>${fact}</span>`)}<span class="space"></span>${problems}${list}`;
}

export function keyHints(): TemplateResult {
  const hints: readonly (readonly [string, string])[] = [
    ["↑ ↓", "message"],
    ["← →", "transaction"],
    ["F8", "next finding"],
    ["Enter", "open text"],
    ["C", "compare"],
    ["F", "fold"],
  ];
  return html`${hints.map(([key, meaning]) => html`<span><kbd>${key}</kbd> ${meaning}</span>`)}`;
}

export interface Reading {
  readonly readOctets: number;
  readonly totalOctets: number;
  readonly messages: number;
}

export function progress(title: string, reading: Reading | null, cancel: () => void): TemplateResult {
  const share =
    reading && reading.totalOctets > 0 ? Math.min((reading.readOctets / reading.totalOctets) * 100, 100) : 0;
  return html`<div class="notice" role="status">
    <h2>Reading ${title}</h2>
    ${
      reading
        ? html`<vscode-progress-bar .value=${share} .max=${100}></vscode-progress-bar>`
        : html`<vscode-progress-bar .indeterminate=${true}></vscode-progress-bar>`
    }
    <p>
      ${reading ? `${Math.floor(share)} % of ${size(reading.totalOctets)} · ${number(reading.messages)} SIP messages so far` : "Opening the file…"}
    </p>
    <vscode-button secondary @click=${cancel}>Cancel</vscode-button>
  </div>`;
}

export function notice(heading: string, sentence: string, retry: (() => void) | null): TemplateResult {
  return html`<div class="notice" role="alert">
    <h2>${heading}</h2>
    <p>${sentence}</p>
    ${retry ? html`<vscode-button @click=${retry}>Try again</vscode-button>` : nothing}
  </div>`;
}

function number(count: number): string {
  return count.toLocaleString("en");
}

function counted(count: number, noun: string): string {
  return `${number(count)} ${noun}${count === 1 ? "" : "s"}`;
}

function size(octets: number): string {
  if (octets < 1_000_000) return `${Math.ceil(octets / 1000)} kB`;
  if (octets < 1_000_000_000) return `${(octets / 1e6).toFixed(1)} MB`;
  return `${(octets / 1e9).toFixed(2)} GB`;
}
