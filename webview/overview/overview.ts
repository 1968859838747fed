/** The overview: a table of registrations, calls and findings, or a list where there is no room for one; only the visible part exists. */
import { type TemplateResult, html, nothing, render } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { OverviewRow } from "../../src/view/overview.js";
import type { Zone } from "../ladder/clock.js";
import { counted, number } from "../numbers.js";
import { placed } from "../placed.js";
import { RowHeights } from "../row-heights.js";
import { type OverviewChoice, type Sorting, toggled } from "./choice.js";
import { type ColumnContext, fitColumns, type PlacedColumn } from "./columns.js";
import { type Hits, type ListItem, type ListedView, Listing, listItems, moveInList } from "./listing.js";
import { listCell, tableCells } from "./row-cells.js";
import { keyOfRange, keysOf, keyWithToggled } from "./several.js";
import { asideWords, rowSentence } from "./words.js";

const GROUP_HEIGHT = 32;
const EVERYTHING_HEIGHT = 36;
const LIST_HEIGHT = 66;
/** A healthy row of the list needs no line of its own for the cause. */
const HEALTHY_HEIGHT = 48;
const TABLE_HEIGHT = 28;
const OVERSCAN_ROWS = 8;
/** Pixels at the left of a row that mark the selected one. */
const BORDER = 2;
/** Pixels from which on a table says more than a list. */
const LEAST_TABLE_WIDTH = 620;
/** What cells are made of: its mean character is the measure of their widths. */
const SAMPLE_TEXT = "2001@pbx.example.com granted 600 s 192.0.2.10 Failed";

export interface Shown {
  readonly choice: OverviewChoice;
  readonly zone: Zone;
  /** Key of the ladder: several rows' where several are on it. */
  readonly selected: string | null;
  readonly hits: Hits;
  /** How many notes were written on messages of a row, by its key; those without are not in it. */
  readonly notes: ReadonlyMap<string, number>;
  /** The file is still being read: rows come and change, and none can be chosen. */
  readonly isSoFar: boolean;
}

/** What a person did, for the page to carry out. */
export interface OverviewEvents {
  /** The row was clicked or walked to; a finding's has no ladder of its own. */
  select(row: OverviewRow | "all"): void;
  /** The rows of that key were chosen together, for one ladder. */
  selectSeveral(key: string): void;
  /** Enter or a double click: the keyboard goes to the ladder. */
  open(): void;
  change(choice: Partial<OverviewChoice>): void;
  /** Escape: what leaves rows out is taken away. */
  clear(): void;
}

export class OverviewTable {
  #view: ListedView | null = null;
  #shown: Shown | null = null;
  #rows: readonly OverviewRow[] = [];
  #items: readonly ListItem[] = [];
  #heights = new RowHeights([]);
  #columns: readonly PlacedColumn[] = [];
  /** Id of the item that the keys move from. */
  #cursor: string | null = null;
  /** Id of the item from which Shift and an arrow choose several. */
  #anchor: string | null = null;
  #lastCursorIndex = -1;
  readonly #listing = new Listing();

  constructor(
    private readonly scroller: HTMLElement,
    private readonly events: OverviewEvents,
  ) {
    scroller.tabIndex = 0;
    scroller.setAttribute("role", "treegrid");
    scroller.setAttribute("aria-label", "Registrations, calls and findings");
    scroller.setAttribute("aria-multiselectable", "true");
    scroller.addEventListener("scroll", () => this.#draw(), { passive: true });
    scroller.addEventListener("keydown", (event) => this.#onKey(event));
    scroller.addEventListener("click", (event) => this.#onClick(event));
    scroller.addEventListener("dblclick", (event) => {
      if (itemAt(event) !== undefined) this.events.open();
    });
    new ResizeObserver(() => {
      this.#layOut();
      this.#draw();
    }).observe(scroller);
  }

  /** Rows that pass the filter, those of closed groups included. */
  get count(): number {
    return this.#rows.length;
  }

  get isTable(): boolean {
    return this.scroller.clientWidth >= LEAST_TABLE_WIDTH;
  }

  show(view: ListedView, shown: Shown): void {
    const old = this.#shown;
    const isSameList = view === this.#view && old?.choice === shown.choice && old.hits === shown.hits;
    this.#view = view;
    this.#shown = shown;
    if (!isSameList) {
      this.#rows = this.#listing.rows(view, shown.choice, shown.hits, this.#context);
      this.#items = listItems(view, this.#rows, shown.choice);
    }
    if (!isSameList || old?.zone !== shown.zone) this.#layOut();
    if (old?.selected !== shown.selected) this.#follow(shown.selected);
    else this.#draw();
  }

  focus(): void {
    this.scroller.focus();
  }

  get #context(): ColumnContext {
    const { hits, notes, zone } = this.#shown!;
    return {
      rules: this.#view!.facets.rules,
      zone,
      hits: (row) => hits?.get(row)?.count,
      notes: ({ key }) => notes.get(key) ?? 0,
    };
  }

  /** The cursor goes with the selection, unless it stands on a row or a finding of the selected ladder. */
  #follow(selected: string | null): void {
    const keys = keysOf(selected);
    const at = this.#items[this.#cursorIndex];
    // Several are chosen across the headings of groups.
    const isThere =
      at?.kind === "group" ? keys.length > 1 : at?.kind === "row" && keys.includes(at.row.shownAt?.key ?? at.id);
    if (!isThere && keys[0] !== undefined) this.#anchor = this.#cursor = keys[0];
    this.#reveal();
  }

  /** Looked for only where the item that was last there is another one: scrolling asks again and again. */
  get #cursorIndex(): number {
    if (this.#items[this.#lastCursorIndex]?.id !== this.#cursor || this.#cursor === null) {
      this.#lastCursorIndex = this.#items.findIndex(({ id }) => id === this.#cursor);
    }
    return this.#lastCursorIndex;
  }

  #layOut(): void {
    if (!this.#shown) return;
    const { isTable } = this;
    this.#heights = new RowHeights(this.#items.map((item) => heightOf(item, isTable)));
    if (!isTable) return;
    this.#columns = fitColumns(
      this.#rows,
      this.#context,
      this.scroller.clientWidth - BORDER,
      characterWidth(this.scroller),
    );
    this.scroller.style.setProperty("--columns", this.#columns.map(({ width }) => `${width}px`).join(" "));
  }

  #reveal(): void {
    const index = this.#cursorIndex;
    if (index >= 0) {
      const { scrollTop, clientHeight } = this.scroller;
      const target = this.#heights.scrollTo(index, scrollTop, clientHeight - this.#headHeight, GROUP_HEIGHT);
      if (target !== scrollTop) this.scroller.scrollTop = target;
    }
    this.#draw();
  }

  get #headHeight(): number {
    return this.isTable ? TABLE_HEIGHT : 0;
  }

  #onKey(event: KeyboardEvent): void {
    // The buttons of the columns have keys of their own.
    if (event.target !== this.scroller || event.ctrlKey || event.metaKey || event.altKey) return;
    const isRange = event.shiftKey && (event.key === "ArrowDown" || event.key === "ArrowUp");
    if (!this.#move(event.key, isRange) && !this.#act(event.key)) return;
    event.preventDefault();
  }

  #move(key: string, isRange: boolean): boolean {
    const usual = this.isTable ? TABLE_HEIGHT : LIST_HEIGHT;
    const pageRows = Math.max(Math.floor(this.scroller.clientHeight / usual) - 1, 1);
    const target = moveInList(this.#items.length, this.#cursorIndex, key, pageRows);
    const item = target === undefined ? undefined : this.#items[target];
    if (!item) return false;
    if (isRange) this.#extendTo(item, target!);
    else this.#choose(item);
    return true;
  }

  #extendTo(item: ListItem, index: number): void {
    this.#anchor ??= this.#cursor;
    const anchor = this.#items.findIndex(({ id }) => id === this.#anchor);
    const key = keyOfRange(this.#items, anchor < 0 ? index : anchor, index);
    this.#moveTo(item.id);
    if (key !== undefined && !this.#shown?.isSoFar) this.events.selectSeveral(key);
  }

  #moveTo(id: string): void {
    this.#cursor = id;
    this.#reveal();
  }

  #choose(item: ListItem): void {
    this.#anchor = item.id;
    this.#moveTo(item.id);
    if (this.#shown?.isSoFar) return;
    if (item.kind === "everything") this.events.select("all");
    else if (item.kind === "row") this.events.select(item.row);
  }

  /** @returns whether the key means anything here. */
  #act(key: string): boolean {
    const index = this.#cursorIndex;
    const item = this.#items[index];
    switch (key) {
      case "Enter":
      case " ":
        if (item?.kind === "group") this.#toggle(item.id);
        else if (item) this.events.open();
        return item !== undefined;
      case "ArrowRight":
        if (item?.kind !== "group" || item.isOpen) return false;
        this.#toggle(item.id);
        return true;
      case "ArrowLeft": {
        if (item?.kind === "group" && item.isOpen) this.#toggle(item.id);
        const group =
          item?.kind === "row" ? this.#items.findLast(({ kind }, at) => kind === "group" && at < index) : item;
        if (group) this.#choose(group);
        return group !== undefined;
      }
      case "Escape":
        this.events.clear();
        return true;
      default:
        return false;
    }
  }

  #toggle(group: string): void {
    this.#cursor = group;
    this.events.change({ closed: toggled(this.#shown!.choice.closed, group) });
  }

  #onClick(event: MouseEvent): void {
    const id = itemAt(event);
    const item = this.#items.find((each) => each.id === id);
    if (!item) return;
    if (item.kind === "group") this.#toggle(item.id);
    else if (item.kind === "row" && (event.ctrlKey || event.metaKey) && !this.#shown?.isSoFar) {
      this.#anchor = item.id;
      this.#moveTo(item.id);
      this.events.selectSeveral(keyWithToggled(this.#shown!.selected, item.row.shownAt?.key ?? item.id));
    } else this.#choose(item);
  }

  #draw(): void {
    const shown = this.#shown;
    const view = this.#view;
    if (!shown || !view) return;
    const heights = this.#heights;
    const { scrollTop, clientHeight } = this.scroller;
    const { first, end } = heights.window(scrollTop, clientHeight, OVERSCAN_ROWS);
    const cursor = this.#cursorIndex;
    if (cursor >= first && cursor < end) this.scroller.setAttribute("aria-activedescendant", `overview-${cursor}`);
    else this.scroller.removeAttribute("aria-activedescendant");
    const { isTable } = this;
    const headRows = isTable ? 1 : 0;
    this.scroller.setAttribute("aria-rowcount", `${this.#items.length + headRows}`);
    this.scroller.classList.toggle("is-table", isTable);
    const context = this.#context;
    const visible = this.#items.slice(first, end).map((item, offset) => ({ item, index: first + offset }));
    const rows = repeat(
      visible,
      ({ index }) => index,
      ({ item, index }) => this.#item(item, index, headRows, context),
    );
    const empty = this.#items.length === 0 && !shown.isSoFar;
    render(
      html`${isTable ? this.#head(shown.choice.sorting) : nothing}
        <div class="overview-rows" role="rowgroup" ${placed({ height: heights.total })}>${rows}</div>
        ${empty ? html`<p class="nothing">Nothing matches the filter.</p>` : nothing}`,
      this.scroller,
    );
  }

  #head(sorting: Sorting | null): TemplateResult {
    const cells = this.#columns.map(({ column: { id, title, isNumber } }) => {
      const isSorted = sorting?.column === id;
      const order = !isSorted ? "none" : sorting.isDescending ? "descending" : "ascending";
      const sign = !isSorted ? "" : sorting.isDescending ? "▼" : "▲";
      return html`<span class=${isNumber ? "number" : nothing} role="columnheader" aria-sort=${order}
        ><button @click=${() => this.events.change({ sorting: nextSorting(sorting, id, isNumber ?? false) })}>
          ${title}<span class="sort-sign" aria-hidden="true">${sign}</span>
        </button></span
      >`;
    });
    return html`<div class="overview-columns" role="rowgroup"><div role="row" aria-rowindex="1">${cells}</div></div>`;
  }

  #item(item: ListItem, index: number, headRows: number, context: ColumnContext): TemplateResult {
    const place = placed({ top: this.#heights.top(index), height: this.#heights.height(index) });
    const isCursor = item.id === this.#cursor;
    const { selected, isSoFar } = this.#shown!;
    const rowIndex = index + 1 + headRows;
    const cursor = isCursor ? "is-cursor" : "";
    if (item.kind === "group") {
      const title = isSoFar ? `${item.title} so far` : item.title;
      return html`<div
        class="overview-heading ${cursor}"
        role="row"
        id="overview-${index}"
        data-item=${item.id}
        aria-level="1"
        aria-rowindex=${rowIndex}
        aria-expanded=${item.isOpen}
        aria-label=${`${title}, ${counted(item.count, "row")}`}
        ${place}
      >
        <span role="gridcell"
          ><span class="twistie" aria-hidden="true">${item.isOpen ? "▾" : "▸"}</span><bdi>${title}</bdi
          ><span class="count">${number(item.count)}</span></span
        >
      </div>`;
    }
    // A finding is selected where the cursor is: its ladder is that of another row.
    const isFinding = item.kind === "row" && item.row.shownAt !== undefined;
    const isSelected = isFinding ? isCursor : keysOf(selected).includes(item.id);
    return html`<div
      class="overview-row ${cursor} ${isSelected ? "is-selected" : ""}"
      role="row"
      id="overview-${index}"
      data-item=${item.id}
      aria-level=${this.#shown!.choice.grouping === "none" || item.kind === "everything" ? 1 : 2}
      aria-rowindex=${rowIndex}
      aria-selected=${isSelected}
      aria-label=${item.kind === "row" ? rowSentence(item.row, context) : "All messages of the trace in one ladder"}
      title=${item.kind === "row" ? hoverOf(item.row, context) : nothing}
      ${place}
    >
      ${
        item.kind === "everything"
          ? html`<b class="all" role="gridcell">All messages</b>`
          : this.isTable
            ? tableCells(this.#columns, item.row, context)
            : listCell(item.row, context)
      }
    </div>`;
  }
}

function hoverOf(row: OverviewRow, { notes }: ColumnContext): string {
  return [row.title, row.cause, row.device, asideWords(row, notes(row))].filter(Boolean).join("\n");
}

/** Pixels of the mean character in an element's font. */
function characterWidth(element: Element): number {
  const { font, fontSize } = getComputedStyle(element);
  const context = document.createElement("canvas").getContext("2d");
  if (!context) return Number.parseFloat(fontSize) / 2;
  context.font = font;
  return context.measureText(SAMPLE_TEXT).width / SAMPLE_TEXT.length;
}

/** First one way, then the other, then as it was; of numbers the greatest are looked for. */
function nextSorting(sorting: Sorting | null, column: string, isNumber: boolean): Sorting | null {
  if (sorting?.column !== column) return { column, isDescending: isNumber };
  return sorting.isDescending === isNumber ? { column, isDescending: !isNumber } : null;
}

function itemAt(event: MouseEvent): string | undefined {
  return (event.target as Element).closest<HTMLElement>("[data-item]")?.dataset["item"];
}

function heightOf(item: ListItem, isTable: boolean): number {
  if (item.kind === "group") return GROUP_HEIGHT;
  if (item.kind === "everything") return EVERYTHING_HEIGHT;
  if (isTable) return TABLE_HEIGHT;
  return item.row.health === "healthy" && item.row.kind !== "finding" ? HEALTHY_HEIGHT : LIST_HEIGHT;
}
