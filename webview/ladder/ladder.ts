/** The ladder: sticky lane heads over rows in time, of which only the visible ones exist. */
import { type TemplateResult, html, nothing, render } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { LadderRow, LadderView, LifeLine } from "../../src/view/ladder.js";
import type { TimeMode, Zone } from "../host.js";
import { placed } from "../placed.js";
import { RowHeights } from "../row-heights.js";
import { timeText } from "./clock.js";
import { BADGE_WIDTH, type InView, type LanePositions, TIME_WIDTH, placeLanes } from "./lane-positions.js";
import { drawRow } from "./row.js";
import {
  MessageIndex,
  ROW_HEIGHT,
  type VisibleRow,
  isSelectable,
  moveInLadder,
  nextFlagged,
  visibleRows,
} from "./visible-rows.js";

/** Rows drawn beyond the view port on each side. */
const OVERSCAN_ROWS = 12;
/** Pixels kept around a row that is scrolled into view. */
const SCROLL_MARGIN = 60;

/** More life lines than this would cost time on each scroll and show nothing that a person can tell apart. */
const MAX_LIFE_LINES = 200;

/** What a person did, for the page to pass on. */
export interface LadderEvents {
  /** `byHand`: by click or key, not because the view was new. */
  selected(row: LadderRow, byHand: boolean): void;
  openText(message: number): void;
  compare(first: number, second: number): void;
  scrolled(scrollTop: number): void;
}

export class Ladder {
  #view: LadderView | null = null;
  #index: MessageIndex | null = null;
  #rows: readonly VisibleRow[] = [];
  /** Index in `#rows` by row id. */
  #indexOfId = new Map<string, number>();
  #heights = new RowHeights([]);
  #positions: LanePositions = placeLanes(0, 0);
  readonly #openFolds = new Set<number>();
  #selected: string | null = null;
  /** The message that the next one marked is compared with. */
  #toCompare: number | null = null;
  #timeMode: TimeMode = "delta";
  #zone: Zone = "local";

  constructor(
    private readonly scroller: HTMLElement,
    private readonly events: LadderEvents,
  ) {
    scroller.tabIndex = 0;
    scroller.setAttribute("role", "tree");
    scroller.addEventListener("scroll", () => this.#onScroll(), { passive: true });
    scroller.addEventListener("keydown", (event) => this.#onKey(event));
    scroller.addEventListener("click", (event) => this.#onClick(event));
    scroller.addEventListener("dblclick", (event) => this.#onDoubleClick(event));
    new ResizeObserver(() => this.#onResize()).observe(scroller);
  }

  get view(): LadderView | null {
    return this.#view;
  }

  get selectedRow(): LadderRow | null {
    return this.#rows[this.#selectedIndex]?.row ?? null;
  }

  /** Draws another ladder, at its start or where the page was before it was reloaded. */
  show(view: LadderView, start: { readonly message: number | null; readonly scrollTop: number }): void {
    this.#view = view;
    this.#index = new MessageIndex(view);
    this.#openFolds.clear();
    this.#selected = null;
    this.#toCompare = null;
    this.scroller.setAttribute("aria-label", `Ladder of ${view.title}`);
    this.#layOut();
    this.#draw();
    this.scroller.scrollTo(0, start.scrollTop);
    const isKnown = start.message !== null && this.revealMessage(start.message, false);
    if (!isKnown) this.#selectFirst();
  }

  clear(): void {
    this.#view = null;
    this.#rows = [];
    render(nothing, this.scroller);
  }

  setTime(mode: TimeMode, zone: Zone): void {
    this.#timeMode = mode;
    this.#zone = zone;
    this.#draw();
  }

  /** Selects the row of a message, opening the fold around it. @returns false when no row shows it. */
  revealMessage(message: number, byHand: boolean): boolean {
    const place = this.#index?.find(message);
    if (!place) return false;
    if (place.fold !== null && !this.#openFolds.has(place.fold)) this.#toggleFold(place.fold);
    this.#select(place.id, byHand);
    return true;
  }

  focus(): void {
    this.scroller.focus();
  }

  get #selectedIndex(): number {
    return this.#selected === null ? -1 : (this.#indexOfId.get(this.#selected) ?? -1);
  }

  /** The proof of the first error answers the question that the trace was opened for. */
  #selectFirst(): void {
    const view = this.#view;
    if (!view) return;
    const worst =
      view.findings.find(({ severity, kind }) => severity === "error" && kind === "cause") ?? view.findings[0];
    if (worst && this.revealMessage(worst.at, false)) return;
    const first = this.#rows.find(({ row }) => isSelectable(row));
    if (first) this.#select(first.id, false);
  }

  #select(id: string, byHand: boolean): void {
    this.#selected = id;
    const index = this.#selectedIndex;
    const selected = this.#rows[index];
    if (!selected) return;
    const { scrollTop, clientHeight } = this.scroller;
    const headHeight = this.#headHeight;
    const target = this.#heights.scrollTo(index, scrollTop, clientHeight - headHeight, SCROLL_MARGIN);
    if (target !== scrollTop) this.scroller.scrollTop = target;
    this.#draw();
    this.events.selected(selected.row, byHand);
  }

  #toggleFold(top: number): void {
    if (!this.#openFolds.delete(top)) this.#openFolds.add(top);
    this.#layOut();
    this.#draw();
  }

  #layOut(): void {
    if (!this.#view) return;
    this.#rows = visibleRows(this.#view, this.#openFolds);
    this.#indexOfId = new Map(this.#rows.map(({ id }, index) => [id, index]));
    this.#heights = new RowHeights(this.#rows.map(({ row }) => ROW_HEIGHT[row.kind]));
    this.#positions = placeLanes(this.#view.lanes.length, this.scroller.clientWidth);
  }

  get #inView(): InView {
    const { scrollLeft, clientWidth } = this.scroller;
    return { left: scrollLeft + TIME_WIDTH, right: scrollLeft + clientWidth - BADGE_WIDTH };
  }

  get #headHeight(): number {
    return this.scroller.querySelector<HTMLElement>(".lane-heads")?.offsetHeight ?? 0;
  }

  #onResize(): void {
    if (!this.#view) return;
    this.#positions = placeLanes(this.#view.lanes.length, this.scroller.clientWidth);
    this.#draw();
  }

  #onScroll(): void {
    this.#draw();
    this.events.scrolled(this.scroller.scrollTop);
  }

  #onClick(event: MouseEvent): void {
    const id = (event.target as Element).closest<HTMLElement>("[data-row]")?.dataset["row"];
    const clicked = this.#rows.find((row) => row.id === id);
    if (!clicked || !isSelectable(clicked.row)) return;
    this.#select(clicked.id, true);
    if (clicked.row.kind === "fold") this.#toggleFold(clicked.top);
  }

  #onDoubleClick(event: MouseEvent): void {
    const id = (event.target as Element).closest<HTMLElement>("[data-row]")?.dataset["row"];
    const row = this.#rows.find((each) => each.id === id)?.row;
    if (row?.kind === "message") this.events.openText(row.message);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const from = this.#selectedIndex;
    const target =
      event.key === "F8"
        ? nextFlagged(this.#rows, from, event.shiftKey ? -1 : 1)
        : moveInLadder(this.#rows, from, event.key);
    const row = target === undefined ? undefined : this.#rows[target];
    if (row) this.#select(row.id, true);
    else if (!this.#act(event.key)) return;
    event.preventDefault();
  }

  /** Keys that do something with the selected row. @returns whether the key means anything here. */
  #act(key: string): boolean {
    const selected = this.#rows[this.#selectedIndex];
    if (!selected) return false;
    const { row, top } = selected;
    const isFold = row.kind === "fold";
    const isOpen = this.#openFolds.has(top);
    switch (key) {
      case "Enter":
      case " ":
        if (isFold) this.#toggleFold(top);
        else if (row.kind === "message") this.events.openText(row.message);
        return true;
      case "ArrowRight":
        if (isFold && !isOpen) this.#toggleFold(top);
        return true;
      case "ArrowLeft":
        if (isFold && isOpen) this.#toggleFold(top);
        return true;
      case "f":
        if (!isFold && !selected.isInside) return false;
        this.#toggleFold(top);
        this.#select(`${top}`, true);
        return true;
      case "c":
        if (row.kind === "message") this.#compare(row.message);
        return row.kind === "message";
      case "Escape":
        this.#toCompare = null;
        this.#draw();
        return true;
      default:
        return false;
    }
  }

  /** The first press marks a message, the second compares with it; twice on the same one takes the mark away. */
  #compare(message: number): void {
    const first = this.#toCompare;
    this.#toCompare = first === null ? message : null;
    this.#draw();
    if (first !== null && first !== message) this.events.compare(first, message);
  }

  #draw(): void {
    const view = this.#view;
    if (!view) return;
    const { scrollTop, clientHeight } = this.scroller;
    const { first, end } = this.#heights.window(scrollTop, clientHeight, OVERSCAN_ROWS);
    const inView = this.#inView;
    const selected = this.#rows[this.#selectedIndex];
    const transaction = selected?.row.kind === "message" ? selected.row.transaction : null;
    const start = view.rows.find(({ atMicros }) => atMicros !== null)?.atMicros ?? null;
    const rows = this.#rows.slice(first, end).map((visible, offset) => {
      const index = first + offset;
      const { row } = visible;
      const isMessage = row.kind === "message";
      return drawingOf(visible, {
        view,
        positions: this.#positions,
        inView,
        visible,
        index,
        count: this.#rows.length,
        top: this.#heights.top(index),
        height: this.#heights.height(index),
        time: row.kind === "gap" ? "" : timeText(row.atMicros, visible.before, start, this.#timeMode, this.#zone),
        isSelected: visible.id === this.#selected,
        isRelated: isMessage && transaction !== null && row.transaction === transaction,
        isMarkedToCompare: isMessage && row.message === this.#toCompare,
        isOpen: row.kind === "fold" && this.#openFolds.has(visible.top),
      });
    });
    const isShown = selected !== undefined && rows.some(({ id }) => id === selected.id);
    if (isShown) this.scroller.setAttribute("aria-activedescendant", `row-${selected.id}`);
    else this.scroller.removeAttribute("aria-activedescendant");
    render(this.#page(view, rows), this.scroller);
  }

  #page(view: LadderView, rows: readonly { readonly id: string; readonly template: TemplateResult }[]): TemplateResult {
    const { width, lanes, headWidth } = this.#positions;
    return html`<div class="lane-heads" role="presentation" ${placed({ width })}>
        ${view.lanes.map(
          (lane, index) =>
            html`<div class="lane-head lane-${lane.kind}" ${placed({ left: lanes[index] ?? 0, width: headWidth })}>
              <b title=${lane.name}>${lane.name}</b><span title=${lane.detail}>${lane.detail}</span>
            </div>`,
        )}
      </div>
      <div class="rows" role="presentation" ${placed({ width, height: this.#heights.total })}>
        ${lanes.map((left) => html`<span class="lane" role="presentation" ${placed({ left })}></span>`)}
        ${view.lifeLines.slice(0, MAX_LIFE_LINES).map((line) => this.#lifeLine(line))}
        ${repeat(
          rows,
          ({ id }) => id,
          ({ template }) => template,
        )}
      </div>
      ${
        view.omitted > 0
          ? html`<p class="nothing">
              ${view.omitted.toLocaleString("en")} more messages are not drawn. Choose one phone or call.
            </p>`
          : nothing
      }`;
  }

  #lifeLine(line: LifeLine): TemplateResult | typeof nothing {
    const first = this.#indexOfId.get(`${line.firstRow}`);
    const last = this.#indexOfId.get(`${line.lastRow}`);
    const left = this.#positions.lanes[line.lane];
    if (first === undefined || last === undefined || left === undefined) return nothing;
    const top = this.#heights.top(first) + this.#heights.height(first) - 10;
    const height = this.#heights.top(last) + this.#heights.height(last) - 10 - top;
    if (height <= 0) return nothing;
    return html`<span class="life life-${line.kind}" title=${line.label} ${placed({ left, top, height })}
      >${height > 130 ? html`<span>${line.label}</span>` : nothing}</span
    >`;
  }
}

function drawingOf(visible: VisibleRow, drawing: Parameters<typeof drawRow>[0]) {
  return { id: visible.id, template: drawRow(drawing) };
}
