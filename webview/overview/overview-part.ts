/** The overview's part of the page: its head, its rows, the search behind them, and the border that is drawn wider. */
import { html, render } from "lit";
import type { OverviewRow } from "../../src/view/overview.js";
import type { Found, MessageQuery } from "../../src/view/search.js";
import type { Zone } from "../ladder/clock.js";
import { INITIAL_CHOICE, isFiltering, NO_FILTER, type OverviewChoice, type OverviewFilter, queryOf } from "./choice.js";
import type { PageOverview } from "./listing.js";
import { OverviewTable } from "./overview.js";
import { overviewHead } from "./overview-head.js";
import { MessageSearch } from "./search.js";
import { Sash } from "./sash.js";

export interface OverviewPartEvents {
  /** @param message of that row, to show first; null where none is meant */
  select(key: string, message: number | null): void;
  /** The keyboard goes to the ladder. */
  open(): void;
  change(choice: Partial<OverviewChoice>): void;
  search(search: number, query: MessageQuery | null): void;
}

interface PartShown {
  readonly choice: OverviewChoice;
  readonly zone: Zone;
  readonly selected: string | null;
  readonly notes: ReadonlyMap<string, number>;
}

const NO_NOTES: ReadonlyMap<string, number> = new Map();

export class OverviewPart {
  readonly #head = document.createElement("div");
  readonly #table: OverviewTable;
  readonly #search: MessageSearch;
  readonly #sash: Sash;
  #isPanelOpen = false;
  #view: PageOverview | null = null;
  #shown: PartShown | null = null;

  constructor(
    page: HTMLElement,
    part: HTMLElement,
    private readonly events: OverviewPartEvents,
  ) {
    this.#head.className = "overview-head";
    const scroller = document.createElement("div");
    scroller.className = "overview-grid";
    this.#search = new MessageSearch((search, query) => events.search(search, query));
    this.#table = new OverviewTable(scroller, {
      select: (row) => this.#select(row),
      selectSeveral: (key) => events.select(key, null),
      open: () => events.open(),
      change: (choice) => events.change(choice),
      clear: () => this.#clear(),
    });
    this.#sash = new Sash(page, (width) => events.change({ width }));
    part.setAttribute("aria-label", "Overview");
    part.replaceChildren(this.#head, scroller, this.#sash.element);
    document.addEventListener("keydown", (event) => this.#onPageKey(event));
  }

  show(view: PageOverview, shown: PartShown): void {
    const isOther = view.rows !== this.#view?.rows;
    this.#view = view;
    this.#shown = shown;
    this.#sash.show(shown.choice.width);
    if (isOther) this.#search.forget();
    // A search counts rows: it waits for all of them.
    if (view.rows.length >= view.rowCount) this.#search.ask(queryOf(shown.choice.filter));
    this.#draw();
  }

  showSoFar(rows: readonly OverviewRow[], zone: Zone): void {
    this.#view = null;
    render(html``, this.#head);
    const shown = { choice: INITIAL_CHOICE, zone, selected: null, notes: NO_NOTES, hits: undefined, isSoFar: true };
    this.#table.show({ rows, messages: 0, facets: { rules: [] } }, shown);
  }

  take(search: number, found: Found): void {
    if (this.#view) this.#search.take(search, found, this.#view.rows);
  }

  #draw(): void {
    const view = this.#view;
    const shown = this.#shown;
    if (!view || !shown) return;
    const { filter } = shown.choice;
    this.#table.show(view, { ...shown, hits: this.#search.hits, isSoFar: false });
    const context = {
      filter,
      choice: shown.choice,
      facets: view.facets,
      zone: shown.zone,
      startMicros: view.startMicros,
      endMicros: view.endMicros,
      search: this.#search.state,
      rowCount: this.#table.count,
      isPanelOpen: this.#isPanelOpen,
      isTable: this.#table.isTable,
      change: (changed: Partial<OverviewFilter>) => this.events.change({ filter: { ...filter, ...changed } }),
      choose: (choice: Partial<OverviewChoice>) => this.events.change(choice),
      togglePanel: () => this.#togglePanel(),
      clear: () => this.#clear(),
      toRows: () => this.#table.focus(),
    };
    render(overviewHead(view, context), this.#head);
  }

  #select(row: OverviewRow | "all"): void {
    if (row === "all") this.events.select("all", null);
    else if (row.shownAt) this.events.select(row.shownAt.key, row.shownAt.message);
    else this.events.select(row.key, this.#search.hits?.get(row)?.first ?? null);
  }

  #clear(): void {
    if (this.#shown && isFiltering(this.#shown.choice.filter)) this.events.change({ filter: NO_FILTER });
  }

  #togglePanel(): void {
    this.#isPanelOpen = !this.#isPanelOpen;
    this.#draw();
    const focused = this.#isPanelOpen ? ".filter-panel button" : "[aria-controls=overview-filters]";
    this.#head.querySelector<HTMLElement>(focused)?.focus();
  }

  /** `/` and Ctrl+F lead to the search from everywhere but a field. */
  #onPageKey(event: KeyboardEvent): void {
    const isFind = event.key === "f" && (event.ctrlKey || event.metaKey);
    const isField = (event.composedPath()[0] as Element).matches?.("input, select, textarea");
    const isSlash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isField;
    if ((!isFind && !isSlash) || !this.#view) return;
    event.preventDefault();
    const field = this.#head.querySelector<HTMLElement>("vscode-textfield");
    field?.focus();
    field?.shadowRoot?.querySelector("input")?.select();
  }
}
