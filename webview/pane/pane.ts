/** The right-hand pane: findings of the selected row, the other findings of the ladder, and the message itself. */
import { type TemplateResult, html, nothing } from "lit";
import type { FoldHead, LadderHead, MessageView, PageRow, SignalRow } from "../../src/view/ladder.js";
import type { NoteView } from "../../src/view/note.js";
import type { FindingView } from "../../src/view/overview.js";
import type { Zone } from "../ladder/clock.js";
import { severitySign } from "../shapes.js";
import { digestTable } from "./digest-table.js";
import { type CardEvents, findingCard } from "./finding-card.js";
import { messageNotes } from "./message-notes.js";
import { headerLines, type Lines, type Piece, piecesOf } from "./sip-text.js";

export interface PaneContent {
  readonly ladder: LadderHead;
  readonly row: PageRow | null;
  /** Those of the row. */
  readonly findings: readonly FindingView[];
  readonly message: MessageView | null;
  /** The message that the next one marked is compared with. */
  readonly toCompare: number | null;
  /** Those of the row. */
  readonly notes: readonly NoteView[];
  readonly zone: Zone;
  /** Name of the header that a lesson points at; null for none. */
  readonly lookAt: string | null;
}

/** Findings listed below the card; the Problems panel has all of them. */
const MAX_LISTED = 50;

export interface PaneEvents extends CardEvents {
  /** Marks the selected message, or compares it with the one that is marked. */
  compare(): void;
}

export function pane(content: PaneContent, events: PaneEvents): TemplateResult {
  const { ladder, row, findings, notes, zone } = content;
  const shown = worstFirst(findings);
  const others = ladder.findings.filter(({ index }) => shown.every((finding) => finding.index !== index));
  const left = ladder.findingCount - ladder.findings.length;
  return html`${shown.map((finding) => findingCard(finding, zone, events))}
  ${row?.kind === "fold" ? foldSummary(row) : nothing} ${row?.kind === "signal" ? signalSummary(row, events) : nothing}
  ${row?.kind === "message" ? messageText(row.message, content, events) : nothing} ${messageNotes(notes)}
  ${others.length > 0 ? otherFindings(others, left, shown.length > 0, events) : nothing}`;
}

export function worstFirst(findings: readonly FindingView[]): FindingView[] {
  const rank = { error: 0, warning: 1, info: 2 };
  return [...findings].sort((a, b) => rank[a.severity] - rank[b.severity]);
}

function foldSummary(row: FoldHead): TemplateResult {
  return html`<section>
    <h2>${row.label}</h2>
    <p>${row.detail}</p>
    <p class="hint">${row.rowCount} rows. Enter opens and closes them.</p>
  </section>`;
}

/** What is no SIP has no text of its own: what a screen reader says of it tells all there is. */
function signalSummary({ label, detail, sentence, signal }: SignalRow, { send }: PaneEvents): TemplateResult {
  const open = () => send({ type: "openText", message: -1 - signal, focus: true });
  return html`<section>
    <h2><bdi>${label} ${detail}</bdi></h2>
    <p><bdi>${sentence}</bdi></p>
    <div class="actions"><vscode-button secondary @click=${open}>Open in text</vscode-button></div>
  </section>`;
}

function messageText(
  index: number,
  { message, toCompare, lookAt }: PaneContent,
  events: PaneEvents,
): TemplateResult | typeof nothing {
  if (message?.message !== index) return nothing;
  const text = message.text.trimEnd();
  const pieces = piecesOf(text, message.marks);
  const pointed = lookAt === null ? [] : headerLines(text, lookAt);
  const { send } = events;
  const comparing =
    toCompare === null ? "Compare with…" : toCompare === index ? "Not to compare" : "Compare with the marked one";
  return html`${message.digest ? digestTable(message.digest, events) : nothing}
    <section>
      <h3>${message.title}</h3>
      <pre class="sip" tabindex="0" role="region" aria-label="Text of the message">${pointOut(pieces, pointed)}</pre>
      <div class="actions">
        <vscode-button secondary @click=${() => send({ type: "openText", message: index, focus: true })}
          >Open in text</vscode-button
        >
        <vscode-button secondary @click=${() => send({ type: "copy", text: message.text })}>Copy message</vscode-button>
        <vscode-button secondary title="Mark this message, then choose another one (C)" @click=${() => events.compare()}
          >${comparing}</vscode-button
        >
      </div>
    </section>`;
}

/** The pieces, those of a header that is pointed at in one mark. */
function pointOut(pieces: readonly Piece[], pointed: readonly Lines[]): readonly unknown[] {
  const drawn: unknown[] = [];
  let at = 0;
  for (let index = 0; index < pieces.length;) {
    const lines = pointed.find(({ start, end }) => start <= at && at < end);
    const first = index;
    do at += pieces[index++]!.text.length;
    while (lines && at < lines.end && index < pieces.length);
    const within = pieces.slice(first, index).map(colouredPiece);
    drawn.push(lines ? html`<mark class="looked-at">${within}</mark>` : within);
  }
  return drawn;
}

function colouredPiece({ text, class: className, severity }: Piece): unknown {
  if (className === "plain" && severity === null) return text;
  return html`<span class=${severity === null ? `sip-${className}` : `sip-${className} flagged-${severity}`}
    >${text}</span
  >`;
}

/** @param unsent findings of the ladder that the page does not have. */
function otherFindings(
  others: readonly FindingView[],
  unsent: number,
  areMore: boolean,
  events: CardEvents,
): TemplateResult {
  const items = others.slice(0, MAX_LISTED).map(
    (finding) =>
      html`<button class="link-row" title=${finding.message} @click=${() => events.reveal(finding.at)}>
        ${severitySign(finding.severity)}<span>${finding.title}<small>${finding.where}</small></span>
      </button>`,
  );
  const left = others.length - items.length + unsent;
  return html`<section>
    <h3>${areMore ? "Also in this ladder" : "Findings in this ladder"}</h3>
    ${items} ${left > 0 ? html`<p class="hint">${left} more in the Problems panel.</p>` : nothing}
  </section>`;
}
