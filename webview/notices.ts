/** What stands on the page before and instead of the ladder: how far the reading is, and why there is nothing to see. */
import { type TemplateResult, html, nothing } from "lit";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-progress-bar/index.js";
import type { ReadingView } from "../src/view/protocol.js";
import { counted, number, size } from "./numbers.js";

function progress(title: string, reading: ReadingView | null, cancel: () => void): TemplateResult {
  const phase = reading?.phase ?? "reading";
  const percent = percentOf(reading);
  const heading = phase === "stopping" ? `Stopped at ${percent} %` : `Reading ${title}`;
  const isMeasured = reading !== null && phase === "reading";
  return html`<div class="notice" role="status">
    <h2>${heading}</h2>
    ${
      isMeasured
        ? html`<vscode-progress-bar .value=${percent} .max=${100}></vscode-progress-bar>`
        : html`<vscode-progress-bar .indeterminate=${true}></vscode-progress-bar>`
    }
    <p>${reading ? sentenceOf(reading) : "Opening the file…"}</p>
    <vscode-button secondary @click=${cancel}>${phase === "stopping" ? "Give up" : "Cancel"}</vscode-button>
  </div>`;
}

function sentenceOf(reading: ReadingView): string {
  const messages = counted(reading.messages, "SIP message");
  switch (reading.phase) {
    case "reading":
      return `${size(reading.readOctets)} of ${size(reading.totalOctets)}, ${percentOf(reading)} % · ${messages} so far`;
    case "stopping":
      return `Finding out what the ${messages} read until then say…`;
    case "judging":
      return `All is read. Finding out what ${messages} say…`;
  }
}

function percentOf(reading: ReadingView | null): number {
  if (!reading || reading.totalOctets === 0) return 0;
  return Math.min(Math.floor((reading.readOctets / reading.totalOctets) * 100), 100);
}

/** The reading was given up; `rows` of what it had found are listed beside this. */
function stopped(reading: ReadingView | null, rows: number, retry: () => void): TemplateResult {
  const heading = reading ? `Stopped at ${percentOf(reading)} %` : "Reading was cancelled";
  const sentence =
    rows === 0
      ? "Nothing of the file is shown."
      : `${number(rows)} of the registrations and calls found until then are listed. Findings and ladders come when the file is read again.`;
  return notice(heading, sentence, retry, "Read again");
}

function notice(
  heading: string,
  sentence: string,
  retry: (() => void) | null,
  retryWords = "Try again",
): TemplateResult {
  return html`<div class="notice" role="alert">
    <h2>${heading}</h2>
    <p>${sentence}</p>
    ${retry ? html`<vscode-button @click=${retry}>${retryWords}</vscode-button>` : nothing}
  </div>`;
}

/** What is told while there is nothing to draw, or instead of it. */
export function noticeOf(
  state: "reading" | "ready" | "empty" | "failed" | "cancelled",
  told: {
    readonly title: string;
    readonly failure: string;
    readonly problems: readonly string[];
    readonly reading: ReadingView | null;
    /** Rows that the reading has found. */
    readonly rows: number;
  },
  { retry, cancel }: { retry(): void; cancel(): void },
): TemplateResult {
  switch (state) {
    case "empty": {
      const sentence = ["No SIP message was found in it.", ...told.problems.slice(0, 5)].join(" ");
      return notice(`Nothing to draw in ${told.title || "this file"}`, sentence, null);
    }
    case "failed":
      return notice("This file cannot be shown", told.failure, retry);
    case "cancelled":
      return stopped(told.reading, told.rows, retry);
    default:
      return progress(told.title, told.reading, cancel);
  }
}
