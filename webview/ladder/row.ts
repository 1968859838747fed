/** One row of the ladder: a message, a signal, a gap or a fold. */
import { type TemplateResult, html, nothing } from "lit";
import type { FoldHead, GapRow, MessageRow, PageRow, SignalRow } from "../../src/view/ladder.js";
import type { FindingView } from "../../src/view/overview.js";
import { type Geometry, placed } from "../placed.js";
import { counted } from "../numbers.js";
import { noteSign, severitySign } from "../shapes.js";
import { textWidth } from "../text-width.js";
import { arrow } from "./arrow.js";
import { type InView, type LanePositions, type Span, TIME_WIDTH, placeLabel } from "./lane-positions.js";
import type { Label, LifeLines } from "./life-lines.js";

/** Pixels that surround the words of a label, and how high it stands. */
const LABEL_PADDING = 18;
const LABEL_HEIGHT = 24;
/** Pixels from its lane between which a lost message has its cross. */
const CROSS = { near: 8, far: 30 };
/** Colours that a theme has for charts. */
const HUES = 6;

export interface RowDrawing {
  /** Undefined while its words are on the way. */
  readonly row: PageRow | undefined;
  readonly findings: readonly FindingView[];
  /** How many notes somebody wrote on its message. */
  readonly notes: number;
  readonly lanes: LanePositions;
  readonly inView: InView;
  /** Where its label stands; undefined when nothing of its arrow is in view, or both its ends are on one lane. */
  readonly label: Span | undefined;
  /** Life lines that begin at it or behind it, in words. */
  readonly begun: readonly string[];
  /** Names the row. */
  readonly number: number;
  readonly isInside: boolean;
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
  /** Transaction that gives the arrow its colour; -1 for colours by meaning. */
  readonly hue: number;
}

type DrawingOfRow = Omit<RowDrawing, "label" | "begun">;

export interface DrawnRow {
  readonly number: number;
  readonly template: TemplateResult;
}

/** What a row says between the lanes; undefined while its words are on the way. */
function labelOf(drawing: DrawingOfRow): Label | undefined {
  const { row, lanes, top, height } = drawing;
  if (!row) return undefined;
  if (row.kind === "gap" || row.kind === "fold") {
    const [from, to] = [laneAt(lanes, 0), laneAt(lanes, lanes.lanes.length - 1)];
    const width = row.kind === "gap" ? textWidth(row.label, "normal") + LABEL_PADDING * 2 : to - from;
    return { from, to, top, bottom: top + height, width, isFixed: true };
  }
  const others = ["", row.detail, ...(row.kind === "message" ? asidesOf(drawing, row) : [])].join(" ");
  const width = textWidth(row.label, "bold") + textWidth(others, "normal") + LABEL_PADDING;
  const [from, to] = [laneAt(lanes, row.from), laneAt(lanes, row.to)];
  // A message to itself has its label beside its lane.
  if (from === to) return undefined;
  return { from, to, top, bottom: top + LABEL_HEIGHT, width, isFixed: false };
}

/** The cross before the lane that a message never came to. */
function crossOf({ row, lanes, top, height }: DrawingOfRow): Label | undefined {
  if (row?.kind !== "message" || row.mark !== "lost" || row.from === row.to) return undefined;
  const to = laneAt(lanes, row.to);
  const way = row.to > row.from ? 1 : -1;
  const [near, far] = [to - way * CROSS.near, to - way * CROSS.far];
  const width = CROSS.far - CROSS.near;
  return { from: near, to: far, top: top + LABEL_HEIGHT, bottom: top + height, width, isFixed: true };
}

/** What the label says behind the message's own words. */
function asidesOf(
  { isMarkedToCompare, hue }: Pick<RowDrawing, "isMarkedToCompare" | "hue">,
  { mark, sightings }: MessageRow,
): string[] {
  return [
    mark === "retransmission" ? "repeated" : "",
    sightings > 0 ? `seen ${sightings + 1} times` : "",
    isMarkedToCompare ? "marked to compare" : "",
    // A colour comes again after some transactions, a number does not.
    hue >= 0 ? `transaction ${hue + 1}` : "",
  ].filter(Boolean);
}

/** The rows in view: their labels keep clear of the words of life lines. */
export function drawRows(drawings: readonly DrawingOfRow[], lives: LifeLines): DrawnRow[] {
  const labels = drawings.map(labelOf);
  lives.makeRoom([...labels, ...drawings.map(crossOf)].filter((label) => label !== undefined));
  return drawings.map((drawing, index) => {
    const words = labels[index];
    const label = words && placeLabel(words.from, words.to, words.width, drawing.inView, lives.beside(words));
    return {
      number: drawing.number,
      template: drawRow({ ...drawing, label, begun: lives.begunAt(drawing.number) }),
    };
  });
}

function drawRow(drawing: RowDrawing): TemplateResult {
  const { row } = drawing;
  if (!row) return frame(drawing, "waiting", html``);
  switch (row.kind) {
    case "message":
      return frame(drawing, `message tone-${row.tone} mark-${row.mark}`, message(drawing, row));
    case "signal":
      return frame(drawing, "signal", signal(drawing, row));
    case "gap":
      return frame(drawing, "gap", gap(drawing, row));
    case "fold":
      return frame(drawing, "fold", fold(drawing, row));
  }
}

function frame(drawing: RowDrawing, kind: string, content: TemplateResult): TemplateResult {
  const { row, number, lanes, isInside, isSelected, isRelated, isOpen, isMarkedToCompare } = drawing;
  const classes = [
    "row",
    kind,
    isSelected ? "is-selected" : "",
    isRelated ? "is-related" : "",
    isInside ? "is-inside" : "",
    isMarkedToCompare ? "is-compared" : "",
    drawing.hue >= 0 ? `hue hue-${drawing.hue % HUES}` : "",
  ];
  const isFold = row?.kind === "fold";
  return html`<div
    class=${classes.filter(Boolean).join(" ")}
    id="row-${number}"
    data-row=${number}
    role="treeitem"
    aria-level=${isInside ? 2 : 1}
    aria-posinset=${drawing.index + 1}
    aria-setsize=${drawing.count}
    aria-selected=${isSelected}
    aria-expanded=${isFold ? String(isOpen) : nothing}
    aria-label=${row ? `${row.sentence}${wordsBehind(drawing)}` : "on its way"}
    ${placed({ top: drawing.top, height: drawing.height, width: lanes.width })}
  >
    <span class="time" aria-hidden="true">${drawing.time}</span>
    ${content}
  </div>`;
}

function message(drawing: RowDrawing, row: MessageRow): TemplateResult {
  const { lanes, height } = drawing;
  const from = laneAt(lanes, row.from);
  const to = laneAt(lanes, row.to);
  return html`${arrow({ from, to, width: lanes.width, height, isLost: row.mark === "lost" })}
    <span class=${labelClass(from, to, drawing)} aria-hidden="true" ${placed(labelPlace(from, to, drawing))}
      ><span class="words" title=${`${row.label} ${row.detail}`}
        ><b><bdi>${row.label}</bdi></b
        >${row.detail === "" ? nothing : html` <span class="detail"><bdi>${row.detail}</bdi></span>`}${asidesOf(drawing, row).map((each) => html` <i>${each}</i>`)}</span
      ></span
    >
    ${badge(drawing)}`;
}

function signal(drawing: RowDrawing, row: SignalRow): TemplateResult {
  const { lanes, height } = drawing;
  const from = laneAt(lanes, row.from);
  const to = laneAt(lanes, row.to);
  return html`${arrow({ from, to, width: lanes.width, height, isLost: false })}
    <span class=${labelClass(from, to, drawing)} aria-hidden="true" ${placed(labelPlace(from, to, drawing))}
      ><span class="words" title=${`${row.label} ${row.detail}`}
        ><bdi>${row.label}</bdi> <span class="detail"><bdi>${row.detail}</bdi></span></span
      ></span
    >
    ${badge(drawing)}`;
}

function gap(drawing: RowDrawing, row: GapRow): TemplateResult {
  return html`<span class="silence" aria-hidden="true" ${placed(betweenLanes(drawing, 60))}
    ><span>${row.label}</span></span
  >`;
}

function fold(drawing: RowDrawing, row: FoldHead): TemplateResult {
  const { isOpen } = drawing;
  return html`<span
      class="box"
      aria-hidden="true"
      title=${`${row.label}\n${row.detail}`}
      ${placed(betweenLanes(drawing, -6))}
    >
      <span class="fold-label"
        ><svg class="chevron ${isOpen ? "is-open" : ""}" viewBox="0 0 8 8" aria-hidden="true">
          <path d="M2 1l4 3-4 3z"></path></svg
        ><b>${row.label}</b></span
      >
      <span class="fold-detail">${row.detail}</span>
    </span>
    ${badge(drawing)}`;
}

/** `, 2 notes, then binding expired, refreshed 12 s too late` */
function wordsBehind({ notes, begun }: RowDrawing): string {
  const words = [...(notes === 0 ? [] : [counted(notes, "note")]), ...begun.map((label) => `then ${label}`)];
  return words.map((each) => `, ${each}`).join("");
}

/** The worst finding gives the shape; several are counted. */
function badge({ findings, notes, inView }: RowDrawing): TemplateResult | typeof nothing {
  const worst =
    findings.find(({ severity }) => severity === "error") ??
    findings.find(({ severity }) => severity === "warning") ??
    findings[0];
  if (!worst && notes === 0) return nothing;
  const titles = [...findings.map(({ message: text }) => text), ...(notes > 0 ? [counted(notes, "note")] : [])];
  return html`<span class="badge" title=${titles.join("\n")} ${placed({ left: inView.right + 8 })}
    >${worst ? severitySign(worst.severity) : nothing}${
      findings.length > 1 ? html`<small>${findings.length}</small>` : nothing
    }${notes > 0 ? noteSign() : nothing}</span
  >`;
}

function laneAt(positions: LanePositions, lane: number): number {
  return positions.lanes[lane] ?? TIME_WIDTH;
}

/** Pixels beside the lane of a message to itself that its arrow takes. */
const LOOP_ROOM = 46;

/** Pixels at the edge for the words of an arrow that lies beyond it. */
const BEYOND_WIDTH = 260;

function labelPlace(from: number, to: number, { inView, label }: RowDrawing): Geometry {
  const { left, right } = inView;
  if (label) return { left: label.left, width: label.right - label.left };
  if (beyond(from, to, inView) === "left") return { left, width: BEYOND_WIDTH };
  if (beyond(from, to, inView) === "right") return { left: right - BEYOND_WIDTH, width: BEYOND_WIDTH };
  return isRightOfMiddle(from, inView)
    ? { left, width: from - 8 - left }
    : { left: from + LOOP_ROOM, width: Math.max(right - from - LOOP_ROOM, 0) };
}

function labelClass(from: number, to: number, { inView }: RowDrawing): string {
  const side = beyond(from, to, inView);
  if (side) return `label beyond-${side}`;
  if (from !== to) return "label";
  return isRightOfMiddle(from, inView) ? "label at-end" : "label at-start";
}

/** On which side of what is in view an arrow lies as a whole. */
function beyond(from: number, to: number, { left, right }: InView): "left" | "right" | undefined {
  if (Math.max(from, to) <= left) return "left";
  return Math.min(from, to) >= right ? "right" : undefined;
}

function isRightOfMiddle(lane: number, { left, right }: InView): boolean {
  return lane > (left + right) / 2;
}

/** From the first lane to the last as far as they are in view, `inset` pixels inside; always wide enough for a sentence. */
function betweenLanes({ lanes, inView }: RowDrawing, inset: number): Geometry {
  const first = Math.max(lanes.lanes[0] ?? TIME_WIDTH, inView.left + 20);
  const last = Math.min(lanes.lanes.at(-1) ?? first, inView.right - 20);
  const width = Math.max(last - first - inset * 2, 260);
  return { left: (first + last - width) / 2, width };
}

/** Number of the row that was clicked; -1 beside the rows. */
export function rowAt(event: MouseEvent): number {
  const number = (event.target as Element).closest<HTMLElement>("[data-row]")?.dataset["row"];
  return number === undefined ? -1 : Number(number);
}
