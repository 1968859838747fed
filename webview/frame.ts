/** The page around overview, ladder and pane: head, filters, time switch and status line. */
import { type TemplateResult, html, nothing } from "lit";
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

export interface StatusEvents {
  toggleProblems(): void;
  readAgain(): void;
}

export function statusLine(view: PageOverview, notes: number, isOpen: boolean, events: StatusEvents): TemplateResult {
  const count = (kind: string) => view.rows.filter((row) => row.kind === kind).length;
  const facts = [
    counted(view.errors, "error"),
    counted(view.warnings, "warning"),
    counted(count("registration"), "registration"),
    counted(count("call"), "call"),
    notes > 0 ? counted(notes, "note") : "",
    view.suppressed > 0 ? `${counted(view.suppressed, "finding")} suppressed` : "",
    view.duplicates > 0 ? `${counted(view.duplicates, "duplicate sighting")} merged` : "",
  ].filter(Boolean);
  const { problems, inferred } = view;
  const words = [
    problems.length === 0 ? "Everything could be read" : `${counted(problems.length, "place")} not understood`,
    inferred.length === 0 ? "" : `${counted(inferred.length, "fact")} inferred`,
  ]
    .filter(Boolean)
    .join(" · ");
  const told = [...problems.slice(0, 200), ...inferred];
  const reading =
    told.length === 0
      ? html`<span>${words}</span>`
      : html`<button
          class=${problems.length === 0 ? "inferred" : "problems"}
          aria-expanded=${isOpen}
          @click=${() => events.toggleProblems()}
        >
          ${words}
        </button>`;
  const list = isOpen
    ? html`<ul class="problem-list">
        ${told.map((sentence) => html`<li>${sentence}</li>`)}
      </ul>`
    : nothing;
  const stop =
    view.stoppedAtPercent === undefined
      ? nothing
      : html`<span class="stopped"
          >Stopped at ${view.stoppedAtPercent} %: the rest of the file was not read
          <button class="link" @click=${() => events.readAgain()}>Read all of it</button></span
        >`;
  return html`${stop}${facts.map((fact) => html`<span>${fact}</span>`)}<span class="space"></span>${reading}${list}`;
}

export function keyHints(): TemplateResult {
  const hints: readonly (readonly [string, string])[] = [
    ["↑ ↓", "message"],
    ["← →", "transaction"],
    ["F8", "finding"],
    ["E", "explain"],
    ["Enter", "text"],
    ["C", "compare"],
    ["F", "fold"],
    ["S", "step"],
  ];
  return html`${hints.map(([key, meaning]) => html`<span><kbd>${key}</kbd> ${meaning}</span>`)}`;
}
