/** What stands above the overview: the search, the filters and the order of its rows. */
import { type TemplateResult, html, nothing } from "lit";
import "@vscode-elements/elements/dist/vscode-textfield/index.js";
import type { OverviewRow } from "../../src/view/overview.js";
import { counted, number } from "../numbers.js";
import { filtersOf, GROUPINGS, type Grouping, type OverviewChoice, type OverviewFilter, toggled } from "./choice.js";
import { COLUMNS } from "./columns.js";
import { activeFilters, type FilterContext, filterPanel } from "./filter-panel.js";
import type { PageOverview } from "./listing.js";
import type { SearchState } from "./search.js";
import { GROUPING_TITLES } from "./words.js";

export interface HeadContext extends FilterContext {
  readonly choice: OverviewChoice;
  readonly search: SearchState | null;
  /** Rows that are shown. */
  readonly rowCount: number;
  readonly isPanelOpen: boolean;
  /** The columns' heads sort, where there are columns. */
  readonly isTable: boolean;
  choose(choice: Partial<OverviewChoice>): void;
  togglePanel(): void;
  clear(): void;
  /** The keyboard goes on to the rows. */
  toRows(): void;
}

export function overviewHead(view: PageOverview, context: HeadContext): TemplateResult {
  const { filter, choice, change, choose, isPanelOpen, togglePanel } = context;
  const filters = filtersOf(filter).length;
  return html`<div class="overview-search">
      <vscode-textfield
        type="search"
        label="Search the overview and the text of every message"
        placeholder="Search every message…"
        title='Words that stand in one message, or in its row; "quoted" is one word ( / )'
        .value=${filter.search}
        @input=${(event: Event) => change({ search: (event.target as HTMLInputElement).value })}
        @keydown=${(event: KeyboardEvent) => onSearchKey(event, context)}
      ></vscode-textfield>
      <button
        class="tool"
        aria-expanded=${isPanelOpen}
        aria-controls="overview-filters"
        aria-label=${filters === 0 ? "Filters" : `Filters, ${filters} active`}
        title="Filters"
        @click=${togglePanel}
      >
        ${FUNNEL}${filters === 0 ? nothing : html`<small>${filters}</small>`}
      </button>
      <button
        class="tool widen"
        aria-pressed=${choice.isWide}
        aria-label="Table in place of the ladder"
        title=${choice.isWide ? "Show the ladder (Enter)" : "Show the table in place of the ladder"}
        @click=${() => choose({ isWide: !choice.isWide })}
      >
        ${TABLE}
      </button>
    </div>
    ${isPanelOpen ? filterPanel(context, togglePanel) : nothing}
    <div class="overview-quick">
      ${quickFilters(view, filter, change)} ${activeFilters(context, context.clear)}
      <div class="overview-order">${orderMenus(context)}<span role="status">${foundWords(context)}</span></div>
    </div>`;
}

/** Escape empties the search before it leaves it; the rows are below. */
function onSearchKey(event: KeyboardEvent, { filter, change, toRows }: HeadContext): void {
  if (event.key === "Escape" && filter.search !== "") change({ search: "" });
  else if (event.key === "Escape" || event.key === "ArrowDown" || event.key === "Enter") toRows();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

type QuickFilter = readonly [title: string, count: number, isOn: boolean, without: Partial<OverviewFilter>];

interface Counts {
  readonly failed: number;
  readonly atRisk: number;
  readonly calls: number;
  readonly findings: number;
}

/** Counted once for the rows of a trace, however often the head is drawn. */
const COUNTS = new WeakMap<readonly OverviewRow[], Counts>();

function countsOf(rows: readonly OverviewRow[]): Counts {
  let counts = COUNTS.get(rows);
  if (!counts) {
    const count = (isMeant: (row: OverviewRow) => boolean) => rows.filter(isMeant).length;
    counts = {
      failed: count(({ health, kind }) => health === "failed" && kind !== "finding"),
      atRisk: count(({ health, kind }) => health === "at-risk" && kind !== "finding"),
      calls: count(({ kind }) => kind === "call"),
      findings: count(({ kind }) => kind === "finding"),
    };
    COUNTS.set(rows, counts);
  }
  return counts;
}

/** What is asked most; the panel has the rest. */
function quickFilters(
  view: PageOverview,
  filter: OverviewFilter,
  change: (filter: Partial<OverviewFilter>) => void,
): TemplateResult {
  const counts = countsOf(view.rows);
  const quick: readonly QuickFilter[] = [
    ["Failed", counts.failed, filter.healths.includes("failed"), { healths: toggled(filter.healths, "failed") }],
    ["At risk", counts.atRisk, filter.healths.includes("at-risk"), { healths: toggled(filter.healths, "at-risk") }],
    ["Calls", counts.calls, filter.kinds.includes("call"), { kinds: toggled(filter.kinds, "call") }],
    ["Findings", counts.findings, filter.kinds.includes("finding"), { kinds: toggled(filter.kinds, "finding") }],
  ];
  return html`<div class="chips" role="group" aria-label="Show only">
    ${quick
      .filter(([, count, isOn]) => count > 0 || isOn)
      .map(
        ([title, count, isOn, next]) =>
          html`<button class="chip" aria-pressed=${isOn} @click=${() => change(next)}>
            ${title} <span>${number(count)}</span>
          </button>`,
      )}
  </div>`;
}

function orderMenus({ choice, choose, isTable }: HeadContext): TemplateResult {
  const { grouping, sorting } = choice;
  const groupings = GROUPINGS.map(
    (each) => html`<option value=${each} ?selected=${each === grouping}>${GROUPING_TITLES[each]}</option>`,
  );
  const menu = html`<select
    aria-label="Groups"
    .value=${grouping}
    @change=${(event: Event) => choose({ grouping: (event.target as HTMLSelectElement).value as Grouping, closed: [] })}
  >
    ${groupings}
  </select>`;
  if (isTable) return menu;
  const chosen = sorting ? `${sorting.column}${sorting.isDescending ? " down" : ""}` : "";
  const orders = COLUMNS.filter(({ id }) => id !== "health").flatMap(({ id, title }) => [
    html`<option value=${id} ?selected=${chosen === id}>${title} ▲</option>`,
    html`<option value=${`${id} down`} ?selected=${chosen === `${id} down`}>${title} ▼</option>`,
  ]);
  return html`${menu}<select
      aria-label="Order"
      .value=${chosen}
      @change=${(event: Event) => {
        const [column = "", way] = (event.target as HTMLSelectElement).value.split(" ");
        choose({ sorting: column === "" ? null : { column, isDescending: way === "down" } });
      }}
    >
      <option value="" ?selected=${chosen === ""}>In order of time</option>
      ${orders}
    </select>`;
}

function foundWords({ search, rowCount, filter }: HeadContext): string {
  if (search) {
    const share = search.total === 0 ? 100 : Math.floor((search.examined / search.total) * 100);
    const found = `${counted(search.hits, "message")} in ${counted(rowCount, "row")}`;
    return search.isComplete ? found : `${found}, ${share} % searched`;
  }
  return filtersOf(filter).length > 0 ? counted(rowCount, "row") : "";
}

const FUNNEL = html`<svg viewBox="0 0 16 16" aria-hidden="true">
  <path d="M1.5 2.5h13L9.5 8.6v4.9l-3-1.6V8.6z" fill="none" stroke="currentColor" stroke-linejoin="round"></path>
</svg>`;
const TABLE = html`<svg viewBox="0 0 16 16" aria-hidden="true">
  <path d="M1.5 2.5h13v11h-13zM1.5 6h13M1.5 9.7h13M6 6v7.5" fill="none" stroke="currentColor"></path>
</svg>`;
