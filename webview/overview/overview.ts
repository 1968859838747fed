/** The overview: every registration and call with its health in words, worst first; only the visible part exists. */
import { type TemplateResult, html, nothing, render } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { OverviewRow } from "../../src/view/overview.js";
import type { Filter, Zone } from "../host.js";
import { formatClock } from "../ladder/clock.js";
import { placed } from "../placed.js";
import { RowHeights } from "../row-heights.js";
import { healthSign } from "../shapes.js";
import { type ListItem, type ListedView, keyOf, listItems, moveInList } from "./groups.js";

const HEADING_HEIGHT = 34;
const EVERYTHING_HEIGHT = 40;
const ROW_HEIGHT = 66;
/** A healthy row needs no line of its own for the cause. */
const HEALTHY_HEIGHT = 48;
const OVERSCAN_ROWS = 8;

export interface OverviewChoice {
  readonly filter: Filter;
  readonly search: string;
  readonly zone: Zone;
  readonly selected: string | null;
  /** The file is still being read: rows come and change, and none can be chosen. */
  readonly isSoFar: boolean;
}

export class OverviewList {
  #view: ListedView | null = null;
  #choice: OverviewChoice | null = null;
  #items: readonly ListItem[] = [];
  #heights = new RowHeights([]);
  readonly #scroller: HTMLElement;

  /** `onSelect` is told the key of the row that was clicked or walked to. */
  constructor(
    scroller: HTMLElement,
    private readonly onSelect: (key: string) => void,
  ) {
    this.#scroller = scroller;
    scroller.tabIndex = 0;
    scroller.setAttribute("role", "listbox");
    scroller.setAttribute("aria-label", "Registrations and calls, by health");
    scroller.addEventListener("scroll", () => this.#draw(), { passive: true });
    scroller.addEventListener("keydown", (event) => this.#onKey(event));
    scroller.addEventListener("click", (event) => this.#onClick(event));
    new ResizeObserver(() => this.#draw()).observe(scroller);
  }

  show(view: ListedView, choice: OverviewChoice): void {
    const old = this.#choice;
    const isSameList = view === this.#view && old?.filter === choice.filter && old.search === choice.search;
    if (!isSameList) {
      this.#items = listItems(view, choice.filter, choice.search);
      this.#heights = new RowHeights(this.#items.map(heightOf));
    }
    this.#view = view;
    this.#choice = choice;
    this.#draw();
    if (!isSameList || old?.selected !== choice.selected) this.#revealSelected();
  }

  get #selectedIndex(): number {
    const selected = this.#choice?.selected ?? null;
    return this.#items.findIndex((item) => keyOf(item) === selected);
  }

  #revealSelected(): void {
    const index = this.#selectedIndex;
    if (index < 0) return;
    const { scrollTop, clientHeight } = this.#scroller;
    this.#scroller.scrollTop = this.#heights.scrollTo(index, scrollTop, clientHeight, HEADING_HEIGHT);
    this.#draw();
  }

  #onKey(event: KeyboardEvent): void {
    const target = moveInList(this.#items, this.#selectedIndex, event.key);
    if (target === undefined) return;
    event.preventDefault();
    const item = this.#items[target];
    const key = item && keyOf(item);
    if (key !== undefined) this.onSelect(key);
  }

  #onClick(event: MouseEvent): void {
    const key = (event.target as Element).closest<HTMLElement>("[data-key]")?.dataset["key"];
    if (key !== undefined) this.onSelect(key);
  }

  #draw(): void {
    const choice = this.#choice;
    if (!choice || !this.#view) return;
    const heights = this.#heights;
    const { first, end } = heights.window(this.#scroller.scrollTop, this.#scroller.clientHeight, OVERSCAN_ROWS);
    const selected = this.#selectedIndex;
    if (selected >= first && selected < end)
      this.#scroller.setAttribute("aria-activedescendant", `overview-${selected}`);
    else this.#scroller.removeAttribute("aria-activedescendant");
    const visible = this.#items.slice(first, end).map((item, offset) => ({ item, index: first + offset }));
    const rows = repeat(
      visible,
      ({ index }) => index,
      ({ item, index }) => this.#item(item, index, index === selected, choice),
    );
    const empty = this.#items.length === 0 ? html`<p class="nothing">Nothing matches the filter.</p>` : nothing;
    render(
      html`<div class="overview-rows" ${placed({ height: heights.total })}>${rows}</div>
        ${empty}`,
      this.#scroller,
    );
  }

  #item(item: ListItem, index: number, isSelected: boolean, choice: OverviewChoice): TemplateResult {
    const place = placed({ top: this.#heights.top(index), height: this.#heights.height(index) });
    if (item.kind === "heading") {
      return html`<div class="overview-heading" role="presentation" ${place}>
        <span>${choice.isSoFar ? `${item.title} so far` : item.title}</span><span>${item.count}</span>
      </div>`;
    }
    const key = keyOf(item) ?? "";
    const classes = `overview-row ${isSelected ? "is-selected" : ""}`;
    const content = item.kind === "row" ? rowContent(item.row, choice.zone) : html`<b class="all">All messages</b>`;
    return html`<div
      class=${classes}
      role="option"
      id="overview-${index}"
      data-key=${key}
      aria-selected=${isSelected}
      aria-label=${item.kind === "row" ? rowSentence(item.row) : "All messages of the trace in one ladder"}
      title=${item.kind === "row" ? `${item.row.title}\n${item.row.cause}\n${item.row.device}` : nothing}
      ${place}
    >
      ${content}
    </div>`;
  }
}

function heightOf(item: ListItem): number {
  if (item.kind === "heading") return HEADING_HEIGHT;
  if (item.kind === "everything") return EVERYTHING_HEIGHT;
  return item.row.health === "healthy" ? HEALTHY_HEIGHT : ROW_HEIGHT;
}

function rowContent(row: OverviewRow, zone: Zone): TemplateResult {
  const clock = row.startMicros === null ? "" : formatClock(row.startMicros, zone).slice(0, 5);
  const isHealthy = row.health === "healthy";
  const lines = isHealthy
    ? html`<span class="device">${[row.cause, row.device.split(" · ")[0]].filter(Boolean).join(" · ")}</span>`
    : html`<span class="cause">${row.cause}</span><span class="device">${row.device}</span>`;
  return html`${healthSign(row.health)}
    <span class="title">${row.title}</span>
    <span class="time">${clock}</span>
    ${lines}`;
}

const HEALTH_WORDS: Readonly<Record<OverviewRow["health"], string>> = {
  failed: "failed",
  "at-risk": "at risk",
  unknown: "outcome not seen",
  healthy: "healthy",
};

function rowSentence(row: OverviewRow): string {
  return [row.kind === "other" ? "" : row.kind, row.title, HEALTH_WORDS[row.health], row.cause, row.device]
    .filter(Boolean)
    .join(", ");
}
