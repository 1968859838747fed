/** One row of the ladder: a message, a signal, a gap or a fold. */
import { type TemplateResult, html, nothing } from "lit";
import type { FoldRow, GapRow, LadderView, MessageRow, SignalRow } from "../../src/view/ladder.js";
import { type Geometry, placed } from "../placed.js";
import { severitySign } from "../shapes.js";
import { arrow } from "./arrow.js";
import { type LanePositions, TIME_WIDTH, placeLabel } from "./lane-positions.js";
import type { VisibleRow } from "./visible-rows.js";

export interface RowDrawing {
  readonly view: LadderView;
  readonly positions: LanePositions;
  readonly visible: VisibleRow;
  readonly index: number;
  readonly count: number;
  readonly top: number;
  readonly height: number;
  readonly time: string;
  readonly isSelected: boolean;
  /** Another message of the selected one's transaction. */
  readonly isRelated: boolean;
  readonly isMarkedToCompare: boolean;
  readonly isOpen: boolean;
}

export function drawRow(drawing: RowDrawing): TemplateResult {
  const { row } = drawing.visible;
  switch (row.kind) {
    case "message":
      return frame(drawing, `message tone-${row.tone} mark-${row.mark}`, message(drawing, row));
    case "signal":
      return frame(drawing, "signal", signal(drawing, row));
    case "gap":
      return frame(drawing, `gap gap-${row.cause}`, gap(drawing, row));
    case "fold":
      return frame(drawing, "fold", fold(drawing, row));
  }
}

function frame(drawing: RowDrawing, kind: string, content: TemplateResult): TemplateResult {
  const { visible, positions, isSelected, isRelated, isOpen, isMarkedToCompare } = drawing;
  const classes = [
    "row",
    kind,
    isSelected ? "is-selected" : "",
    isRelated ? "is-related" : "",
    visible.isInside ? "is-inside" : "",
    isMarkedToCompare ? "is-compared" : "",
  ];
  const isFold = visible.row.kind === "fold";
  return html`<div
    class=${classes.filter(Boolean).join(" ")}
    id="row-${visible.id}"
    data-row=${visible.id}
    role="treeitem"
    aria-level=${visible.isInside ? 2 : 1}
    aria-posinset=${drawing.index + 1}
    aria-setsize=${drawing.count}
    aria-selected=${isSelected}
    aria-expanded=${isFold ? String(isOpen) : nothing}
    aria-label=${visible.row.sentence}
    ${placed({ top: drawing.top, height: drawing.height, width: positions.width })}
  >
    <span class="time">${drawing.time}</span>
    ${content}
  </div>`;
}

function message(drawing: RowDrawing, row: MessageRow): TemplateResult {
  const { positions, height, isMarkedToCompare } = drawing;
  const from = laneAt(positions, row.from);
  const to = laneAt(positions, row.to);
  const note = [
    row.mark === "retransmission" ? "repeated" : "",
    row.sightings > 0 ? `seen ${row.sightings + 1} times` : "",
    isMarkedToCompare ? "marked to compare" : "",
  ].filter(Boolean);
  return html`${arrow({ from, to, width: positions.width, height, isLost: row.mark === "lost" })}
    <span class="label" ${placed(labelPlace(from, to, positions))}
      ><span class="words" title=${`${row.label} ${row.detail}`}
        ><b>${row.label}</b>${row.detail === "" ? nothing : html` <span class="detail">${row.detail}</span>`}${note.map(
          (each) => html` <i>${each}</i>`,
        )}</span
      ></span
    >
    ${badge(drawing, row)}`;
}

function signal(drawing: RowDrawing, row: SignalRow): TemplateResult {
  const { positions, height } = drawing;
  const from = laneAt(positions, row.from);
  const to = laneAt(positions, row.to);
  return html`${arrow({ from, to, width: positions.width, height, isLost: false })}
    <span class="label" ${placed(labelPlace(from, to, positions))}
      ><span class="words" title=${`${row.label} ${row.detail}`}
        >${row.label} <span class="detail">${row.detail}</span></span
      ></span
    >`;
}

function gap({ positions }: RowDrawing, row: GapRow): TemplateResult {
  return html`<span class="silence" ${placed(betweenLanes(positions, 60))}><span>${row.label}</span></span>`;
}

function fold(drawing: RowDrawing, row: FoldRow): TemplateResult {
  const { positions, isOpen } = drawing;
  return html`<span class="box" ${placed(betweenLanes(positions, -6))}>
      <span class="fold-label"
        ><svg class="chevron ${isOpen ? "is-open" : ""}" viewBox="0 0 8 8" aria-hidden="true">
          <path d="M2 1l4 3-4 3z"></path></svg
        ><b>${row.label}</b></span
      >
      <span class="fold-detail">${row.detail}</span>
    </span>
    ${badge(drawing, row)}`;
}

/** The worst finding gives the shape; several are counted. */
function badge({ view }: RowDrawing, row: MessageRow | FoldRow): TemplateResult | typeof nothing {
  const findings = row.findings.map((index) => view.findings[index]).filter((finding) => finding !== undefined);
  const worst =
    findings.find(({ severity }) => severity === "error") ??
    findings.find(({ severity }) => severity === "warning") ??
    findings[0];
  if (!worst) return nothing;
  return html`<span class="badge" title=${findings.map(({ message: text }) => text).join("\n")}
    >${severitySign(worst.severity)}${findings.length > 1 ? html`<small>${findings.length}</small>` : nothing}</span
  >`;
}

function laneAt(positions: LanePositions, lane: number): number {
  return positions.lanes[lane] ?? TIME_WIDTH;
}

function labelPlace(from: number, to: number, positions: LanePositions): Geometry {
  if (from !== to) return placeLabel(from, to, positions);
  return { left: from + 44, width: Math.max(positions.width - from - 88, 120) };
}

/** From the first lane to the last, `inset` pixels inside; wide enough for a sentence when there is one lane only. */
function betweenLanes(positions: LanePositions, inset: number): Geometry {
  const first = positions.lanes[0] ?? TIME_WIDTH;
  const last = positions.lanes.at(-1) ?? first;
  const width = Math.max(last - first - inset * 2, 260);
  return { left: (first + last - width) / 2, width };
}
